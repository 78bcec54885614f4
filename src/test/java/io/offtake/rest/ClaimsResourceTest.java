package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What becomes of a claim. The figures are made up: 30,000 t a week to Peru, sold and shipped at once.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class ClaimsResourceTest {

  private static final String PERU = "us-pe-soybeans-2026";
  private static final HandsOfTheClock CLOCK = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));
  private static final String TABLE = """
      date,speaker,role,publisher,commitment_id,figure,unit,basis_stated,about_period_end,summary,source_url,reliability
      2026-01-02,A trader,trade,A paper,us-pe-soybeans-2026,450000,t,sold,,"Nearly 450,000 t bought, said a trader",,ok
      2026-01-03,"A minister, of trade",official,A paper,us-pe-soybeans-2026,3,percent,unspecified,,Three percent are done,,conflict
      """;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void theClockIsOurs() {
    QuarkusMock.installMockForType(CLOCK, Clock.class);
  }

  @Test
  @Order(1)
  void whatWasSaidIsKeptAndStandsBesideTheFiguresWithoutMovingThem() {
    handIn(16);
    json("""
        {"id": "us-pe-soybeans-2026", "title": "made for a test", "buyer": "PE", "seller": "US",
         "commodities": ["soybeans"], "strength": "statement",
         "terms": {"announcedOn": "2025-10-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"},
           "tranches": [{"id": "all", "windowStart": "2025-09-12", "deadline": "2026-03-31",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "Sold by the end of March", "measure": "sold",
           "evidence": ["fas-export-sales"]}]}""").post("/v1/commitments").then().statusCode(201);
    String before = given().get("/v1/commitments/%s/status".formatted(PERU)).jsonPath().getString("readings");

    String place = json(claim("450000", "\"basis\": \"sold\", ")).post("/v1/claims").then().statusCode(201)
        .header("ETag", startsWith("\"1-"))
        .body("id", startsWith("2026-01-03-a-trader-"), "version", equalTo(1), "change", equalTo("made"),
            "saidAt", equalTo("2026-01-03T23:59:59.999999Z"), "figure.bound", equalTo("exactly"),
            "figure.scope", equalTo("total"))
        .extract().header("Location");

    given().get(place).then().statusCode(200).header("ETag", startsWith("\"1-")).body("speaker", equalTo("A trader"));
    given().get(place + "?asOf=2026-01-03T12:00:00Z").then().statusCode(404).body("errors[0].parameter", equalTo("asOf"));
    given().get(place + "/verdict").then().statusCode(200)
        .body("outcome", equalTo("agrees"), "mark", equalTo("none"), "nearest.reading", equalTo("sold"),
            "nearest.known.value", equalTo(450_000), "nearest.periodEnd", equalTo("2025-12-25"), "conflicts", empty());
    given().get("/v1/changes").then().body(
        "rows.findAll { it.kind == 'claim' }.href", equalTo(java.util.List.of(place)),
        "rows.find { it.kind == 'claim' }.commitment", equalTo(PERU));
    assertThat(given().get("/v1/commitments/%s/status".formatted(PERU)).jsonPath().getString("readings"))
        .isEqualTo(before);
    json(claim("450000", "\"basis\": \"sold\", ")).post("/v1/claims").then().statusCode(409)
        .body("type", equalTo("/problems/already-exists"));
  }

  @Test
  @Order(2)
  void itIsAmendedWithANewVersionAndWithdrawnWithAReason() {
    String place = "/v1/claims/" + given().get("/v1/claims").jsonPath().getString("claims[0].id");
    json(claim("480000", "")).post(place + "/amendment").then().statusCode(428);
    json(claim("480000", "")).header("If-Match", "\"7-x\"").post(place + "/amendment").then().statusCode(412);
    json(claim("480000", "\"id\": \"another\", ")).header("If-Match", "*").post(place + "/amendment").then().statusCode(422)
        .body("errors[0].pointer", equalTo("/id"));

    String tag = given().get(place).header("ETag");
    json(claim("900000", "")).header("If-Match", tag).post(place + "/amendment").then().statusCode(201)
        .body("version", equalTo(2), "change", equalTo("amended"), "figure.value", equalTo(900_000));
    given().get(place + "/verdict").then()
        .body("version", equalTo(2), "outcome", equalTo("outlier"), "mark", equalTo("outlier"));
    json("{\"reason\": \"The paper has corrected itself.\"}").header("If-Match", "*").post(place + "/withdrawal").then()
        .statusCode(201).body("version", equalTo(3), "withdrawal.reason", equalTo("The paper has corrected itself."));

    json("{\"reason\": \"again\"}").header("If-Match", "*").post(place + "/withdrawal").then().statusCode(409)
        .body("type", equalTo("/problems/claim-withdrawn"));
    given().get(place + "/versions").then().body("versions.change", equalTo(java.util.List.of("made", "amended", "withdrawn")),
        "versions.figure.value", equalTo(java.util.List.of(450_000, 900_000, 900_000)));
    given().get("/v1/claims?state=standing").then().body("claims", empty());
    given().get("/v1/claims?state=withdrawn").then().body("claims", hasSize(1));
    given().get("/v1/changes").then().body("rows.findAll { it.kind == 'claim' }.change",
        equalTo(java.util.List.of("new", "changed", "withdrawn")));
  }

  @Test
  @Order(3)
  void aTableIsTakenWholeAndSaysWhatItsWordsWereTakenFor() {
    given().contentType("text/csv").body(TABLE.getBytes(UTF_8)).post("/v1/claims/import?dryRun=true").then().statusCode(200)
        .body("added", equalTo(2));
    given().get("/v1/claims?state=standing").then().body("claims", empty());

    given().contentType("text/csv").body(TABLE.getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(201)
        .body("added", equalTo(2), "rows[0].line", equalTo(2), "rows[0].outcome", equalTo("new"),
            "rows[0].assumed[0]", containsString("nearly"), "rows[1].assumed", empty());
    given().contentType("text/csv").body(TABLE.getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(200)
        .body("added", equalTo(0), "alreadyHeld", equalTo(2));

    given().get("/v1/claims?speaker=MINISTER").then().body("claims", hasSize(1), "claims[0].basis", nullValue());
    given().get("/v1/claims?role=trade&saidFrom=2026-01-01&saidTo=2026-01-02&state=standing").then()
        .body("claims.figure.bound", equalTo(java.util.List.of("nearly")));
    given().get("/v1/claims?commitment=nobody").then().statusCode(400).body("errors[0].parameter", equalTo("commitment"));
    String first = given().get("/v1/claims?pageSize=1").jsonPath().getString("nextPageToken");
    given().get("/v1/claims?pageSize=1&pageToken=" + first).then().body("claims", hasSize(1));
  }

  @Test
  @Order(4)
  void whatTheTableOfClaimsWritesCanBeImportedAgain() {
    String table = given().get("/v1/claims.csv?state=standing").then().statusCode(200).extract().asString();
    assertThat(table.lines().findFirst().orElseThrow()).startsWith("id,version,change,saidAt,saidOn,speaker,role,sourceTitle");

    given().contentType("text/csv").body(table.getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(200)
        .body("added", equalTo(0), "alreadyHeld", equalTo(2));
  }

  @Test
  @Order(5)
  void everyFaultOfATableIsToldWithItsLineAndNothingIsKept() {
    String table = """
        saidOn,speaker,role,publisher,commitment,figure,unit,aboutOn,summary
        2026-01-02,A trader,nobody,A paper,us-pe-soybeans-2026,450000,t,,Said so
        2026-13-02,A trader,trade,A paper,us-pe-soybeans-2026,4e5,t,,Said so
        """;
    given().contentType("text/csv").body(table.getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(422)
        .body("errors.detail", hasItems(containsString("line 2: role"), containsString("line 3: saidOn"),
            containsString("line 3: figure")), "errors.remedy", not(hasItem(nullValue())));
    String senseless = """
        saidOn,speaker,role,publisher,commitment,figure,unit,aboutOn,summary
        2026-01-02,A trader,trade,A paper,nobody,450000,t,,Said so
        2026-01-02,A trader,trade,A paper,us-pe-soybeans-2026,450000,MMcf,,Said so
        2026-01-02,A trader,trade,A paper,us-pe-soybeans-2026,450000,t,2026-02-01,Said so
        2026-02-02,A trader,trade,A paper,us-pe-soybeans-2026,450000,t,,Said so
        """;
    given().contentType("text/csv").body(senseless.getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(422)
        .body("errors.detail", hasItems(containsString("line 2: commitment"), containsString("line 3: unit"),
            containsString("line 4: aboutOn"), containsString("line 5: saidOn")));
    given().contentType("text/csv").body("a,b\n1,2\n".getBytes(UTF_8)).post("/v1/claims/import").then().statusCode(422)
        .body("errors.detail", hasItems(containsString("no column 'a'"), containsString("'speaker' is missing")));
    given().contentType("text/csv").body(new byte[] {(byte) 0xff, (byte) 0xfe, 0}).post("/v1/claims/import").then()
        .statusCode(422);
    given().get("/v1/claims?state=standing").then().body("claims", hasSize(2));
  }

  @Test
  @Order(6)
  void whatMakesNoSenseIsRefusedByItsPlaceWithTheRemedy() {
    json("""
        {"saidOn": "2026-02-02", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"},
         "trade": {"commodity": "soybeans", "seller": "US", "buyer": "Peru"}, "summary": "Said so",
         "figure": {"value": 50, "unit": "percent"}}""").post("/v1/claims").then().statusCode(422)
        .body("errors.pointer", containsInAnyOrder("/saidOn", "/trade/buyer", "/figure/unit"));
    json("""
        {"saidOn": "2026-01-02", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"},
         "trade": {"commodity": "soybeans", "seller": "US", "buyer": "PE"}, "summary": "Said so",
         "figure": {"value": 50, "unit": "percent"}}""").post("/v1/claims").then().statusCode(422)
        .body("errors.pointer", equalTo(java.util.List.of("/figure/unit")), "errors[0].detail", containsString("percentage"));
    json(claim("450000", "\"aboutOn\": \"2026-02-01\", ")).post("/v1/claims").then().statusCode(422)
        .body("errors.pointer", equalTo(java.util.List.of("/aboutOn")), "errors[0].remedy", containsString("onTrack"));
    json(claim("99999999999999999", "")).post("/v1/claims").then().statusCode(400);
    json("{\"role\": \"king\", \"saidOn\": \"2026-02-02\"}").post("/v1/claims").then().statusCode(400)
        .body("errors.pointer", hasItems("/role", "/speaker", "/source", "/summary"));
  }

  @Test
  @Order(7)
  void aClaimAboutNoCommitmentIsHeldAgainstTheTradeAndAWordAgainstTheVerdicts() {
    String ofTrade = json("""
        {"saidOn": "2026-01-02", "speaker": "An agency", "role": "official", "source": {"publisher": "A paper"},
         "trade": {"commodity": "soybeans", "seller": "US", "buyer": "PE"}, "summary": "Shipped this season",
         "figure": {"value": 450000, "unit": "t"}, "basis": "exported"}""").post("/v1/claims").then().statusCode(201)
        .extract().header("Location");
    given().get(ofTrade + "/verdict").then().body("outcome", equalTo("agrees"), "nearest.reading", nullValue(),
        "nearest.measure", equalTo("exported"), "nearest.label", containsString("marketing year 2026"));

    String word = json("""
        {"saidOn": "2026-01-02", "speaker": "A minister", "role": "official", "source": {"publisher": "A paper"},
         "commitment": "us-pe-soybeans-2026", "word": "met", "summary": "It is done"}""").post("/v1/claims").then()
        .statusCode(201).extract().header("Location");
    given().get(word + "/verdict").then().body("outcome", equalTo("contradicted"), "mark", equalTo("conflict"),
        "conflicts[0].reading", equalTo("sold"));
    given().get(word + "/verdict?asOf=2026-01-01").then().statusCode(404);
  }

  @Test
  @Order(8)
  void everyChangeOfAClaimIsInTheAudit() {
    given().get("/v1/audit?pageSize=500").then().body(
        "entries.findAll { it.subjectType == 'claim' }.action", allOf(hasItem("created"), hasItem("changed")),
        "entries.find { it.subjectType == 'claim' }.subject", notNullValue());
  }

  private static String claim(String tonnes, String more) {
    return """
        {%s"saidOn": "2026-01-03", "speaker": "A trader", "role": "trade", "source": {"publisher": "A paper"},
         "commitment": "us-pe-soybeans-2026", "summary": "What was bought so far",
         "figure": {"value": %s, "unit": "t"}}""".formatted(more, tonnes);
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static void handIn(int weeks) {
    var table = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-01-08
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,\
        complete,netSales,exported,accumulatedExports,outstandingSales
        """);
    for (int week = 0; week < weeks; week++) {
      LocalDate end = LocalDate.of(2025, 9, 18).plusWeeks(week);
      table.append("%sT13:30:00Z,reported,-,%s,%s,soybeans,US,PE,weekly,2026,print,t,listed,no,30000,30000,%d,0\n".formatted(
          end.plusDays(7), end.minusDays(6), end, 30_000L * (week + 1)));
    }
    given().contentType("text/csv").body(table.toString().getBytes(UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }
}
