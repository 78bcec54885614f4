package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import io.offtake.answer.FreshStart;
import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the catalogue refuses, and that nothing which it holds takes an import or the portfolio down.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class CatalogueDoorsTest {

  @Inject DataSource database;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e19", "10000000000000000000", "10000000001", "1e12", "0.0001", "1e-19", "0", "-5"})
  void aTargetBeyondWhatThereCanBeIsRefusedWithItsBound(String target) {
    create("us-mx-bounds", "MX", target).statusCode(org.hamcrest.Matchers.oneOf(400, 422))
        .body("errors.pointer", hasItem("/terms/tranches/0/target/value"));
    if (target.startsWith("1")) {
      create("us-mx-bounds", "MX", "100000000000").statusCode(422)
          .body("errors[0].remedy", equalTo("write at most 10000000000 t"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "1e9999999999999", "-1e999999999", "1e400", "NaN", "Infinity"})
  void anExponentIsNoDoor(String target) {
    assertThat(create("us-mx-exponents", "MX", target).extract().statusCode()).isIn(400, 422);
    String series = """
        {"cadence": "weekly", "observations": [{"periodEnd": "2026-01-01", "value": 5}], "windowStart": "2026-01-01",
         "deadline": "2026-02-01", "target": %s}""".formatted(target);
    assertThat(given().contentType("application/json").body(series).post("/v1/projections").statusCode())
        .isLessThan(500);
  }

  /// A sorghum trade of 100 t a week and the largest target there can be.
  @Test
  void theLargestTargetIsTakenAndNoLastSafeDateIsTold() {
    create("us-mx-largest", "MX", "10000000000").statusCode(201);
    sorghum("us-mx-largest");
    given().get("/v1/commitments/us-mx-largest/status").then().statusCode(200)
        .body("readings[0].pace.lastSafeDate", nullValue(), "readings[0].fulfilled.value", equalTo(300));
    given().get("/v1/status").then().statusCode(200);
  }

  /// An older version took a target of 1e19 t: it stands in the catalogue, and blocked every later document.
  @Test
  void aTargetThatWasTakenBeforeTheBoundBlocksNothing() throws SQLException {
    create("us-mx-poison", "MX", "777").statusCode(201);
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute("insert into data_version (id, at, cause, detail) "
          + "select max(id) + 1, max(at), 'CATALOGUE', 'by an older version' from data_version");
      statement.execute("insert into catalogue_entry (id, commitment, revision, change, body, recorded_at, data_version) "
          + "select 900000, commitment, 2, 'AMENDED', replace(body::text, '777', '999999999999999')::jsonb, "
          + "recorded_at, (select max(id) from data_version) from catalogue_entry where commitment = 'us-mx-poison'");
    }
    sorghum("us-mx-poison");
    given().get("/v1/commitments/us-mx-poison/status").then().statusCode(200)
        .body("readings[0].target.value", equalTo(999_999_999_999_999L),
            "readings[0].pace.lastSafeDate", nullValue(), "readings[0].fulfilled.value", equalTo(300));
    given().get("/v1/status").then().statusCode(200);
    String tag = given().get("/v1/commitments/us-mx-poison").header("ETag");
    given().contentType("application/json").header("If-Match", tag).body("""
        {"announcedOn": "2026-02-01", "announcedBy": "x", "summary": "s", "source": {"publisher": "p"},
         "tranches": [{"id": "initial", "target": {"operator": "atLeast", "value": 700, "unit": "t"}}]}""")
        .post("/v1/commitments/us-mx-poison/terms").then().statusCode(201);
  }

  /// A customs table in kilograms beside a target in tonnes: the figures are not added, and nothing else is taken down.
  @Test
  void figuresInAnotherUnitThanTheTargetAreToldAndNotAdded() {
    String body = commitment("us-jp-landed", "JP", "1000").replace("\"exported\"", "\"landed\"")
        .replace("fas-export-sales", "un-comtrade");
    given().contentType("application/json").body(body).post("/v1/commitments").then().statusCode(201);
    String table = """
        # offtake evidence table 1
        # source: un-comtrade
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,landed
        2026-04-25T12:30:00Z,reported,-,2026-03-01,2026-03-31,sorghum,US,JP,monthly,,print,kg,listed,no,7000
        """;
    given().contentType("text/csv").body(table.getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/un-comtrade/documents").then().statusCode(201);

    given().get("/v1/commitments/us-jp-landed/status").then().statusCode(200)
        .body("readings[0].verdict", equalTo("unobserved"),
            "readings[0].why.reasons.code", hasItem("noEvidence"),
            "readings[0].why.summary", containsString("un-comtrade has told are not in t"),
            "readings[0].fulfilled", nullValue(), "readings[0].slack", nullValue());
    given().get("/v1/status").then().statusCode(200).body("rows.commitment", hasItem("us-jp-landed"));
    given().get("/v1/status.csv").then().statusCode(200);
    create("us-jp-after", "JP", "5").statusCode(201);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({"Japan, JP", "China, CN", "cn, CN", "Turkey, TR", "T\u00fcrkiye, TR", "TURKIYE, TR", "Korea, KP or KR",
      "Hong Kong, HK", "' china ', CN"})
  void aNameIsRefusedWithTheCodeThatIsMeant(String buyer, String code) {
    create("us-xx-names", buyer, "5").statusCode(422)
        .body("errors[0].pointer", equalTo("/buyer"), "errors[0].remedy", containsString("did you mean " + code + "?"));
    given().contentType("application/json").body(commitment("us-xx-names", "CN", "5").replace("\"US\"", "\"%s\"".formatted(buyer)))
        .post("/v1/commitments").then().statusCode(422).body("errors.pointer", hasItem("/seller"));
  }

  @Test
  void anInvisibleCharacterInANameIsRefused() {
    create("us-xx-names", "CN\u200b", "5").statusCode(400)
        .body("errors.pointer", hasItem("/buyer"), "errors[0].detail", containsString("U+200B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "AX1", "world", "unknown", "123"})
  void whatIsNoPartyIsRefused(String buyer) {
    create("us-xx-codes", buyer, "5").statusCode(422).body("errors[0].pointer", equalTo("/buyer"));
  }

  @Test
  void ofAFirmItIsSaidThatNoSeriesIsToIt() {
    create("us-firm", "COFCO (CN)", "5").statusCode(201);
    given().get("/v1/commitments/us-firm/status").then().statusCode(200)
        .body("readings[0].verdict", equalTo("unobserved"), "readings[0].why.summary",
            containsString("no series of fas-export-sales is of 'COFCO (CN)'"));
  }

  @Test
  void filtersSayWhichCodeIsMeant() {
    for (String path : java.util.List.of("/v1/status?buyer=Japan", "/v1/commitments?buyer=jp", "/v1/status.csv?buyer=japan",
        "/v1/series?destination=Japan", "/v1/series?destination=cn")) {
      given().get(path).then().statusCode(400).body("errors[0].remedy", containsString("did you mean"));
    }
    given().get("/v1/status?buyer=JP").then().statusCode(200);
  }

  @Test
  void unlikeUnitsAreRefused() {
    for (String unit : java.util.List.of("bale", "kg", "kbbl", "lb", "percent")) {
      given().contentType("application/json").body(commitment("us-mx-units", "MX", "5").replace("\"t\"}", "\"%s\"}".formatted(unit)))
          .post("/v1/commitments").then().statusCode(422)
          .body("errors[0].pointer", equalTo("/terms/tranches/0/target/unit"), "errors[0].remedy", containsString("t, USD"));
    }
    given().contentType("application/json").body(commitment("us-mx-cotton", "MX", "5").replace("sorghum", "cotton"))
        .post("/v1/commitments").then().statusCode(422).body("errors[0].remedy", containsString("bale"));
    given().contentType("application/json").body(commitment("us-mx-goods", "MX", "5").replace("sorghum", "cotton-upland"))
        .post("/v1/commitments").then().statusCode(422).body("errors[0].pointer", equalTo("/commodities/0"),
            "errors[0].remedy", containsString("cotton-pima"));
    given().contentType("application/json").body(commitment("us-mx-source", "MX", "5").replace("fas-export-sales", "fas-exports"))
        .post("/v1/commitments").then().statusCode(422).body("errors[0].pointer", equalTo("/readings/0/evidence/0"),
            "errors[0].remedy", containsString("fas-export-sales"));
  }

  @Test
  void allFaultsOfABodyAreToldAtOnceWithWhatIsAllowed() {
    given().contentType("application/json").body("""
        {"id": "Not An Id", "title": 5, "buyer": "CN", "commodities": "soybeans", "strength": "firm", "colour": 1,
         "terms": {"announcedOn": "2026-02-30", "summary": "s", "source": {}, "tranches": [
           {"id": "a", "target": {"operator": "atleast", "value": "5", "unit": "t"}}]},
         "readings": [{"id": "r", "label": "r", "measure": "sld", "evidence": []}]}""")
        .post("/v1/commitments").then().statusCode(400)
        .body("errors.pointer", hasItems("/id", "/title", "/seller", "/commodities", "/strength", "/colour",
            "/terms/announcedOn", "/terms/announcedBy", "/terms/source/publisher", "/terms/tranches/0/target/operator",
            "/terms/tranches/0/target/value", "/readings/0/measure", "/readings/0/evidence"))
        .body("errors.find { it.pointer == '/readings/0/measure' }.remedy",
            equalTo("write one of announced, sold, inspected, exported, landed"));
    create("us-mx-faults", "Mexico", "0").statusCode(422)
        .body("errors.pointer", hasItems("/buyer", "/terms/tranches/0/target/value"));
  }

  @Test
  void aWindowOfCenturiesIsRefused() {
    given().contentType("application/json").body(commitment("us-mx-long", "MX", "5").replace("2027-05-28", "2199-05-28"))
        .post("/v1/commitments").then().statusCode(422).body("errors.pointer",
            hasItems("/terms/tranches/0/deadline", "/readings/0/deadline"));
    for (String path : java.util.List.of("/v1/calendar?from=9999-12-31", "/v1/calendar.ics?from=0001-01-01")) {
      given().get(path).then().statusCode(400);
    }
    given().contentType("application/json").body(commitment("us-mx-year", "MX", "5")
        .replace("\"windowStart\": \"2026-02-06\", \"deadline\": \"2027-05-28\", \"evidence\"", "\"marketingYear\": 9999, \"evidence\""))
        .post("/v1/commitments").then().statusCode(400);
  }

  @Test
  void aDayIsTakenWhereAnInstantIsAndTheAnswerSaysWhich() {
    for (String path : java.util.List.of("/v1/status", "/v1/commitments", "/v1/sources", "/v1/held-back", "/v1/calendar")) {
      given().get(path + "?asOf=2025-12-31").then().statusCode(200).body("asOf", equalTo("2025-12-31T23:59:59.999999Z"));
    }
    given().get("/v1/changes?updatedAfter=2025-12-31").then().statusCode(200);
    String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
    given().get("/v1/status?asOf=" + today).then().statusCode(200);
    given().get("/v1/status?asOf=" + java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(2)).then().statusCode(400);
    given().get("/v1/status?asOf=2025-02-30").then().statusCode(400)
        .body("errors[0].remedy", containsString("a day"));
    given().get("/v1/status?asOf=0001-01-01").then().statusCode(200);
  }

  private void sorghum(String name) {
    var text = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for %s
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
        """.formatted(name));
    for (int week = 0; week < 60; week++) {
      var end = java.time.LocalDate.of(2025, 1, 9).plusWeeks(week);
      text.append("%sT13:30:00Z,reported,-,%s,%s,sorghum,US,MX,weekly,%d,print,t,listed,no,100\n".formatted(
          end.plusDays(7), end.minusDays(6), end, end.isAfter(java.time.LocalDate.of(2025, 9, 3)) ? 2026 : 2025));
    }
    given().contentType("text/csv").body(text.toString().getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static ValidatableResponse create(String id, String buyer, String target) {
    return given().contentType("application/json").body(commitment(id, buyer, target)).post("/v1/commitments").then();
  }

  private static String commitment(String id, String buyer, String target) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "%s", "seller": "US", "commodities": ["sorghum"],
         "strength": "statement",
         "terms": {"announcedOn": "2026-01-01", "announcedBy": "x", "summary": "s", "source": {"publisher": "p"},
           "headline": "r", "tranches": [{"id": "initial", "windowStart": "2026-02-06", "deadline": "2027-05-28",
             "target": {"operator": "atLeast", "value": %s, "unit": "t"}}]},
         "readings": [{"id": "r", "label": "r", "tranche": "initial", "measure": "exported",
           "unknownDestinations": "none", "windowStart": "2026-02-06", "deadline": "2027-05-28", "evidence": ["fas-export-sales"],
           "statedBy": "x", "statedOn": "2025-12-03"}]}
        """.formatted(id, buyer, target);
  }
}
