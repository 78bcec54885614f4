package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is wrong in form and what makes no sense are told in one round, each once and with what would be right.
@QuarkusTest
@Tag("http")
class FaultsAtOnceTest {

  private static final String COMMITMENT = """
      {"id": "us-cn-at-once", "title": "a title", "buyer": "CN", "seller": "US", "commodities": ["soybeans"],
       "strength": "statement",
       "terms": {"announcedOn": "2025-12-03", "announcedBy": "a minister", "summary": "s", "source": {"publisher": "p"},
         "tranches": [{"id": "initial", "windowStart": "2025-11-01", "deadline": "2026-02-28",
           "target": {"operator": "atLeast", "value": 1000, "unit": "t"}}]},
       "readings": [{"id": "sold", "label": "Sold", "tranche": "initial", "measure": "sold",
         "evidence": ["fas-export-sales"]}]}""";

  private static ValidatableResponse post(String address, String body) {
    return given().contentType("application/json").header("If-Match", "*").body(body).post(address).then();
  }

  private static List<String> pointers(ValidatableResponse answer) {
    List<String> pointers = answer.extract().jsonPath().getList("errors.pointer");
    assertThat(pointers).as("each place once").doesNotHaveDuplicates();
    assertThat(answer.extract().jsonPath().<String>getList("errors.remedy")).doesNotContainNull().doesNotContain("");
    return pointers;
  }

  @Test
  void aCommitmentHearsOfItsFormAndOfItsSense() {
    assertThat(pointers(post("/v1/commitments", COMMITMENT
        .replace("\"title\": \"a title\", ", "")
        .replace("\"CN\"", "\"China\"")
        .replace("\"sold\", \"label\"", "\"Sold it\", \"label\"")
        .replace("\"measure\": \"sold\"", "\"measure\": \"bought\"")
        .replace("\"fas-export-sales\"", "\"NO SOURCE\", \"no-source\", \"fas-export-sales\"")
        .replace("[\"soybeans\"]", "[\"soybeans\", \"soybean\"]")
        .replace("\"deadline\": \"2026-02-28\"", "\"deadline\": \"2025-02-28\"")
        .replace("\"notes\"", "\"note\"")).statusCode(400).body("type", equalTo("/problems/invalid-body"))))
        .containsExactlyInAnyOrder("/title", "/buyer", "/commodities/1", "/terms/tranches/0/deadline", "/readings/0/id",
            "/readings/0/measure", "/readings/0/evidence/0", "/readings/0/evidence/1");
  }

  @Test
  void aPartOfAnotherKindKeepsNothingElseFromBeingTold() {
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"CN\"", "\"Japan\"")
        .replace("[\"soybeans\"]", "[\"soybeans\", {\"id\": \"gold\"}]")).statusCode(400)))
        .containsExactlyInAnyOrder("/buyer", "/commodities/1");
  }

  @Test
  void whatOnlyFollowsFromAFaultOfFormIsNotTold() {
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"id\": \"initial\"", "\"id\": \"THE FIRST\""))
        .statusCode(400))).containsExactly("/terms/tranches/0/id");
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"id\": \"sold\"", "\"id\": 7"))
        .statusCode(400))).containsExactly("/readings/0/id");
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"unit\": \"t\"", "\"unit\": \"bushels\""))
        .statusCode(422))).containsExactly("/terms/tranches/0/target/unit");
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("2025-12-03", "3 December"))
        .statusCode(400))).containsExactly("/terms/announcedOn");
    assertThat(pointers(post("/v1/commitments", "{}").statusCode(400))).containsExactlyInAnyOrder(
        "/id", "/title", "/buyer", "/seller", "/commodities", "/strength", "/terms", "/readings");
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"tranches\": [{", "\"tranches\": [7, {")
        .replace("\"buyer\": \"CN\"", "\"buyer\": \"China\"")).statusCode(400)))
        .containsExactlyInAnyOrder("/terms/tranches/0", "/buyer");
  }

  @Test
  void aBodyOfGoodFormHearsOfAllThatMakesNoSense() {
    assertThat(pointers(post("/v1/commitments", COMMITMENT.replace("\"CN\"", "\"China\"")
        .replace("\"seller\"", "\"parent\": \"us-cn-nowhere\", \"seller\"")
        .replace("\"measure\": \"sold\"", "\"measure\": \"sold\", \"unknownDestinations\": \"share\", \"share\": {\"min\": 0.9, \"max\": 0.3}"))
        .statusCode(422))).containsExactlyInAnyOrder("/buyer", "/parent", "/readings/0/share");
  }

  @Test
  void aVersionOfTermsAndAReadingHearOfBoth() {
    assertThat(pointers(post("/v1/commitments/us-cn-soybeans-2025/terms", """
        {"announcedOn": "2000-01-01", "announcedBy": "", "summary": "s", "source": {"publisher": "p"}, "headline": "nowhere",
         "tranches": [{"id": "initial", "target": {"operator": "atLeast", "value": 5, "unit": "kbbl"}}]}""").statusCode(400)))
        .contains("/announcedBy", "/announcedOn", "/headline", "/tranches/0/target/unit");
    assertThat(pointers(post("/v1/commitments/us-cn-soybeans-2025/readings", """
        {"id": "x y", "label": "l", "tranche": "nowhere", "measure": "sold", "evidence": ["no-source"]}""").statusCode(400)))
        .containsExactlyInAnyOrder("/id", "/tranche", "/evidence/0");
  }

  @Test
  void aSubscriptionHearsOfBoth() {
    assertThat(pointers(post("/v1/subscriptions", """
        {"name": "n", "channel": "webhook", "url": "http://127.0.0.1/x", "address": "desk@example.com", "timeZone": "Mars/Olympus",
         "quietHours": {"from": "25:00", "to": "06:00"}, "match": {"severities": ["loud"], "commitment": "x"},
         "digest": {"everyMinutes": 5, "dailyAt": "07:00"}}""").statusCode(400)))
        .containsExactlyInAnyOrder("/url", "/address", "/timeZone", "/quietHours/from", "/match/severities/0",
            "/match/commitment", "/digest");
  }

  @Test
  void aJobHearsOfBoth() {
    assertThat(pointers(post("/v1/jobs", """
        {"kind": "backtest", "measure": "sold", "commodity": "soybean", "from": "2026-02-01", "to": "2026-01-01",
         "everyWeeks": 99, "source": "x"}""").statusCode(400)))
        .containsExactlyInAnyOrder("/commodity", "/to", "/everyWeeks", "/source");
    post("/v1/jobs", "{\"kind\": \"backtest\", \"commodity\": \"soybean\"}").statusCode(400)
        .body("errors.pointer", hasItems("/commodity", "/measure", "/from", "/to"),
            "errors.find { it.pointer == '/measure' }.remedy", containsString("sold, inspected, exported"));
    assertThat(pointers(post("/v1/jobs", """
        {"kind": "ruleBacktest", "rule": "no-rule", "weeks": [0], "destinations": ["XX"]}""").statusCode(400)))
        .contains("/rule", "/weeks/0");
  }

  @Test
  void anAlertRuleAndASilenceHearOfBoth() {
    assertThat(pointers(post("/v1/alert-rules", """
        {"id": "A B", "title": "t", "kind": "shortfallProbability", "severity": "info",
         "parameters": {"level": 0, "days": 3}, "scope": {"commitments": ["us-cn-nowhere"]}}""").statusCode(400)))
        .containsExactlyInAnyOrder("/id", "/parameters/level", "/parameters/days", "/scope/commitments/0");
    given().contentType("application/json").header("If-Match", "*").body("""
        {"title": "", "hysteresis": 0.9, "parameters": {"level": 0.5}}""").patch("/v1/alert-rules/shortfall-likely").then()
        .statusCode(400).body("errors.pointer", hasItems("/title", "/hysteresis"));
    assertThat(pointers(post("/v1/silences", """
        {"commitment": "us-cn-nowhere", "owner": "", "reason": "r", "end": "2020-01-01T00:00:00Z"}""").statusCode(400)))
        .containsExactlyInAnyOrder("/owner", "/commitment", "/end");
  }

  @Test
  void aLevelOfZeroIsToldAsWhatItWouldDo() {
    post("/v1/alert-rules", """
        {"id": "always", "title": "t", "kind": "shortfallProbability", "severity": "info", "parameters": {"level": 0}}""")
        .statusCode(422).body("errors", hasSize(1), "errors[0].pointer", equalTo("/parameters/level"),
            "errors[0].detail", equalTo("A level of 0 fires at any time"), "errors[0].remedy", containsString("above 0"));
  }

  @Test
  void theHeadOfATableHearsOfAllItsEntries() {
    given().contentType("text/csv").body("""
        # offtake evidence table 1
        # source: fgis-weekly

        # publisher: USDA
        # address: https://example.org/
        # terms: public domain
        # coverage: most
        # releasedAt: yesterday
        # unit: bushels
        periodStart,periodEnd,commodity,destination,inspected
        2018-11-09,2018-11-15,soybeans,BE,19080
        """).post("/v1/sources/fgis-weekly/documents").then().statusCode(422)
        .body("errors.detail", hasItems(containsString("line 3: the line is blank"), containsString("coverage must be"),
            containsString("releasedAt must be"), containsString("unit must be"), containsString("# read: ...")));
  }

  @Test
  void aDoubledKeyIsNamed() {
    post("/v1/silences", """
        {"owner": "a", "owner": "b"}""").statusCode(400).body("errors[0].pointer", equalTo("/owner"),
        "errors[0].detail", containsString("stands twice"), "errors[0].remedy", equalTo("keep one of the two"));
    post("/v1/commitments", COMMITMENT.replace("\"unit\": \"t\"", "\"unit\": \"t\", \"unit\": \"t\"")).statusCode(400)
        .body("errors[0].pointer", equalTo("/terms/tranches/0/target/unit"));
  }

  @Test
  void whatIsNoJsonSaysWhy() {
    String good = "{\"severity\": \"watch\", \"owner\": \"o\", \"reason\": \"r\", \"end\": \"2099-01-01T00:00:00Z\"}";
    post("/v1/silences", good + " {}").statusCode(400)
        .body("detail", containsString("more after the end"), "errors[0].remedy", containsString("one object"));
    post("/v1/silences", "{\"%s\": 1}".formatted("k".repeat(60_000))).statusCode(400)
        .body("detail", containsString("name is too long"));
    post("/v1/silences", "{\"owner\": %s}".formatted("1".repeat(2_000))).statusCode(400)
        .body("detail", containsString("too many digits"), "errors[0].remedy", containsString("20 digits"));
    post("/v1/silences", "[".repeat(2_000)).statusCode(400).body("detail", containsString("too deep"));
    post("/v1/silences", "{'owner': 1}").statusCode(400)
        .body("detail", containsString("line 1"), "errors[0].remedy", containsString("double quotes"));
    for (String nothing : List.of("null", " ", "")) {
      post("/v1/silences", nothing).statusCode(400).body("detail", equalTo("The body is missing"),
          "errors[0].remedy", containsString("owner, reason, end"));
    }
  }

  @Test
  void aBodyIsInUtf8() {
    given().contentType("application/json; charset=ISO-8859-1").body("{}").post("/v1/silences").then().statusCode(415)
        .body("detail", containsString("UTF-8"), "errors[0].parameter", equalTo("Content-Type"));
    given().contentType("application/json").body(new byte[] {'{', '"', (byte) 0xe9, '"', ':', '1', '}'})
        .post("/v1/silences").then().statusCode(400)
        .body("detail", containsString("not UTF-8"), "errors[0].remedy", containsString("UTF-8"));
    given().contentType("application/json;charset=\"UTF-8\"").body("{}").post("/v1/silences").then().statusCode(400)
        .body("errors.pointer", hasItem("/owner"));
  }

  @Test
  void ifMatchHoldsTagsInQuotes() {
    for (String header : List.of("1-abc", "W/\"1-abc\"", "garbage", "\"1-abc", "\"1\" \"2\"", "*, \"1-x\"", "\"1-x\",")) {
      given().contentType("application/json").header("If-Match", header).body("{\"title\": \"t\"}")
          .patch("/v1/alert-rules/pace-behind").then().statusCode(400)
          .body("type", equalTo("/problems/invalid-parameter"), "errors[0].parameter", equalTo("If-Match"),
              "errors[0].remedy", containsString("with its quotes"));
    }
    given().contentType("application/json").header("If-Match", "\"99-x\" , \"98-y\"").body("{\"title\": \"t\"}")
        .patch("/v1/alert-rules/pace-behind").then().statusCode(412);
  }

  @Test
  void anEmptyParameterIsNoParameter() {
    for (String address : List.of("/v1/changes?cursor=", "/v1/changes?cursor", "/v1/series?source=", "/v1/alerts?pageToken=",
        "/v1/status?asOf=", "/v1/units?x=")) {
      given().get(address).then().statusCode(400).body("errors[0].remedy", not(equalTo(null)));
    }
    given().get("/v1/changes?cursor=").then().body("errors[0].parameter", equalTo("cursor"));
  }

  @Test
  void aFormsPartIsNamedFile() {
    given().multiPart("document", "report.txt", "x".getBytes(java.nio.charset.StandardCharsets.UTF_8), "text/plain")
        .post("/v1/sources/fgis-weekly/documents").then().statusCode(400)
        .body("detail", containsString("not named 'file'"), "errors[0].remedy", containsString("name=\"file\""));
  }

  @Test
  void termsAreOfThePast() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (LocalDate day : List.of(today, today.plusDays(1), today.plusYears(1))) {
      post("/v1/commitments", COMMITMENT.replace("2025-12-03", day.toString())).statusCode(422)
          .body("errors", hasSize(1), "errors[0].pointer", equalTo("/terms/announcedOn"),
              "errors[0].remedy", containsString("announcedAt"));
    }
    post("/v1/commitments", COMMITMENT.replace("\"announcedOn\": \"2025-12-03\"",
        "\"announcedAt\": \"%s\"".formatted(Instant.now().plus(2, ChronoUnit.HOURS)))).statusCode(422)
        .body("errors.pointer", equalTo(List.of("/terms/announcedAt")));
    post("/v1/commitments/us-cn-soybeans-2025/terms", """
        {"announcedOn": "%s", "announcedBy": "x", "summary": "s", "source": {"publisher": "p"}, "headline": "sold-by-2026-02-28",
         "tranches": [{"id": "initial", "target": {"operator": "atLeast", "value": 5, "unit": "t"}}]}"""
        .formatted(today.plusDays(3))).statusCode(422).body("errors.pointer", hasItem("/announcedOn"));
    String made = post("/v1/commitments", COMMITMENT.replace("us-cn-at-once", "us-cn-an-hour-ago")
        .replace("\"announcedOn\": \"2025-12-03\"", "\"announcedAt\": \"%s\"".formatted(Instant.now().minus(1, ChronoUnit.MINUTES))))
        .statusCode(201).extract().header("Location");
    given().get(made).then().statusCode(200);
  }

  @Test
  void theFutureIsNotTriedOn() {
    String job = """
        {"kind": "backtest", "measure": "sold", "commodity": "soybeans", "from": "%s", "to": "%s"}""";
    post("/v1/jobs", job.formatted("2022-01-01", "9999-12-31")).statusCode(422)
        .body("errors.pointer", equalTo(List.of("/to")), "errors[0].remedy", containsString("up to today"));
    post("/v1/jobs", job.formatted("0001-01-01", "2024-12-31")).statusCode(422)
        .body("errors.pointer", equalTo(List.of("/from")), "errors[0].remedy", containsString("from 1980-01-01 on"));
    post("/v1/alert-rules/shortfall-likely/backtest", """
        {"from": "1700-01-01", "to": "9999-12-31"}""").statusCode(422).body("errors.pointer", hasItems("/from", "/to"));
    post("/v1/jobs", """
        {"kind": "ruleBacktest", "rule": "shortfall-likely", "to": "9999-12-31"}""").statusCode(422)
        .body("errors.pointer", equalTo(List.of("/to")));
  }
}
