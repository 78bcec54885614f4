package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The catalogue, the figures, the sources and the calendar over HTTP, on the starter. That every answer is as the
/// contract says is checked beside each test.
@QuarkusTest
@Tag("http")
class ResourcesTest {

  private static final String SOYBEANS = "/v1/commitments/us-cn-soybeans-2025";
  private static final String NET_SALES = "fas-export-sales.netSales.soybeans.US.CN.weekly.t";
  private static final String AS_OF = "2026-02-10T12:00:00Z";

  @Test
  void theCatalogueIsToldAsItWasKnown() {
    get("/v1/commitments?commodity=soybeans&buyer=CN&asOf=" + AS_OF)
        .body("commitments.id", hasItem("us-cn-soybeans-2025"))
        .body("commitments.buyer", everyItem(equalTo("CN")));
    get("/v1/commitments?asOf=2025-01-01T00:00:00Z").body("commitments.id", not(hasItem("us-cn-soybeans-2025")));
    get(SOYBEANS + "?asOf=" + AS_OF)
        .body("terms.version", equalTo(4))
        .body("headline", equalTo("sold-by-2026-02-28"))
        .body("terms.tranches[0].target.value", equalTo(12_000_000));
    get(SOYBEANS + "/terms?asOf=2025-12-04T00:00:00Z").body("terms.version", equalTo(List.of(1, 2, 3)));
    given().get(SOYBEANS + "?asOf=2025-10-01T00:00:00Z").then().statusCode(404)
        .body("errors[0].parameter", equalTo("asOf"));
    given().get("/v1/commitments/nothing-of-the-kind").then().statusCode(404);
  }

  @Test
  void pagesOfOneListFitTogether() {
    var all = get("/v1/commitments").extract().jsonPath().getList("commitments.id", String.class);
    var paged = new ArrayList<String>();
    String token = null;
    do {
      var request = given().queryParam("pageSize", 3);
      if (token != null) {
        request.queryParam("pageToken", token);
      }
      var page = request.get("/v1/commitments").then().statusCode(200).extract();
      paged.addAll(page.jsonPath().getList("commitments.id", String.class));
      token = page.jsonPath().getString("nextPageToken");
      assertThat(page.header("Link")).isEqualTo(token == null
          ? null
          : "</v1/commitments?pageSize=3&pageToken=%s>; rel=\"next\"".formatted(token));
    } while (token != null);
    assertThat(paged).containsExactlyElementsOf(all);
    given().get("/v1/commitments?pageToken=bm90IGEgdG9rZW4").then().statusCode(400)
        .body("errors[0].parameter", equalTo("pageToken"));
  }

  @Test
  void theStartersZeroWeekOfAugust2022IsHeldBackAndNothingElse() {
    var rows = get("/v1/held-back").extract().jsonPath();
    assertThat(rows.getList("rows.periodEnd")).containsExactly("2022-08-18");
    assertThat(rows.getList("rows.reason")).containsExactly("allZero");
  }

  @Test
  void aCommitmentIsAddedOnceAndAmendedOnItsRevision() {
    String body = commitment("us-my-soybeans-test");
    String path = "/v1/commitments/us-my-soybeans-test";
    var made = given().contentType("application/json").header("Idempotency-Key", "key-1").body(body)
        .post("/v1/commitments").then().statusCode(201).header("Location", path)
        .body("terms.tranches[0].id", equalTo("all")).extract();
    given().contentType("application/json").header("Idempotency-Key", "key-1").body(body)
        .post("/v1/commitments").then().statusCode(201).header("Location", path)
        .body("dataVersion", equalTo(made.jsonPath().getInt("dataVersion")));
    given().contentType("application/json").header("Idempotency-Key", "key-1").body(commitment("us-my-other"))
        .post("/v1/commitments").then().statusCode(422).body("errors[0].parameter", equalTo("Idempotency-Key"));
    given().contentType("application/json").body(body).post("/v1/commitments").then().statusCode(409);

    String terms = """
        {"announcedOn": "2025-12-01", "announcedBy": "a test", "summary": "more", "source": {"publisher": "a test"},
         "headline": "sold", "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 2, "unit": "t"}}]}
        """;
    given().contentType("application/json").body(terms).post(path + "/terms").then().statusCode(428);
    String tag = get(path).extract().header("ETag");
    given().contentType("application/json").header("If-Match", tag).body(terms)
        .post(path + "/terms").then().statusCode(201).body("version", equalTo(2))
        .header("Location", path + "/terms");
    given().contentType("application/json").header("If-Match", tag).body(terms)
        .post(path + "/terms").then().statusCode(412);

    String reading = """
        {"id": "shipped", "label": "shipped", "tranche": "%s", "measure": "exported", "unknownDestinations": "none",
         "windowStart": "2025-11-01", "deadline": "2026-02-28", "evidence": ["fas-export-sales"],
         "statedBy": "a test", "statedOn": "2025-12-01", "source": {"publisher": "a paper"}}
        """;
    tag = get(path).extract().header("ETag");
    given().contentType("application/json").header("If-Match", tag).body(reading.formatted("none-such"))
        .post(path + "/readings").then().statusCode(422).body("errors.pointer", hasItem("/tranche"));
    given().contentType("application/json").header("If-Match", tag).body(reading.formatted("all"))
        .post(path + "/readings").then().statusCode(201).body("source.publisher", equalTo("a paper"));
    get(path).body("readings.id", equalTo(List.of("sold", "shipped")));
    given().contentType("application/json").header("If-Match", "*").body(terms)
        .post("/v1/commitments/none-such/terms").then().statusCode(404);
  }

  @Test
  void aCeilingIsRefusedWithItsReason() {
    given().contentType("application/json")
        .body(commitment("us-my-ceiling").replace("atLeast", "upTo").replace("\"MY\"", "\"US\""))
        .post("/v1/commitments").then().statusCode(422)
        .body("errors.pointer", hasItems("/terms", "/seller"))
        .body("errors.detail", hasItem(containsString("ceiling")));
  }

  @Test
  void theFiguresOfASeriesAreToldInTheirVintages() {
    get("/v1/series?source=fas-export-sales&measure=netSales&commodity=soybeans&destination=CN&asOf=" + AS_OF)
        .body("series.id", equalTo(List.of(NET_SALES)))
        .body("series[0].newestPeriodEnd", equalTo("2026-01-29"))
        .body("series[0].kind", equalTo("flow"));
    String path = "/v1/series/" + NET_SALES + "/observations";
    get(path + "?asOf=" + AS_OF + "&from=2026-01-01&to=2026-01-29&marketYear=2026")
        .body("rows.periodEnd",
            equalTo(List.of("2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29")))
        .body("rows.superseded", everyItem(equalTo(false)));
    get(path + "?includeHistory=true&updatedAfter=2200-01-01T00:00:00Z").body("rows", hasSize(0));
    String csv = get(path + ".csv?asOf=" + AS_OF + "&from=2026-01-29&bom=true&delimiter=;").extract().asString();
    assertThat(csv).startsWith("\uFEFFperiodStart;periodEnd;marketYear;kind;value;valueUnit;");
    assertThat(csv.lines().toList()).hasSize(2);
    given().get("/v1/series/fas-export-sales.netSales.soybeans.US.XX.weekly.t/observations").then().statusCode(404);
    given().get(path + "?asOf=1990-01-01T00:00:00Z").then().statusCode(404)
        .body("errors[0].parameter", equalTo("asOf"));
  }

  @Test
  void sourcesAreOnTimeByTheirOwnCalendar() {
    get("/v1/sources?asOf=2025-10-20T12:00:00Z")
        .body("sources.id", hasItems("cn-customs", "fgis-weekly"))
        .body(source("fas-export-sales", "timeliness"), equalTo("overdue"))
        .body(source("fas-export-sales", "overduePeriods.periodEnd"),
            equalTo(List.of("2025-09-25", "2025-10-02", "2025-10-09")))
        .body(source("fas-export-sales", "documentTypes"), hasItems("fas-esr-api", "offtake-evidence-table"))
        .body(source("un-comtrade", "timeliness"), equalTo("nothingReceived"));
    get("/v1/sources?asOf=" + AS_OF)
        .body(source("fas-export-sales", "timeliness"), equalTo("current"))
        .body(source("fas-export-sales", "nextReleaseDue"), equalTo("2026-02-12T13:30:00Z"));
    get("/v1/sources/fas-export-sales/releases?pageSize=2&asOf=" + AS_OF)
        .header("Link", containsString("rel=\"next\""))
        .body("rows.periodEnd", hasSize(2))
        .body("rows[0].periodEnd", equalTo("2026-01-29"))
        .body("rows[0].figures", greaterThan(0));
    given().get("/v1/sources/none-such/releases").then().statusCode(404);
  }

  @Test
  void aDocumentIsTakenOnceAndGivenBackAsReceived() {
    byte[] table = table();
    var receipt = given().contentType("text/csv").body(table).queryParam("name", "resources test.csv")
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201)
        .header("Location", startsWith("/v1/documents/"))
        .body("figuresNew", equalTo(1))
        .body("document.releases[0].periodEnd", equalTo("2025-09-18"))
        .extract();
    String path = receipt.header("Location");
    given().contentType("text/csv").body(table).post("/v1/sources/fas-export-sales/documents").then().statusCode(200)
        .body("alreadyHeld", equalTo(true));
    get(path).body("contentType", startsWith("text/csv")).body("figures", equalTo(1));
    var raw = get(path + "/raw")
        .header("Content-Disposition", startsWith("attachment; filename=\"resources test.csv\""))
        .header("X-Content-Type-Options", "nosniff").extract();
    assertThat(raw.asByteArray()).isEqualTo(table);
    given().header("If-None-Match", raw.header("ETag")).get(path + "/raw").then().statusCode(304);
    given().get("/v1/documents/41").then().statusCode(404);
  }

  @Test
  void whatCannotBeReadChangesNothing() {
    List<Object> before = whatIsHeld();
    hand("text/plain", "not a report").statusCode(422).body("errors[0].detail", not(nullValue()));
    hand("text/csv", new String(table(), StandardCharsets.UTF_8) + "broken\n").statusCode(422)
        .body("errors[0].detail", startsWith("line "));
    given().contentType("text/csv").body(table()).queryParam("documentType", "none-such")
        .post("/v1/sources/fgis-weekly/documents").then().statusCode(400)
        .body("errors[0].parameter", equalTo("documentType"));
    given().contentType("image/png").body(table()).post("/v1/sources/fgis-weekly/documents").then().statusCode(415);
    given().contentType("text/csv").body(table()).post("/v1/sources/none-such/documents").then().statusCode(404);
    given().contentType("text/csv").body(new byte[0]).post("/v1/sources/fgis-weekly/documents").then()
        .statusCode(422);
    assertThat(whatIsHeld()).isEqualTo(before);
  }

  /// Releases of the source and what is held back: the version moves by itself when a day ends.
  private static List<Object> whatIsHeld() {
    return List.of(
        get("/v1/sources/fgis-weekly/releases").extract().jsonPath().getList("rows"),
        get("/v1/held-back").extract().jsonPath().getList("rows.id"));
  }

  @Test
  void theCalendarTellsReleasesAndDeadlines() {
    get("/v1/calendar?from=2026-02-01&to=2026-02-28&asOf=" + AS_OF)
        .body("entries.find { it.periodEnd == '2026-01-29' && it.source == 'fas-export-sales' }.releaseStatus",
            equalTo("published"))
        .body("entries.find { it.periodEnd == '2026-02-05' && it.source == 'fas-export-sales' }.at",
            equalTo("2026-02-12T13:30:00Z"))
        .body("entries.findAll { it.kind == 'deadline' }.reading", hasItem("sold-by-2026-02-28"));
    get("/v1/calendar?source=fas-export-sales&from=2026-02-01&to=2026-02-28&asOf=" + AS_OF)
        .body("entries.kind", everyItem(equalTo("release")));
    var ics = get("/v1/calendar.ics?asOf=" + AS_OF).contentType(startsWith("text/calendar")).extract();
    assertThat(ics.asString()).startsWith("BEGIN:VCALENDAR\r\n").contains("UID:release.fas-export-sales.2026-02-05");
    given().get("/v1/calendar?from=2026-02-01&to=2026-01-01").then().statusCode(400)
        .body("errors[0].parameter", equalTo("to"));
    given().get("/v1/calendar?source=none-such").then().statusCode(400);
  }

  @Test
  void theReferenceTablesAreListed() {
    get("/v1/commodities").body("commodities.find { it.id == 'soybeans' }.marketingYearStart", equalTo(9));
    get("/v1/parties").body("parties.find { it.id == 'CN' }.name", equalTo("China"))
        .body("parties.find { it.id == 'world' }.kind", equalTo("world"));
  }

  private static ValidatableResponse get(String path) {
    return given().get(path).then().statusCode(200);
  }

  private static ValidatableResponse hand(String type, String body) {
    return given().contentType(type).body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then();
  }

  private static String source(String id, String field) {
    return "sources.find { it.id == '%s' }.%s".formatted(id, field);
  }

  private static String commitment(String id) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "MY", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-11-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 1, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "made for a test", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2025-11-01", "deadline": "2026-02-28",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-11-01"}]}
        """.formatted(id);
  }

  private static byte[] table() {
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test of the resources
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
        2025-09-25T12:30:00Z,reported,-,2025-09-12,2025-09-18,soybeans,US,BO,weekly,2026,print,t,listed,no,7
        """.getBytes(StandardCharsets.UTF_8);
  }
}
