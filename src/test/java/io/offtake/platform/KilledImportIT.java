package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.offtake.document.DamagedDocuments;
import io.offtake.document.table.EvidenceTable;
import io.offtake.platform.Packaged.Service;
import io.offtake.reference.Commodities;
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

  /// In a piece of a table, and as many that the next one states too: enough for an import to be cut off.
  private static final int MOST_RELEASES = 4;

  /// They state when each release came out, so the instant of receipt decides nothing. The shorter one first: what it
  /// cannot give the other makes up for.
  private static final List<String> TABLES =
      List.of("fas-export-sales_soybeans-and-wheat_by-destination", "fgis-weekly");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  /// @param id  the SHA-256 of its bytes
  private record Paper(String id, String source, byte[] bytes) {}

  @Test
  void losesNothingAndRepeatsNothing() throws Exception {
    List<Paper> papers = papers((KILLS + 1) * BETWEEN);
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

  /// The starter's tables cut into pieces, which overlap: most figures are stated twice. The fewer kills, the later the first.
  private static List<Paper> papers(int atLeast) throws Exception {
    List<Paper> papers = new ArrayList<>();
    for (int each = 0; each < TABLES.size(); each++) {
      String name = TABLES.get(each);
      EvidenceTable table =
          EvidenceTable.read(DamagedDocuments.resource("/starter/" + name + ".csv"), Commodities.standard());
      int releases = table.releases().size();
      int share = Math.ceilDiv(atLeast - papers.size(), TABLES.size() - each);
      int step = Math.clamp(releases / share, 1, MOST_RELEASES);
      for (int from = Math.max(0, releases - share * step); from < releases; from += step) {
        byte[] piece = EvidenceTable.write(
            table.header(), table.releases().subList(from, Math.min(releases, from + 2 * step)));
        String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(piece));
        papers.add(new Paper(id, table.header().source().value(), piece));
      }
    }
    assertThat(papers).hasSizeGreaterThanOrEqualTo(atLeast);
    return papers;
  }

  /// All that is held, without what the store gave it: ids, versions, the instants of keeping.
  private static List<String> everything(Path dataDir) throws Exception {
    List<String> rows = new ArrayList<>();
    var server = EmbeddedPostgres.start(dataDir);
    try (var connection = server.connect(); var statement = connection.createStatement()) {
      for (String query : List.of("""
          select s.ident, o.period_start, o.period_end, o.market_year, o.correction, o.carry_over_included, o.value,
            r.period_end, r.released_at, r.sequence, r.basis, r.complete, o.document_id, o.line, o.report
          from observation o join series s on s.id = o.series_id join release r on r.id = o.release_id""", """
          select r.source, r.period_end, r.released_at, r.sequence, c.document_id, c.commodity, c.market_year,
            c.destinations
          from release_scope c join release r on r.id = c.release_id""", """
          select id, source, document_type, name, size_bytes, reader_version, first_period, last_period, doubtful
          from document""")) {
        var result = statement.executeQuery(query);
        while (result.next()) {
          rows.add(row(result));
        }
      }
    } finally {
      server.close();
    }
    return rows.stream().sorted().toList();
  }

  private static String row(ResultSet result) throws SQLException {
    var cells = new ArrayList<String>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      cells.add(result.getString(i));
    }
    return String.join("|", cells.stream().map(String::valueOf).toList());
  }
}
