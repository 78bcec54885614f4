package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.offtake.answer.FreshStart;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The Export Sales report of 25 August 2022 was withdrawn the same day, and nothing came until 15 September. The days
/// are real, the figures are made up: sorghum to China, for a commitment that nobody made.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class RetractionTest {

  private static final String DOCUMENTS = "/v1/sources/fas-export-sales/documents";
  private static final String COMMITMENT = "/v1/commitments/us-cn-sorghum-2022";
  private static final String SERIES = "/v1/series/fas-export-sales.netSales.sorghum.US.CN.weekly.t/observations";
  private static final String EVIDENCE = COMMITMENT + "/readings/sold/evidence";
  private static final String BEFORE = "2022-08-25T18:59:59Z";
  private static final String RETRACTED = "2022-08-25T19:00:00Z";
  private static final String BACKLOG = "2022-09-15T12:30:00Z";

  private static String release;
  private static byte[] withdrawn;

  @Inject EvidenceLog evidence;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  @Order(1)
  void aReportThatIsNotWithdrawnCounts() {
    given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);
    given().contentType("application/json").body(commitment().replace("us-cn-", "us-jp-").replace("\"CN\"", "\"JP\""))
        .post("/v1/commitments").then().statusCode(201);
    handIn(weeks("-", LocalDate.of(2022, 6, 9), 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000,
        100_000)).statusCode(201);
    withdrawn = weeks("2022-08-25T12:30:00Z", LocalDate.of(2022, 8, 18), 999_000);
    handIn(withdrawn).statusCode(201);

    release = releases(BEFORE).getString("rows[0].id");
    assertThat(releases(BEFORE).getString("rows[0].periodEnd")).isEqualTo("2022-08-18");
    assertThat(status(BEFORE).getInt("fulfilled.value")).isEqualTo(550_000 + 999_000);
    assertThat(status(BEFORE).getString("verdict")).isNotEqualTo("unobserved");
  }

  @Test
  @Order(2)
  void whatCannotHaveBeenIsRefusedAndChangesNothing() {
    long version = version();
    retract("999999999", "{\"reason\": \"withdrawn\"}").statusCode(404);
    retract(release, "{\"reason\": \"withdrawn\", \"retractedAt\": \"2022-08-25T12:29:59Z\"}").statusCode(422)
        .body("errors[0].pointer", equalTo("/retractedAt"))
        .body("errors[0].remedy", containsString("2022-08-25T12:30:00Z"));
    retract(release, "{\"reason\": \"withdrawn\", \"retractedAt\": \"2099-01-01T00:00:00Z\"}").statusCode(422);
    retract(release, "{\"retractedAt\": \"2022-08-25T19:00:00Z\"}").statusCode(400);
    retract(release, "{\"reason\": \" \"}").statusCode(400).body("errors[0].pointer", equalTo("/reason"));
    given().get("/v1/releases/" + release + "/retraction").then().statusCode(404);
    assertThat(version()).isEqualTo(version);
  }

  @Test
  @Order(3)
  void fromTheRetractionOnTheReadingIsUnobservedAndBeforeItAllStandsAsItWas() {
    long version = version();
    String path = "/v1/releases/" + release + "/retraction";
    retract(release, """
        {"retractedAt": "2022-08-25T19:00:00Z", "reason": "withdrawn by the publisher on the day",
         "sourceUrl": "https://example.org/withdrawn"}""")
        .statusCode(201)
        .header("Location", path)
        .body("periodEnd", equalTo("2022-08-18"))
        .body("dataVersion", equalTo((int) version + 1));
    given().get(path).then().statusCode(200).body("reason", equalTo("withdrawn by the publisher on the day"));
    given().queryParam("asOf", BEFORE).get(path).then().statusCode(404);
    assertThat(given().queryParam("pageSize", 5000).get("/v1/changes").jsonPath()
        .<Map<String, Object>>getList("rows.findAll { it.change == 'withdrawn' }")).singleElement().satisfies(change ->
            assertThat(change).containsEntry("release", release).containsEntry("kind", "release")
                .containsEntry("reason", "withdrawn by the publisher on the day"));
    retract(release, "{\"reason\": \"once more\"}").statusCode(409).body("type", equalTo("/problems/already-retracted"));

    assertThat(status(BEFORE).getInt("fulfilled.value")).isEqualTo(1_549_000);
    assertThat(status(RETRACTED).getInt("fulfilled.value")).isEqualTo(550_000);
    assertThat(status(RETRACTED).getString("verdict")).isEqualTo("unobserved");
    assertThat(status(RETRACTED).getString("why.reasons[0].code")).isEqualTo("releaseOverdue");
    assertThat(status(RETRACTED).getString("evidence.overduePeriods[0].periodEnd")).isEqualTo("2022-08-18");
    assertThat(given().queryParam("asOf", RETRACTED).queryParam("dataVersion", version).get(COMMITMENT + "/status")
        .jsonPath().getInt("readings[0].fulfilled.value")).as("at the data version before").isEqualTo(1_549_000);
  }

  @Test
  @Order(4)
  void onlyReadingsThatCountedItAreAlerted() {
    given().queryParam("rule", "evidence-retracted").get("/v1/alerts").then().statusCode(200)
        .body("alerts.commitment", contains("us-cn-sorghum-2022"))
        .body("alerts[0].state", equalTo("firing"))
        .body("alerts[0].cause", containsString("for the period to 2022-08-18 was withdrawn"));
  }

  @Test
  @Order(4)
  void whatWasWithdrawnIsToldEverywhereAndCountsNowhere() {
    assertThat(rows(SERIES, RETRACTED, false).getList("rows.periodEnd")).doesNotContain("2022-08-18");
    Map<String, Object> told = rows(SERIES, RETRACTED, true).getMap("rows.find { it.periodEnd == '2022-08-18' }");
    assertThat(told).containsEntry("retracted", true).containsEntry("superseded", false)
        .containsEntry("retractedAt", RETRACTED)
        .containsEntry("retractionReason", "withdrawn by the publisher on the day");
    assertThat(rows(SERIES, BEFORE, false).getBoolean("rows.find { it.periodEnd == '2022-08-18' }.retracted")).isFalse();

    JsonPath log = releases(RETRACTED);
    assertThat(log.getString("newestRelease")).isEqualTo("2022-08-18T12:30:00Z");
    assertThat(log.getBoolean("rows.find { it.id == '%s' }.retracted".formatted(release))).isTrue();

    JsonPath source = given().queryParam("asOf", RETRACTED).get("/v1/sources/fas-export-sales").jsonPath();
    assertThat(source.getString("newestPeriodEnd")).isEqualTo("2022-08-11");
    assertThat(source.getString("timeliness")).isEqualTo("overdue");
    assertThat(source.getList("withdrawnReleases.id")).containsExactly(release);

    JsonPath figures = rows(EVIDENCE, RETRACTED, null);
    assertThat(figures.getList("rows.findAll { it.periodEnd == '2022-08-18' }.counted")).containsOnly(false);
    assertThat(figures.getList("rows.findAll { it.periodEnd == '2022-08-18' }.flags.flatten()"))
        .containsOnly("retracted");
    assertThat(rows(EVIDENCE, BEFORE, null).getList("rows.findAll { it.periodEnd == '2022-08-18' }.counted"))
        .containsOnly(true);
  }

  @Test
  @Order(5)
  void readAgainWhatWasWithdrawnIsTheSame() throws InterruptedException {
    recheckAgrees();
  }

  @Test
  @Order(6)
  void aServiceThatStartsNowLoadsTheSame() {
    Panel loaded = evidence.load(Panel.empty(), evidence.newestVersion().id());

    var retraction = loaded.retractions(new io.offtake.evidence.SourceId("fas-export-sales")).getLast();
    assertThat(retraction.release().id()).isEqualTo(Long.parseLong(release));
    assertThat(loaded.releases(retraction.release().source())).doesNotContain(retraction.release());
  }

  @Test
  @Order(7)
  void theBacklogBringsTheFiguresBackOnFifteenSeptember() {
    handIn(weeks(BACKLOG, LocalDate.of(2022, 8, 18), 110_000, 120_000, 130_000, 140_000)).statusCode(201)
        .body("figuresNew", equalTo(4));

    assertThat(status("2022-09-15T12:29:59Z").getString("verdict")).isEqualTo("unobserved");
    assertThat(status("2022-09-15T12:29:59Z").getList("evidence.overduePeriods")).hasSize(3);
    assertThat(status(BACKLOG).getInt("fulfilled.value")).isEqualTo(550_000 + 500_000);
    assertThat(status(BACKLOG).getString("verdict")).isNotEqualTo("unobserved");
    assertThat(status(BEFORE).getInt("fulfilled.value")).isEqualTo(1_549_000);
  }

  @Test
  @Order(8)
  void theSameBytesHandedInOnceMoreAreALaterReleaseOfWhatTheySay() {
    long version = version();
    handIn(withdrawn).statusCode(200)
        .body("alreadyHeld", equalTo(true))
        .body("figuresNew", equalTo(1))
        .body("document.figures", equalTo(1))
        .body("dataVersion", equalTo((int) version + 1));
    assertThat(status(BACKLOG).getInt("fulfilled.value")).as("as the public knew it").isEqualTo(1_050_000);
    assertThat(now().getInt("fulfilled.value")).isEqualTo(1_050_000 - 110_000 + 999_000);

    handIn(withdrawn).statusCode(200).body("figuresNew", equalTo(0));
    assertThat(version()).isEqualTo(version + 1);
    for (String column : new String[] {"release_id", "reason"}) {
      assertThat(evidence.newestVersion().id()).as(column).isEqualTo(version + 1);
    }
    assertThat(evidence.load(Panel.empty(), version + 1).observations(trade())).extracting(Observation::dataVersion)
        .contains(version + 1);
  }

  @Test
  @Order(9)
  void readAgainWhatCameBackIsTheSame() throws InterruptedException {
    recheckAgrees();
  }

  @Test
  @Order(10)
  void whatAnotherDocumentSaidAtTheSameInstantStands() throws InterruptedException {
    byte[] sorghum = weeks("2022-06-02T12:30:00Z", LocalDate.of(2022, 5, 26), 77_000);
    byte[] corn = new String(sorghum, StandardCharsets.UTF_8).replace("commodity: sorghum", "commodity: corn")
        .getBytes(StandardCharsets.UTF_8);
    String kept = handIn(sorghum).statusCode(201).extract().jsonPath().getString("document.releases[0].id");
    String taken = handIn(corn).statusCode(201).extract().jsonPath().getString("document.releases[0].id");
    assertThat(taken).isNotEqualTo(kept);

    retract(taken, "{\"retractedAt\": \"2022-06-02T19:00:00Z\", \"reason\": \"corn was withdrawn\"}").statusCode(201);

    assertThat(rows(SERIES, "2022-06-03T00:00:00Z", false).getList("rows.periodEnd")).containsExactly("2022-05-26");
    assertThat(rows(SERIES.replace("sorghum", "corn"), "2022-06-03T00:00:00Z", false).getList("rows")).isEmpty();
    recheckAgrees();
  }

  private static void recheckAgrees() throws InterruptedException {
    JsonPath job = JobsOverHttp.carriedOut("{\"kind\": \"recheck\", \"source\": \"fas-export-sales\"}");
    given().get(job.getString("result")).then().statusCode(200)
        .body("state", equalTo("succeeded")).body("rows", hasSize(0)).body("differences", equalTo(0));
  }

  private static io.offtake.evidence.Trade trade() {
    return new io.offtake.evidence.Trade(new io.offtake.evidence.SourceId("fas-export-sales"),
        new io.offtake.reference.CommodityId("sorghum"), new io.offtake.reference.PartyId("US"),
        new io.offtake.reference.PartyId("CN"));
  }

  private static JsonPath status(String asOf) {
    return given().queryParam("asOf", asOf).get(COMMITMENT + "/status").then().statusCode(200).extract().jsonPath()
        .setRootPath("readings[0]");
  }

  private static JsonPath now() {
    return given().get(COMMITMENT + "/status").then().statusCode(200).extract().jsonPath().setRootPath("readings[0]");
  }

  private static JsonPath releases(String asOf) {
    return given().queryParam("asOf", asOf).get("/v1/sources/fas-export-sales/releases").then().statusCode(200)
        .extract().jsonPath();
  }

  private static JsonPath rows(String path, String asOf, Boolean includeHistory) {
    var request = given().queryParam("asOf", asOf);
    return (includeHistory == null ? request : request.queryParam("includeHistory", includeHistory)).get(path).then()
        .statusCode(200).extract().jsonPath();
  }

  private static ValidatableResponse retract(String id, String body) {
    return given().contentType("application/json").body(body).post("/v1/releases/" + id + "/retraction").then();
  }

  private static ValidatableResponse handIn(byte[] table) {
    return given().contentType("text/csv").body(table).post(DOCUMENTS).then();
  }

  private static long version() {
    return given().get("/v1/status").then().statusCode(200).extract().jsonPath().getLong("dataVersion");
  }

  /// Made-up weekly net sales.
  private static byte[] weeks(String releasedAt, LocalDate firstEnd, int... netSales) {
    String rows = IntStream.range(0, netSales.length)
        .mapToObj(week -> "%s,%s,CN,%d".formatted(
            firstEnd.plusWeeks(week).minusDays(6), firstEnd.plusWeeks(week), netSales[week]))
        .collect(Collectors.joining("\n"));
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # note: the figures are made up: %s
        # report: -
        # complete: no
        # coverage: listed
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        # commodity: sorghum
        # marketYear: 2022
        # releasedAt: %s
        # basis: %s
        periodStart,periodEnd,destination,netSales
        %s
        """.formatted(Arrays.toString(netSales), releasedAt, releasedAt.equals("-") ? "-" : "reported", rows)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String commitment() {
    return """
        {"id": "us-cn-sorghum-2022", "title": "Sorghum, made up", "buyer": "CN", "seller": "US",
         "commodities": ["sorghum"], "strength": "statement",
         "terms": {"announcedOn": "2022-06-01", "announcedBy": "a test", "summary": "2 Mt of sorghum",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "windowStart": "2022-06-03", "deadline": "2022-12-29",
             "target": {"operator": "atLeast", "value": 3000000, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "sold", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2022-06-03", "deadline": "2022-12-29",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2022-06-01"}]}
        """;
  }
}
