package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is owed in other shapes than one quantity: money over a baseline, parts with minimums, a floor that comes again, the
/// lower of two. `T` numbers name the expectations of the domain.
@QuarkusTest
@Tag("http")
class ShapesTest {

  private static final RestAssuredConfig EXACT = RestAssuredConfig.config()
      .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
  private static final String PHASE_ONE = "us-cn-phase-one-2020-2021";

  @Test
  void t16PhaseOneInMarch2020StandsToTheDollarOnBothStatistics() {
    handIn("cn-customs", "t16.csv", monthly("cn-customs", "2020-05-18", "landed", List.of(
        "2020-01,CN,USD,agriculture,2000000000", "2020-01,CN,USD,energy,300000000", "2020-01,CN,USD,manufactured-goods,4300000000",
        "2020-02,CN,USD,agriculture,1600000000", "2020-02,CN,USD,energy,200000000", "2020-02,CN,USD,manufactured-goods,4800000000",
        "2020-03,CN,USD,agriculture,1900000000", "2020-03,CN,USD,energy,200000000", "2020-03,CN,USD,manufactured-goods,4500000000")));
    String at = "2020-06-01T12:00:00Z";

    JsonPath us = reading(PHASE_ONE, at, "goods-2020-us-exports");
    assertThat(value(us, "target")).isEqualByComparingTo("142700000000");
    assertThat(us.getString("targetBasis")).contains("on top of 78,800,000,000 USD (US exports, 2017, known from 2020-05-18)");
    // Of 14.3 bn, 14.4 as first published: the copy holds the vintage of 2021.
    assertThat(march(PHASE_ONE, at, "goods-2020-us-exports", "cumulative")).isBetween(bn("14.25"), bn("14.35"));
    assertThat(march(PHASE_ONE, at, "goods-2020-us-exports", "scheduleLinear")).isBetween(bn("35.65"), bn("35.75"));
    assertThat(us.getString("verdict")).isEqualTo("shortfallLikely");
    assertThat(us.getString("why.reasons.text")).contains("a minimum of agriculture, energy and manufactured-goods is owed too");

    assertThat(march(PHASE_ONE, at, "goods-2020-chinese-imports", "cumulative")).isEqualByComparingTo(bn("19.8"));
    assertThat(march(PHASE_ONE, at, "goods-2020-chinese-imports", "scheduleLinear")).isBetween(bn("43.15"), bn("43.25"));
  }

  @Test
  void t16ARestatedBaselineGivesASecondTargetBesideTheFirst() {
    JsonPath later = reading(PHASE_ONE, "2021-03-15T12:00:00Z", "goods-2020-us-exports");

    assertThat(value(later, "target")).isEqualByComparingTo("159000000000");
    assertThat(later.getList("legs.kind")).contains("whole", "earlierBaseline");
    assertThat(later.getString("legs.find { it.kind == 'earlierBaseline' }.target.value")).isEqualTo("142700000000");
    assertThat(later.getString("verdict")).isEqualTo("missed");
    assertThat(reading(PHASE_ONE, "2020-05-10T12:00:00Z", "goods-2020-us-exports").getString("why.summary"))
        .contains("not public before 2020-05-18");
  }

  @Test
  void t18TheTotalIsMetAndTheComponentMissed() {
    JsonPath year = reading("us-su-grain-1983-1990", "1989-06-01T12:00:00Z", "fy1985-delivered");

    assertThat(year.getString("verdict")).isEqualTo("missed");
    assertThat(year.getString("legs.find { it.id == 'whole' }.verdict")).isEqualTo("met");
    Map<String, Object> wheat = year.getMap("legs.find { it.id == 'wheat' }");
    assertThat(wheat).containsEntry("verdict", "missed").containsEntry("binds", true);
    assertThat(year.getString("legs.find { it.id == 'wheat' }.fulfilled.value")).isEqualTo("2900000");
    assertThat(year.getString("why.summary")).contains("wheat").contains("2,900,000 t of 4,000,000 t");
    assertThat(year.getString("why.reasons.code")).contains("aboveBand");
  }

  @Test
  void t19TwoYearsAreMissedAndTheSumIsMetAndBothAreShown() {
    handIn("agreement-deliveries", "t19.csv", yearly(List.of(
        "1981,CN,wheat,7000000", "1981,CN,corn,1000000", "1982,CN,wheat,6700000", "1982,CN,corn,1600000",
        "1983,CN,wheat,3000000", "1983,CN,corn,800000", "1984,CN,wheat,4100000", "1984,CN,corn,100000")));

    JsonPath status = status("us-cn-grain-1981-1984", "1989-06-01T12:00:00Z");

    assertThat(verdict(status, "1981-delivered")).isEqualTo("met");
    assertThat(verdict(status, "1982-delivered")).isEqualTo("met");
    assertThat(verdict(status, "1983-delivered")).isEqualTo("missed");
    assertThat(verdict(status, "1984-delivered")).isEqualTo("missed");
    assertThat(verdict(status, "cumulative-delivered")).isEqualTo("met");
    assertThat(status.getString("readings.find { it.reading == 'cumulative-delivered' }.fulfilled.value"))
        .as("four years and their years count once").isEqualTo("24300000");
  }

  @Test
  void t20AShortfallIsCalledFromWhatCanStillBeDelivered() {
    declare("""
        {"id": "t20-grain-1983", "title": "At least 6 million tonnes in 1983", "buyer": "VE", "seller": "US",
         "commodities": ["wheat"], "strength": "agreement",
         "terms": {"announcedOn": "1980-10-22", "announcedBy": "a test", "summary": "A floor.", "source": {"publisher": "a test"},
           "tranches": [{"id": "1983", "windowStart": "1983-01-01", "deadline": "1983-12-31",
             "target": {"operator": "between", "min": 6000000, "max": 9000000, "unit": "t"},
             "stillDeliverable": [{"value": 1000000, "unit": "t", "statedAt": "1983-11-08T00:00:00Z", "statedBy": "CIA memorandum of that day"}]}]},
         "readings": [{"id": "delivered", "label": "Delivered", "measure": "exported", "evidence": ["agreement-deliveries"]}]}""");
    handIn("agreement-deliveries", "t20.csv", table("agreement-deliveries", "exported", List.of(
        "1983-11-08T00:00:00Z,reported,-,1983-01-01,1983-11-07,wheat,US,VE,monthly,-,print,t,listed,no,3800000")));

    JsonPath reading = reading("t20-grain-1983", "1983-11-08T12:00:00Z", "delivered");

    assertThat(reading.getString("verdict")).isEqualTo("shortfallLikely");
    assertThat(reading.getString("why.reasons[0].text")).startsWith("not feasible by the deadline")
        .contains("at most 1,000,000 t").contains("At least 1,200,000 t stays missing");
    assertThat(value(reading, "targetMax")).isEqualByComparingTo("9000000");
  }

  @Test
  void t21TheLowerOfMoneyAndQuantityBindsByThePrice() {
    for (int price : List.of(450, 550)) {
      String buyer = price == 450 ? "PY" : "UY";
      declare("""
          {"id": "t21-at-%1$d", "title": "1.25 billion dollars or 2.6 million tonnes", "buyer": "%2$s", "seller": "US",
           "commodities": ["soybeans"], "strength": "agreement",
           "terms": {"announcedOn": "2020-01-01", "announcedBy": "a test", "summary": "Whichever is lower.", "source": {"publisher": "a test"},
             "tranches": [{"id": "year", "windowStart": "2021-01-01", "deadline": "2021-12-31", "target": {"operator": "lowerOf",
               "legs": [{"value": 1250000000, "unit": "USD"}, {"value": 2600000, "unit": "t"}]}}]},
           "readings": [{"id": "exported", "label": "Exported", "measure": "exported", "evidence": ["un-comtrade", "census-exports"]}]}"""
          .formatted(price, buyer));
      handIn("census-exports", "t21-%d.csv".formatted(price), monthly("census-exports", "2021-03-10", "exported", List.of(
          "2021-01,%s,t,soybeans,1000000".formatted(buyer), "2021-01,%s,USD,soybeans,%d".formatted(buyer, 1_000_000L * price))));
    }

    JsonPath cheap = reading("t21-at-450", "2021-03-10T00:00:00Z", "exported");
    JsonPath dear = reading("t21-at-550", "2021-03-10T00:00:00Z", "exported");

    assertThat(cheap.getString("legs.find { it.binds }.id")).isEqualTo("t");
    assertThat(value(cheap, "target")).isEqualByComparingTo("2600000");
    assertThat(dear.getString("legs.find { it.binds }.id")).isEqualTo("USD");
    assertThat(value(dear, "target")).isEqualByComparingTo("1250000000");
    assertThat(dear.getString("why.reasons.text")).contains("2,272,727 t, less than 2,600,000 t");
  }

  @Test
  void aTargetOfEachYearIsOwedInAWindowOfWholeYearsAndInNoOther() {
    declare("""
        {"id": "shapes-each-year", "title": "A million tonnes a year", "buyer": "CO", "seller": "US",
         "commodities": ["wheat"], "strength": "agreement",
         "terms": {"announcedOn": "2024-01-01", "announcedBy": "a test", "summary": "A floor each year.", "source": {"publisher": "a test"},
           "headline": "one", "tranches": [{"id": "annual", "target": {"operator": "atLeast", "value": 1000000, "unit": "t", "per": "year"}}]},
         "readings": [
           {"id": "one", "label": "One", "tranche": "annual", "measure": "exported", "windowStart": "2025-01-01", "deadline": "2025-12-31", "evidence": ["fgis-weekly"]},
           {"id": "three", "label": "Three", "tranche": "annual", "measure": "exported", "windowStart": "2025-01-01", "deadline": "2027-12-31", "evidence": ["fgis-weekly"]},
           {"id": "half", "label": "Half", "tranche": "annual", "measure": "exported", "windowStart": "2025-01-01", "deadline": "2025-06-30", "evidence": ["fgis-weekly"]}]}""");

    String at = "2025-12-01T12:00:00Z";
    assertThat(value(reading("shapes-each-year", at, "one"), "target")).isEqualByComparingTo("1000000");
    JsonPath three = reading("shapes-each-year", at, "three");
    assertThat(value(three, "target")).isEqualByComparingTo("3000000");
    assertThat(three.getString("targetBasis")).isEqualTo("1,000,000 t in each of 3 years");
    assertThat(reading("shapes-each-year", at, "half").getString("why.summary")).contains("not whole years");
  }

  @Test
  void aBasketIsTheSumOfItsParts() {
    declare("""
        {"id": "shapes-basket", "title": "Wheat and corn together", "buyer": "MX", "seller": "US",
         "commodities": ["wheat", "corn"], "strength": "agreement",
         "terms": {"announcedOn": "2022-01-01", "announcedBy": "a test", "summary": "Together, and corn alone.", "source": {"publisher": "a test"},
           "headline": "together", "tranches": [
             {"id": "all", "windowStart": "2024-01-01", "deadline": "2024-12-31", "target": {"operator": "atLeast", "value": 15000000, "unit": "t"}},
             {"id": "corn", "windowStart": "2024-01-01", "deadline": "2024-12-31", "commodity": "corn", "target": {"operator": "atLeast", "value": 10000000, "unit": "t"}},
             {"id": "wheat", "windowStart": "2024-01-01", "deadline": "2024-12-31", "commodity": "wheat", "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [
           {"id": "together", "label": "Both", "tranche": "all", "measure": "inspected", "evidence": ["fgis-weekly"]},
           {"id": "corn", "label": "Corn", "tranche": "corn", "measure": "inspected", "evidence": ["fgis-weekly"]},
           {"id": "wheat", "label": "Wheat", "tranche": "wheat", "measure": "inspected", "evidence": ["fgis-weekly"]}]}""");
    JsonPath status = status("shapes-basket", "2025-02-01T12:00:00Z");

    BigDecimal both = new BigDecimal(status.getString("readings.find { it.reading == 'together' }.fulfilled.value"));
    BigDecimal corn = new BigDecimal(status.getString("readings.find { it.reading == 'corn' }.fulfilled.value"));
    BigDecimal wheat = new BigDecimal(status.getString("readings.find { it.reading == 'wheat' }.fulfilled.value"));

    assertThat(corn).isPositive();
    assertThat(wheat).isPositive();
    assertThat(both).isEqualByComparingTo(corn.add(wheat));
    assertThat(status.getString("readings.find { it.reading == 'together' }.additionality.threeYearMean.value")).isNotNull();
  }

  @Test
  void whatMakesNoSenseIsToldAtOnceByItsPlace() {
    JsonPath problem = given().config(EXACT).contentType("application/json").body("""
        {"id": "shapes-wrong", "title": "Wrong in many places", "buyer": "PE", "seller": "US",
         "commodities": ["wheat", "corn"], "strength": "agreement",
         "terms": {"announcedOn": "2022-01-01", "announcedBy": "a test", "summary": "Wrong.", "source": {"publisher": "a test"},
           "tranches": [
             {"id": "a", "windowStart": "2024-01-01", "deadline": "2024-12-31", "target": {"operator": "atLeast", "value": 1000, "unit": "t", "additional": true},
              "subMinimums": [{"commodity": "rice", "value": 5, "unit": "t"}, {"commodity": "corn", "value": 5, "unit": "USD"}],
              "substitutions": [{"goods": "rice", "commodities": ["rice"], "value": 1, "unit": "t", "discharges": 1000, "of": "wheat"}]},
             {"id": "b", "target": {"operator": "upliftPercent", "value": 10, "unit": "percent"},
              "baseline": [{"role": "upliftBase", "statistic": "US exports", "period": "2023", "value": 5, "unit": "t"}]},
             {"id": "c", "target": {"operator": "lowerOf", "legs": [{"value": 1, "unit": "t"}, {"value": 2, "unit": "t"}]}}]},
         "readings": [{"id": "r", "label": "R", "tranche": "a", "measure": "exported", "evidence": ["census-exports"]}]}""")
        .post("/v1/commitments").then().statusCode(422).extract().jsonPath();

    assertThat(problem.<String>getList("errors.pointer")).contains(
        "/terms/tranches/0/subMinimums/0/commodity", "/terms/tranches/0/subMinimums/1/unit",
        "/terms/tranches/0/substitutions/0/commodities/0", "/terms/tranches/0/substitutions/0/discharges",
        "/terms/tranches/0/baseline", "/terms/tranches/1/baseline/0/knownFrom", "/terms/tranches/2/target/legs");
  }

  @Test
  void whatOwesNoAmountHasAFigureAndAProgressAndNoVerdict() {
    String at = "2026-02-10T12:00:00Z";
    JsonPath sorghum = reading("us-cn-sorghum-2025", at, "exported-since-busan");

    assertThat(sorghum.getString("verdict")).isEqualTo("notAssessable");
    assertThat(sorghum.getString("target")).isNull();
    assertThat(value(sorghum, "fulfilled")).isPositive();
    for (String part : List.of("progress", "evidence", "progress.csv", "evidence.csv", "projection")) {
      given().queryParam("asOf", at).get("/v1/commitments/us-cn-sorghum-2025/readings/exported-since-busan/" + part)
          .then().statusCode(200);
    }
  }

  @Test
  void noEntryOfTheCatalogueIsLeftForLater() {
    JsonPath all = given().config(EXACT).queryParam("asOf", "2026-08-20T13:00:00Z").get("/v1/status").then().statusCode(200).extract().jsonPath();

    assertThat(all.<String>getList("rows.summary")).noneMatch(summary -> summary.contains("later"));
    assertThat(reading("us-jp-farm-goods-2025", "2026-08-20T13:00:00Z", "2026-exported").getString("why.whatWouldChangeIt"))
        .contains("in USD").contains("census-exports");
  }

  private static String verdict(JsonPath status, String reading) {
    return status.getString("readings.find { it.reading == '%s' }.verdict".formatted(reading));
  }

  private static BigDecimal march(String commitment, String at, String reading, String field) {
    JsonPath progress = given().config(EXACT).queryParam("asOf", at)
        .get("/v1/commitments/{c}/readings/{r}/progress", commitment, reading).then().statusCode(200).extract().jsonPath();
    return new BigDecimal(progress.getString("rows.find { it.periodEnd == '2020-03-31' }.%s.value".formatted(field)));
  }

  private static BigDecimal bn(String billions) {
    return new BigDecimal(billions).movePointRight(9);
  }

  private static BigDecimal value(JsonPath reading, String field) {
    return new BigDecimal(reading.getString(field + ".value"));
  }

  private static JsonPath status(String commitment, String asOf) {
    return given().config(EXACT).queryParam("asOf", asOf).get("/v1/commitments/{c}/status", commitment)
        .then().statusCode(200).extract().jsonPath();
  }

  private static JsonPath reading(String commitment, String asOf, String reading) {
    return status(commitment, asOf).setRootPath("readings.find { it.reading == '%s' }".formatted(reading));
  }

  private static void declare(String body) {
    given().contentType("application/json").body(body).post("/v1/commitments").then().statusCode(201);
  }

  private static void handIn(String source, String name, String table) {
    given().contentType("text/csv").body(table).queryParam("name", name).post("/v1/sources/{s}/documents", source)
        .then().statusCode(201);
  }

  /// Rows of month, buyer, unit, commodity and value, all released at the end of a day before.
  private static String monthly(String source, String released, String measure, List<String> rows) {
    return table(source, measure, rows.stream().map(row -> row.split(",")).map(cells -> {
      var month = java.time.YearMonth.parse(cells[0]);
      return "%sT00:00:00Z,reported,-,%s,%s,%s,%s,%s,monthly,-,print,%s,listed,no,%s".formatted(released, month.atDay(1),
          month.atEndOfMonth(), cells[3], "US", cells[1], cells[2], cells[4]);
    }).toList());
  }

  private static String yearly(List<String> rows) {
    return table("agreement-deliveries", "exported", rows.stream().map(row -> row.split(","))
        .map(cells -> "1989-03-23T00:00:00Z,reported,-,%1$s-01-01,%1$s-12-31,%2$s,US,%3$s,monthly,-,print,t,listed,no,%4$s".formatted(
            cells[0], cells[2], cells[1], cells[3]))
        .toList());
  }

  private static String table(String source, String measure, List<String> rows) {
    return """
        # offtake evidence table 1
        # source: %s
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,%s
        """.formatted(source, measure) + String.join("\n", rows) + "\n";
  }
}
