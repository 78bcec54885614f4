package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.offtake.platform.Packaged.Service;
import io.offtake.platform.Papers.Paper;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The service is killed while it takes documents in, again and again, at moments that a seed decides. What it had
/// confirmed is there, what it had not is there whole or not at all, and in the end everything is as if nothing had
/// happened. The same is done to its database alone, and the service is well again by itself. Runs in
/// `mvn verify`; how many kills is set by `offtake-test.kills`.
class KilledImportIT {

  private static final int KILLS = Integer.getInteger("offtake-test.kills", 2);
  private static final long SEED = 20_251_113;

  /// Documents between two kills, so that each finds an import going on.
  private static final int BETWEEN = 6;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  @Test
  void losesNothingAndRepeatsNothing() throws Exception {
    List<Paper> papers = Papers.some((KILLS + 1) * BETWEEN);
    Path quiet = temporary.resolve("quiet");
    Path killed = temporary.resolve("killed");
    Path shaken = temporary.resolve("shaken");
    Map<String, Integer> figures = new HashMap<>();
    try (var packaged = new Packaged(temporary)) {
      Service service = packaged.serve(environment(quiet), "quiet.log");
      long began = System.nanoTime();
      for (Paper paper : papers) {
        figures.put(paper.id(), handedIn(packaged, service, paper).getInt("document.figures"));
      }
      long usual = (System.nanoTime() - began) / papers.size();
      service.process().destroy();
      Packaged.exitCode(service.process());

      killAgainAndAgain(packaged, killed, papers, figures, usual);
      killItsDatabaseAgainAndAgain(packaged, shaken, papers, figures, usual);
    }
    List<String> expected = everything(quiet);
    assertThat(expected).hasSizeGreaterThan(papers.size() * 10);
    assertThat(everything(killed)).containsExactlyElementsOf(expected);
    assertThat(everything(shaken)).containsExactlyElementsOf(expected);
  }

  private void killAgainAndAgain(
      Packaged packaged, Path dataDir, List<Paper> papers, Map<String, Integer> figures, long usual) throws Exception {
    var random = new SplittableRandom(SEED);
    Set<String> confirmed = new HashSet<>();
    int next = 0;
    int interrupted = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      Service service = packaged.serve(environment(dataDir), "killed-%d.log".formatted(kill));
      // Nothing that was confirmed is lost; nothing is there in part.
      for (Paper paper : papers.subList(0, Math.min(papers.size(), next + 1))) {
        JsonPath held = packaged.get(service, "/v1/documents/" + paper.id());
        assertThat(held != null || !confirmed.contains(paper.id())).as("%s is lost", paper.id()).isTrue();
        if (held != null) {
          assertThat(held.getInt("figures")).isEqualTo(figures.get(paper.id()));
        }
      }
      Killer killer = kill == KILLS ? null
          : new Killer(service.process(), Math.min(papers.size() - 1, next + random.nextInt(1, BETWEEN)),
              random.nextLong(2 * usual));
      // From the first one again: what is held is told to be held.
      for (int i = kill == KILLS ? 0 : Math.max(0, next - 1); i < papers.size(); i++) {
        if (killer != null && i == killer.from()) {
          killer.start();
        }
        try {
          JsonPath receipt = handedIn(packaged, service, papers.get(i));
          assertThat(receipt.getBoolean("alreadyHeld") || !confirmed.contains(papers.get(i).id())).isTrue();
          confirmed.add(papers.get(i).id());
          next = Math.max(next, i + 1);
        } catch (IOException gone) {
          assertThat(killer).as("nobody killed the service").isNotNull();
          interrupted++;
          break;
        }
      }
      if (killer != null) {
        service.process().waitFor();
      }
      if (kill == KILLS) {
        service.process().destroy();
        Packaged.exitCode(service.process());
      }
    }
    assertThat(confirmed).hasSameSizeAs(papers);
    assertThat(interrupted).as("kills that cut a hand-in off").isPositive();
  }

  /// The service goes on. Its server is killed, or one of the server's sessions, by turns.
  private void killItsDatabaseAgainAndAgain(
      Packaged packaged, Path dataDir, List<Paper> papers, Map<String, Integer> figures, long usual) throws Exception {
    var random = new SplittableRandom(SEED + 1);
    var database = new DatabaseOf(dataDir);
    Service service = packaged.serve(environment(dataDir), "shaken.log");
    int kills = 0;
    int turnedAway = 0;
    for (int i = 0; i < papers.size(); i++) {
      if (i % BETWEEN == BETWEEN / 2 && kills < KILLS) {
        kills++;
        boolean session = kills % 2 == 0;
        long nanos = random.nextLong(2 * usual);
        Thread.ofVirtual().start(() -> {
          try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            database.kill(session, new SplittableRandom(nanos));
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
      }
      turnedAway += handInUntilTaken(packaged, service, papers.get(i));
    }
    assertThat(service.process().isAlive()).as("the service itself").isTrue();
    assertThat(kills).isEqualTo(KILLS);
    assertThat(turnedAway).as("answers that asked to come back").isPositive();
    for (Paper paper : papers) {
      handInUntilTaken(packaged, service, paper);
      assertThat(packaged.get(service, "/v1/documents/" + paper.id()).getInt("figures"))
          .isEqualTo(figures.get(paper.id()));
      assertThat(handedIn(packaged, service, paper).getBoolean("alreadyHeld")).isTrue();
    }
    System.out.printf("killed databases: %d kills, %d answers of 503%n", kills, turnedAway);
    service.process().destroy();
    Packaged.exitCode(service.process());
  }

  /// @return how often it was turned away
  private static int handInUntilTaken(Packaged packaged, Service service, Paper paper) throws Exception {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    for (int times = 0;; times++) {
      try {
        handedIn(packaged, service, paper);
        return times;
      } catch (IOException away) {
        assertThat(service.process().isAlive()).as("the service itself").isTrue();
        assertThat(System.nanoTime()).as(away.toString()).isLessThan(deadline);
        Thread.sleep(200);
      }
    }
  }

  /// @param from  the document at which it lies in wait
  /// @param nanos  for how long
  private record Killer(Process process, int from, long nanos) {

    void start() {
      Thread.ofVirtual().start(() -> {
        try {
          Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
      });
    }
  }

  private static JsonPath handedIn(Packaged packaged, Service service, Paper paper)
      throws IOException, InterruptedException {
    var response = packaged.post(service, "/v1/sources/" + paper.source() + "/documents", "text/csv", paper.bytes());
    Packaged.requireItsDatabase(paper.id(), response);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return JsonPath.from(response.body());
  }

  private static Map<String, String> environment(Path dataDir) {
    return Map.of("OFFTAKE_DATA_DIR", dataDir.toString(), "OFFTAKE_STARTER", "off");
  }

  private static List<String> everything(Path dataDir) throws Exception {
    var server = EmbeddedPostgres.start(dataDir);
    try (var connection = server.connect()) {
      return Papers.everything(connection);
    } finally {
      server.close();
    }
  }
}
