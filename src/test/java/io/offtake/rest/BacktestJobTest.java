package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import java.time.Duration;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A backtest on the starter's inspections, from the order to the scores, with the service running by itself.
@QuarkusTest
@Tag("http")
class BacktestJobTest {

  @Test
  void thePastIsReplayedInTheBackgroundAndScored() throws InterruptedException {
    String path = given().contentType("application/json").body("""
        {"kind": "backtest", "measure": "inspected", "commodity": "soybeans", "destinations": ["CN", "MX", "world"],
         "from": "2022-01-01", "to": "2024-06-30", "horizons": [4, 13]}""").post("/v1/jobs").then()
        .statusCode(201).extract().header("Location");
    String state;
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    do {
      Thread.sleep(200);
      state = given().get(path).then().statusCode(200).extract().jsonPath().getString("state");
    } while ((state.equals("queued") || state.equals("running")) && System.nanoTime() < deadline);
    assertThat(state).isEqualTo("succeeded");

    var job = given().get(path).then().statusCode(200).body("progress", equalTo(1.0f)).extract().jsonPath();
    assertThat(job.getInt("done")).isEqualTo(job.getInt("total")).isGreaterThan(30);
    var card = given().get(job.getString("result")).then().statusCode(200)
        .body("cases", equalTo(job.getInt("total") * 6))
        .body("rows[0].series", equalTo(3))
        .body("rows[0].brier", greaterThan(0.0f))
        .body("rows[0].brierError", greaterThan(0.0f))
        .body("rows.seriesClass", hasItems("world", "politicalBuyer", "destination"))
        .body("rows.method", hasItems("projection", "straightLine", "straightLine4", "fiveYearShare"))
        .extract();
    assertThat(card.jsonPath().getInt("rows[0].reliability.events.sum()"))
        .isEqualTo(card.jsonPath().getInt("rows[0].events"));
    given().get("/v1/scorecard").then().statusCode(200).body("status", equalTo("nothingScored"))
        .body("waiting.projections", greaterThan(0));
  }
}
