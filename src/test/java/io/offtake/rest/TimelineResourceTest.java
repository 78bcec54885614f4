package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What became of a commitment, on the starter.
@QuarkusTest
@Tag("http")
class TimelineResourceTest {

  private static final String PLACE = "/v1/commitments/us-cn-soybeans-2025/timeline";
  /// Of which no other test declares anything.
  private static final String SORGHUM = "/v1/commitments/us-cn-sorghum-2025/timeline";

  @Test
  void termsClaimsVerdictsAlertsAndLateReleasesStandInTheOrderInWhichTheyBecameKnown() {
    JsonPath all = given().queryParam("pageSize", 1000).get(PLACE).then().statusCode(200).extract().jsonPath();
    assertThat(all.<String>getList("rows.at")).isSorted();
    assertThat(all.<String>getList("rows.kind")).contains("terms", "claim", "verdict", "lateRelease");
    // The shutdown of the autumn of 2025 held the reports back.
    assertThat(all.<String>getList("rows.findAll { it.kind == 'lateRelease' }.text"))
        .anyMatch(text -> text.contains("fas-export-sales") && text.contains("days after it was due"));
    assertThat(all.<String>getList("rows.findAll { it.kind == 'claim' }.by")).anyMatch(by -> by.startsWith("Scott Bessent"));
    assertThat(all.<String>getList("rows.findAll { it.kind == 'verdict' }.reading")).contains("sold-by-2026-02-28");
  }

  @Test
  void nothingThatBecameKnownLaterShowsAtAnEarlierInstant() {
    JsonPath early = given().queryParam("asOf", "2025-12-01T00:00:00Z").get(PLACE).then().statusCode(200).extract().jsonPath();
    assertThat(early.<String>getList("rows.at")).isNotEmpty().allMatch(at -> at.compareTo("2025-12-01T00:00:01Z") < 0);
    given().queryParam("asOf", "2025-01-01T00:00:00Z").get(PLACE).then().statusCode(404);
    given().get("/v1/commitments/nobody-s/timeline").then().statusCode(404);
  }

  @Test
  void pagesTogetherAreTheWholeAndTheTableHasTheSameRows() {
    List<Map<String, Object>> whole = given().queryParam("pageSize", 1000).get(PLACE).jsonPath().getList("rows");
    var pages = new ArrayList<Map<String, Object>>();
    String token = null;
    do {
      Response page = token == null
          ? given().queryParam("pageSize", 7).get(PLACE)
          : given().queryParam("pageSize", 7).queryParam("pageToken", token).get(PLACE);
      pages.addAll(page.then().statusCode(200).extract().jsonPath().getList("rows"));
      token = page.jsonPath().getString("nextPageToken");
    } while (token != null);
    assertThat(pages).isEqualTo(whole);
    String table = given().get(PLACE + ".csv").then().statusCode(200).contentType("text/csv").extract().asString();
    assertThat(table.lines().filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*"))).hasSameSizeAs(whole);
    String tag = given().get(PLACE).header("ETag");
    given().header("If-None-Match", tag).get(PLACE).then().statusCode(304);
  }

  @Test
  void aClaimThatWasConfirmedShowsAndItsWithdrawalToo() {
    String text = "On 5 March 2026 Scott Bessent said that China has bought 1 million tonnes of sorghum.";
    String statement = given().contentType("text/plain").body(text.getBytes(UTF_8))
        .post("/v1/statements?publishedOn=2026-03-06&publisher=A%20paper").then().statusCode(201)
        .body("proposals[0].commitment", equalTo("us-cn-sorghum-2025")).extract().header("Location");
    given().get(SORGHUM).then().body("rows.text", org.hamcrest.Matchers.not(hasItem(text)));
    String claim = given().post(statement + "/proposals/1/confirmation").then().statusCode(201).extract().header("Location");
    String id = claim.substring(claim.lastIndexOf('/') + 1);
    given().get(SORGHUM).then().body("rows.findAll { it.claim == '%s' }.kind".formatted(id), equalTo(List.of("claim")));

    given().header("If-Match", "*").contentType("application/json").body("{\"reason\": \"a slip\"}")
        .post(claim + "/withdrawal").then().statusCode(201);
    given().get(SORGHUM).then()
        .body("rows.findAll { it.claim == '%s' }.kind".formatted(id), equalTo(List.of("claim", "claimWithdrawn")))
        .body("rows.find { it.kind == 'claimWithdrawn' && it.claim == '%s' }.text".formatted(id), equalTo("a slip"));
  }
}
