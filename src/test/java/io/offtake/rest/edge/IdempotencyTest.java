package io.offtake.rest.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.agroal.api.AgroalDataSource;
import io.offtake.answer.FreshStart;
import io.offtake.answer.Writes;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.job.Receivers;
import io.offtake.work.Jobs;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key of the sender's: what is sent again under it, at once or later, is carried out once.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class IdempotencyTest {

  private static final int AT_ONCE = 50;
  private static final String SOURCE = "/v1/sources/fas-export-sales/documents";
  private static final String SILENCE = """
      {"severity": "watch", "owner": "%%s", "reason": "known", "end": "%s"}""".formatted(
          Clock.systemUTC().instant().plus(Duration.ofDays(30)));

  private final Contract contract = new Contract();

  @Inject AgroalDataSource database;
  @Inject IdempotentRequests requests;
  @Inject Writes writes;
  @Inject Jobs jobs;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void fiftyEqualRequestsAtOnceMakeOneSilence() throws Exception {
    String body = SILENCE.formatted("of-" + UUID.randomUUID());
    long before = count("silence");
    oneAnswer(atOnce(() -> keyed("silences at once").contentType("application/json").body(body).post("/v1/silences")));
    assertThat(count("silence")).isEqualTo(before + 1);
  }

  @Test
  void fiftyEqualRequestsAtOnceMakeOneJob() throws Exception {
    long before = count("job");
    oneAnswer(atOnce(() -> keyed("jobs at once").contentType("application/json").body("{\"kind\": \"recheck\"}")
        .post("/v1/jobs")));
    assertThat(count("job")).isEqualTo(before + 1);
  }

  @Test
  void fiftyEqualRequestsAtOnceMakeOneSubscription() throws Exception {
    long before = count("subscription");
    String body = webhook();
    oneAnswer(atOnce(() -> keyed("subscriptions at once").contentType("application/json").body(body)
        .post("/v1/subscriptions")));
    assertThat(count("subscription")).isEqualTo(before + 1);
  }

  @Test
  void fiftyEqualDocumentsAtOnceAreTakenInOnce() throws Exception {
    long before = count("document");
    byte[] table = table(2);
    oneAnswer(atOnce(() -> keyed("documents at once").contentType("text/csv").body(table).post(SOURCE)));
    assertThat(count("document")).isEqualTo(before + 1);
  }

  /// Each of these differs from the request that the key was used for.
  @ParameterizedTest
  @ValueSource(strings = {"query", "more query", "body", "path", "media type", "operation"})
  void anotherRequestUnderTheKeyIsRefused(String what) throws SQLException {
    String key = UUID.randomUUID().toString();
    keyed(key).contentType("text/csv").body(table(3)).queryParam("name", "a.csv").post(SOURCE).then()
        .statusCode(oneOf(200, 201));
    long documents = count("document");
    long silences = count("silence");
    Response answer = switch (what) {
      case "query" -> keyed(key).contentType("text/csv").body(table(3)).queryParam("name", "b.csv").post(SOURCE);
      case "more query" -> keyed(key).contentType("text/csv").body(table(3)).queryParam("name", "a.csv")
          .queryParam("sourceUrl", "https://example.org/").post(SOURCE);
      case "body" -> keyed(key).contentType("text/csv").body(table(4)).queryParam("name", "a.csv").post(SOURCE);
      case "path" -> keyed(key).contentType("text/csv").body(table(3)).queryParam("name", "a.csv")
          .post("/v1/sources/fgis-weekly/documents");
      case "media type" -> keyed(key).contentType("text/plain").body(table(3)).queryParam("name", "a.csv").post(SOURCE);
      default -> keyed(key).contentType("application/json").body(SILENCE.formatted("any")).post("/v1/silences");
    };
    answer.then().statusCode(422).body("errors[0].parameter", equalTo("Idempotency-Key"));
    assertThat(count("document")).isEqualTo(documents);
    assertThat(count("silence")).isEqualTo(silences);
  }

  @Test
  void whatWasRefusedMayBeCorrectedUnderItsKey() throws SQLException {
    String key = UUID.randomUUID().toString();
    String body = SILENCE.formatted("corrected");
    keyed(key).contentType("application/json").body(body.replace("\"end\": \"2", "\"end\": \"1")).post("/v1/silences").then()
        .statusCode(422).body("errors[0].pointer", equalTo("/end"));
    keyed(key).contentType("application/json").body("{\"owner\": 1}").post("/v1/silences").then().statusCode(400);
    long before = count("silence");
    keyed(key).contentType("application/json").body(body).post("/v1/silences").then().statusCode(201);
    keyed(key).contentType("application/json").body(body).post("/v1/silences").then().statusCode(201);
    assertThat(count("silence")).isEqualTo(before + 1);
  }

  @Test
  void ofARequestThatFailsHalfWayNothingRemainsAndItsKeyIsFree() throws SQLException {
    long before = count("job");
    assertThatThrownBy(() -> writes.together(false, () -> {
      assertThat(requests.reserve("half-way")).isTrue();
      jobs.add("recheck", "{}", 0);
      throw new IllegalStateException("the service fails here");
    })).hasMessageContaining("the service fails here");

    assertThat(count("job")).isEqualTo(before);
    keyed("half-way").contentType("application/json").body("{\"kind\": \"recheck\"}").post("/v1/jobs").then()
        .statusCode(201);
    assertThat(count("job")).isEqualTo(before + 1);
  }

  /// As another replica, or one that has just been killed, whose session the database has not ended yet.
  @Test
  void aKeyThatIsAtWorkElsewhereIsToldAndFreeAsSoonAsItsSessionIsGone() throws SQLException {
    String key = "elsewhere";
    String body = SILENCE.formatted("elsewhere");
    try (Connection other = database.getConnection(); var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(%d, hashtext('%s'))".formatted(0x4944_454D, key));
      keyed(key).contentType("application/json").body(body).post("/v1/silences").then()
          .statusCode(409).body("type", equalTo("/problems/request-at-work"));
      other.rollback();
    }
    keyed(key).contentType("application/json").body(body).post("/v1/silences").then().statusCode(201);
  }

  @Test
  void answersAreKeptForADayAndNotForEver() throws SQLException {
    var clock = new HandsOfTheClock(Clock.systemUTC().instant());
    QuarkusMock.installMockForType(clock, Clock.class);
    String key = UUID.randomUUID().toString();
    String order = "{\"kind\": \"recheck\"}";
    Instant sent = clock.instant();
    String first = keyed(key).contentType("application/json").body(order).post("/v1/jobs").header("Location");

    clock.set(sent.plus(IdempotentRequests.RETENTION).minusSeconds(60));
    requests.forgetOld();
    assertThat(keyed(key).contentType("application/json").body(order).post("/v1/jobs").header("Location"))
        .isEqualTo(first);

    clock.set(sent.plus(IdempotentRequests.RETENTION).plusSeconds(60));
    assertThat(requests.forgetOld()).isPositive();
    assertThat(keyed(key).contentType("application/json").body(order).post("/v1/jobs").header("Location"))
        .isNotEqualTo(first);
  }

  /// Operations that change nothing, or end what is ended already: a key has nothing to do there.
  private static final Set<String> NOTHING_TO_DO_TWICE =
      Set.of("projectSeries", "whatIf", "unsubscribe", "confirmSubscription");

  /// The same is asked of these where what they need is at hand.
  private static final Map<String, String> ELSEWHERE = Map.of(
      "acknowledgeAlert", "AlertsResourceTest.somebodyTakesItInHandUntilAnInstant",
      "releaseHeldBack", "HeldBackTest.anAdministratorReleasesThemWithANote");

  /// A backtest of a rule needs something that is held.
  private static void inspections() {
    given().contentType("text/csv").body("""
        # offtake evidence table 1
        # source: fgis-weekly
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # coverage: listed
        # origin: US
        # cadence: weekly
        # unit: t
        # commodity: soybeans
        periodStart,periodEnd,destination,inspected
        2026-01-02,2026-01-08,JP,1000
        """.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/v1/sources/fgis-weekly/documents").then().statusCode(org.hamcrest.Matchers.oneOf(200, 201));
  }

  /// Whoever adds a POST to the contract says here how it is sent, so that it is carried out once too.
  @Test
  void everyPostOfTheContractIsCarriedOutOnceUnderItsKey() throws Exception {
    inspections();
    Map<String, Supplier<Response>> samples = samples();
    var left = new ArrayList<String>();
    contract.document().get("paths").properties().forEach(url ->
        Stream.of(url.getValue().path("post").path("operationId").asText(""))
            .filter(operation -> !operation.isEmpty() && !samples.containsKey(operation)
                && !NOTHING_TO_DO_TWICE.contains(operation) && !ELSEWHERE.containsKey(operation))
            .forEach(left::add));
    assertThat(left).as("POST operations of the contract without a sample").isEmpty();

    for (var sample : samples.entrySet()) {
      Response first = sample.getValue().get();
      assertThat(first.statusCode()).as("%s: %s", sample.getKey(), first.asString()).isBetween(200, 299);
      long rows = rows();
      Response again = sample.getValue().get();
      assertThat(again.statusCode()).as(sample.getKey()).isEqualTo(first.statusCode());
      assertThat(again.header("Location")).as(sample.getKey()).isEqualTo(first.header("Location"));
      assertThat(again.header("ETag")).as(sample.getKey()).isEqualTo(first.header("ETag"));
      if (!Set.of("createSubscription", "rotateSecret", "createKey", "rotateKey").contains(sample.getKey())) {
        assertThat(again.asString()).as(sample.getKey()).isEqualTo(first.asString());
      }
      assertThat(rows()).as("%s wrote something the second time", sample.getKey()).isEqualTo(rows);
    }
  }

  private Map<String, Supplier<Response>> samples() {
    given().contentType("text/csv").body(table(20)).post(SOURCE);
    String release = given().get("/v1/sources/fas-export-sales/releases").jsonPath().getString("rows[0].id");
    String job = given().contentType("application/json").body("{\"kind\": \"recheck\"}").post("/v1/jobs")
        .jsonPath().getString("id");
    String subscription = given().contentType("application/json").body(webhook()).post("/v1/subscriptions")
        .jsonPath().getString("id");
    String delivery = given().post("/v1/subscriptions/" + subscription + "/test").jsonPath().getString("id");
    String id = "keyed-" + UUID.randomUUID();
    var samples = new TreeMap<String, Supplier<Response>>();
    samples.put("createCommitment", () -> sent("c", commitment(id), "/v1/commitments"));
    given().contentType("application/json").body(commitment(id + "-2")).post("/v1/commitments").then().statusCode(201);
    samples.put("amendTerms", () -> sent("a", terms(), "/v1/commitments/" + id + "-2/terms"));
    samples.put("createReading", () -> sent("r", reading("sold-too"), "/v1/commitments/" + id + "-2/readings"));
    given().contentType("application/json").body(commitment(id + "-3")).post("/v1/commitments").then().statusCode(201);
    samples.put("withdrawCommitment", () -> sent("n", """
        {"reason": "made for a test", "by": "a test"}""", "/v1/commitments/" + id + "-3/withdrawal"));
    String said = """
        {"id": "%s", "saidOn": "2026-01-02", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"},
         "commitment": "%s-2", "summary": "Bought so far", "figure": {"value": 400000, "unit": "t"}}""";
    samples.put("createClaim", () -> sent("e", said.formatted("said-" + id, id), "/v1/claims"));
    given().contentType("application/json").body(said.formatted("amended-" + id, id)).post("/v1/claims").then().statusCode(201);
    samples.put("amendClaim",
        () -> sent("g", said.formatted("amended-" + id, id).replace("400000", "500000"), "/v1/claims/amended-" + id + "/amendment"));
    given().contentType("application/json").body(said.formatted("withdrawn-" + id, id)).post("/v1/claims").then().statusCode(201);
    samples.put("withdrawClaim", () -> sent("h", "{\"reason\": \"a test\"}", "/v1/claims/withdrawn-" + id + "/withdrawal"));
    samples.put("importClaims", () -> keyed("i" + id).contentType("text/csv").body("""
        saidOn,speaker,role,publisher,commitment,figure,unit,summary
        2026-01-02,A trader,trade,A paper,%s-2,300000,t,Bought so far
        """.formatted(id).getBytes(java.nio.charset.StandardCharsets.UTF_8)).post("/v1/claims/import"));
    samples.put("importCatalogue", () -> keyed("0" + id).contentType("application/yaml").body("""
        claims:
          - {id: of-a-file-%1$s, saidOn: 2026-01-02, speaker: A trader, role: trade, source: {publisher: A paper},
             commitment: %1$s-2, summary: Bought so far, figure: {value: 310000, unit: t}}
        """.formatted(id).getBytes(java.nio.charset.StandardCharsets.UTF_8)).post("/v1/catalogue"));
    String report = "Bessent said that Japan has bought 12 million tonnes of soybeans. Japan has bought 11 million tonnes of soybeans.";
    String statement = given().contentType("text/plain").body((report + id).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/v1/statements?publishedOn=2026-01-02&publisher=" + id).header("Location");
    samples.put("createStatement", () -> keyed("q" + id).contentType("text/plain")
        .body(report.getBytes(java.nio.charset.StandardCharsets.UTF_8)).post("/v1/statements?publishedOn=2026-01-02&publisher=B"));
    samples.put("confirmProposal", () -> keyed("z" + id).post(statement + "/proposals/1/confirmation"));
    samples.put("dismissProposal", () -> sent("1", "{\"reason\": \"a test\"}", statement + "/proposals/2/dismissal"));
    String mailed = given().contentType("application/json").body("""
        {"name": "Desk", "channel": "mail", "address": "desk@example.com"}""").post("/v1/subscriptions")
        .jsonPath().getString("id");
    samples.put("resendConfirmation", () -> keyed("m" + id).post("/v1/subscriptions/" + mailed + "/confirmation"));
    samples.put("createDocument",
        () -> keyed("d").contentType("text/csv").body(table(30)).post(SOURCE));
    samples.put("retractRelease",
        () -> sent("w", "{\"reason\": \"withdrawn\"}", "/v1/releases/" + release + "/retraction"));
    samples.put("createSilence", () -> sent("s", SILENCE.formatted(id), "/v1/silences"));
    samples.put("createAlertRule", () -> sent("u", """
        {"id": "late-for-a-key", "title": "The source is late", "kind": "sourceLate", "parameters": {"hours": 5},
         "severity": "watch"}""", "/v1/alert-rules"));
    samples.put("createJob", () -> sent("j", "{\"kind\": \"recheck\"}", "/v1/jobs"));
    samples.put("cancelJob", () -> keyed("x" + id).post("/v1/jobs/" + job + "/cancellation"));
    // After it was cancelled.
    samples.put("resumeJob", () -> keyed("y" + id).post("/v1/jobs/" + job + "/resumption"));
    samples.put("backtestAlertRule",
        () -> sent("b", "{\"commodities\": [\"soybeans\"], \"weeks\": [13]}", "/v1/alert-rules/shortfall-likely/backtest"));
    samples.put("fetchSource", () -> keyed("f" + id).post("/v1/sources/fgis-weekly/fetch"));
    samples.put("createSubscription", () -> sent("t", webhook(), "/v1/subscriptions"));
    samples.put("testSubscription", () -> keyed("p" + id).post("/v1/subscriptions/" + subscription + "/test"));
    samples.put("rotateSecret", () -> keyed("o" + id).post("/v1/subscriptions/" + subscription + "/secret-rotation"));
    String apiKey = given().contentType("application/json").body("{\"owner\": \"a test\", \"scopes\": [\"read\"]}")
        .post("/v1/keys").jsonPath().getString("id");
    samples.put("createKey", () -> sent("k", "{\"owner\": \"a test\", \"scopes\": [\"read\"]}", "/v1/keys"));
    samples.put("rotateKey", () -> sent("v", "{}", "/v1/keys/" + apiKey + "/rotation"));
    samples.put("replayDelivery", () -> keyed("l" + id)
        .post("/v1/subscriptions/" + subscription + "/deliveries/" + delivery + "/replay"));
    return samples;
  }

  /// How often anything was written to any table, in committed transactions.
  private long rows() throws SQLException {
    long sum = 0;
    for (String table : List.of("data_version", "catalogue_entry", "claim_entry", "statement", "statement_decision", "document", "observation", "retraction", "silence",
        "alert_rule", "job", "subscription", "delivery", "outbox_message", "idempotent_request")) {
      sum += count(table);
    }
    return sum;
  }

  private long count(String table) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  /// The first and all others that were not told to wait say the same; the others may be told that it is at work.
  private static void oneAnswer(List<Response> answers) {
    assertThat(answers).extracting(Response::statusCode).isSubsetOf(201, 409).contains(201);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 201).map(answer -> answer.header("Location")))
        .doesNotContainNull().containsOnly(
            answers.stream().filter(answer -> answer.statusCode() == 201).findFirst().orElseThrow().header("Location"));
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409).map(answer ->
        answer.jsonPath().getString("type"))).allMatch("/problems/request-at-work"::equals);
  }

  private static List<Response> atOnce(Callable<Response> request) throws Exception {
    var ready = new CountDownLatch(1);
    List<Future<Response>> sent = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        sent.add(executor.submit(() -> {
          ready.await();
          return request.call();
        }));
      }
      ready.countDown();
    }
    List<Response> answers = new ArrayList<>();
    for (Future<Response> each : sent) {
      answers.add(each.get());
    }
    return answers;
  }

  private static Response sent(String key, String body, String path) {
    return keyed(key + " of the contract").header("If-Match", "*").contentType("application/json").body(body).post(path);
  }

  private static RequestSpecification keyed(String key) {
    return given().header("Idempotency-Key", key);
  }

  private static String webhook() {
    return "{\"name\": \"Desk\", \"channel\": \"webhook\", \"url\": \"http://127.0.0.1:1/hook\"}";
  }

  private static String reading(String id) {
    return """
        {"id": "%s", "label": "made for a test", "tranche": "all", "measure": "sold", "unknownDestinations": "none",
         "windowStart": "2025-11-01", "deadline": "2026-02-28", "evidence": ["fas-export-sales"],
         "statedBy": "a test", "statedOn": "2025-11-01"}""".formatted(id);
  }

  private static String terms() {
    return """
        {"announcedOn": "2025-12-01", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"}, "headline": "sold",
         "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 2, "unit": "t"}}]}""";
  }

  private static String commitment(String id) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "MY", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-11-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 1, "unit": "t"}}]},
         "readings": [%s]}""".formatted(id, reading("sold"));
  }

  private static byte[] table(int figure) {
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test of keys
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
        2025-09-25T12:30:00Z,reported,-,2025-09-12,2025-09-18,soybeans,US,BO,weekly,2026,print,t,listed,no,%d
        """.formatted(figure).getBytes(StandardCharsets.UTF_8);
  }
}
