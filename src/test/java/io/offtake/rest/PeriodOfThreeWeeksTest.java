package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// T23: after the shutdown of 2013 one Export Sales report covered 4 to 24 October. The days are real, the figures are
/// made up: corn to Japan, for a commitment that nobody made.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class PeriodOfThreeWeeksTest {

  private static final String COMMITMENT = "/v1/commitments/us-jp-corn-2013";
  private static final String BEFORE = "2013-10-31T12:29:59Z";
  private static final String OUT = "2013-10-31T12:30:00Z";

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  @Order(1)
  void untilTheReportIsOutItsWeeksAreOverdue() {
    given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);
    handIn("""
        -,-,2013-09-06,2013-09-12,100000,10000,10000,90000
        -,-,2013-09-13,2013-09-19,100000,20000,30000,170000
        -,-,2013-09-20,2013-09-26,100000,30000,60000,240000
        -,-,2013-09-27,2013-10-03,100000,40000,100000,300000""");
    handIn("2013-10-31T12:30:00Z,reported,2013-10-04,2013-10-24,330000,150000,250000,480000");

    JsonPath sold = status(BEFORE, "sold");
    assertThat(sold.getString("verdict")).isEqualTo("unobserved");
    assertThat(sold.getList("evidence.overduePeriods.periodEnd")).containsExactly("2013-10-10", "2013-10-17");
  }

  @Test
  @Order(2)
  void itIsOneObservationOfTwentyOneDaysAndNoWeekInsideItIsMissing() {
    for (String reading : List.of("sold", "exported")) {
      JsonPath status = status(OUT, reading);
      // Seven weeks are too few for a projection and for a rate over 12. The last 4 sold more than is required, which is
      // enough to be on track by; they shipped less, and by them alone nothing is at risk.
      assertThat(status.getString("verdict")).as(reading).isEqualTo(reading.equals("sold") ? "onTrack" : "unobserved");
      assertThat(status.getList("why.reasons.code", String.class)).as(reading)
          .doesNotContain("periodsMissing", "releaseOverdue", "catchingUp", "beginsBeforeEvidence");
      assertThat(status.getList("why.reasons.code").contains("noBasis")).as(reading).isEqualTo(reading.equals("exported"));
      assertThat(status.getList("evidence.missingPeriods")).as(reading).isEmpty();
      assertThat(status.getList("evidence.overduePeriods")).as(reading).isEmpty();
      assertThat(status.getString("evidence.newestPeriodEnd")).as(reading).isEqualTo("2013-10-24");
      List<String> starts = given().queryParam("asOf", OUT).get(COMMITMENT + "/readings/" + reading + "/progress")
          .jsonPath().getList("rows.findAll { it.counted }.periodStart");
      assertThat(starts).as(reading)
          .containsExactly("2013-09-06", "2013-09-13", "2013-09-20", "2013-09-27", "2013-10-04");
    }
    JsonPath rows = given().queryParam("asOf", OUT)
        .get("/v1/series/fas-export-sales.exported.corn.US.JP.weekly.t/observations").jsonPath();
    assertThat(rows.getList("rows.findAll { it.periodEnd > '2013-10-03' }.value.value")).containsExactly(150_000);
  }

  @Test
  @Order(3)
  void itsRateIsAWeeksAndItsShareOfTheScheduleThreeWeeks() {
    assertThat(status(OUT, "sold").getInt("fulfilled.value")).isEqualTo(730_000);
    assertThat(status(OUT, "exported").getInt("fulfilled.value")).isEqualTo(250_000);
    assertThat(status(OUT, "exported").getInt("pace.actualPerWeek.w1.value")).isEqualTo(50_000);
    assertThat(status(OUT, "exported").getInt("pace.actualPerWeek.w4.value")).isEqualTo((40_000 + 150_000) / 4);

    List<Integer> line = given().queryParam("asOf", OUT).get(COMMITMENT + "/readings/exported/progress").jsonPath()
        .getList("rows.findAll { it.counted }.scheduleLinear.value");
    assertThat(line.get(4) - line.get(3)).as("three weeks of the schedule")
        .isBetween(3 * line.getFirst() - 2, 3 * line.getFirst() + 2);
  }

  @Test
  @Order(4)
  void theSourceAndItsCalendarExpectNothingInsideIt() {
    JsonPath source = given().queryParam("asOf", OUT).get("/v1/sources/fas-export-sales").jsonPath();
    assertThat(source.getString("timeliness")).isEqualTo("current");
    assertThat(source.getString("nextPeriodEnd")).isEqualTo("2013-10-31");
    JsonPath calendar = given().queryParam("asOf", OUT).queryParam("from", "2013-10-11").queryParam("to", "2013-11-08")
        .queryParam("source", "fas-export-sales").get("/v1/calendar").then().statusCode(200).extract().jsonPath();
    assertThat(calendar.getList("entries.findAll { it.releaseStatus == 'overdue' }")).isEmpty();
    assertThat(calendar.getList("entries.findAll { it.releaseStatus == 'published' }.periodEnd"))
        .containsExactly("2013-10-24");
  }

  @Test
  @Order(5)
  void reportsOnSingleWeeksDoNotCountASecondTimeUntilTheyAreWhole() {
    handIn("2013-11-07T13:30:00Z,reported,2013-10-04,2013-10-10,100000,40000,140000,360000");
    assertThat(status("2013-11-07T13:30:00Z", "exported").getInt("fulfilled.value")).isEqualTo(250_000);

    handIn("""
        2013-11-07T13:30:00Z,reported,2013-10-11,2013-10-17,110000,50000,190000,420000
        2013-11-07T13:30:00Z,reported,2013-10-18,2013-10-24,120000,61000,251000,479000""");
    assertThat(status("2013-11-07T13:30:00Z", "exported").getInt("fulfilled.value")).isEqualTo(251_000);
    assertThat(status("2013-11-07T13:30:00Z", "sold").getInt("fulfilled.value")).isEqualTo(730_000);
    assertThat(status(OUT, "exported").getInt("fulfilled.value")).isEqualTo(250_000);
  }

  private static JsonPath status(String asOf, String reading) {
    JsonPath all = given().queryParam("asOf", asOf).get(COMMITMENT + "/status").then().statusCode(200)
        .extract().jsonPath();
    return all.setRootPath("readings.find { it.reading == '%s' }".formatted(reading));
  }

  private static void handIn(String rows) {
    byte[] table = """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # note: the figures are made up
        # report: -
        # complete: no
        # coverage: listed
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        # commodity: corn
        # marketYear: 2014
        releasedAt,basis,periodStart,periodEnd,destination,netSales,exported,accumulatedExports,outstandingSales
        %s
        """.formatted(rows.replaceAll("(?m)^((?:[^,]*,){4})", "$1JP,"))
        .getBytes(StandardCharsets.UTF_8);
    given().contentType("text/csv").body(table).post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static String commitment() {
    String reading = """
        {"id": "%1$s", "label": "%1$s", "tranche": "all", "measure": "%1$s", "unknownDestinations": "none",
         "windowStart": "2013-09-06", "deadline": "2014-03-27", "evidence": ["fas-export-sales"],
         "statedBy": "a test", "statedOn": "2013-09-01"}""";
    return """
        {"id": "us-jp-corn-2013", "title": "Corn, made up", "buyer": "JP", "seller": "US", "commodities": ["corn"],
         "strength": "statement",
         "terms": {"announcedOn": "2013-09-01", "announcedBy": "a test", "summary": "3 Mt of corn",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 3000000, "unit": "t"}}]},
         "readings": [%s, %s]}
        """.formatted(reading.formatted("sold"), reading.formatted("exported"));
  }
}
