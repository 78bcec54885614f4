package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Commitments, claims and statements that cannot be: each is refused by its place with a remedy, and nothing is changed.
@QuarkusTest
@Tag("http")
class NothingIsChangedTest {

  private long before;

  @BeforeEach
  void asItStands() {
    before = version();
  }

  @AfterEach
  void nothingIsChanged() {
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void tranchesThatCutEachOtherAreRefused() {
    refused(commitment("""
        {"id": "a", "windowStart": "2026-01-01", "deadline": "2026-06-30", "target": {"operator": "atLeast", "value": 5, "unit": "t"}},
        {"id": "b", "windowStart": "2026-06-01", "deadline": "2026-12-31", "target": {"operator": "atLeast", "value": 5, "unit": "t"}}""",
        "exported", ""), "/terms/tranches/1/windowStart");
  }

  @Test
  void aUnitThatDoesNotFitAndADeadlineBeforeTheStartAreRefused() {
    refused(commitment("""
        {"id": "a", "windowStart": "2026-12-31", "deadline": "2026-01-01", "target": {"operator": "atLeast", "value": 5, "unit": "kbbl"}}""",
        "exported", ""), "/terms/tranches/0/target/unit", "/terms/tranches/0/deadline");
  }

  @Test
  void aBaselineWithoutItsVintageIsRefused() {
    refused(commitment("""
        {"id": "a", "windowStart": "2026-01-01", "deadline": "2026-12-31",
         "target": {"operator": "atLeast", "value": 5, "unit": "t", "additional": true},
         "baseline": [{"role": "additive", "statistic": "US exports", "period": "2024", "value": 5, "unit": "t"}]}""",
        "exported", ""), "/terms/tranches/0/baseline/0/knownFrom");
  }

  @Test
  void moneyIsNotHeldAgainstWhatIsWeighed() {
    refused(commitment("""
        {"id": "a", "windowStart": "2026-01-01", "deadline": "2026-12-31", "target": {"operator": "atLeast", "value": 5000000, "unit": "USD"}}""",
        "inspected", ""), "/readings/0/measure");
  }

  @Test
  void aCommitmentThatContainsItselfAndASecondHeadlineAreRefused() {
    String tranche = """
        {"id": "a", "windowStart": "2026-01-01", "deadline": "2026-12-31", "target": {"operator": "atLeast", "value": 5, "unit": "t"}}""";
    refused(commitment(tranche, "exported", "\"parent\": \"of-a-test\", "), "/parent");
    refused(commitment(tranche, "exported", "").replace("\"summary\"", "\"headline\": \"r\", \"headline\": \"s\", \"summary\""), "/terms/headline");
    refused(commitment(tranche, "exported", "").replace("\"summary\"", "\"headline\": [\"r\", \"s\"], \"summary\""), "/terms/headline");
  }

  @Test
  void aClaimAboutTheFutureAndAPercentageOfNothingAreRefused() {
    refused(claim("\"figure\": {\"value\": 9000000, \"unit\": \"t\"}, \"aboutOn\": \"2026-09-30\""), "/aboutOn");
    refused("""
        {"saidOn": "2026-02-01", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"}, "summary": "Half is done",
         "trade": {"commodity": "soybeans", "seller": "US", "buyer": "EG"}, "figure": {"value": 50, "unit": "percent"}}""",
        "/figure/unit");
    refused(claim("\"figure\": {\"value\": 2000000000000000, \"unit\": \"t\"}"), "/figure/value");
    refused(claim("\"figure\": {\"value\": 1e999, \"unit\": \"t\"}"), "/figure/value");
  }

  @Test
  void aStatementThatIsTooLargeOrInAnotherCharsetIsRefusedAndOneOfNestedMarkupIsRead() {
    assertThat(statement("x".repeat(5 * 1024 * 1024).getBytes(UTF_8), "text/plain").statusCode()).isEqualTo(413);
    Response charset = statement("à la fin de février".getBytes(ISO_8859_1), "text/plain");
    assertThat(charset.statusCode()).isEqualTo(422);
    assertThat(charset.jsonPath().getString("errors[0].remedy")).contains("UTF-8");
    assertThat(statement(new byte[] {0, 1, 2, 3}, "text/plain").statusCode()).isEqualTo(422);
    String nested = "<div>".repeat(200_000) + "Bessent said China has bought 12 million tonnes of soybeans." + "</div>".repeat(200_000);
    assertThat(statement(nested.getBytes(UTF_8), "text/html").statusCode()).isIn(201, 422);
    String huge = "Bessent said China has bought 12,000,000,000,000,000 tonnes of soybeans.";
    Response read = statement(huge.getBytes(UTF_8), "text/plain");
    assertThat(read.statusCode()).isEqualTo(201);
    List<String> problems = read.jsonPath().getList("proposals.problems.flatten()");
    assertThat(read.jsonPath().getList("proposals").isEmpty() || !problems.isEmpty()).as(read.asString()).isTrue();
  }

  private static Response statement(byte[] text, String type) {
    return given().contentType(type).body(text).post("/v1/statements?publishedOn=2026-02-10&publisher=A%20paper");
  }

  private static long version() {
    return given().get("/v1/status").jsonPath().getLong("dataVersion");
  }

  private static void refused(String body, String... pointers) {
    String address = body.contains("\"speaker\"") ? "/v1/claims" : "/v1/commitments";
    Response answer = given().contentType("application/json").body(body).post(address);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
    JsonPath problem = answer.jsonPath();
    assertThat(problem.<String>getList("errors.pointer")).as(answer.asString()).contains(pointers);
    assertThat(problem.<String>getList("errors.remedy")).as(answer.asString()).allMatch(remedy -> remedy != null && !remedy.isBlank());
  }

  private static String claim(String more) {
    return """
        {"saidOn": "2026-02-01", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"},
         "commitment": "us-cn-soybeans-2025", "summary": "So much is bought", %s}""".formatted(more);
  }

  private static String commitment(String tranches, String measure, String more) {
    return """
        {"id": "of-a-test", %s"title": "made for a test", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "tranches": [%s]},
         "readings": [{"id": "r", "label": "R", "tranche": "a", "measure": "%s", "evidence": ["%s"]}]}""".formatted(more, tranches,
        measure, measure.equals("exported") ? "census-exports" : "fgis-weekly");
  }
}
