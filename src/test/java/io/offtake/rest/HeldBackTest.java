package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.offtake.answer.FreshStart;
import io.offtake.evidence.EvidenceLog;
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

/// Figures that are hard to believe are kept and count for nothing until they are confirmed. They are made up: wheat to
/// Mexico and the world in 2019, for a commitment that nobody made.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class HeldBackTest {

  private static final String COMMITMENT = "/v1/commitments/us-mx-wheat-2019";
  private static final String SERIES = "/v1/series/fas-export-sales.exported.wheat.US.MX.weekly.t/observations";
  private static final LocalDate FIRST = LocalDate.of(2019, 6, 6);
  private static final String ZERO = "2019-08-29";
  private static final String ZERO_OUT = "2019-09-06T12:30:00Z";
  private static final String DOUBTED = "heldBack";

  private static String id;
  private static long version;

  @Inject EvidenceLog evidence;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  @Order(1)
  void anAllZeroWeekIsKeptAndInvisible() {
    given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);
    handIn(weeks(0, 12, 300_000)).statusCode(201).body("heldBack", hasSize(0));

    JsonPath receipt = handIn(weeks(12, 1, 0)).statusCode(201)
        .body("heldBack", hasSize(1))
        .body("heldBack[0].reason", equalTo("allZero"))
        .body("heldBack[0].detail", containsString("300,000"))
        .body("heldBack[0].periodEnd", equalTo(ZERO))
        .extract().jsonPath();
    id = receipt.getString("heldBack[0].id");
    version = receipt.getLong("dataVersion");

    assertThat(given().queryParam("asOf", ZERO_OUT).get(SERIES).jsonPath().getList("rows.periodEnd"))
        .doesNotContain(ZERO);
    JsonPath source = given().queryParam("asOf", ZERO_OUT).get("/v1/sources/fas-export-sales").jsonPath();
    assertThat(source.getString("newestPeriodEnd")).isEqualTo("2019-08-22");
    assertThat(source.getList("overduePeriods.periodEnd")).containsExactly(ZERO);
    JsonPath log = given().queryParam("asOf", ZERO_OUT).get("/v1/sources/fas-export-sales/releases").jsonPath();
    assertThat(log.getList("rows[0].heldBack")).containsExactly("wheat");
  }

  @Test
  @Order(2)
  void theReadingIsUnobservedAndSaysWhy() {
    JsonPath status = status(ZERO_OUT);
    assertThat(status.getString("verdict")).isEqualTo("unobserved");
    assertThat(status.getList("why.reasons.code")).startsWith(DOUBTED, "releaseOverdue");
    assertThat(status.getList("evidence.flags")).contains(DOUBTED);
    assertThat(status.getInt("fulfilled.value")).isEqualTo(12 * 100_000);

    JsonPath rows = given().queryParam("asOf", ZERO_OUT).get(COMMITMENT + "/readings/exported/evidence").jsonPath();
    assertThat(rows.getList("rows.findAll { it.periodEnd == '%s' }.flags.flatten()".formatted(ZERO)))
        .containsExactly(DOUBTED);
    assertThat(rows.getList("rows.findAll { it.periodEnd == '%s' }.counted".formatted(ZERO))).containsExactly(false);
  }

  @Test
  @Order(3)
  void readAgainItIsTheSameAndStillHeldBack() throws InterruptedException {
    recheckAgrees();
    assertThat(given().get("/v1/held-back").jsonPath().getList("rows.id")).contains(id);
  }

  @Test
  @Order(4)
  void aWeekInsideTheWindowIsMissingBecauseItIsHeldBack() {
    handIn(weeks(13, 1, 300_000)).statusCode(201).body("heldBack", hasSize(0)).body("confirmed", hasSize(0));

    JsonPath status = status("2019-09-12T12:30:00Z");
    assertThat(status.getList("evidence.missingPeriods")).containsExactly(ZERO);
    assertThat(status.getString("verdict")).isEqualTo("unobserved");
    assertThat(status.getList("why.reasons.code")).startsWith(DOUBTED, "periodsMissing");
  }

  @Test
  @Order(5)
  void theListTellsWhatIsHeldBack() {
    JsonPath list = given().queryParam("state", DOUBTED).get("/v1/held-back").then().statusCode(200).extract().jsonPath();
    var row = list.getMap("rows.find { it.id == '%s' }".formatted(id));
    assertThat(row).containsEntry("commodity", "wheat").containsEntry("state", DOUBTED).doesNotContainKey("decidedAt");
    assertThat(list.getList("rows.find { it.id == '%s' }.figures.series".formatted(id))).hasSize(4)
        .contains("fas-export-sales.exported.wheat.US.MX.weekly.t");
    given().queryParam("state", "pending").get("/v1/held-back").then().statusCode(400);
  }

  @Test
  @Order(6)
  void aServiceThatStartsNowHoldsTheSameBack() {
    Panel loaded = evidence.load(Panel.empty(), evidence.newestVersion().id());

    assertThat(loaded.heldBack()).anyMatch(each -> Long.toString(each.id()).equals(id)
        && loaded.figuresOf(each).count() == 4 && loaded.relief(each).isEmpty());
  }

  @Test
  @Order(7)
  void aSecondDocumentThatStatesTheSameReleasesThem() {
    handIn(weeks(12, 1, 0)).statusCode(200).body("alreadyHeld", equalTo(true)).body("confirmed", hasSize(0));
    handIn(weeks(12, 2, 0, 300_000)).statusCode(201)
        .body("heldBack", hasSize(0))
        .body("confirmed", hasSize(1))
        .body("confirmed[0].id", equalTo(id))
        .body("confirmed[0].decidedBy", equalTo("document"))
        .body("figuresNew", equalTo(0));

    assertThat(status(ZERO_OUT).getString("verdict")).isNotEqualTo("unobserved");
    assertThat(status("2019-09-12T12:30:00Z").getList("evidence.missingPeriods")).isEmpty();
    assertThat(given().queryParam("asOf", ZERO_OUT).queryParam("dataVersion", version).get(COMMITMENT + "/status")
        .jsonPath().getString("readings[0].verdict")).as("at the data version before").isEqualTo("unobserved");
  }

  @Test
  @Order(8)
  void anAdministratorReleasesThemWithANote() {
    JsonPath receipt = handIn(weeks(14, 1, 0)).statusCode(201).body("heldBack", hasSize(1)).extract().jsonPath();
    String path = "/v1/held-back/%s/release".formatted(receipt.getString("heldBack[0].id"));
    given().contentType("application/json").body("{}").post(path).then().statusCode(400);
    given().contentType("application/json").body("{\"note\": \" \"}").post(path).then().statusCode(400);
    given().contentType("application/json").body("{\"note\": \"x\"}").post("/v1/held-back/999999/release").then()
        .statusCode(404);

    given().header("Idempotency-Key", "released").contentType("application/json")
        .body("{\"note\": \"the publisher confirms it\"}").post(path).then().statusCode(200);
    given().header("Idempotency-Key", "released").contentType("application/json")
        .body("{\"note\": \"the publisher confirms it\"}").post(path).then()
        .statusCode(200)
        .body("state", equalTo("released"))
        .body("decidedBy", equalTo("administrator"))
        .body("note", equalTo("the publisher confirms it"))
        .body("countsSince", equalTo((int) receipt.getLong("dataVersion") + 1));
    given().contentType("application/json").body("{\"note\": \"once more\"}").post(path).then().statusCode(409)
        .body("type", equalTo("/problems/already-released"));
    assertThat(status("2019-09-19T12:30:00Z").getString("evidence.newestPeriodEnd")).isEqualTo("2019-09-12");
    assertThat(given().queryParam("state", "released").get("/v1/held-back").jsonPath().getList("rows")).hasSize(2);
    JsonPath changes = given().queryParam("pageSize", 5000).get("/v1/changes").jsonPath();
    assertThat(changes.getList("rows.findAll { it.change == 'heldBack' }.commodity")).hasSize(2);
    assertThat(changes.getList("rows.findAll { it.change == 'released' && it.reason == 'the publisher confirms it' }"))
        .hasSize(1);
  }

  @Test
  @Order(9)
  void readAgainWhatASecondDocumentConfirmedIsTheSame() throws InterruptedException {
    recheckAgrees();
  }

  private static void recheckAgrees() throws InterruptedException {
    JsonPath job = JobsOverHttp.carriedOut("{\"kind\": \"recheck\", \"source\": \"fas-export-sales\"}");
    given().get(job.getString("result")).then().statusCode(200)
        .body("state", equalTo("succeeded")).body("rows", hasSize(0)).body("differences", equalTo(0));
  }

  private static JsonPath status(String asOf) {
    return given().queryParam("asOf", asOf).get(COMMITMENT + "/status").then().statusCode(200).extract().jsonPath()
        .setRootPath("readings[0]");
  }

  private static ValidatableResponse handIn(byte[] table) {
    return given().contentType("text/csv").body(table).post("/v1/sources/fas-export-sales/documents").then();
  }

  /// Made-up weeks: a third of the shipments goes to Mexico.
  private static byte[] weeks(int from, int count, int... shipped) {
    String rows = IntStream.range(0, count)
        .mapToObj(week -> {
          LocalDate end = FIRST.plusWeeks(from + week);
          int all = shipped[Math.min(week, shipped.length - 1)];
          return "%1$s,%2$s,world,%3$d,%3$d\n%1$s,%2$s,MX,%4$d,%4$d".formatted(end.minusDays(6), end, all, all / 3);
        })
        .collect(Collectors.joining("\n"));
    return """
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
        # commodity: wheat
        # marketYear: 2020
        periodStart,periodEnd,destination,exported,netSales
        %s
        """.formatted(rows).getBytes(StandardCharsets.UTF_8);
  }

  private static String commitment() {
    return """
        {"id": "us-mx-wheat-2019", "title": "Wheat, made up", "buyer": "MX", "seller": "US", "commodities": ["wheat"],
         "strength": "statement",
         "terms": {"announcedOn": "2019-06-01", "announcedBy": "a test", "summary": "4 Mt of wheat",
           "source": {"publisher": "a test"}, "headline": "exported",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 4000000, "unit": "t"}}]},
         "readings": [{"id": "exported", "label": "shipped", "tranche": "all", "measure": "exported",
           "unknownDestinations": "none", "windowStart": "2019-06-01", "deadline": "2020-05-28",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2019-06-01"}]}
        """;
  }
}
