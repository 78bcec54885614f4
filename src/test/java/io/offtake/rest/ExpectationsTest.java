package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the finished product must answer on the starter figures, over HTTP. The numbers are those that USDA published
/// for soybeans to China; `T` numbers name the expectations of the domain.
@QuarkusTest
@Tag("http")
class ExpectationsTest {

  private static final String TWELVE_MILLION = "us-cn-soybeans-2025";
  private static final String TWENTY_FIVE_MILLION = "us-cn-soybeans-2026-2028";
  private static final String ALL_KNOWN = "2026-08-20T13:00:00Z";

  @Test
  void t1TheRequiredRatePerBusinessDayCountsTheDayItself() {
    // 332,000 t handed in for a buyer of our own, so that no other test sees them.
    given().contentType("application/json").body(commitmentOfPeru()).post("/v1/commitments").then().statusCode(201);
    given().contentType("text/csv").body(salesToPeru()).queryParam("name", "t1.csv")
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);

    var reading = reading("t1-us-pe-soybeans", "2025-11-17T12:00:00Z", "sold-by-2025-12-31");

    assertThat(number(reading, "target")).isEqualByComparingTo("12000000");
    assertThat(number(reading, "fulfilled")).isEqualByComparingTo("332000");
    assertThat(reading.getInt("pace.businessDaysLeft")).isEqualTo(31);
    assertThat(number(reading, "pace.requiredPerBusinessDay")).isEqualByComparingTo("376387");
    assertThat(reading.getString("pace.requiredPerWeek.value")).isNotNull();
  }

  @Test
  void t3DuringTheBlackoutNobodyCanSee() {
    var reading = reading(TWELVE_MILLION, "2025-11-05T12:00:00Z", "sold-by-2025-12-31");

    assertThat(reading.getString("verdict")).isEqualTo("unobserved");
    assertThat(reading.getString("evidence.newestPeriodEnd")).isEqualTo("2025-09-18");
    assertThat(reading.getString("fulfilled")).as("nothing known is not 0 %%").isNull();
    assertThat(reading.getString("fulfilledShare")).isNull();
    assertThat(reading.getList("evidence.overduePeriods.periodEnd")).contains("2025-09-25", "2025-10-23");
    assertThat(reading.getBoolean("projection.fromStaleEvidence")).isTrue();
  }

  @Test
  void theBlackoutLastsUntilTheBacklogIsCaughtUp() {
    for (String inTheDark : List.of("2025-11-20T14:00:00Z", "2025-12-17T14:00:00Z", "2026-01-07T14:00:00Z",
        "2026-01-08T13:29:59Z")) {
      assertThat(reading(TWELVE_MILLION, inTheDark, "sold-by-2026-02-28").getString("verdict")).as(inTheDark)
          .isEqualTo("unobserved");
    }
    assertThat(reading(TWELVE_MILLION, "2026-01-08T13:30:00Z", "sold-by-2026-02-28").getString("verdict"))
        .isNotEqualTo("unobserved");
  }

  @Test
  void t4BySold31DecemberItWasMissedEitherWay() {
    var sold = reading(TWELVE_MILLION, ALL_KNOWN, "sold-by-2025-12-31");
    assertThat(sold.getString("verdict")).isEqualTo("missed");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("6422446");
    Map<String, Object> straddling = sold.getMap("evidence.straddlingPeriods.find { it.periodEnd == '2026-01-01' }");
    assertThat(straddling).containsEntry("counted", false);
    assertThat(sold.getString("evidence.straddlingPeriods.find { it.periodEnd == '2026-01-01' }.value.value"))
        .isEqualTo("470073");

    var shipped = reading(TWELVE_MILLION, ALL_KNOWN, "shipped-by-2025-12-31");
    assertThat(shipped.getString("verdict")).isEqualTo("missed");
    assertThat(number(shipped, "fulfilled")).isEqualByComparingTo("794446");

    var withUnknown = reading(TWELVE_MILLION, ALL_KNOWN, "sold-with-unknown-by-2025-12-31");
    assertThat(withUnknown.getString("verdict")).isEqualTo("missed");
    assertThat(number(withUnknown, "fulfilled")).isEqualByComparingTo("9482296");
  }

  @Test
  void t5ThroughJanuaryItIsMissedByNameAndMetWithAllUnknown() {
    var sold = reading(TWELVE_MILLION, ALL_KNOWN, "sold-by-2026-01-31");
    assertThat(sold.getString("verdict")).isEqualTo("missed");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("9886612");
    assertThat(sold.getString("fulfilledShare")).isEqualTo("0.8239");

    var withUnknown = reading(TWELVE_MILLION, ALL_KNOWN, "sold-with-unknown-by-2026-01-31");
    assertThat(withUnknown.getString("verdict")).isEqualTo("met");
    assertThat(number(withUnknown, "fulfilled")).isEqualByComparingTo("12964912");
  }

  @Test
  void t6By28FebruaryThreeReadingsGiveThreeAnswers() {
    var sold = reading(TWELVE_MILLION, ALL_KNOWN, "sold-by-2026-02-28");
    assertThat(sold.getString("verdict")).isEqualTo("missed");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("10816852");
    assertThat(sold.getString("fulfilledShare")).isEqualTo("0.9014");

    var shipped = reading(TWELVE_MILLION, ALL_KNOWN, "shipped-by-2026-02-28");
    assertThat(shipped.getString("verdict")).isEqualTo("missed");
    assertThat(number(shipped, "fulfilled")).isEqualByComparingTo("6829851");
    assertThat(shipped.getString("fulfilledShare")).isEqualTo("0.5692");

    var withUnknown = reading(TWELVE_MILLION, ALL_KNOWN, "sold-with-unknown-by-2026-02-28");
    assertThat(withUnknown.getString("verdict")).isEqualTo("met");
    assertThat(number(withUnknown, "fulfilled")).isEqualByComparingTo("13003292");
  }

  @Test
  void t7WithinTheGrowingSeasonItIsMetSoldAndShipped() {
    assertThat(reading(TWELVE_MILLION, ALL_KNOWN, "sold-by-2026-08-31").getString("verdict")).isEqualTo("met");
    assertThat(reading(TWELVE_MILLION, ALL_KNOWN, "shipped-by-2026-08-31").getString("verdict")).isEqualTo("met");
  }

  @Test
  void t8TheFirstWeekAtTwelveMillionWithAllUnknownEndsOn15January() {
    var progress = get("/v1/commitments/" + TWELVE_MILLION + "/readings/sold-with-unknown-by-2026-02-28/progress",
        ALL_KNOWN);
    List<Map<String, Object>> rows = progress.getList("rows");
    var first = rows.stream()
        .filter(row -> row.get("cumulative") != null)
        .filter(row -> new BigDecimal(((Map<?, ?>) row.get("cumulative")).get("value").toString())
            .compareTo(new BigDecimal(12_000_000)) >= 0)
        .findFirst()
        .orElseThrow();
    assertThat(first).containsEntry("periodEnd", "2026-01-15");
  }

  @Test
  void t9TheProjectionTellsItsQuantilesItsPathAndWhatDroveIt() {
    JsonPath told = get("/v1/commitments/us-cn-soybeans-2025/readings/sold-by-2026-02-28/projection",
        "2026-02-10T12:00:00Z");

    List<Double> quantiles = told.getList("quantiles.value", Double.class);
    assertThat(quantiles).hasSize(99).isSorted();
    assertThat(quantiles.get(9)).isLessThan(10_816_852);
    assertThat(quantiles.get(89)).isGreaterThan(10_816_852);
    assertThat(told.getList("rows.periodEnd")).hasSize(4);
    assertThat(told.getList("drivers", String.class))
        .anyMatch(driver -> driver.contains("6 past seasons") && driver.contains("246,700 to 1,268,429")
            && driver.contains("2,113,388 are needed"))
        // The zero week of August 2022 is held back, and with it the two windows it lies in.
        .anyMatch(driver -> driver.contains("2,000,000 or more in 32 of all 332 two-week windows"));
  }

  @Test
  void t9InFebruaryAShortfallIsLikelyByNameAndTheTargetMetWithAllUnknown() {
    var status = get("/v1/commitments/" + TWELVE_MILLION + "/status", "2026-02-10T12:00:00Z");
    assertThat(status.getString("headline")).isEqualTo("sold-by-2026-02-28");

    var sold = reading(TWELVE_MILLION, "2026-02-10T12:00:00Z", "sold-by-2026-02-28");
    assertThat(sold.getString("evidence.newestPeriodEnd")).isEqualTo("2026-01-29");
    assertThat(sold.getString("evidence.newestRelease")).isEqualTo("2026-02-05T13:30:00Z");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("9886612");
    assertThat(sold.getString("fulfilledShare")).isEqualTo("0.8239");
    assertThat(sold.getInt("pace.reportsLeft")).isEqualTo(4);
    assertThat(number(sold, "pace.requiredPerWeek")).isEqualByComparingTo("528347");
    assertThat(number(sold, "pace.actualPerWeek.w1")).isEqualByComparingTo("233020");
    assertThat(number(sold, "pace.actualPerWeek.w4")).isEqualByComparingTo("748523");
    assertThat(sold.getString("verdict")).isEqualTo("shortfallLikely");
    assertThat(new BigDecimal(sold.getString("projection.shortfallProbability"))).isGreaterThan(new BigDecimal("0.7"));
    BigDecimal outcome = new BigDecimal(10_816_852);
    assertThat(number(sold, "projection.p10")).isLessThan(outcome);
    assertThat(number(sold, "projection.p90")).isGreaterThan(outcome);
    assertThat(sold.getString("why.whatWouldChangeIt")).contains("if the next report shows");

    var withUnknown = reading(TWELVE_MILLION, "2026-02-10T12:00:00Z", "sold-with-unknown-by-2026-02-28");
    assertThat(withUnknown.getString("verdict")).isEqualTo("met");
    assertThat(number(withUnknown, "fulfilled")).isEqualByComparingTo("12964912");
    assertThat(number(withUnknown, "unknownOutstanding.beforeWindow")).isEqualByComparingTo("3257650");
  }

  @Test
  void t14WhatIsSaidToBeExportedIsWhatWasSold() {
    String claim = given().get("/v1/claims?speaker=factcheck").then().statusCode(200).extract().jsonPath()
        .getString("claims[0].id");
    var verdict = JsonPath.from(given().get("/v1/claims/%s/verdict".formatted(claim)).then().statusCode(200)
        .extract().asString());

    assertThat(verdict.getString("saidAt")).isEqualTo("2026-04-03T23:59:59.999999Z");
    assertThat(verdict.getString("outcome")).isEqualTo("basisContradicted");
    assertThat(verdict.getString("mark")).isEqualTo("conflict");
    assertThat(verdict.getInt("low.value")).as("half of what the printed figure was rounded to").isEqualTo(11_150_000);
    assertThat(verdict.getInt("high.value")).isEqualTo(11_250_000);
    assertThat(verdict.getString("nearest.measure")).isEqualTo("sold");
    assertThat(verdict.getInt("nearest.known.value")).isEqualTo(11_242_779);
    Map<String, Object> shipped = verdict.getMap("lines.find { it.reading == 'shipped-by-2026-08-31' }");
    assertThat(shipped).containsEntry("fits", false).containsEntry("periodEnd", "2026-03-19");
    assertThat(verdict.getInt("lines.find { it.reading == 'shipped-by-2026-08-31' }.known.value")).isEqualTo(8_517_779);
    assertThat(verdict.getString("summary")).contains("contradicts exported (8,517,779 t)", "sold (11,242,779 t)");
  }

  /// What this project began with.
  @Test
  void whatTheTreasurySecretarySaidInFebruaryDependsOnTheReading() {
    String claim = given().get("/v1/claims?speaker=bessent&saidFrom=2026-02-10").then().statusCode(200).extract().jsonPath()
        .getString("claims[0].id");
    var verdict = JsonPath.from(given().get("/v1/claims/%s/verdict".formatted(claim)).asString());

    assertThat(verdict.getString("outcome")).isEqualTo("dependsOnReading");
    assertThat(verdict.getString("summary")).contains("shortfallLikely, 9,886,612 t (82.4 %), probability of a shortfall 0.86",
        "met, 12,964,912 t");
    Map<String, Object> shipped = verdict.getMap("lines.find { it.reading == 'shipped-by-2026-02-28' }");
    assertThat(new BigDecimal(shipped.get("fulfilledShare").toString()).doubleValue()).isBetween(0.355, 0.365);
    assertThat(verdict.getList("conflicts.kind", String.class)).contains("readings", "ownWords");
  }

  @Test
  void t10AnAspirationIsShownAndNotScored() {
    var reading = reading("us-cn-soybeans-20mt-2025-26", ALL_KNOWN, "sold-marketing-year-2025-26");
    assertThat(reading.getString("verdict")).isEqualTo("notAssessable");
    assertThat(new BigDecimal(reading.getString("fulfilledShare"))).isBetween(
        new BigDecimal("0.6245"), new BigDecimal("0.6255"));
  }

  /// 20 Mt "considering": the portfolio gave it a probability of 1.
  @Test
  void anAspirationHasAFigureAndAShareAndNothingThatJudges() {
    String at = "?asOf=2026-08-20T13:00:00Z";
    String commitment = "us-cn-soybeans-20mt-2025-26";
    var row = given().get("/v1/status" + at).jsonPath()
        .getMap("rows.find { it.commitment == '%s' }".formatted(commitment));
    var reading = given().get("/v1/commitments/%s/status%s".formatted(commitment, at)).jsonPath()
        .getMap("readings.find { it.reading == 'sold-marketing-year-2025-26' }");
    for (var answer : List.of(row, reading)) {
      assertThat(answer).containsKeys("target", "fulfilled", "fulfilledShare")
          .doesNotContainKeys("slack", "slackShare", "shortfallProbability", "expectedShortfall", "p10", "p50", "p90",
              "requiredPerWeek", "requiredPerBusinessDay", "actualPerWeek", "ratio", "lastSafeDate", "pace",
              "projection", "feasible", "remaining");
      assertThat(((Map<?, ?>) answer.get("change")).get("slack")).isNull();
      assertThat(((Map<?, ?>) answer.get("change")).get("shortfallProbability")).isNull();
    }
    assertThat(((Map<?, ?>) reading.get("why")).containsKey("whatWouldChangeIt")).isFalse();

    String path = "/v1/commitments/%s/readings/sold-marketing-year-2025-26/".formatted(commitment);
    given().get(path + "projection" + at).then().statusCode(200)
        .body("projection.status", equalTo("declined"), "quantiles", nullValue(), "rows.size()", equalTo(0));
    var progress = given().get(path + "progress" + at).jsonPath();
    assertThat(progress.getList("rows.cumulative.value").stream().filter(Objects::nonNull)).isNotEmpty();
    assertThat(progress.getList("rows.scheduleLinear").stream().filter(Objects::nonNull)).isEmpty();
    assertThat(progress.getList("rows.scheduleSeasonal").stream().filter(Objects::nonNull)).isEmpty();
    NamedCsvRecord told = CsvReader.builder().ofNamedCsvRecord(given().get("/v1/status.csv" + at).asString()).stream()
        .filter(each -> each.getField("commitment").equals(commitment))
        .findFirst()
        .orElseThrow();
    assertThat(told.getField("fulfilledShare")).startsWith("0.62");
    assertThat(List.of("slack", "slackShare", "shortfallProbability", "p50", "requiredPerWeek", "lastSafeDate"))
        .allMatch(column -> told.getField(column).isEmpty());
  }

  @Test
  void t11TheCalendarYearAndTheMarketingYearStandSideBySide() {
    var shipped = reading(TWENTY_FIVE_MILLION, ALL_KNOWN, "2026-shipped-calendar-year");
    assertThat(number(shipped, "fulfilled")).isEqualByComparingTo("11562699");
    assertThat(shipped.getString("evidence.straddlingPeriods[0].periodEnd")).isEqualTo("2026-01-01");
    assertThat(shipped.getString("evidence.straddlingPeriods[0].value.value")).isEqualTo("397073");

    var sold = reading(TWENTY_FIVE_MILLION, ALL_KNOWN, "2026-sold-calendar-year");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("6075699");
    assertThat(sold.getBoolean("nextYearSales.held")).isFalse();
    assertThat(sold.getString("evidence.straddlingPeriods[0].value.value")).isEqualTo("470073");

    var marketingYear = reading(TWENTY_FIVE_MILLION, ALL_KNOWN, "2026-sold-marketing-year-ending-2026");
    assertThat(number(marketingYear, "fulfilled")).isEqualByComparingTo("12498145");
    assertThat(marketingYear.getString("fulfilledShare")).isEqualTo("0.4999");
  }

  @Test
  void t11bOverTwoMarketingYearsTheCarryOverIsNettedAndTheJumpIsNoPace() {
    var sold = reading(TWENTY_FIVE_MILLION, "2026-10-08T13:00:00Z", "2026-sold-calendar-year");
    assertThat(number(sold, "fulfilled")).isEqualByComparingTo("17077027");
    assertThat(sold.getString("fulfilledShare")).isEqualTo("0.6831");
    assertThat(number(sold, "carriedIn")).isEqualByComparingTo("5000");
    assertThat(number(sold, "carriedOut")).isEqualByComparingTo("5000");
    assertThat(sold.getString("asPublished")).as("USDA states years").isNull();
    assertThat(sold.getBoolean("nextYearSales.held")).isTrue();
    assertThat(sold.getString("nextYearSales.jumpPeriodEnd")).isEqualTo("2026-09-03");
    // 8,983,000 t stood in the first row; 1,217,000 t of them are that week's own net sales and 5,000 t the carry-over.
    assertThat(number(sold, "nextYearSales.jump")).isEqualByComparingTo("7761000");
    assertThat(number(sold, "pace.actualPerWeek.w4")).isLessThan(new BigDecimal("600000"));

    var shipped = reading(TWENTY_FIVE_MILLION, "2026-10-08T13:00:00Z", "2026-shipped-calendar-year");
    assertThat(number(shipped, "fulfilled")).isEqualByComparingTo("13901027");
  }

  @Test
  void t12FirstInspectionsAndExportsOfTheWeekTo18DecemberAgreeWithinTwoTonnes() {
    var inspected = get("/v1/series/fgis-weekly.inspected.soybeans.US.CN.weekly.t/observations?from=2025-12-01", "2025-12-22T17:00:00Z");
    assertThat(inspected.getString(value("2025-12-18"))).isEqualTo("386010");
    var exported = get("/v1/series/fas-export-sales.exported.soybeans.US.CN.weekly.t/observations?from=2025-12-01",
        "2026-01-05T14:00:00Z");
    assertThat(exported.getString(value("2025-12-18"))).isEqualTo("386012");
  }

  @Test
  void t13ANetCancellationIsAcceptedAndMarked() {
    var evidence = get("/v1/commitments/" + TWELVE_MILLION + "/readings/sold-by-2026-02-28/evidence", ALL_KNOWN);
    String row = "rows.find { it.periodEnd == '2025-11-13' && it.measure == 'netSales' }";
    assertThat(evidence.getString(row + ".value.value")).isEqualTo("-100000");
    assertThat(evidence.getList(row + ".flags")).contains("netCancellation");
  }

  @Test
  void t22EveryTonneCountsOnceAcrossTheTurnOfTheMarketingYear() {
    var rows = get("/v1/commitments/" + TWENTY_FIVE_MILLION + "/readings/2026-sold-calendar-year/progress",
        "2026-10-08T13:00:00Z");
    String boundary = "rows.find { it.periodEnd == '2026-09-03' }";
    // Net of the old year -136,000 t, of the new 1,222,000 t less the 5,000 t it took over.
    assertThat(rows.getString(boundary + ".observed.value")).isEqualTo("1081000");
    assertThat(rows.getList(boundary + ".flags")).contains("carryOver");
    BigDecimal before = new BigDecimal(rows.getString("rows.find { it.periodEnd == '2026-08-27' }.cumulative.value"));
    BigDecimal after = new BigDecimal(rows.getString(boundary + ".cumulative.value"));
    assertThat(after.subtract(before)).isEqualByComparingTo(new BigDecimal(-136_000 + 8_983_000 - 5_000));

    var oldYear = reading(TWENTY_FIVE_MILLION, "2026-10-08T13:00:00Z", "2026-sold-marketing-year-ending-2026");
    assertThat(number(oldYear, "fulfilled")).isEqualByComparingTo("12362145");
    assertThat(number(oldYear, "carriedIn")).isEqualByComparingTo("0");
    assertThat(number(oldYear, "carriedOut")).isEqualByComparingTo("5000");
    var newYear = reading(TWENTY_FIVE_MILLION, "2026-10-08T13:00:00Z", "2026-sold-marketing-year-starting-2026");
    // 11,142,328 t as published, 5,000 t of which were sold and counted in the year before.
    assertThat(number(newYear, "fulfilled")).isEqualByComparingTo("11137328");
    assertThat(number(newYear, "asPublished")).isEqualByComparingTo("11142328");
    assertThat(number(newYear, "carriedIn")).isEqualByComparingTo("5000");
    assertThat(newYear.getString("carriedOut")).isNull();
  }

  @Test
  void t23OneReportOfTwentyOneDaysIsOneObservationAndNoWeekInsideItIsMissing() {
    given().contentType("application/json").body(commitmentOfChile()).post("/v1/commitments").then().statusCode(201);
    given().contentType("text/csv").body(catchUpToChile()).queryParam("name", "t23.csv")
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);

    var progress = get("/v1/commitments/t23-us-cl-soybeans/readings/exported-2013/progress", ALL_KNOWN);

    assertThat(progress.getList("rows.findAll { it.counted }.periodEnd"))
        .containsExactly("2013-10-03", "2013-10-24", "2013-10-31");
    assertThat(progress.getString("rows.find { it.periodEnd == '2013-10-24' }.periodStart")).isEqualTo("2013-10-04");
    assertThat(progress.getString("rows.find { it.periodEnd == '2013-10-24' }.observed.value")).isEqualTo("63000");
    var reading = reading("t23-us-cl-soybeans", ALL_KNOWN, "exported-2013");
    assertThat(reading.getList("evidence.missingPeriods")).isEmpty();
    assertThat(number(reading, "fulfilled")).isEqualByComparingTo("65500");
    assertThat(reading.getString("verdict")).isEqualTo("met");
  }

  private static String value(String periodEnd) {
    return "rows.find { it.periodEnd == '%s' }.value.value".formatted(periodEnd);
  }

  private static JsonPath reading(String commitment, String asOf, String reading) {
    var status = get("/v1/commitments/" + commitment + "/status", asOf);
    String found = "readings.find { it.reading == '%s' }".formatted(reading);
    assertThat(status.getString(found + ".reading")).isEqualTo(reading);
    return status.setRootPath(found);
  }

  private static JsonPath get(String path, String asOf) {
    return given()
        .config(RestAssuredConfig.config().jsonConfig(
            JsonConfig.jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL)))
        .queryParam("asOf", asOf).get(path).then().statusCode(200).extract().jsonPath();
  }

  private static BigDecimal number(JsonPath path, String quantity) {
    return new BigDecimal(path.getString(quantity + ".value"));
  }

  private static byte[] salesToPeru() {
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,netSales,exported,accumulatedExports,outstandingSales
        2025-10-30T12:30:00Z,reported,-,2025-10-17,2025-10-23,soybeans,US,PE,weekly,2026,print,t,listed,no,0,0,0,0
        2025-11-06T13:30:00Z,reported,-,2025-10-24,2025-10-30,soybeans,US,PE,weekly,2026,print,t,listed,no,232000,0,0,232000
        2025-11-13T13:30:00Z,reported,-,2025-10-31,2025-11-06,soybeans,US,PE,weekly,2026,print,t,listed,no,100000,0,0,332000
        """.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] catchUpToChile() {
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
        2013-10-31T12:30:00Z,reported,-,2013-09-27,2013-10-03,soybeans,US,CL,weekly,2014,print,t,listed,no,1000
        2013-10-31T12:30:00Z,reported,-,2013-10-04,2013-10-24,soybeans,US,CL,weekly,2014,print,t,listed,no,63000
        2013-11-07T13:30:00Z,reported,-,2013-10-25,2013-10-31,soybeans,US,CL,weekly,2014,print,t,listed,no,1500
        """.getBytes(StandardCharsets.UTF_8);
  }

  private static String commitmentOfPeru() {
    return commitment("t1-us-pe-soybeans", "PE", "2025-10-30", 12_000_000, "sold-by-2025-12-31", "sold",
        "2025-10-30", "2025-12-31");
  }

  private static String commitmentOfChile() {
    return commitment("t23-us-cl-soybeans", "CL", "2013-09-01", 60_000, "exported-2013", "exported",
        "2013-10-01", "2013-10-31");
  }

  private static String commitment(
      String id, String buyer, String announced, long target, String reading, String measure, String from, String to) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "%s", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "%s", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "%s",
           "tranches": [{"id": "all", "windowStart": "%s", "deadline": "%s",
             "target": {"operator": "atLeast", "value": %d, "unit": "t"}}]},
         "readings": [{"id": "%s", "label": "made for a test", "tranche": "all", "measure": "%s",
           "unknownDestinations": "none", "windowStart": "%s", "deadline": "%s", "evidence": ["fas-export-sales"],
           "statedBy": "a test", "statedOn": "%s"}]}
        """.formatted(id, buyer, announced, reading, from, to, target, reading, measure, from, to, announced);
  }
}
