package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Confirmations;
import io.offtake.outbox.job.Receivers;
import io.quarkus.test.junit.QuarkusMock;
import javax.sql.DataSource;

import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.MailSender;
import io.offtake.rest.edge.Contract;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every operation of the contract that writes, tried and then carried out: the trial answers what is then answered, and
/// leaves every table as it was.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class DryRunTest {

  /// These read, whatever their method.
  private static final Set<String> STATELESS = Set.of("POST /v1/projections", "POST /v1/what-if");

  /// What somebody asks for is fetched by the service, later.
  private static final String FETCHES = "POST /v1/sources/{source}/fetch";

  private static final String COMMITMENT = """
      {"id": "us-pe-soybeans-2026", "title": "made for a test", "buyer": "PE", "seller": "US",
       "commodities": ["soybeans"], "strength": "statement",
       "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"},
         "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
           "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
       "readings": [{"id": "sold", "label": "sold by the end of March", "measure": "sold",
         "evidence": ["fas-export-sales"]}]}
      """;
  private static final String HEAD = """
      # offtake evidence table 1
      # source: fas-export-sales
      # publisher: a test
      # address: https://example.org/
      # read: 2026-11-24
      # terms: made for a test
      releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,\
      """;
  private static final String SALES = HEAD + "netSales,exported,accumulatedExports,outstandingSales\n";
  private static final String BOLIVIA = HEAD + """
      exported
      2025-09-25T12:30:00Z,reported,-,2025-09-12,2025-09-18,soybeans,US,BO,weekly,2026,print,t,listed,no,7
      """;
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS = 16;
  private static final String READER = "reader@example.org";
  private static final HandsOfTheClock CLOCK = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));

  @Inject DataSource database;
  @Inject Subscriptions subscriptions;
  @Inject Confirmations confirmations;
  @Inject MailSender mail;

  private record Write(String operation, Supplier<RequestSpecification> request, Supplier<String> path) {}

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aTrialOfEachWriteAnswersLikeItAndLeavesEveryTableAsItWas() throws SQLException {
    QuarkusMock.installMockForType(CLOCK, Clock.class);
    handIn(sales(0, WEEKS));
    json(COMMITMENT).post("/v1/commitments").then().statusCode(201);
    CLOCK.set(Instant.parse("2026-01-15T14:00:00Z"));
    handIn(sales(WEEKS, WEEKS + 1));
    handIn(wheat(0, 12, 300_000));
    handIn(wheat(12, 1, 0));
    List<Write> writes = writes();
    assertThat(writes).extracting(Write::operation).as("every write of the contract is tried")
        .containsExactlyInAnyOrderElementsOf(new Contract().operations().stream()
            .filter(operation -> !operation.method().equals("GET"))
            .map(operation -> operation.method() + " " + operation.template())
            .filter(operation -> !STATELESS.contains(operation))
            .toList());
    for (Write write : writes) {
      String method = write.operation().split(" ")[0];
      String path = write.path().get();
      Map<String, Long> before = rows();
      String versionBefore = given().get("/v1/status").asString();

      Response tried = write.request().get().queryParam("dryRun", true).request(method, path);

      assertThat(tried.statusCode()).as("%s tried: %s", write.operation(), tried.asString()).isIn(200, 204);
      assertThat(tried.header("Location")).as(write.operation()).isNull();
      assertThat(rows()).as("%s tried", write.operation()).isEqualTo(before);
      assertThat(given().get("/v1/status").asString()).as(write.operation()).isEqualTo(versionBefore);

      Response done = write.request().get().request(method, path);

      assertThat(done.statusCode()).as("%s: %s", write.operation(), done.asString()).isBetween(200, 204);
      assertThat(fields(tried)).as(write.operation()).isEqualTo(fieldsOfATrial(done));
      assertThat(rows()).as("%s changes something", write.operation()).isNotEqualTo(before);
      if (!write.operation().equals(FETCHES)) {
        assertThat(rows().get("audit_entry")).as("%s is in the audit", write.operation()).isNotEqualTo(before.get("audit_entry"));
      }
    }
  }

  @Test
  void aTrialMeetsTheSameRefusals() throws SQLException {
    Map<String, Long> before = rows();
    json(COMMITMENT.replace("\"PE\"", "\"Peru\"")).post("/v1/commitments?dryRun=true").then().statusCode(422);
    json("{}").post("/v1/commitments?dryRun=true").then().statusCode(400);
    json(COMMITMENT).post("/v1/commitments?dryRun=maybe").then().statusCode(400);
    given().delete("/v1/commitments/nobody?dryRun=true").then().statusCode(404);
    given().contentType("text/csv").body(BOLIVIA.replace("no,7", "no,x").getBytes(UTF_8))
        .post("/v1/sources/fas-export-sales/documents?dryRun=true").then().statusCode(422);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aTrialUsesUpNoIdempotencyKey() throws SQLException {
    String silence = """
        {"rule": "pace-behind", "owner": "o", "reason": "r", "end": "%s"}""".formatted(Instant.now().plus(9, DAYS));
    json(silence).header("Idempotency-Key", "k").post("/v1/silences?dryRun=true").then().statusCode(200);
    json(silence).header("Idempotency-Key", "k").post("/v1/silences").then().statusCode(201);
  }

  /// In the order in which one makes the next possible.
  private List<Write> writes() {
    var writes = new ArrayList<Write>();
    String commitment = "/v1/commitments/us-pe-soybeans-2026";
    writes.add(new Write("POST /v1/sources/{source}/documents",
        () -> given().contentType("text/csv").body(BOLIVIA.getBytes(UTF_8)),
        () -> "/v1/sources/fas-export-sales/documents"));
    writes.add(new Write("POST /v1/sources/{source}/fetch", () -> given(), () -> "/v1/sources/fgis-weekly/fetch"));
    writes.add(new Write("POST /v1/commitments",
        () -> json(COMMITMENT.replace("us-pe-soybeans-2026", "us-pe-other")), () -> "/v1/commitments"));
    writes.add(new Write("DELETE /v1/commitments/{commitment}", () -> given().header("If-Match", "*"), () -> {
      json(COMMITMENT.replace("us-pe-soybeans-2026", "us-pe-slip")).post("/v1/commitments").then().statusCode(201);
      return "/v1/commitments/us-pe-slip";
    }));
    writes.add(new Write("POST /v1/commitments/{commitment}/terms", () -> json("""
        {"announcedOn": "2025-11-30", "announcedBy": "a test", "summary": "more", "source": {"publisher": "a test"},
         "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 2000000, "unit": "t"}}]}""")
        .header("If-Match", "*"), () -> commitment + "/terms"));
    writes.add(new Write("POST /v1/commitments/{commitment}/readings", () -> json("""
        {"id": "shipped", "label": "shipped", "measure": "exported", "evidence": ["fas-export-sales"],
         "windowStart": "2025-10-30", "deadline": "2026-03-31"}""").header("If-Match", "*"),
        () -> commitment + "/readings"));
    writes.add(new Write("PATCH /v1/commitments/{commitment}/readings/{reading}",
        () -> json("{\"retired\": true}").header("If-Match", "*"), () -> commitment + "/readings/shipped"));
    claimWrites(writes);
    writes.add(new Write("POST /v1/alert-rules", () -> json("""
        {"id": "peru-late", "title": "Peru is late", "kind": "sourceLate", "parameters": {"hours": 48},
         "severity": "info"}"""), () -> "/v1/alert-rules"));
    writes.add(new Write("PATCH /v1/alert-rules/{rule}",
        () -> json("{\"dwell\": 2}").header("If-Match", "*"), () -> "/v1/alert-rules/peru-late"));
    writes.add(new Write("POST /v1/alert-rules/{rule}/backtest", () -> json("{\"destinations\": [\"PE\"], "
        + "\"commodities\": [\"soybeans\"], \"measure\": \"exported\"}"),
        () -> "/v1/alert-rules/pace-behind/backtest"));
    writes.add(new Write("POST /v1/silences", () -> json("""
        {"rule": "peru-late", "owner": "The desk", "reason": "known", "end": "2026-12-31"}"""), () -> "/v1/silences"));
    writes.add(new Write("DELETE /v1/silences/{silence}", () -> given(), () -> "/v1/silences/"
        + given().get("/v1/silences").jsonPath().getString("silences[0].id")));
    Supplier<String> key = () -> "/v1/keys/" + given().get("/v1/keys").jsonPath().getString("keys[0].id");
    writes.add(new Write("POST /v1/keys", () -> json("{\"owner\": \"The desk\", \"scopes\": [\"write\"]}"), () -> "/v1/keys"));
    writes.add(new Write("POST /v1/keys/{key}/rotation", () -> json("{}"), () -> key.get() + "/rotation"));
    writes.add(new Write("DELETE /v1/keys/{key}", () -> given(), key));
    writes.add(new Write("POST /v1/jobs", () -> json("{\"kind\": \"recheck\"}"), () -> "/v1/jobs"));
    writes.add(new Write("POST /v1/jobs/{job}/cancellation", () -> given(), () -> job() + "/cancellation"));
    writes.add(new Write("POST /v1/jobs/{job}/resumption", () -> given(), () -> {
      set("update job set state = 'failed', cancel_requested = false");
      return job() + "/resumption";
    }));
    subscriptionWrites(writes);
    evidenceWrites(writes);
    writes.add(new Write("POST /v1/commitments/{commitment}/withdrawal",
        () -> json("{\"reason\": \"a test\"}").header("If-Match", "*"), () -> commitment + "/withdrawal"));
    return writes;
  }

  private static void claimWrites(List<Write> writes) {
    String said = """
        {"id": "said-for-a-test", "saidOn": "2026-01-02", "speaker": "A trader", "role": "trade",
         "source": {"publisher": "A paper"}, "commitment": "us-pe-soybeans-2026", "summary": "Bought so far",
         "figure": {"value": 400000, "unit": "t"}}""";
    writes.add(new Write("POST /v1/claims", () -> json(said), () -> "/v1/claims"));
    writes.add(new Write("POST /v1/claims/{claim}/amendment",
        () -> json(said.replace("400000", "450000")).header("If-Match", "*"), () -> "/v1/claims/said-for-a-test/amendment"));
    writes.add(new Write("POST /v1/claims/{claim}/withdrawal",
        () -> json("{\"reason\": \"a test\"}").header("If-Match", "*"), () -> "/v1/claims/said-for-a-test/withdrawal"));
    writes.add(new Write("POST /v1/claims/import", () -> given().contentType("text/csv").body("""
        saidOn,speaker,role,publisher,commitment,figure,unit,summary
        2026-01-02,A trader,trade,A paper,us-pe-soybeans-2026,300000,t,Bought so far
        """.getBytes(UTF_8)), () -> "/v1/claims/import"));
    writes.add(new Write("POST /v1/catalogue", () -> given().contentType("application/yaml").body("""
        claims:
          - {id: of-a-file, saidOn: 2026-01-02, speaker: A trader, role: trade, source: {publisher: A paper},
             commitment: us-pe-soybeans-2026, summary: Bought so far, figure: {value: 310000, unit: t}}
        """.getBytes(UTF_8)), () -> "/v1/catalogue"));
    String report = "Bessent said Peru was on track. He said Japan has bought 12 million tonnes of soybeans. Japan has bought 11 "
        + "million tonnes of soybeans.";
    writes.add(new Write("POST /v1/statements", () -> given().contentType("text/plain").body(report.getBytes(UTF_8)),
        () -> "/v1/statements?publishedOn=2026-01-02&publisher=A"));
    Supplier<String> statement = () -> "/v1/statements/" + given().get("/v1/statements").jsonPath().getString("statements[0].id");
    writes.add(new Write("POST /v1/statements/{statement}/proposals/{proposal}/confirmation", () -> given(),
        () -> statement.get() + "/proposals/1/confirmation"));
    writes.add(new Write("POST /v1/statements/{statement}/proposals/{proposal}/dismissal",
        () -> json("{\"reason\": \"a test\"}"), () -> statement.get() + "/proposals/2/dismissal"));
  }

  private void subscriptionWrites(List<Write> writes) {
    Supplier<String> first = () -> "/v1/subscriptions/"
        + given().get("/v1/subscriptions").jsonPath().getString("subscriptions.find { it.channel == 'webhook' }.id");
    writes.add(new Write("POST /v1/subscriptions", () -> json("""
        {"name": "a receiver", "channel": "webhook", "url": "http://127.0.0.1:9/hook"}"""),
        () -> "/v1/subscriptions"));
    writes.add(new Write("PATCH /v1/subscriptions/{subscription}",
        () -> json("{\"name\": \"another\"}").header("If-Match", "*"), first));
    writes.add(new Write("POST /v1/subscriptions/{subscription}/secret-rotation", () -> given(),
        () -> first.get() + "/secret-rotation"));
    writes.add(new Write("POST /v1/subscriptions/{subscription}/test", () -> given(), () -> first.get() + "/test"));
    writes.add(new Write("POST /v1/subscriptions/{subscription}/deliveries/{delivery}/replay", () -> given(), () -> {
      // Later than it was due before, so that it is due anew.
      CLOCK.set(CLOCK.instant().plusSeconds(1));
      return first.get() + "/deliveries/"
          + given().get(first.get() + "/deliveries").jsonPath().getString("deliveries[0].id") + "/replay";
    }));
    writes.add(new Write("DELETE /v1/subscriptions/{subscription}", () -> given().header("If-Match", "*"), first));
    UUID reader = UUID.randomUUID();
    writes.add(new Write("POST /v1/subscriptions/{subscription}/confirmation", () -> given(), () -> {
      subscriptions.add(reader, new Subscription.Draft("a reader", new Subscription.Channel.Mail(READER),
          new Subscription.Matcher(List.of(), List.of(), List.of(), List.of(), List.of()), ZoneOffset.UTC,
          Optional.empty(), 0, Optional.empty()), Optional.empty());
      return "/v1/subscriptions/" + reader + "/confirmation";
    }));
    writes.add(new Write("POST /v1/confirm/{token}", () -> given(),
        () -> "/v1/confirm/" + confirmations.newToken(reader, READER).orElseThrow()));
    writes.add(new Write("POST /v1/unsubscribe/{token}", () -> given(),
        () -> "/v1/unsubscribe/" + mail.token(reader).orElseThrow()));
  }

  private void evidenceWrites(List<Write> writes) {
    writes.add(new Write("POST /v1/held-back/{heldBack}/release", () -> json("{\"note\": \"it is true\"}"),
        () -> "/v1/held-back/" + heldBack() + "/release"));
    writes.add(new Write("POST /v1/alerts/{alert}/acknowledgement", () -> json("{\"who\": \"somebody\"}"),
        () -> "/v1/alerts/" + given().get("/v1/alerts?state=firing").jsonPath().getString("alerts[0].id")
            + "/acknowledgement"));
    writes.add(new Write("POST /v1/releases/{release}/retraction", () -> json("{\"reason\": \"withdrawn\"}"),
        () -> "/v1/releases/" + given().get("/v1/sources/fas-export-sales/releases").jsonPath()
            .getString("rows[0].id") + "/retraction"));
  }

  private static String job() {
    return "/v1/jobs/" + given().get("/v1/jobs").jsonPath().getString("jobs.find { it.request.kind == 'recheck' }.id");
  }

  /// A week of zeros after weeks of trade is held back.
  private static String heldBack() {
    return given().get("/v1/held-back?state=heldBack").jsonPath().getString("rows[0].id");
  }

  private static void handIn(String table) {
    given().contentType("text/csv").body(table.getBytes(UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  /// 30,000 t a week to Peru, but for a cancellation in the last.
  private static String sales(int from, int to) {
    var text = new StringBuilder(SALES);
    for (int week = from; week < to; week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      text.append("%sT13:30:00Z,reported,-,%s,%s,soybeans,US,PE,weekly,2026,print,t,listed,no,%d,0,0,%d\n".formatted(
          end.plusDays(7), end.minusDays(6), end, week == WEEKS ? -100_000 : 30_000,
          30_000L * (week + 1) - (week == WEEKS ? 130_000 : 0)));
    }
    return text.toString();
  }

  private static String wheat(int from, int weeks, long flow) {
    var text = new StringBuilder(HEAD).append("exported\n");
    for (int week = from; week < from + weeks; week++) {
      LocalDate end = LocalDate.of(2019, 6, 6).plusWeeks(week);
      for (String destination : List.of("MX", "world")) {
        text.append("%sT12:30:00Z,reported,-,%s,%s,wheat,US,%s,weekly,2020,print,t,listed,no,%d\n".formatted(
            end.plusDays(7), end.minusDays(6), end, destination, flow));
      }
    }
    return text.toString();
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  /// The names of what was answered: ids and instants of a trial are others.
  private static Set<String> fields(Response response) {
    return response.contentType().startsWith("application/json")
        ? new LinkedHashMap<String, Object>(response.jsonPath().getMap("$")).keySet()
        : Set.of();
  }

  /// A secret is made when it is kept: the one of a trial would sign nothing.
  private static Set<String> fieldsOfATrial(Response done) {
    var fields = new LinkedHashSet<>(fields(done));
    fields.removeAll(Set.of("secret", "key"));
    return fields;
  }

  private void set(String sql) {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Long> rows() throws SQLException {
    var rows = new TreeMap<String, Long>();
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var found = statement.executeQuery("""
          select table_name from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE'""")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        // The text of all rows: a change of a row counts as well.
        try (var found = statement.executeQuery(
            "select count(*) + coalesce(sum(hashtext(t::text)::bigint), 0) * 1000000 from %s t".formatted(table))) {
          found.next();
          rows.put(table, found.getLong(1));
        }
      }
    }
    return rows;
  }
}
