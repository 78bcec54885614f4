package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How two sources of one trade stand to each other, and what the one that is silent would say.
@QuarkusTest
@Tag("http")
class MarginsResourceTest {

  private static final String EXPORTED = "/v1/commitments/us-cn-soybeans-2025/readings/shipped-by-2026-02-28/nowcast";

  @Test
  void exportsToChinaForEachTonneInspectedAreToldByMarketingYear() {
    JsonPath margins = given().queryParam("commodity", "soybeans").queryParam("destination", "CN")
        .get("/v1/margins").then().statusCode(200)
        .body("rows.source", everyItem(equalTo("fas-export-sales")), "rows.otherSource", everyItem(equalTo("fgis-weekly")),
            "rows.marketYear", hasItem(2021))
        .extract().jsonPath();

    List<Float> whole = margins.getList("rows.findAll { it.weeks >= 52 }.margin", Float.class);
    assertThat(whole).hasSizeGreaterThan(3).allSatisfy(margin -> assertThat(margin).isBetween(.9f, 1.15f));
    assertThat(margins.getFloat("rows[-1].usualLow")).isLessThan(margins.getFloat("rows[-1].usualHigh"));
    String csv = given().queryParam("commodity", "soybeans").queryParam("destination", "CN").get("/v1/margins.csv")
        .then().statusCode(200).extract().asString();
    assertThat(csv.lines().count()).isEqualTo(1 + margins.getList("rows").size());
  }

  @Test
  void aNameThatIsNotKnownIsRefusedAndWhatNobodyTellsTwiceIsEmpty() {
    given().queryParam("commodity", "soybean").queryParam("destination", "Japan").get("/v1/margins").then().statusCode(400)
        .body("errors.size()", equalTo(2));
    given().queryParam("commodity", "cotton").get("/v1/margins").then().statusCode(200).body("rows.size()", equalTo(0));
  }

  @Test
  void whileExportSalesAreSilentInspectionsSayWhatTheyWould() {
    JsonPath nowcast = given().queryParam("asOf", "2025-12-15T20:00:00Z").get(EXPORTED).then().statusCode(200)
        .body("status", equalTo("estimated"), "silentSource", equalTo("fas-export-sales"),
            "restsOn.source", equalTo("fgis-weekly"), "restsOn.measure", equalTo("inspected"))
        .extract().jsonPath();
    String to = nowcast.getString("to");

    // What came out later for the same weeks.
    JsonPath progress = given().queryParam("asOf", "2026-08-20T13:00:00Z")
        .get("/v1/commitments/us-cn-soybeans-2025/readings/shipped-by-2026-02-28/progress").then().statusCode(200).extract().jsonPath();
    double came = progress.getList("rows.findAll { it.periodEnd >= '%s' && it.periodEnd <= '%s' && it.counted }.observed.value"
        .formatted(nowcast.getString("from"), to), Double.class).stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf("nowcast of %d weeks to %s: P10 %s, P50 %s, P90 %s; came %.0f%n", nowcast.getInt("weeks"), to,
        nowcast.getString("estimate.p10.value"), nowcast.getString("estimate.p50.value"),
        nowcast.getString("estimate.p90.value"), came);
    assertThat(came).isBetween(nowcast.getDouble("estimate.p05.value"), nowcast.getDouble("estimate.p95.value"));
    // It never moves the verdict.
    given().queryParam("asOf", "2025-12-15T20:00:00Z").get("/v1/commitments/us-cn-soybeans-2025/status").then()
        .body("readings.find { it.reading == 'shipped-by-2026-02-28' }.verdict", equalTo("unobserved"));
  }

  @Test
  void whatIsNotEstimatedSaysWhy() {
    given().queryParam("asOf", "2026-02-10T12:00:00Z").get("/v1/commitments/us-cn-soybeans-2025/readings/sold-by-2026-02-28/nowcast")
        .then().statusCode(200).body("status", equalTo("notEstimable"), "reason", containsString("no other source tells"));
    given().get("/v1/commitments/us-cn-soybeans-2025/readings/nothing/nowcast").then().statusCode(404);
  }
}
