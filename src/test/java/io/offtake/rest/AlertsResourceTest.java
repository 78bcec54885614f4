package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

import jakarta.inject.Inject;

import io.offtake.alerting.Alerting;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.intake.CalendarSteps;
import io.offtake.outbox.Message;
import io.offtake.outbox.Messages;
import io.offtake.outbox.Rendering;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A commitment that falls behind, from the first look to the last, over HTTP and in the store. The figures are made up.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class AlertsResourceTest {

  private static final String PERU = "us-pe-soybeans-2026";
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS_BEFORE = 16;

  private static final HandsOfTheClock CLOCK = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));

  private final Alerting alerting;
  private final CalendarSteps calendar;
  private final Messages messages;
  private final Rendering rendering;

  @Inject
  AlertsResourceTest(Alerting alerting, CalendarSteps calendar, Messages messages, Rendering rendering) {
    this.alerting = alerting;
    this.calendar = calendar;
    this.messages = messages;
    this.rendering = rendering;
  }

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
  void whatStandsAtFirstSightWaits() {
    String tag = given().get("/v1/alert-rules/pace-behind").then().statusCode(200).extract().header("ETag");
    given().contentType("application/json").header("If-Match", tag).body("{\"dwell\": 1}")
        .patch("/v1/alert-rules/pace-behind").then().statusCode(200).body("dwell", equalTo(1));
    handIn(0, WEEKS_BEFORE);
    given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);

    var pace = alert("pace-behind");
    assertThat(pace.getString("alert.state")).isEqualTo("pending");
    assertThat(pace.getString("alert.cause")).startsWith("at first sight: ").contains("a week are required");
    assertThat(told()).isEmpty();
  }

  @Test
  @Order(2)
  void theNextReleaseMakesItFireAndTellsOfIt() {
    CLOCK.set(Instant.parse("2026-01-15T14:00:00Z"));
    handIn(WEEKS_BEFORE, WEEKS_BEFORE + 1);

    given().queryParam("state", "firing").get("/v1/alerts").then().statusCode(200)
        .body("alerts.rule", hasItem("pace-behind"))
        .body("alerts.rule", hasItem("net-cancellation"))
        .body("alerts.state", everyItem(equalTo("firing")));
    var pace = alert("pace-behind");
    assertThat(pace.getList("transitions.kind")).containsExactly("pending", "firing");
    assertThat(pace.getString("alert.answer"))
        .isEqualTo("/v1/commitments/%s/status?asOf=2026-01-15T14%%3A00%%3A00Z&dataVersion=%s".formatted(
            PERU, pace.getString("alert.dataVersion")));
    given().urlEncodingEnabled(false).get(pace.getString("alert.answer")).then().statusCode(200)
        .body("readings[0].fulfilled.value", equalTo(pace.getInt("alert.fulfilled.value")));
    Message message = told().stream().filter(each -> each.rule().equals("pace-behind")).findFirst().orElseThrow();
    assertThat(message.type()).isEqualTo("alert.firing");
    assertThat(message.key()).isEqualTo(pace.getString("alert.id") + ".2");
    assertThat(message.sequence()).isEqualTo(2);
    assertThat(rendering.title(message)).startsWith("Alert: The pace is below what is required");
    assertThat(rendering.text(message, ZoneId.of("America/New_York")))
        .contains("15 January 2026, 09:00 EST (America/New_York)", "Before:", "Needed:", "By:        31 March 2026");
    assertThat(JsonPath.from(rendering.data(message)).getString("links.alert"))
        .isEqualTo("/v1/alerts/" + pace.getString("alert.id"));
    assertThat(JsonPath.from(rendering.data(message)).getString("now.verdict")).isEqualTo("shortfallLikely");
  }

  @Test
  @Order(3)
  void whileTheSourceIsLateItFreezesAndSaysSo() {
    // The release is due on Friday 23 January: Monday is a holiday.
    CLOCK.set(Instant.parse("2026-01-23T20:00:00Z"));
    calendar.run();
    alerting.run();
    assertThat(alert("pace-behind").getString("alert.state")).as("a document takes its time").isEqualTo("firing");

    CLOCK.set(Instant.parse("2026-01-24T14:00:00Z"));
    alerting.run();
    int told = told().size();
    alerting.run();
    assertThat(told()).as("a second run, or a second replica, finds nothing to do").hasSize(told);

    var pace = alert("pace-behind");
    assertThat(pace.getString("alert.state")).isEqualTo("frozen");
    assertThat(pace.getString("alert.frozenFrom")).isEqualTo("firing");
    assertThat(pace.getString("alert.cause")).contains("evidence is missing");
    assertThat(alert("source-late").getString("alert.state")).isEqualTo("firing");
    assertThat(told()).extracting(Message::type).contains("alert.frozen");
    given().get("/v1/alert-rules/pace-behind").then().statusCode(200)
        .body("cannotFire[0].reading", equalTo("sold-by-2026-03-31"))
        .body("cannotFire[0].reason", startsWith("No judgement: 1 release of fas-export-sales is due and not out"));
  }

  @Test
  @Order(4)
  void itGoesOnWhereItWas() {
    CLOCK.set(Instant.parse("2026-01-24T15:00:00Z"));
    handIn(WEEKS_BEFORE + 1, WEEKS_BEFORE + 2);

    assertThat(alert("pace-behind").getString("alert.state")).isEqualTo("firing");
    assertThat(alert("pace-behind").getList("transitions.kind"))
        .containsExactly("pending", "firing", "frozen", "thawed");
    assertThat(alert("source-late").getString("alert.state")).isEqualTo("resolved");
    assertThat(alert("net-cancellation").getString("alert.state")).isEqualTo("resolved");
  }

  @Test
  @Order(5)
  void somebodyTakesItInHandUntilAnInstant() {
    String id = alert("pace-behind").getString("alert.id");
    String path = "/v1/alerts/" + id + "/acknowledgement";
    String body = """
        {"who": "A. Analyst", "note": "calling the desk", "until": "2026-01-25T12:00:00Z"}""";
    given().contentType("application/json").body("""
        {"who": "A. Analyst", "until": "2026-01-01T00:00:00Z"}""").post(path).then()
        .statusCode(422).body("errors[0].pointer", equalTo("/until"));
    given().contentType("application/json").body(body).post("/v1/alerts/0000000000000000/acknowledgement").then()
        .statusCode(404);
    given().contentType("application/json").body(body)
        .post("/v1/alerts/" + alert("source-late").getString("alert.id") + "/acknowledgement").then()
        .statusCode(409).body("type", equalTo("/problems/alert-not-firing"));

    for (int time = 0; time < 2; time++) {
      given().contentType("application/json").header("Idempotency-Key", "once").body(body).post(path).then()
          .statusCode(201).header("Location", equalTo("/v1/alerts/" + id))
          .body("alert.state", equalTo("acknowledged"), "alert.acknowledgedBy", equalTo("A. Analyst"),
              "transitions", hasSize(5));
    }

    CLOCK.set(Instant.parse("2026-01-25T12:00:00Z"));
    alerting.run();
    assertThat(alert("pace-behind").getString("alert.state")).isEqualTo("firing");
    assertThat(alert("pace-behind").getString("alert.cause")).startsWith("the acknowledgement by A. Analyst ended");
  }

  @Test
  @Order(6)
  void aSilenceHoldsUntilItIsEnded() {
    given().contentType("application/json").body("""
        {"owner": "The desk", "reason": "known", "end": "2026-02-01T00:00:00Z"}""").post("/v1/silences").then()
        .statusCode(422);
    given().contentType("application/json").body("""
        {"commitment": "%s", "owner": "The desk", "reason": "known", "end": "2026-01-20T00:00:00Z"}"""
        .formatted(PERU)).post("/v1/silences").then().statusCode(422).body("errors[0].pointer", equalTo("/end"));
    String silence = given().contentType("application/json").body("""
        {"commitment": "%s", "rule": "pace-behind", "owner": "The desk", "reason": "known",
         "end": "2026-02-01T00:00:00Z"}""".formatted(PERU)).post("/v1/silences").then()
        .statusCode(201).body("active", equalTo(true)).extract().header("Location");
    int told = told().size();

    var pace = alert("pace-behind");
    assertThat(pace.getString("alert.state")).isEqualTo("silenced");
    assertThat(pace.getString("alert.cause")).isEqualTo("silenced by The desk until 2026-02-01T00:00:00Z: known");
    given().delete(silence).then().statusCode(200).body("active", equalTo(false), "endedAt", notNullValue());
    given().delete(silence).then().statusCode(200);
    given().get(silence).then().statusCode(200).body("endedAt", notNullValue());
    given().get("/v1/silences?pageSize=1").then().statusCode(200).body("silences", hasSize(1));
    given().delete("/v1/silences/999").then().statusCode(404);

    assertThat(alert("pace-behind").getString("alert.state")).isEqualTo("firing");
    assertThat(told()).as("the silence itself is not told, its end is").hasSize(told + 1);
  }

  @Test
  @Order(7)
  void rulesAreDataWithVersions() {
    given().get("/v1/alert-rules").then().statusCode(200)
        .body("rules.id", contains("evidence-retracted", "last-safe-date", "net-cancellation", "pace-behind",
            "shortfall-likely", "shortfall-watch", "source-late", "terms-amended", "verdict-changed"))
        .body("rules.find { it.id == 'shortfall-likely' }.parameters.level", equalTo(0.7f));
    var rule = given().get("/v1/alert-rules/shortfall-likely").then().statusCode(200)
        .body("cannotFireWhen", containsString("no projection"))
        .body("cannotFire", hasSize(0))
        .extract();
    String change = """
        {"parameters": {"level": 0.6}, "dwell": 2}""";
    given().contentType("application/json").body(change).patch("/v1/alert-rules/shortfall-likely").then()
        .statusCode(428);
    given().contentType("application/json").header("If-Match", "\"9-0\"").body(change)
        .patch("/v1/alert-rules/shortfall-likely").then().statusCode(412);
    given().contentType("application/json").header("If-Match", rule.header("ETag")).body("""
        {"parameters": {"level": 2}}""").patch("/v1/alert-rules/shortfall-likely").then().statusCode(400);
    given().contentType("application/json").header("If-Match", rule.header("ETag")).body(change)
        .patch("/v1/alert-rules/shortfall-likely").then().statusCode(200)
        .body("version", equalTo(2), "dwell", equalTo(2), "parameters.level", equalTo(0.6f),
            "hysteresis", equalTo(0.2f));
    given().contentType("application/json").header("If-Match", rule.header("ETag")).body(change)
        .patch("/v1/alert-rules/shortfall-likely").then().statusCode(412);

    String added = """
        {"id": "peru-late", "title": "Peru is late", "kind": "sourceLate", "parameters": {"hours": 48},
         "severity": "info", "scope": {"readings": ["%s/sold-by-2026-03-31"]}}""".formatted(PERU);
    given().contentType("application/json").body(added).post("/v1/alert-rules").then()
        .statusCode(201).header("Location", equalTo("/v1/alert-rules/peru-late")).body("version", equalTo(1),
            "scope.readings", contains(PERU + "/sold-by-2026-03-31"));
    given().contentType("application/json").body(added).post("/v1/alert-rules").then().statusCode(409);
    given().contentType("application/json").body(added.replace("\"hours\": 48", "\"days\": 2")
        .replace("peru-late", "peru-later")).post("/v1/alert-rules").then()
        .statusCode(422).body("errors[0].pointer", equalTo("/parameters/days"));
    given().get("/v1/alert-rules/nonsense").then().statusCode(404);
  }

  @Test
  @Order(8)
  void aRuleThatIsSwitchedOffClearsWhatItRaisedAtTheNextLook() {
    String tag = given().get("/v1/alert-rules/pace-behind").then().statusCode(200).extract().header("ETag");
    given().contentType("application/json").header("If-Match", tag).body("""
        {"enabled": false}""").patch("/v1/alert-rules/pace-behind").then().statusCode(200);
    CLOCK.set(Instant.parse("2026-01-26T00:00:00Z"));
    alerting.run();

    assertThat(alert("pace-behind").getString("alert.cause")).isEqualTo("the rule was switched off");
    assertThat(told().getLast().type()).isEqualTo("alert.resolved");
  }

  @Test
  @Order(9)
  void alertsComeInPagesAndAsATable() {
    var first = given().queryParam("commitment", PERU).queryParam("pageSize", 1).get("/v1/alerts").then()
        .statusCode(200).header("Link", containsString("rel=\"next\"")).body("alerts", hasSize(1)).extract();
    given().queryParam("commitment", PERU).queryParam("pageSize", 1)
        .queryParam("pageToken", first.jsonPath().getString("nextPageToken")).get("/v1/alerts").then().statusCode(200)
        .body("alerts[0].id", not(equalTo(first.jsonPath().getString("alerts[0].id"))));
    given().header("If-None-Match", given().get("/v1/alerts").header("ETag")).get("/v1/alerts").then().statusCode(304);
    given().queryParam("rule", "pace-behind").get("/v1/alerts.csv").then().statusCode(200)
        .body(startsWith("id,commitment,reading,rule,")).body(containsString("the rule was switched off"));
    given().queryParam("state", "burning").get("/v1/alerts").then().statusCode(400);
    given().get("/v1/alerts/0000000000000000").then().statusCode(404);
  }

  /// In the order they were kept.
  private List<Message> told() {
    return messages.after(0, 1_000);
  }

  private static JsonPath alert(String rule) {
    String id = given().queryParam("commitment", PERU).queryParam("rule", rule).get("/v1/alerts").then()
        .statusCode(200).extract().jsonPath().getString("alerts[0].id");
    return given().get("/v1/alerts/" + id).then().statusCode(200).extract().jsonPath();
  }

  /// Sales of 30,000 t a week, but for a cancellation of 100,000 t in the first week of the alerts.
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
      long flow = week == WEEKS_BEFORE ? -100_000 : 30_000;
      long sold = 30_000L * (week + 1) - (week >= WEEKS_BEFORE ? 130_000 : 0);
      String released = week == WEEKS_BEFORE + 1 ? "2026-01-24T14:30:00Z" : end.plusDays(7) + "T13:30:00Z";
      text.append("%s,reported,-,%s,%s,soybeans,US,PE,weekly,2026,print,t,listed,no,%d,0,0,%d\n".formatted(
          released, end.minusDays(6), end, flow, sold));
    }
    given().contentType("text/csv").body(text.toString().getBytes(StandardCharsets.UTF_8))
        .queryParam("name", "sales-%d-%d.csv".formatted(from, to))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static String commitment() {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold-by-2026-03-31",
           "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [{"id": "sold-by-2026-03-31", "label": "sold by the end of March", "tranche": "all",
           "measure": "sold", "unknownDestinations": "none", "windowStart": "2025-10-30", "deadline": "2026-03-31",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-10-30"}]}
        """.formatted(PERU);
  }
}
