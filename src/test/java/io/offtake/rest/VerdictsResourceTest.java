package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Verdicts as they were issued: all of them, in order, never another afterwards.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class VerdictsResourceTest {

  private static final String COMMITMENT = """
      {"id": "us-pe-soybeans-2026", "title": "made for a test", "buyer": "PE", "seller": "US",
       "commodities": ["soybeans"], "strength": "statement",
       "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"}, "headline": "shipped",
         "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2027-12-31",
           "target": {"operator": "atLeast", "value": 10000, "unit": "t"}}]},
       "readings": [
         {"id": "shipped", "label": "shipped", "measure": "exported", "evidence": ["fas-export-sales"]},
         {"id": "sold", "label": "sold", "measure": "sold", "evidence": ["fas-export-sales"]}]}""";
  private static final String SALES = """
      # offtake evidence table 1
      # source: fas-export-sales
      # publisher: a test
      # address: https://example.org/
      # read: 2026-11-24
      # terms: made for a test
      releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
      %sT13:30:00Z,reported,-,%s,%s,soybeans,US,PE,weekly,2026,print,t,listed,no,%d
      """;

  /// One commitment with two readings, of one of which two weeks come out one after the other.
  @BeforeEach
  void declared() {
    FreshStart.ofTheStore();
    given().contentType("application/json").body(COMMITMENT).post("/v1/commitments").then().statusCode(201);
    handIn(SALES.formatted("2025-11-13", "2025-10-31", "2025-11-06", 1_000));
    handIn(SALES.formatted("2025-11-20", "2025-11-07", "2025-11-13", 1_500));
  }

  @Test
  void tellsOneRowAReadingAndDataVersionInTheOrderIssued() {
    JsonPath shipped = verdicts("?reading=shipped");

    assertThat(shipped.getList("rows.dataVersion", Long.class)).isSorted().doesNotHaveDuplicates().hasSize(3);
    assertThat(shipped.getMap("rows[0]")).as("nothing known is not 0").doesNotContainKeys("fulfilled", "fulfilledShare");
    assertThat(shipped.getList("rows[1..2].fulfilled.value")).containsExactly(1_000, 2_500);
    assertThat(shipped.getList("rows[1..2].fulfilledShare", Float.class)).containsExactly(0.1f, 0.25f);
    assertThat(shipped.getList("rows.measure")).containsOnly("exported");
    assertThat(shipped.getList("rows.target.value")).containsOnly(10_000);
    assertThat(shipped.getList("rows[1..2].newestPeriodEnd")).containsExactly("2025-11-06", "2025-11-13");
    assertThat(shipped.getList("rows.verdict").getFirst()).isEqualTo("unobserved");
    JsonPath now = given().get("/v1/commitments/us-pe-soybeans-2026/status").jsonPath();
    Map<String, Object> status = now.getMap("readings.find { it.reading == 'shipped' }");
    assertThat(shipped.getMap("rows[2]")).containsEntry("verdict", status.get("verdict"))
        .containsEntry("fulfilled", status.get("fulfilled"));
  }

  @Test
  void keepsWhatWasSaidWhateverComesLater() {
    String before = verdicts("").prettify();
    handIn(SALES.formatted("2025-11-27", "2025-11-14", "2025-11-20", 9_000).replace("PE", "CL"));
    List<Object> rows = verdicts("").getList("rows");
    assertThat(rows).startsWith(new JsonPath(before).getList("rows").toArray());
  }

  @Test
  void pagesAreStableAndTheCursorGoesOnFromTheLast() {
    List<Object> all = verdicts("").getList("rows");
    var paged = new ArrayList<>();
    JsonPath page = verdicts("?pageSize=2");
    paged.addAll(page.getList("rows"));
    while (page.getString("nextPageToken") != null) {
      page = verdicts("?pageSize=2&pageToken=" + page.getString("nextPageToken"));
      paged.addAll(page.getList("rows"));
    }
    assertThat(paged).isEqualTo(all);
    assertThat(page.getBoolean("complete")).isTrue();
    JsonPath later = verdicts("?cursor=" + page.getString("nextCursor"));
    assertThat(later.getList("rows")).isEmpty();
    assertThat(later.getString("nextCursor")).isEqualTo(page.getString("nextCursor"));
  }

  @Test
  void tellsOnlyWhatIsAskedFor() {
    assertThat(verdicts("?verdict=unobserved").getList("rows.verdict")).isNotEmpty().containsOnly("unobserved");
    assertThat(verdicts("?commitment=us-pe-soybeans-2026&reading=sold").getList("rows.reading")).containsOnly("sold");
    String last = verdicts("").getList("rows.asOf", String.class).getLast();
    assertThat(verdicts("?since=" + last).getList("rows.asOf")).isNotEmpty().containsOnly(last);
    assertThat(verdicts("?since=9999-01-01").getList("rows")).isEmpty();
    given().get("/v1/verdicts?commitment=us-pe-soybean-2026").then().statusCode(400)
        .body("errors.parameter", hasItem("commitment"))
        .body("errors[0].remedy", containsString("us-pe-soybeans-2026"));
    for (String forged : List.of("cursor=MQ", "pageToken=OTk5OTk5OSAx", "cursor=OTk5OTk5OSAx")) {
      given().get("/v1/verdicts?" + forged).then().statusCode(400);
    }
  }

  @Test
  void theTableHasTheRowsOfThePage() {
    Response answer = given().get("/v1/verdicts.csv?pageSize=3");
    List<NamedCsvRecord> table = CsvReader.builder().ofNamedCsvRecord(answer.asString()).stream().toList();
    JsonPath json = verdicts("?pageSize=3");
    assertThat(table).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(table.get(i).getField("reading")).isEqualTo(json.getString("rows[%d].reading".formatted(i)));
      assertThat(table.get(i).getField("dataVersion")).isEqualTo(json.getString("rows[%d].dataVersion".formatted(i)));
      assertThat(table.get(i).getField("verdict")).isEqualTo(json.getString("rows[%d].verdict".formatted(i)));
    }
    assertThat(answer.header("Link")).contains("rel=\"next\"").contains("/v1/verdicts.csv?");
  }

  @Test
  void whoHoldsThePageIsToldSo() {
    for (String address : List.of("/v1/verdicts?reading=sold", "/v1/verdicts.csv?reading=sold")) {
      String tag = given().get(address).then().statusCode(200).extract().header("ETag");
      given().header("If-None-Match", tag).get(address).then().statusCode(304);
    }
  }

  private static JsonPath verdicts(String query) {
    return given().get("/v1/verdicts" + query).then().statusCode(200).extract().jsonPath();
  }

  private static void handIn(String table) {
    given().contentType("text/csv").body(table.getBytes(UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }
}
