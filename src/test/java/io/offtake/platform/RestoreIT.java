package io.offtake.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.offtake.outbox.job.Receiver;
import io.offtake.platform.Packaged.Service;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The database of a service is backed up, and read into an empty one, with the programs that operators have for it. A service
/// on the copy answers the same bytes, and tells receivers nothing that they were told. Runs in `mvn verify`.
class RestoreIT {

  private static final int ANSWERS = 200;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private final HttpClient client = HttpClient.newHttpClient();
  private Packaged packaged;

  @Test
  void aRestoredDatabaseAnswersTheSameAndTellsNothingAgain() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(DatabasePair.PROGRAMS.resolve("pg_dump")),
        "needs PostgreSQL 15 with its client programs in " + DatabasePair.PROGRAMS);
    try (var database = DatabasePair.start(temporary.resolve("pair")); var receiver = new Receiver();
        var started = new Packaged(temporary)) {
      packaged = started;
      Service before = packaged.serve(environment(database, "offtake"), "before.log");
      String subscription = subscribe(before, receiver);
      Set<String> told = told(receiver, before, subscription);
      List<String> addresses = addresses(before);
      String digest = digest(before, addresses);
      before.process().destroy();
      Packaged.exitCode(before.process());

      Path backup = Files.createDirectory(temporary.resolve("pair/backups")).resolve("offtake.dump");
      openTo(backup.getParent());
      database.dump(backup);
      database.restore(backup, "copy");
      Service after = packaged.serve(environment(database, "copy"), "after.log");

      assertThat(digest(after, addresses)).isEqualTo(digest);
      // What is told next comes after all that would have been told again.
      Set<String> then = told(receiver, after, subscription);
      assertThat(then).hasSize(told.size() + 1).containsAll(told);
      assertThat(receiver.posts()).as("nothing came twice").hasSameSizeAs(then);
      System.out.printf("restore: %d answers, SHA-256 %s before and %s after, backup of %,d bytes%n",
          addresses.size(), digest, digest(after, addresses), Files.size(backup));
    }
  }

  private static void openTo(Path directory) throws Exception {
    if (System.getProperty("user.name").equals("root")) {
      new ProcessBuilder("chown", "postgres", directory.toString()).start().waitFor();
    }
  }

  private static Map<String, String> environment(DatabasePair database, String name) {
    return Map.of(
        "OFFTAKE_DATABASE_URL", DatabasePair.url(database.primaryPort(), database.replicaPort()).replace("/offtake?", "/" + name + "?"),
        "OFFTAKE_DATABASE_USER", DatabasePair.USER,
        "OFFTAKE_DATABASE_PASSWORD", DatabasePair.PASSWORD,
        "OFFTAKE_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "OFFTAKE_WEBHOOK_ALLOW", "127.0.0.1");
  }

  private String subscribe(Service service, Receiver receiver) throws Exception {
    var made = packaged.post(service, "/v1/subscriptions", "application/json", """
        {"name": "The desk", "channel": "webhook", "url": "http://127.0.0.1:%d/desk"}""".formatted(receiver.port()).getBytes(UTF_8));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return JsonPath.from(made.body()).getString("id");
  }

  /// Rings the receiver and waits until it came.
  private Set<String> told(Receiver receiver, Service service, String subscription) throws Exception {
    var rung = packaged.post(service, "/v1/subscriptions/" + subscription + "/test", "application/json", new byte[0]);
    assertThat(rung.statusCode()).as(rung.body()).isEqualTo(202);
    String key = JsonPath.from(rung.body()).getString("messageKey");
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    Set<String> keys = new HashSet<>();
    while (!keys.contains(key)) {
      assertThat(System.nanoTime()).as("%s came", key).isLessThan(deadline);
      Thread.sleep(100);
      receiver.posts().forEach(post -> keys.add(post.header("webhook-id")));
    }
    return keys;
  }

  /// As they stand for ever: of one data version and one instant.
  private List<String> addresses(Service service) throws Exception {
    JsonPath status = packaged.get(service, "/v1/status");
    String at = "asOf=%s&dataVersion=%d".formatted(status.getString("asOf"), status.getLong("dataVersion"));
    List<String> addresses = new ArrayList<>(List.of("/v1/status?" + at, "/v1/claims?" + at));
    List<String> commitments = packaged.get(service, "/v1/commitments?pageSize=100").getList("commitments.id");
    for (String commitment : commitments) {
      addresses.add("/v1/commitments/%s/status?%s".formatted(commitment, at));
      List<String> readings = packaged.get(service, "/v1/commitments/" + commitment).getList("readings.id");
      for (String reading : readings) {
        addresses.add("/v1/commitments/%s/readings/%s/progress?%s".formatted(commitment, reading, at));
        addresses.add("/v1/commitments/%s/readings/%s/evidence?%s".formatted(commitment, reading, at));
      }
    }
    List<String> series = packaged.get(service, "/v1/series?pageSize=200").getList("series.id");
    series.forEach(each -> addresses.add("/v1/series/%s/observations?%s".formatted(each, at)));
    assertThat(addresses).hasSizeGreaterThan(ANSWERS);
    return addresses.subList(0, ANSWERS);
  }

  private String digest(Service service, List<String> addresses) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int answers = 0;
    for (String address : addresses) {
      var answer = client.send(HttpRequest.newBuilder(service.at(address)).build(), BodyHandlers.ofByteArray());
      digest.update("%s %d\n".formatted(address, answer.statusCode()).getBytes(UTF_8));
      digest.update(answer.body());
      answers += answer.statusCode() == 200 ? 1 : 0;
    }
    assertThat(answers).as("answers that say something, at %s", Clock.systemUTC().instant()).isGreaterThan(ANSWERS * 9 / 10);
    return HexFormat.of().formatHex(digest.digest());
  }
}
