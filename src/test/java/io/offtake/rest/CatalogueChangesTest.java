package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

import io.offtake.alerting.Alerting;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Messages;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What becomes of a commitment that was entered by a slip, or is not followed any more. The figures are made up.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class CatalogueChangesTest {

  private static final String COLOMBIA = "us-co-soybeans-2026";
  private static final String PATH = "/v1/commitments/" + COLOMBIA;
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS = 16;
  private static final HandsOfTheClock CLOCK = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));

  @Inject Alerting alerting;
  @Inject Messages messages;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void theClockIsOurs() {
    QuarkusMock.installMockForType(CLOCK, Clock.class);
  }

  @Test
  @Order(1)
  void aSlipIsTakenBackWithinTheHourAndItsIdIsFreeAgain() {
    handIn(0, WEEKS);
    json(commitment(COLOMBIA, "1")).post("/v1/commitments").then().statusCode(201);
    long before = version();
    given().delete(PATH).then().statusCode(428);
    given().header("If-Match", "\"7-x\"").delete(PATH).then().statusCode(412);

    CLOCK.set(Instant.parse("2026-01-08T14:59:00Z"));
    given().header("If-Match", tag()).delete(PATH).then().statusCode(204);

    given().get(PATH).then().statusCode(404);
    given().header("If-Match", "*").delete(PATH).then().statusCode(404);
    get("/v1/commitments").body("commitments.id", not(hasItem(COLOMBIA)));
    get("/v1/status").body("rows.commitment", not(hasItem(COLOMBIA)));
    get(PATH + "?dataVersion=" + before).body("terms.tranches[0].target.value", equalTo(1));
    get("/v1/alerts").body("alerts.commitment", not(hasItem(COLOMBIA)));
    get("/v1/changes").body("rows.findAll { it.commitment == '%s' }.change".formatted(COLOMBIA),
        equalTo(java.util.List.of("new", "withdrawn")));

    json(commitment(COLOMBIA, "1000000")).post("/v1/commitments").then().statusCode(201)
        .header("ETag", startsWith("\"3-"));
    get(PATH).body("terms.tranches[0].target.value", equalTo(1_000_000));
    // What was entered by a slip had another verdict: that is no change of this one's.
    get("/v1/alerts").body("alerts.findAll { it.commitment == '%s' }.rule".formatted(COLOMBIA), not(hasItem("verdict-changed")));
  }

  @Test
  @Order(2)
  void afterAnHourOrOnceAnAlertWasSentItIsNotTakenBack() {
    json(commitment("us-co-soybeans-old", "5000")).post("/v1/commitments").then().statusCode(201);
    CLOCK.set(Instant.parse("2026-01-08T16:00:00Z"));
    given().header("If-Match", "*").delete("/v1/commitments/us-co-soybeans-old").then().statusCode(409)
        .body("type", equalTo("/problems/not-taken-back"), "detail", containsString("more than an hour ago"));

    String rule = given().get("/v1/alert-rules/pace-behind").header("ETag");
    json("{\"dwell\": 0, \"enabled\": true}").header("If-Match", rule).patch("/v1/alert-rules/pace-behind").then().statusCode(200);
    CLOCK.set(Instant.parse("2026-01-15T14:00:00Z"));
    handIn(WEEKS, WEEKS + 1);
    json(commitment("us-co-soybeans-twin", "1000000")).post("/v1/commitments").then().statusCode(201);
    CLOCK.set(Instant.parse("2026-01-15T14:10:00Z"));
    handIn(WEEKS + 1, WEEKS + 2);
    assertThat(messages.newest(100)).anyMatch(each -> each.commitment().equals("us-co-soybeans-twin"));
    given().header("If-Match", "*").delete("/v1/commitments/us-co-soybeans-twin").then().statusCode(409)
        .body("detail", containsString("an alert of it was sent"));
    get("/v1/commitments").body("commitments.id", hasItem("us-co-soybeans-twin"));
  }

  @Test
  @Order(3)
  void aReadingIsRetiredAndItsAlertsEnd() {
    json("""
        {"id": "shipped", "label": "shipped by the end of March", "measure": "exported", "evidence": ["fas-export-sales"]}
        """).header("If-Match", tag()).post(PATH + "/readings").then().statusCode(201)
        .body("tranche", equalTo("all"), "unknownDestinations", equalTo("none"), "deadline", equalTo("2026-03-31"),
            "statedBy", equalTo("a test"), "statedAt", equalTo("2025-10-31T00:00:00Z"));
    CLOCK.set(Instant.parse("2026-01-16T12:00:00Z"));
    get(PATH + "/status").body("readings.reading", hasItem("shipped"));

    json("{\"retired\": true}").patch(PATH + "/readings/shipped").then().statusCode(428);
    json("{\"retired\": true}").header("If-Match", tag()).patch(PATH + "/readings/none").then().statusCode(404);
    json("{\"retired\": false}").header("If-Match", tag()).patch(PATH + "/readings/shipped").then().statusCode(422);
    json("{\"retired\": true}").header("If-Match", tag()).patch(PATH + "/readings/sold").then().statusCode(422)
        .body("errors[0].pointer", equalTo("/retired"), "errors[0].remedy", containsString("another headline"));
    json("{\"retired\": true}").header("If-Match", tag()).patch(PATH + "/readings/shipped").then().statusCode(200)
        .body("retired", equalTo(true), "retiredAt", equalTo("2026-01-16T12:00:00Z"));

    get(PATH + "/status").body("readings.reading", not(hasItem("shipped")));
    get(PATH + "/status?asOf=2026-01-16T11:59:59Z").body("readings.reading", hasItem("shipped"))
        .body("readings.find { it.reading == 'shipped' }.retired", equalTo(false));
    get(PATH).body("readings.find { it.id == 'shipped' }.retired", equalTo(true));
    var alerts = given().queryParam("commitment", COLOMBIA).get("/v1/alerts").jsonPath();
    assertThat(alerts.getList("alerts.findAll { it.reading == 'shipped' }.state"))
        .allMatch(state -> state.equals("resolved"));
    json("{\"retired\": true}").header("If-Match", "*").patch(PATH + "/readings/shipped").then().statusCode(200);
  }

  @Test
  @Order(4)
  void aWithdrawnCommitmentIsKeptWithItsReasonAndJudgedNoMore() {
    json("""
        {"commitment": "%s", "owner": "The desk", "reason": "known", "end": "2026-03-01T00:00:00Z"}
        """.formatted(COLOMBIA)).post("/v1/silences").then().statusCode(201);
    json("""
        {"rule": "pace-behind", "owner": "The desk", "reason": "another", "end": "2026-02-01"}
        """).post("/v1/silences").then().statusCode(201).body("end", equalTo("2026-02-01T23:59:59.999999Z"));
    CLOCK.set(Instant.parse("2026-01-16T13:00:00Z"));
    long before = version();
    String asBefore = given().get(PATH + "/status?asOf=2026-01-16T12:30:00Z&dataVersion=" + before).asString();

    json("{}").header("If-Match", tag()).post(PATH + "/withdrawal").then().statusCode(400)
        .body("errors[0].pointer", equalTo("/reason"));
    json("{\"reason\": \"The buyer denies it.\", \"by\": \"Grain desk\"}").header("If-Match", tag())
        .post(PATH + "/withdrawal").then().statusCode(201)
        .body("withdrawal.reason", equalTo("The buyer denies it."), "withdrawal.by", equalTo("Grain desk"),
            "withdrawal.at", equalTo("2026-01-16T13:00:00Z"));

    get("/v1/commitments").body("commitments.find { it.id == '%s' }.withdrawal.reason".formatted(COLOMBIA), notNullValue());
    get("/v1/status").body(row("verdict"), equalTo("notAssessable"), row("withdrawnAt"), equalTo("2026-01-16T13:00:00Z"),
        row("summary"), containsString("The buyer denies it."), row("slack"), nullValue(),
        row("shortfallProbability"), nullValue(), row("requiredPerWeek"), nullValue());
    get("/v1/status?asOf=2026-01-16T12:30:00Z").body(row("verdict"), not(equalTo("notAssessable")))
        .body(row("withdrawnAt"), nullValue());
    get(PATH + "?asOf=2026-01-16T12:30:00Z").body("withdrawal", nullValue());
    assertThat(given().get(PATH + "/status?asOf=2026-01-16T12:30:00Z&dataVersion=" + before).asString())
        .as("past answers stay").isEqualTo(asBefore);

    var alerts = given().queryParam("commitment", COLOMBIA).get("/v1/alerts").jsonPath();
    assertThat(alerts.getList("alerts.state")).isNotEmpty().allMatch(state -> state.equals("resolved"));
    var silences = JsonPath.from(given().get("/v1/silences").asString());
    assertThat(silences.getString("silences.find { it.commitment == '%s' }.endedAt".formatted(COLOMBIA))).isNotNull();
    assertThat(silences.getString("silences.find { it.commitment == null }.endedAt"))
        .as("one that is about more goes on").isNull();

    for (var change : java.util.List.of("terms", "readings", "withdrawal")) {
      String body = switch (change) {
        case "terms" -> TERMS;
        case "readings" -> """
            {"id": "other", "label": "other", "measure": "sold", "evidence": ["fas-export-sales"]}""";
        default -> "{\"reason\": \"again\"}";
      };
      json(body).header("If-Match", tag()).post(PATH + "/" + change).then().statusCode(409)
          .body("type", equalTo("/problems/commitment-withdrawn"));
    }
    CLOCK.set(Instant.parse("2026-01-29T15:00:00Z"));
    handIn(WEEKS + 2, WEEKS + 3);
    alerting.run();
    assertThat(given().queryParam("commitment", COLOMBIA).get("/v1/alerts").jsonPath().getList("alerts.state"))
        .allMatch(state -> state.equals("resolved"));
    get("/v1/calendar?from=2026-01-01&to=2026-12-31").body("entries.commitment", not(hasItem(COLOMBIA)));
  }

  private static String row(String field) {
    return "rows.find { it.commitment == '%s' }.%s".formatted(COLOMBIA, field);
  }

  private static ValidatableResponse get(String path) {
    return given().get(path).then().statusCode(200);
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static String tag() {
    return given().get(PATH).header("ETag");
  }

  private static long version() {
    return given().get("/v1/status").jsonPath().getLong("dataVersion");
  }

  /// Sales of 30,000 t a week.
  private static void handIn(int from, int to) {
    var text = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,netSales,exported,accumulatedExports,outstandingSales
        """);
    for (int week = from; week < to; week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      String released = week > WEEKS ? CLOCK.instant().minusSeconds(60).toString() : end.plusDays(7) + "T13:30:00Z";
      text.append("%s,reported,-,%s,%s,soybeans,US,CO,weekly,2026,print,t,listed,no,30000,0,0,%d\n".formatted(
          released, end.minusDays(6), end, 30_000L * (week + 1)));
    }
    given().contentType("text/csv").body(text.toString().getBytes(StandardCharsets.UTF_8))
        .queryParam("name", "sales-%d-%d.csv".formatted(from, to))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static final String TERMS = """
      {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
       "source": {"publisher": "a test"},
       "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
         "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]}""";

  private static String commitment(String id, String target) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "CO", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement", "terms": %s,
         "readings": [{"id": "sold", "label": "sold by the end of March", "measure": "sold",
           "evidence": ["fas-export-sales"]}]}
        """.formatted(id, TERMS.replace("1000000", target));
  }
}
