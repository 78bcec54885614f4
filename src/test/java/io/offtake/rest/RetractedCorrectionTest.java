package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A weekly report of inspections prints the newest week and corrects earlier ones. Here it is withdrawn. The figures are
/// made up.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class RetractedCorrectionTest {

  private static final String DOCUMENTS = "/v1/sources/fgis-weekly/documents";
  private static final String PRINTS = """
      2021-06-14T15:00:00Z,2021-06-04,2021-06-10,2021-06-04,2021-06-10,print,CN,10000
      2021-06-14T15:00:00Z,2021-06-04,2021-06-10,2021-06-04,2021-06-10,print,JP,20000
      2021-06-14T15:00:00Z,2021-06-04,2021-06-10,2021-06-04,2021-06-10,print,KR,30000
      2021-06-21T15:00:00Z,2021-06-11,2021-06-17,2021-06-11,2021-06-17,print,CN,11000
      2021-06-21T15:00:00Z,2021-06-11,2021-06-17,2021-06-11,2021-06-17,print,JP,21000
      2021-06-21T15:00:00Z,2021-06-11,2021-06-17,2021-06-11,2021-06-17,print,KR,31000
      """;
  private static final String WITHDRAWN = """
      2021-06-28T15:00:00Z,2021-06-18,2021-06-24,2021-06-18,2021-06-24,print,JP,22000
      2021-06-28T15:00:00Z,2021-06-18,2021-06-24,2021-06-04,2021-06-10,correction,CN,490
      """;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void buyersWhoseEarlierWeeksItCorrectedAreAlertedAsThoseWhoseWeekItPrinted() {
    for (String buyer : List.of("CN", "JP", "KR")) {
      given().contentType("application/json").body(commitment(buyer)).post("/v1/commitments").then().statusCode(201);
    }
    handIn(PRINTS);
    handIn(WITHDRAWN);
    assertThat(fulfilled("CN")).isEqualTo(10_000 + 490 + 11_000);
    assertThat(fulfilled("JP")).isEqualTo(20_000 + 21_000 + 22_000);

    String release = given().get("/v1/sources/fgis-weekly/releases").then().statusCode(200).extract().jsonPath()
        .getString("rows.find { it.periodEnd == '2021-06-24' }.id");
    given().contentType("application/json").body("{\"reason\": \"withdrawn, a test says\"}")
        .post("/v1/releases/" + release + "/retraction").then().statusCode(201);

    assertThat(fulfilled("CN")).isEqualTo(10_000 + 11_000);
    assertThat(fulfilled("JP")).isEqualTo(20_000 + 21_000);
    assertThat(fulfilled("KR")).isEqualTo(30_000 + 31_000);
    alerts("CN", 1);
    alerts("JP", 1);
    alerts("KR", 0);
  }

  private static void alerts(String buyer, int count) {
    var alerts = given().queryParam("rule", "evidence-retracted").queryParam("commitment", id(buyer)).get("/v1/alerts")
        .then().statusCode(200).body("alerts", hasSize(count));
    if (count > 0) {
      alerts.body("alerts[0].state", equalTo("firing"))
          .body("alerts[0].cause", containsString("for the period to 2021-06-24 was withdrawn"));
    }
  }

  private static int fulfilled(String buyer) {
    JsonPath status = given().get("/v1/commitments/" + id(buyer) + "/status").then().statusCode(200)
        .extract().jsonPath();
    return status.getInt("readings[0].fulfilled.value");
  }

  private static void handIn(String rows) {
    given().contentType("text/csv").body("""
        # offtake evidence table 1
        # source: fgis-weekly
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # report: -
        # basis: reported
        # complete: no
        # coverage: listed
        # marketYear: -
        # commodity: barley
        # origin: US
        # cadence: weekly
        # unit: t
        releasedAt,releaseStart,releaseEnd,periodStart,periodEnd,kind,destination,inspected
        %s""".formatted(rows).getBytes(StandardCharsets.UTF_8)).post(DOCUMENTS).then().statusCode(201);
  }

  private static String id(String buyer) {
    return "us-%s-barley-2021".formatted(buyer.toLowerCase(Locale.ROOT));
  }

  private static String commitment(String buyer) {
    return """
        {"id": "%s", "title": "Barley, made up", "buyer": "%s", "seller": "US",
         "commodities": ["barley"], "strength": "statement",
         "terms": {"announcedOn": "2021-06-01", "announcedBy": "a test", "summary": "3 Mt of barley",
           "source": {"publisher": "a test"}, "headline": "inspected",
           "tranches": [{"id": "all", "windowStart": "2021-06-04", "deadline": "2021-12-30",
             "target": {"operator": "atLeast", "value": 3000000, "unit": "t"}}]},
         "readings": [{"id": "inspected", "label": "inspected", "tranche": "all", "measure": "inspected",
           "unknownDestinations": "none", "windowStart": "2021-06-04", "deadline": "2021-12-30",
           "evidence": ["fgis-weekly"], "statedBy": "a test", "statedOn": "2021-06-01"}]}
        """.formatted(id(buyer), buyer);
  }
}
