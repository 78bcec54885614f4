package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Alert rules tried on the starter's inspections, from the order to the counts.
@QuarkusTest
@Tag("http")
class RuleBacktestJobTest {

  private static final String LIKELY = "/v1/alert-rules/shortfall-likely";

  @Test
  void aRuleIsTriedOnPledgesOfThePastAndComparedWithItsVariants() throws InterruptedException {
    String path = given().contentType("application/json").body("""
        {"commodities": ["soybeans"], "destinations": ["CN", "MX", "DE"], "from": "2022-08-01", "to": "2022-12-31",
         "weeks": [13], "shares": [0.8, 1.2]}""").post(LIKELY + "/backtest").then().statusCode(201)
        .extract().header("Location");
    JsonPath job = JobsOverHttp.over(path);
    assertThat(job.getString("state")).isEqualTo("succeeded");
    assertThat(job.getInt("done")).isEqualTo(2);
    assertThat(job.getString("request.kind")).isEqualTo("ruleBacktest");
    assertThat(job.getString("request.rule")).isEqualTo("shortfall-likely");

    String result = job.getString("result");
    assertThat(result).isEqualTo(LIKELY + "/backtests/" + job.getLong("id"));
    JsonPath found = given().get(result).then().statusCode(200).extract().jsonPath();
    int pledges = found.getInt("pledges");
    assertThat(pledges).isEqualTo(job.getInt("counted")).isPositive();
    List<Map<String, Object>> rows = found.getList("rows");
    Map<String, Object> all = rows.getFirst();
    assertThat(all).containsEntry("own", true).containsEntry("pledges", pledges).doesNotContainKey("commodity");
    assertThat(rows).filteredOn(row -> !row.containsKey("commodity")).extracting(row -> row.get("own"))
        .as("one variant is the rule itself").containsOnlyOnce(true);
    assertThat(rows).allSatisfy(row -> assertThat((int) row.get("missed") + (int) row.get("met"))
        .isEqualTo((int) row.get("pledges")));

    // Page by page, and as a table.
    JsonPath first = given().queryParam("pageSize", 3).get(result + "/pledges").then().statusCode(200)
        .header("Link", containsString("rel=\"next\"")).extract().jsonPath();
    assertThat(first.getList("pledges")).hasSize(3);
    // Whoever gets the answer that was made before, or holds it, is led on as well.
    Response again = given().queryParam("pageSize", 3).get(result + "/pledges");
    assertThat(again.header("Link")).isNotNull().contains("rel=\"next\"", first.getString("nextPageToken"));
    assertThat(again.jsonPath().getString("nextPageToken")).isEqualTo(first.getString("nextPageToken"));
    given().queryParam("pageSize", 3).header("If-None-Match", again.header("ETag")).get(result + "/pledges").then()
        .statusCode(304).header("Link", again.header("Link"));
    JsonPath rest = given().queryParam("pageSize", 500).queryParam("pageToken", first.getString("nextPageToken"))
        .get(result + "/pledges").then().statusCode(200).extract().jsonPath();
    assertThat(rest.getList("pledges")).hasSize(pledges - 3);
    assertThat(rest.getString("nextPageToken")).isNull();
    String table = given().get(result + "/pledges.csv").then().statusCode(200).extract().asString();
    assertThat(table.lines()).hasSize(pledges + 1).first().asString()
        .isEqualTo("commodity,destination,measure,windowStart,deadline,share,target,outcome,unit,missed,firstFired,"
            + "leadDays,timesFired");
    assertThat(given().get(result + "/rows.csv").then().statusCode(200).extract().asString().lines())
        .hasSize(rows.size() + 1);
    long fired = table.lines().skip(1).filter(line -> !line.endsWith(",0")).count();
    assertThat(fired).isEqualTo((int) all.get("warned") + (int) all.get("falseAlarms"));
  }

  @Test
  void aRuleThatWarnsOfNoShortfallSaysWhyItCannotBeTried() {
    given().contentType("application/json").body("{}").post("/v1/alert-rules/terms-amended/backtest").then()
        .statusCode(422).body("detail", containsString("never amended"));
    given().contentType("application/json").body("{\"kind\": \"ruleBacktest\", \"rule\": \"source-late\"}")
        .post("/v1/jobs").then().statusCode(422).body("errors[0].pointer", equalTo("/rule"));
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    given().contentType("application/json").body("{}").post("/v1/alert-rules/no-such-rule/backtest").then()
        .statusCode(404);
    given().contentType("application/json").body("{\"commodities\": [\"soybeans\", \"tulips\"]}")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors[0].pointer", equalTo("/commodities/1"));
    given().contentType("application/json").body("{\"from\": \"2024-01-01\", \"to\": \"2023-01-01\"}")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors[0].pointer", equalTo("/to"));
    given().contentType("application/json").body("{\"from\": \"2031-01-01\", \"to\": \"2032-01-01\"}")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors[0].pointer", equalTo("/from"));
    given().contentType("application/json").body("{\"destinations\": [\"CN\", \"XX\"]}")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors[0].pointer", equalTo("/destinations/1"));
    given().contentType("application/json").body("""
        {"kind": "ruleBacktest", "rule": "shortfall-likely", "destinations": ["world"]}""")
        .post("/v1/jobs").then().statusCode(422).body("errors[0].pointer", equalTo("/destinations/0"));
    given().contentType("application/json").body("{\"weeks\": [4, 8, 13], \"shares\": [1, 2, 3, 4, 5, 6, 7]}")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors[0].pointer", equalTo("/shares"));
    given().contentType("application/json").body("{\"weeks\": [1]}").post(LIKELY + "/backtest").then().statusCode(400);
    given().contentType("application/json").body("{\"kind\": \"ruleBacktest\"}").post("/v1/jobs").then()
        .statusCode(400).body("errors[0].pointer", equalTo("/rule"));
    given().get(LIKELY + "/backtests/999999").then().statusCode(404);
  }

  @Test
  void withoutABodyItTriesAllThatIsHeldAndCanBeCancelled() throws InterruptedException {
    String path = given().noContentType().post(LIKELY + "/backtest").then().statusCode(201)
        .body("request.commodities", equalTo(List.of("soybeans", "corn", "wheat", "sorghum")))
        .body("request.shares", equalTo(List.of(0.6f, 0.8f, 1.0f, 1.2f, 1.5f)))
        .extract().header("Location");
    given().post(path + "/cancellation").then().statusCode(200);
    JsonPath job = JobsOverHttp.over(path);
    assertThat(job.getString("state")).isEqualTo("cancelled");
    given().get(job.getString("result")).then().statusCode(200).body("state", equalTo("cancelled"));
  }

  @Test
  void noWindowOpensAfterTheNewestWeekNorIsAnyAskedForInTheFuture() throws InterruptedException {
    given().contentType("application/json").body("""
        {"commodities": ["sorghum"], "from": "2026-01-01", "to": "9999-12-31", "everyWeeks": 1}""")
        .post(LIKELY + "/backtest").then().statusCode(422).body("errors.pointer", contains("/to"));
    String path = given().contentType("application/json").body("""
        {"commodities": ["sorghum"], "from": "2026-01-01", "to": "2026-11-01", "everyWeeks": 1}""")
        .post(LIKELY + "/backtest").then().statusCode(201).extract().header("Location");
    assertThat(JobsOverHttp.over(path).getInt("total")).isLessThan(6);
    given().contentType("application/json").body("{\"to\": \"+99999999-12-31\"}").post(LIKELY + "/backtest").then()
        .statusCode(400).body("errors[0].pointer", equalTo("/to"));
  }
}
