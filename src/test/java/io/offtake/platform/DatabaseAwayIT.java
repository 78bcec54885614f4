package io.offtake.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

import io.offtake.platform.Packaged.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The database stands still, and is killed: what can be answered is answered, everything else is told in time, and all
/// is well again by itself. Runs in `mvn verify`.
class DatabaseAwayIT {

  /// An answer that takes longer hangs.
  private static final Duration LONGEST = Duration.ofSeconds(40);

  /// Less than one for each second, whatever tries to reach the database meanwhile.
  private static final int MOST_LINES = 40;

  private static final String SILENCE = """
      {"severity": "watch", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(
          Clock.systemUTC().instant().plus(Duration.ofDays(30)));
  private static final String COMMITMENT = """
      {"id": "us-my-soybeans", "title": "made for a test", "buyer": "MY", "seller": "US", "commodities": ["soybeans"],
       "strength": "statement",
       "terms": {"announcedOn": "2025-11-01", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"}, "headline": "sold",
         "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 1, "unit": "t"}}]},
       "readings": [{"id": "sold", "label": "made for a test", "tranche": "all", "measure": "sold",
         "unknownDestinations": "none", "windowStart": "2025-11-01", "deadline": "2026-02-28",
         "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-11-01"}]}""";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private final HttpClient client = HttpClient.newHttpClient();
  private Service service;

  @Test
  void whatCanBeAnsweredIsAndTheRestIsToldInTime() throws Exception {
    Path dataDir = temporary.resolve("data");
    try (var packaged = new Packaged(temporary)) {
      service = packaged.serve(
          Map.of("OFFTAKE_DATA_DIR", dataDir.toString(), "OFFTAKE_STARTER", "off"), "service.log");
      assertThat(post("/v1/commitments", COMMITMENT).statusCode()).isEqualTo(201);
      assertThat(get("/v1/status").headers().firstValue("Age")).isEmpty();
      var database = new DatabaseOf(dataDir);

      long lines = packaged.log("service.log").lines().count();
      database.signal("STOP");
      try {
        isAway();
        Thread.sleep(20_000);
        isAway();
      } finally {
        database.signal("CONT");
      }
      isBack();

      var random = new SplittableRandom(20_261_128);
      for (boolean session : new boolean[] {false, true, false, true}) {
        database.kill(session, random);
        isBack();
      }
      assertThat(packaged.log("service.log").lines().count() - lines).as("lines of the log").isLessThan(MOST_LINES);
      assertThat(service.process().isAlive()).isTrue();
    }
  }

  private void isAway() throws Exception {
    HttpResponse<String> ready = ready();
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (ready.statusCode() == 200 && System.nanoTime() < deadline) {
      Thread.sleep(500);
      ready = ready();
    }
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("it has not answered for");
    for (var refused : new HttpResponse<?>[] {
        get("/v1/alerts.atom"), get("/v1/silences"), get("/v1/jobs"), post("/v1/silences", SILENCE)}) {
      assertThat(refused.statusCode()).as("%s", refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    for (String fromMemory : new String[] {"/v1/status", "/v1/commitments/us-my-soybeans", "/v1/units"}) {
      HttpResponse<String> answer = get(fromMemory);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValueAsLong("Age").orElse(0)).as("the age of %s", fromMemory).isGreaterThan(4);
    }
  }

  private void isBack() throws Exception {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    HttpResponse<String> made = post("/v1/silences", SILENCE);
    while (made.statusCode() == 503 && System.nanoTime() < deadline) {
      assertThat(made.headers().firstValue("Retry-After")).isPresent();
      Thread.sleep(200);
      made = post("/v1/silences", SILENCE);
    }
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    // The watch may come to the database some seconds after a request did, and tells meanwhile that it is away.
    while (!isWellAgain() && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
    assertThat(isWellAgain()).as("ready, and what is served has no age").isTrue();
    assertThat(get("/v1/alerts.atom").statusCode()).isEqualTo(200);
  }

  private boolean isWellAgain() throws Exception {
    return ready().statusCode() == 200 && get("/v1/status").headers().firstValue("Age").isEmpty();
  }

  private HttpResponse<String> ready() throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(
        "http://127.0.0.1:%d/q/health/ready".formatted(Packaged.managementPort(service.port()))))
        .timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(service.at(path)).timeout(LONGEST).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(HttpRequest.newBuilder(service.at(path)).timeout(LONGEST)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(UTF_8))).build(), BodyHandlers.ofString());
  }
}
