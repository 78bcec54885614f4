package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Input that makes no sense is refused by name before anything is kept, on the starter.
@QuarkusTest
@Tag("http")
class RefusedInputTest {

  private static final String PROBLEM = "application/problem+json";
  private static final String SOYBEANS = "us-cn-soybeans-2025";

  private static final String TABLE = """
      # offtake evidence table 1
      # source: fgis-weekly
      # publisher: USDA
      # address: https://www.ams.usda.gov/mnreports/wa_gr101.txt
      # copy: https://example.org/copy
      # read: 2026-11-24
      # terms: public domain
      # basis: reported
      # complete: no
      # coverage: full soybeans
      # marketYear: -
      # origin: US
      # cadence: weekly
      # unit: t
      releasedAt,report,releaseStart,releaseEnd,periodStart,periodEnd,commodity,kind,reportLine,destination,inspected
      2018-11-19T16:00:00Z,%s,2018-11-09,2018-11-15,2018-11-09,2018-11-15,soybeans,print,172,BE,19080
      """;

  private static String later(int days) {
    return Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String silence(String owner, String reason) {
    return """
        {"commitment": "%s", "owner": "%s", "reason": "%s", "end": "%s"}""".formatted(SOYBEANS, owner, reason, later(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\\u0000", "\\u0007", "\\u001b[31m", "\\r", "\\n", "\\t", "\\u007f", "\\u0085", "\\ud800", "\\udc00x", "\\ufeff",
      "\\u202e", "\\u2066", "\\u200b", "\\u2028", "\\u0378", "\\uffff"})
  void noTextOfOneLineTakesWhatCannotBeSeen(String character) {
    given().contentType("application/json").body(silence("The" + character + "desk", "known")).post("/v1/silences").then()
        .statusCode(400).contentType(PROBLEM)
        .body("type", equalTo("/problems/invalid-body"), "errors.pointer", hasItem("/owner"), "errors[0].detail",
            containsString("U+"));
    given().contentType("application/json").body("""
        {"id": "odd", "title": "a%sb", "kind": "verdictChanged", "severity": "info"}""".formatted(character))
        .post("/v1/alert-rules").then().statusCode(400).body("errors.pointer", hasItem("/title"));
    given().contentType("application/json").header("If-Match", "*").body("""
        {"title": "a%sb"}""".formatted(character)).patch("/v1/alert-rules/pace-behind").then()
        .statusCode(400).body("errors.pointer", hasItem("/title"));
    given().contentType("application/json").body("""
        {"who": "a%1$sb", "note": "c"}""".formatted(character)).post("/v1/alerts/0f3a5c1e9b7d2468/acknowledgement").then()
        .statusCode(400).body("errors.pointer", hasItem("/who"));
    given().contentType("application/json").body("""
        {"name": "a%sb", "channel": "webhook", "url": "https://hooks.example.com/x"}""".formatted(character))
        .post("/v1/subscriptions").then().statusCode(400).body("errors.pointer", hasItem("/name"));
    given().contentType("application/json").body("""
        {"cadence": "weekly", "observations": [{"periodEnd": "2026-01-29", "value": 1}], "windowStart": "2026-01-30",
         "deadline": "2026-02-28", "panel": [{"name": "a%sb", "observations": []}]}""".formatted(character))
        .post("/v1/projections").then().statusCode(400).body("errors.pointer", hasItem("/panel/0/name"));
    given().get("/v1/alert-rules/odd").then().statusCode(404);
  }

  @Test
  void allFieldsOfABodyAreToldAtOnceAndANoteMayHaveLines() {
    given().contentType("application/json").body(silence("a\\u0000", "b\\u001b")).post("/v1/silences").then()
        .statusCode(400).body("errors.pointer", hasItems("/owner", "/reason"));
    given().contentType("application/json").body(silence("  \\u00a0", "known")).post("/v1/silences").then()
        .statusCode(400).body("errors.pointer", hasItem("/owner"));
    String made = given().contentType("application/json").body(silence("大豆 desk 🌽", "one\\n\\ttwo\\r\\nthree"))
        .post("/v1/silences").then().statusCode(201).extract().header("Location");
    given().get(made).then().body("owner", equalTo("大豆 desk 🌽"), "reason", equalTo("one\n\ttwo\r\nthree"));
  }

  @Test
  void aDocumentHasAPlainName() {
    for (String name : List.of("a%00b", "a%0Db", "a%1Bb", "a%E2%80%AEb", "a%EF%BB%BF", "%ED%A0%80")) {
      given().urlEncodingEnabled(false).contentType("text/plain").body("x")
          .post("/v1/sources/fgis-weekly/documents?name=" + name).then()
          .statusCode(400).contentType(PROBLEM).body("errors[0].parameter", equalTo("name"));
    }
    for (String name : List.of("a\u0000b", "a\u001bb", "a\u202eb")) {
      byte[] form = ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
          + "\"\r\n\r\nx\r\n--x--\r\n").getBytes(StandardCharsets.UTF_8);
      given().contentType("multipart/form-data; boundary=x").body(form).post("/v1/sources/fgis-weekly/documents").then()
          .statusCode(400).contentType(PROBLEM).body("detail", containsString("file name"));
    }
  }

  @Test
  void aDocumentsMediaTypeAndTheReportsItNamesArePlainAndShort() {
    given().contentType("text/plain; x=\"" + "y".repeat(300) + "\"").body("x").post("/v1/sources/fgis-weekly/documents")
        .then().statusCode(415).contentType(PROBLEM);
    for (String report : List.of("a\u0000.txt", "a\u001b.txt", "a\u202e.txt", "a".repeat(301))) {
      given().contentType("text/csv").body(TABLE.formatted(report).getBytes(StandardCharsets.UTF_8)).post("/v1/sources/fgis-weekly/documents").then()
          .statusCode(422).contentType(PROBLEM).body("errors[0].detail", containsString("line 16: the name of the report"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/v1/alerts", "/v1/silences", "/v1/jobs", "/v1/subscriptions", "/v1/series", "/v1/commitments", "/v1/held-back",
      "/v1/sources/fgis-weekly/releases", "/v1/series/fas-export-sales.netSales.soybeans.US.CN.weekly.t/observations"})
  void aPageTokenThatIsNoneOfOursIsRefused(String list) {
    for (String text : List.of("\u0000\u0000\u0000", "\u0000", "99999999999999999999", "-1", "0", "1-1-1-1-1",
        "1 2026-01-01T00:00:00Z", "1 +1000000000-01-01T00:00:00Z 1", "1 -1000000000-01-01T00:00:00Z 1",
        "0 2026-01-01T00:00:00Z 1", "'; select", "\ufeff1", "١", "zzzzzzzzzzzzzzzz")) {
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
      given().queryParam("pageToken", token).get(list).then()
          .statusCode(400).contentType(PROBLEM).body("errors[0].parameter", equalTo("pageToken"));
    }
    for (String token : List.of("AAAA", "!!!!", "A", "AAAA=", "____")) {
      given().queryParam("pageToken", token).get(list).then().statusCode(400).contentType(PROBLEM);
    }
  }

  @Test
  void aSilenceIsOfSomethingThereIsAndEnds() {
    for (String end : List.of(later(367), "9999-12-31T00:00:00Z")) {
      given().contentType("application/json").body("""
          {"commitment": "%s", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(SOYBEANS, end))
          .post("/v1/silences").then().statusCode(422).body("errors[0].pointer", equalTo("/end"),
              "errors[0].remedy", containsString("366 days"));
    }
    for (String end : List.of("+999999999-12-31T00:00:00Z", "-0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "yesterday")) {
      given().contentType("application/json").body("""
          {"commitment": "%s", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(SOYBEANS, end))
          .post("/v1/silences").then().statusCode(400).body("errors[0].pointer", equalTo("/end"));
    }
    given().contentType("application/json").body("""
        {"commitment": "us-cn-soybean-2025", "rule": "pace-behin", "reading": "sold-by-never", "owner": "The desk",
         "reason": "known", "end": "%s"}""".formatted(later(1))).post("/v1/silences").then()
        .statusCode(422).body("errors.pointer", hasItems("/commitment", "/rule", "/reading"),
            "errors[0].remedy", containsString("did you mean us-cn-soybeans-2025"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "netCancellation | \"size\": 1e308", "netCancellation | \"size\": 1e999999999",
      "netCancellation | \"size\": 1e-999999999", "netCancellation | \"size\": 1000000000001",
      "netCancellation | \"size\": -1", "netCancellation | \"size\": 0.123456789012345678901",
      "lastSafeDateWithin | \"days\": 3661", "lastSafeDateWithin | \"days\": 2147483648",
      "sourceLate | \"hours\": 87601", "sourceLate | \"hours\": -1", "shortfallProbability | \"level\": 1.5"})
  void aRuleHasBounds(String kind, String parameter) {
    String rule = """
        {"id": "senseless", "title": "Senseless", "kind": "%s", "severity": "info", "parameters": {%s}}"""
        .formatted(kind, parameter);
    given().contentType("application/json").header("Idempotency-Key", kind + parameter).body(rule)
        .post("/v1/alert-rules").then()
        .statusCode(400).contentType(PROBLEM).body("errors[0].pointer", containsString("/parameters"));
    given().contentType("application/json").body("""
        {"id": "senseless", "title": "Senseless", "kind": "verdictChanged", "severity": "info", "hysteresis": 1e300}""")
        .post("/v1/alert-rules").then().statusCode(400).body("errors[0].pointer", equalTo("/hysteresis"));
    given().get("/v1/alert-rules/senseless").then().statusCode(404);
  }

  @Test
  void aListHasNoNullsAndAnAddressALength() {
    given().contentType("application/json").body("""
        {"cadence": "weekly", "observations": [{"periodEnd": "2026-01-29", "value": 1}, null], "panel": [null],
         "windowStart": "2026-01-30", "deadline": "2026-02-28"}""").post("/v1/projections").then()
        .statusCode(400).body("errors.pointer", hasItems("/observations/1", "/panel/0"));
    given().contentType("application/json").body("""
        {"id": "null", "title": "Null", "kind": "verdictChanged", "severity": "info", "scope": {"readings": [null]}}""")
        .post("/v1/alert-rules").then().statusCode(400).body("errors[0].pointer", equalTo("/scope/readings/0"));
    given().contentType("application/json").body("""
        {"name": "Long", "channel": "webhook", "url": "https://hooks.example.com/%s"}""".formatted("a".repeat(2_000)))
        .post("/v1/subscriptions").then().statusCode(400).body("errors[0].pointer", equalTo("/url"));
  }

  @Test
  void aRuleLooksAtWhatThereIs() {
    given().contentType("application/json").body("""
        {"id": "nowhere", "title": "Nowhere", "kind": "verdictChanged", "severity": "info",
         "scope": {"commitments": ["us-cn-soybeans-2026"], "readings": ["us-cn-soybeans-2025/sold-by-never"]}}""")
        .post("/v1/alert-rules").then()
        .statusCode(422).body("errors.pointer", hasItems("/scope/commitments/0", "/scope/readings/0"));
    given().get("/v1/alert-rules/nowhere").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/v1/series?destination=XXZZ | destination | take one of /v1/parties",
      "/v1/series?destination=TURKIYE | destination | did you mean TR?",
      "/v1/series?destination=cn | destination | did you mean CN?",
      "/v1/series?commodity=soy | commodity | did you mean soybeans",
      "/v1/series?source=fgis | source | did you mean fgis-",
      "/v1/series?measure=exports | measure | write one of",
      "/v1/status?buyer=Japan | buyer | did you mean JP?",
      "/v1/status?commodity=soy-beans | commodity | did you mean soybeans",
      "/v1/status?verdict=late | verdict | write one of",
      "/v1/status.csv?buyer=XX | buyer | /v1/parties",
      "/v1/commitments?buyer=japan | buyer | did you mean JP?",
      "/v1/commitments?commodity=wheats | commodity | did you mean wheat",
      "/v1/alerts?commitment=us-cn-soybean-2025 | commitment | did you mean us-cn-soybeans-2025",
      "/v1/alerts?rule=pace-behin | rule | did you mean pace-behind",
      "/v1/alerts?state=loud | state | write one of",
      "/v1/alerts.csv?rule=nope | rule | take one of /v1/alert-rules",
      "/v1/calendar?source=fas-export | source | did you mean fas-export-sales",
      "/v1/calendar.ics?source=nope | source | /v1/sources",
      "/v1/scorecard?commodity=soybean | commodity | did you mean soybean",
      "/v1/scorecard.csv?commodity=nope | commodity | /v1/commodities",
      "/v1/held-back?state=loud | state | write one of"})
  void aFilterNamesWhatThereIs(String address, String parameter, String remedy) {
    given().get(address).then().statusCode(400).contentType(PROBLEM)
        .body("type", equalTo("/problems/invalid-parameter"), "errors", hasSize(1),
            "errors[0].parameter", equalTo(parameter), "errors[0].remedy", containsString(remedy));
  }

  @Test
  void aFilterOfWhatThereIsButNothingYetIsAnEmptyList() {
    given().get("/v1/series?destination=BM").then().statusCode(200).body("series", hasSize(0));
    given().get("/v1/status?buyer=CN&commodity=soybeans").then().statusCode(200).body("rows", not(hasSize(0)));
    given().get("/v1/alerts?commitment=" + SOYBEANS + "&rule=pace-behind").then().statusCode(200);
    assertThat(given().get("/v1/series?destination=XXZZ&commodity=soy&source=fgis").jsonPath().getList("errors")).hasSize(3);
  }
}
