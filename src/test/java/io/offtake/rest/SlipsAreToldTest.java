package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be meant is refused with what can, and never left out without a word.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class SlipsAreToldTest {

  private static final String COMMITMENT = """
      {"id": "us-made-up", "title": "made for a test", "buyer": "%s", "seller": "US", "parent": "%s",
       "commodities": ["soybeans"], "strength": "statement",
       "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"},
         "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
           "target": {"operator": "atLeast", "value": 1000, "unit": "t"}}]},
       "readings": [{"id": "sold", "label": "sold", "measure": "sold", "evidence": ["fas-export-sales"]}]}
      """;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aParentThatThereIsNotIsRefused() {
    post("/v1/commitments", COMMITMENT.formatted("JP", "us-nothing")).statusCode(422)
        .body("errors.pointer", hasItem("/parent"), "errors[0].remedy", containsString("/v1/commitments"));
  }

  @Test
  void aMeasureThatNoneOfTheSourcesTellsIsRefused() {
    post("/v1/commitments", COMMITMENT.formatted("JP", "us-nothing").replace("\"measure\": \"sold\"", "\"measure\": \"landed\""))
        .statusCode(422)
        .body("errors.find { it.pointer == '/readings/0/measure' }.remedy",
            equalTo("count one of: sold, exported; or name a source that tells it: cn-customs, un-comtrade"));
  }

  @Test
  void aSourceThatStandsTwiceIsRefused() {
    post("/v1/commitments", COMMITMENT.formatted("JP", "us-nothing")
        .replace("[\"fas-export-sales\"]", "[\"fas-export-sales\", \"fas-export-sales\"]")).statusCode(422)
        .body("errors.pointer", hasItem("/readings/0/evidence/1"));
  }

  @Test
  void aFirmWithoutItsCountryIsRefused() {
    post("/v1/commitments", COMMITMENT.formatted("COFCO", "us-nothing")).statusCode(422)
        .body("errors.pointer", hasItem("/buyer"), "errors[0].remedy", containsString("COFCO (CN)"));
  }

  @Test
  void aParameterThatARulesKindDoesNotTakeIsRefused() {
    post("/v1/alert-rules", """
        {"id": "made-up", "title": "made up", "kind": "shortfallProbability", "severity": "watch",
         "parameters": {"level": 0.5, "days": 4, "size": 3}}""").statusCode(422)
        .body("errors.pointer", hasItems("/parameters/days", "/parameters/size"));
  }

  @Test
  void whatIsNotKnownAndWhatIsPastAreToldOfASilenceAtOnce() {
    post("/v1/silences", """
        {"commitment": "us-nothing", "rule": "no-rule", "owner": "a desk", "reason": "known",
         "start": "2020-02-01T00:00:00Z", "end": "2020-01-01T00:00:00Z"}""").statusCode(422)
        .body("errors.pointer", hasItems("/commitment", "/rule", "/end"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/status?buyer=", "/v1/commitments?buyer=", "/v1/series?destination="})
  void aFilterThatIsEmptyIsRefused(String address) {
    given().get(address).then().statusCode(400).body("errors[0].parameter", equalTo(address.replaceAll(".*\\?(.*)=", "$1")));
  }

  private static ValidatableResponse post(String path, String body) {
    return given().contentType("application/json").body(body).post(path).then();
  }
}
