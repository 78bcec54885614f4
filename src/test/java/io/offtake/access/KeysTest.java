package io.offtake.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.rest.RawHttp;
import io.offtake.rest.WithoutClockwork;
import io.offtake.rest.edge.Contract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service that is closed: who may do what, by the contract, and what is kept of it.
@QuarkusTest
@Tag("http")
@TestProfile(KeysTest.Closed.class)
public class KeysTest {

  public static final String FIRST = "otk_00000000_" + "firstkeyofatest".repeat(3).substring(0, 43);
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Map<String, String> PLACES = Map.ofEntries(
      Map.entry("commitment", "us-cn-soybeans-2025"), Map.entry("claim", "nobody-said-so"),
      Map.entry("statement", "0f3a5c1e9b7d2468"), Map.entry("proposal", "1"), Map.entry("reading", "sold"), Map.entry("series", "a.b"),
      Map.entry("source", "fgis-weekly"), Map.entry("release", "1"), Map.entry("heldBack", "1"), Map.entry("document", "1"),
      Map.entry("alert", "0f3a5c1e9b7d2468"), Map.entry("silence", "1"), Map.entry("rule", "pace-behind"),
      Map.entry("job", "1"), Map.entry("subscription", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"), Map.entry("delivery", "1"),
      Map.entry("key", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"),
      Map.entry("token", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a.ytPgA0dX6yXlq3rZ8m0oHnB6s2cYxq0dJf5wO3kVb1Q"));

  private final HandsOfTheClock clock = new HandsOfTheClock(NOW);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @Inject AgroalDataSource database;
  @Inject KeyRing ring;

  @TestHTTPResource
  URI service;

  /// Nobody does anything without a key.
  public static class Closed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      var overrides = new HashMap<>(new WithoutClockwork().getConfigOverrides());
      overrides.put("offtake.access.mode", "closed");
      overrides.put("offtake.access.admin-key", FIRST);
      overrides.put("offtake.outbox.webhook-allow", "127.0.0.0/8");
      overrides.put("offtake.outbox.secret-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
      return overrides;
    }
  }

  @BeforeEach
  void setTheClock() {
    QuarkusMock.installMockForType(clock, Clock.class);
    clock.set(NOW);
  }

  @Test
  void eachOperationTakesTheScopeOfTheContractAndNoLess() throws Exception {
    Map<String, String> keys = new TreeMap<>();
    for (Scope scope : Scope.values()) {
      keys.put(scope.id(), made(scope.id()).path("key"));
    }
    for (Contract.Operation operation : new Contract().operations()) {
      Scope wanted = operation.scope();
      String what = operation.method() + " " + operation.template();
      if (wanted == null) {
        assertThat(status(operation, null).statusCode()).as(what).isNotIn(401, 403);
        continue;
      }
      isRefused(status(operation, null), 401, "key-needed", what);
      isRefused(status(operation, "otk_11111111_" + "x".repeat(43)), 401, "key-needed", what);
      for (Scope held : Scope.values()) {
        HttpResponse<InputStream> answer = status(operation, keys.get(held.id()));
        if (held.covers(wanted)) {
          assertThat(answer.statusCode()).as("%s with %s", what, held).isNotIn(401, 403).isLessThan(500);
          answer.body().close();
        } else {
          isRefused(answer, 403, "key-may-not", what);
        }
      }
    }
  }

  @Test
  void aKeyIsShownOnceAndItsDigestAloneIsKept() throws SQLException {
    List<String> logged = Collections.synchronizedList(new ArrayList<>());
    var log = new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(line.getMessage() + List.of(line.getParameters() == null ? new Object[0] : line.getParameters())
            + line.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    Logger.getLogger("").addHandler(log);
    try {
      Response made = with(FIRST).header("Idempotency-Key", "once").body("""
          {"owner": "Grain desk", "scopes": ["write"]}""").post("/v1/keys");
      String key = made.then().statusCode(201).header("Cache-Control", "no-store").extract().path("key");
      assertThat(key).matches("otk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");
      List<String> told = new ArrayList<>();
      told.add(with(FIRST).header("Idempotency-Key", "once").body("""
          {"owner": "Grain desk", "scopes": ["write"]}""").post("/v1/keys").then().statusCode(201)
          .body("key", nullValue()).body("prefix", equalTo(key.substring(0, 12))).extract().asString());
      told.add(with(FIRST).get(made.header("Location")).then().statusCode(200).extract().asString());
      told.add(with(FIRST).get("/v1/keys").then().statusCode(200).extract().asString());
      with(key).get("/v1/status").then().statusCode(200);
      with(key).get("/v1/nothing").then().statusCode(404);
      told.add(with(key).body("{").post("/v1/silences").then().statusCode(400).extract().asString());
      told.add(with(key + "x").get("/v1/status").then().statusCode(401).extract().asString());
      ring.keepUses();
      told.add(with(FIRST).get("/v1/audit").then().statusCode(200)
          .body("entries.subjectType", hasItem("key")).extract().asString());
      String secret = key.substring(13);
      assertThat(told).noneMatch(answer -> answer.contains(secret));
      assertThat(logged).noneMatch(line -> line.contains(secret));
      assertThat(tablesThatHold(secret)).isEmpty();
      assertThat(tablesThatHold("Grain desk")).contains("api_key", "audit_entry");
    } finally {
      Logger.getLogger("").removeHandler(log);
    }
  }

  @Test
  void aKeyEndsWhenItIsRevokedAndWhenItsTimeIsOver() {
    Response made = made("read", "\"expiresAt\": \"2026-11-28T13:00:00Z\"");
    String key = made.path("key");
    with(key).get("/v1/units").then().statusCode(200);
    clock.set(NOW.plus(1, ChronoUnit.HOURS));
    with(key).get("/v1/units").then().statusCode(401);
    with(FIRST).get(made.header("Location")).then().body("state", equalTo("expired"));

    clock.set(NOW);
    Response other = made("read");
    with(other.path("key")).get("/v1/units").then().statusCode(200);
    with(FIRST).delete(other.header("Location") + "?dryRun=true").then().statusCode(200).body("state", equalTo("revoked"));
    with(other.path("key")).get("/v1/units").then().statusCode(200);
    with(FIRST).delete(other.header("Location")).then().statusCode(200).body("state", equalTo("revoked"));
    with(other.path("key")).get("/v1/units").then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
    with(FIRST).delete(other.header("Location")).then().statusCode(200);
  }

  @Test
  void aRotatedKeyAndItsSuccessorOverlap() {
    Response old = made("write");
    Response next = with(FIRST).body("{\"overlapHours\": 2}").post(old.header("Location") + "/rotation");
    next.then().statusCode(201).body("replaces", equalTo(old.path("id"))).body("scopes", equalTo(List.of("write")));
    clock.set(NOW.plus(119, ChronoUnit.MINUTES));
    with(old.path("key")).get("/v1/units").then().statusCode(200);
    clock.set(NOW.plus(120, ChronoUnit.MINUTES));
    with(old.path("key")).get("/v1/units").then().statusCode(401);
    with(next.path("key")).get("/v1/units").then().statusCode(200);
    with(FIRST).body("{}").post(old.header("Location") + "/rotation").then().statusCode(409)
        .body("type", equalTo("/problems/key-over"));
  }

  @Test
  void aNarrowedKeyChangesNothingElse() {
    Response made = made("write", "\"sources\": [\"fas-export-sales\"]");
    String key = made.path("key");
    with(key).get("/v1/sources/fgis-weekly").then().statusCode(200);
    with(key).contentType("text/csv").body("no table").post("/v1/sources/fas-export-sales/documents").then().statusCode(422);
    with(key).contentType("text/csv").body("no table").post("/v1/sources/fgis-weekly/documents").then().statusCode(403)
        .body("type", equalTo("/problems/key-may-not"))
        .body("errors[0].remedy", not(emptyString()));
    with(key).body("{}").post("/v1/jobs").then().statusCode(403);
  }

  @Test
  void aNarrowedKeyProjectsASeriesOfItsOwnForThatChangesNothing() {
    String key = made("write", "\"sources\": [\"fas-export-sales\"]").path("key");
    with(key).body("""
        {"cadence": "weekly", "observations": [{"periodEnd": "2026-01-29", "value": 233020}],
         "windowStart": "2026-01-23", "deadline": "2026-02-28", "target": 12000000, "unit": "t"}""")
        .post("/v1/projections").then().statusCode(200);
  }

  @Test
  void anIdempotencyKeyOfOneKeyIsNeitherToldToAnotherNorInItsWay() {
    String[] jobs = new String[2];
    for (int i = 0; i < jobs.length; i++) {
      String key = made("write").path("key");
      String body = "{\"kind\": \"recheck\"}";
      int first = with(key).header("Idempotency-Key", "the-same").body(body).post("/v1/jobs").then().statusCode(201)
          .extract().path("id");
      with(key).header("Idempotency-Key", "the-same").body(body).post("/v1/jobs").then().statusCode(201)
          .body("id", equalTo(first));
      jobs[i] = Integer.toString(first);
    }
    assertThat(jobs[0]).isNotEqualTo(jobs[1]);
  }

  @Test
  void aStreamOfEventsEndsWithItsKey() throws Exception {
    Response made = made("read");
    String key = made.path("key");
    var answer = client.send(HttpRequest.newBuilder(service.resolve("/v1/events")).header("X-Api-Key", key).build(),
        BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    with(FIRST).delete(made.header("Location")).then().statusCode(200);
    try (var stream = answer.body()) {
      assertThat(CompletableFuture.supplyAsync(() -> toTheEnd(stream))).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  private static String toTheEnd(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allThatMakesNoSenseInAKeyIsToldAtOnce() {
    with(FIRST).body("""
        {"owner": "a", "scopes": ["admin"], "commitments": ["nobody"], "sources": ["fas-export-sale"],
         "expiresAt": "2020-01-01"}""").post("/v1/keys").then().statusCode(422)
        .body("errors.pointer", hasItem("/scopes")).body("errors.pointer", hasItem("/commitments/0"))
        .body("errors.pointer", hasItem("/sources/0")).body("errors.pointer", hasItem("/expiresAt"));
    with(FIRST).body("{\"scopes\": [\"root\"], \"more\": 1}").post("/v1/keys").then().statusCode(400)
        .body("errors.pointer", hasItem("/owner")).body("errors.pointer", hasItem("/more"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization: Bearer %s", "Authorization: bearer %s", "X-Api-Key: %s"})
  void aKeyComesInEitherHeader(String header) throws IOException {
    assertThat(RawHttp.get(service, "/v1/units", header.formatted(FIRST)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/v1/status/", "//v1/status", "/v1//status", "/v1/./status", "/x/../v1/status", "/v1/%73tatus", "/v1%2Fstatus", "/v1/status;a=b",
      "/v1/status%2F", "/V1/status", "/v1/keys/", "/%76%31/keys", "/v1/status%00", "/v1/status.", "/v1/status%20", "http://localhost/v1/status"})
  void noOtherSpellingOfAnAddressGoesPastTheKey(String target) throws IOException {
    RawHttp.Answer answer = RawHttp.get(service, target);
    assertThat(answer.status()).as(answer.body()).isIn(400, 401, 404);
    assertThat(answer.body()).doesNotContain("dataVersion").doesNotContain("otk_");
  }

  @Test
  void twoKeysAtOnceAreRefusedAndOtherSchemesPassedOver() throws IOException {
    assertThat(RawHttp.get(service, "/v1/units", "Authorization: Bearer " + FIRST, "X-Api-Key: otk_x").status())
        .isEqualTo(400);
    assertThat(RawHttp.get(service, "/v1/units", "Authorization: Basic YTpi", "X-Api-Key: " + FIRST).status())
        .isEqualTo(200);
    assertThat(RawHttp.get(service, "/v1/units", "Authorization: Basic YTpi").status()).isEqualTo(401);
  }

  @Test
  void aPageOfAnotherOriginChangesNothingWithAGoodKey() throws IOException {
    assertThat(RawHttp.send(service, "POST", "/v1/jobs", "{\"kind\": \"recheck\"}", "Content-Type: application/json",
        "Authorization: Bearer " + FIRST, "Origin: https://evil.example").status()).isEqualTo(403);
    assertThat(RawHttp.send(service, "OPTIONS", "/v1/jobs", "", "Origin: https://evil.example",
        "Access-Control-Request-Method: POST").header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void whatSaysNothingOfFiguresNeedsNoKey() {
    for (String path : List.of("/openapi", "/problems/key-needed", "/problems/key-may-not")) {
      given().get(path).then().statusCode(200);
    }
  }

  /// Also the deed of somebody whose request failed later leaves no row, for nothing was changed.
  @Test
  void eachChangeIsInTheAuditWithWhoAndWhatWasBefore() {
    Response made = made("write");
    String key = made.path("key");
    String prefix = made.path("prefix");
    String rule = with(key).body("""
        {"id": "late-for-audit", "title": "Late", "kind": "sourceLate", "parameters": {"hours": 48}, "severity": "info"}""")
        .post("/v1/alert-rules").then().statusCode(201).extract().header("Location");
    with(key).header("If-Match", "*").body("{\"title\": \"Later\"}").patch(rule).then().statusCode(200);
    with(key).header("If-Match", "*").body("{\"title\": \"Tried\"}").patch(rule + "?dryRun=true").then().statusCode(200);
    with(key).header("If-Match", "\"9-x\"").body("{\"title\": \"Refused\"}").patch(rule).then().statusCode(412);

    List<Map<String, Object>> entries = with(FIRST).queryParam("subjectType", "alertRule")
        .queryParam("subject", "late-for-audit").get("/v1/audit").then().statusCode(200).extract().path("entries");

    assertThat(entries).hasSize(2);
    assertThat(entries.get(0)).containsEntry("action", "changed").containsEntry("actor", prefix)
        .containsEntry("actorKind", "key");
    assertThat(entries.get(0).get("changes")).asInstanceOf(LIST)
        .contains(Map.of("field", "title", "before", "Late", "after", "Later"), Map.of("field", "version", "before", "1", "after", "2"));
    assertThat(entries.get(1)).containsEntry("action", "created");
    assertThat(entries.get(1).get("changes")).asInstanceOf(LIST).contains(Map.of("field", "title", "after", "Late"));
    with(FIRST).queryParam("actor", prefix).queryParam("pageSize", 1).get("/v1/audit").then()
        .body("entries.size()", equalTo(1)).body("nextPageToken", not(nullValue()));
    with(key).get("/v1/audit").then().statusCode(403);
  }

  @Test
  void aSubscriptionInTheAuditHasNeitherAddressNorSecret() {
    Response made = with(FIRST).body("""
        {"name": "Desk", "channel": "webhook", "url": "http://127.0.0.1:9/T0pSecretPath"}""").post("/v1/subscriptions");
    String secret = made.then().statusCode(201).extract().path("secret");
    String audit = with(FIRST).queryParam("subjectType", "subscription").get("/v1/audit").then().statusCode(200)
        .extract().asString();
    assertThat(audit).contains("Desk").doesNotContain("T0pSecretPath").doesNotContain(secret).doesNotContain("\"secret\"");
  }

  /// A new table is audited, or says here why it need not be.
  @Test
  void eachTableIsAuditedOrIsKeptByTheServiceAlone() throws SQLException {
    List<String> byTheService = List.of("alert_facts", "alert_look", "audit_entry", "backtest_step", "confirmation_request",
        "confirmation_token", "delivery_attempt", "fetch_attempt", "fetch_validator", "flyway_schema_history",
        "idempotent_request", "installation", "issued_projection", "issued_verdict", "job_skip", "outbox_expansion",
        "outbox_message", "projection_outcome", "recheck_step", "rule_backtest_step", "source_fetch", "subscription_lane");
    // Each of their rows belongs to a data version, a subscription or a retraction, which is audited.
    List<String> withAnother = List.of("document", "held_back", "observation", "release", "release_scope", "series",
        "subscription_commitment");
    List<String> unaudited = new ArrayList<>();
    try (var connection = database.getConnection(); var statement = connection.createStatement();
        var rows = statement.executeQuery("""
            select table_name from information_schema.tables t
              where table_schema = 'public' and table_type = 'BASE TABLE' and not exists (
                select 1 from information_schema.triggers g
                  where g.event_object_table = t.table_name and g.trigger_name = 'audited')""")) {
      while (rows.next()) {
        unaudited.add(rows.getString(1));
      }
    }
    List<String> expected = new ArrayList<>(byTheService);
    expected.addAll(withAnother);
    assertThat(unaudited).containsExactlyInAnyOrderElementsOf(expected);
  }

  private Response made(String scope, String... more) {
    Response made = with(FIRST).body("{\"owner\": \"a test\", \"scopes\": [\"%s\"]%s}".formatted(
        scope, more.length == 0 ? "" : ", " + String.join(", ", more))).post("/v1/keys");
    made.then().statusCode(201);
    return made;
  }

  private static RequestSpecification with(String key) {
    return given().header("Authorization", "Bearer " + key).contentType("application/json");
  }

  private HttpResponse<InputStream> status(Contract.Operation operation, String key) throws Exception {
    String address = operation.template();
    for (var place : PLACES.entrySet()) {
      address = address.replace("{" + place.getKey() + "}", place.getValue());
    }
    assertThat(address).as("every parameter has an example here").doesNotContain("{");
    if (operation.parameters().containsKey("dryRun")) {
      address += "?dryRun=true";
    }
    var request = HttpRequest.newBuilder(service.resolve(address));
    if (key != null) {
      request.header("X-Api-Key", key);
    }
    boolean read = operation.method().equals("GET");
    if (!read && !operation.bodyTypes().isEmpty()) {
      request.header("Content-Type", operation.bodyTypes().getFirst().startsWith("multipart") ? "text/plain"
          : operation.bodyTypes().getFirst());
    }
    return client.send(request.method(operation.method(), read || operation.bodyTypes().isEmpty()
        ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")).build(), BodyHandlers.ofInputStream());
  }

  private void isRefused(HttpResponse<InputStream> answer, int status, String type, String what) throws IOException {
    String body = new String(answer.body().readAllBytes(), UTF_8);
    assertThat(answer.statusCode()).as("%s: %s", what, body).isEqualTo(status);
    JsonNode problem = json.readTree(body);
    assertThat(problem.path("type").asText()).isEqualTo("/problems/" + type);
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("errors").path(0).path("remedy").asText()).isNotBlank();
  }

  private List<String> tablesThatHold(String text) throws SQLException {
    List<String> found = new ArrayList<>();
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var rows = statement.executeQuery("""
          select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'""")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (var rows = statement.executeQuery(
            "select 1 from %s t where position('%s' in t::text) > 0 limit 1".formatted(table, text))) {
          if (rows.next()) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }
}
