package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SeasonResampling;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of a reading sums to what it says is fulfilled: the effects of its evidence, and the observed column of
/// its progress, in JSON and as tables.
@QuarkusTest
@Tag("http")
class SumsOfEvidenceTest {

  private static final boolean ALL = Boolean.getBoolean("offtake-test.all-readings");
  private static final int EACH = 4;
  private static final int FEW = 4;

  private static final String OCTOBER = "2026-10-08T13:00:00Z";
  private static final String TWENTY_FIVE_MILLION = "us-cn-soybeans-2026-2028";

  @ParameterizedTest
  @ValueSource(strings = {
      "2025-09-12T00:00:00Z", // the first row of a year
      "2025-10-01T00:00:00Z", "2025-11-05T12:00:00Z", // the blackout
      "2025-11-13T13:30:00Z", "2025-11-20T14:00:00Z", "2025-12-08T13:30:00Z", "2025-12-15T13:30:00Z",
      "2025-12-31T23:59:59Z", "2026-01-08T13:29:59Z", "2026-01-08T13:30:00Z", "2026-01-22T13:30:00Z",
      "2026-02-10T12:00:01Z", "2026-03-05T13:30:00Z", "2026-06-11T12:29:59Z", "2026-06-11T12:30:00Z",
      "2026-08-20T13:00:01Z", "2026-09-10T12:29:59Z", // before and after the turn
      "2026-09-10T12:30:00Z", "2026-09-17T13:00:00Z", OCTOBER})
  void everyReadingIsTheSumOfItsEvidenceAndOfItsProgress(String asOf) {
    if (!asOf.equals(OCTOBER)) {
      // To learn what is to come takes most of the time, twice for each instant, and adds nothing to what has come. Answers are
      // remembered: these instants are nobody else's.
      QuarkusMock.installMockForType(new SeasonResampling(), ProjectionModel.class);
    }
    int sums = 0;
    int readings = 0;
    for (String commitment : get("/v1/commitments", asOf).getList("commitments.id", String.class)) {
      JsonPath status = get("/v1/commitments/" + commitment + "/status", asOf);
      for (Map<String, Object> reading : status.<Map<String, Object>>getList("readings")) {
        if (!isWalked(asOf, readings++, sums)) {
          continue;
        }
        String path = "/v1/commitments/" + commitment + "/readings/" + reading.get("reading");
        BigDecimal fulfilled = amount(reading, "fulfilled").orElse(BigDecimal.ZERO);
        List<Map<String, Object>> evidence = everyPage(path + "/evidence", asOf);
        List<Map<String, Object>> progress = get(path + "/progress", asOf).getList("rows");
        String told = commitment + "/" + reading.get("reading") + " at " + asOf;

        assertThat(sum(evidence, "effect")).as("effects of %s", told).isEqualByComparingTo(fulfilled);
        assertThat(evidence).as(told).allSatisfy(row -> assertThat(row.containsKey("effect"))
            .isEqualTo(row.containsKey("countsAs")));
        assertThat(evidence).filteredOn(row -> row.containsKey("effect")).as(told).allSatisfy(row -> {
          assertThat(row.get("counted")).isEqualTo(true);
          assertThat(row.get("release")).isNotNull();
        });
        assertThat(sum(progress, "observed")).as("progress of %s", told).isEqualByComparingTo(fulfilled);
        assertThat(progress).filteredOn(row -> row.containsKey("observed")).as(told)
            .allSatisfy(row -> assertThat(row.get("counted")).isEqualTo(true));
        if (!evidence.isEmpty()) {
          assertTwin(path + "/evidence.csv", asOf, "effect", evidence);
          assertTwin(path + "/progress.csv", asOf, "observed", progress);
          sums++;
        }
      }
    }
    // In the autumn of 2025 the starter itself has one.
    assertThat(sums).as("readings with evidence")
        .isGreaterThan(asOf.equals(OCTOBER) ? 10 : asOf.compareTo("2025-11") < 0 ? 0 : 1);
  }

  /// Each reading at October, and by turns at the other instants; all of them where few have evidence, and by night.
  private static boolean isWalked(String asOf, int reading, int sums) {
    return ALL || asOf.equals(OCTOBER) || sums < FEW
        || Math.floorMod(reading + asOf.hashCode(), EACH) == 0;
  }

  @Test
  void theJumpAndTheCarryOverHaveRowsThatLeadToTheirDocuments() {
    List<Map<String, Object>> evidence =
        everyPage("/v1/commitments/" + TWENTY_FIVE_MILLION + "/readings/2026-sold-calendar-year/evidence", OCTOBER);

    Map<String, Object> jump = single(evidence, "jump");
    assertThat(amount(jump, "effect")).hasValueSatisfying(effect -> assertThat(effect).isEqualByComparingTo("7761000"));
    assertThat(amount(jump, "value")).hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("8983000"));
    assertThat(jump).containsEntry("measure", "outstandingSales").containsEntry("marketYear", 2027)
        .containsEntry("periodEnd", "2026-09-03").containsKeys("release", "document", "line");
    Map<String, Object> carryOver = single(evidence, "carryOver");
    assertThat(amount(carryOver, "effect")).hasValueSatisfying(effect -> assertThat(effect).isEqualByComparingTo("-5000"));
    assertThat(carryOver).containsEntry("measure", "outstandingSales").containsEntry("marketYear", 2026)
        .containsEntry("periodEnd", "2026-09-03").containsKeys("release", "document", "line");
    given().get("/v1/documents/" + jump.get("document")).then().statusCode(200);
  }

  @Test
  void aMarketingYearTellsOnlyItsOwnRows() {
    List<Map<String, Object>> evidence = everyPage(
        "/v1/commitments/" + TWENTY_FIVE_MILLION + "/readings/2026-sold-marketing-year-ending-2026/evidence", OCTOBER);

    assertThat(evidence).isNotEmpty().allSatisfy(row -> assertThat(row).containsEntry("marketYear", 2026));
    assertThat(sum(evidence, "effect")).isEqualByComparingTo("12362145");
  }

  @Test
  void theStockOfUnknownDestinationsHasARowOfItsOwn() {
    String path = "/v1/commitments/us-cn-soybeans-2025/readings/sold-with-unknown-by-2026-02-28";

    Map<String, Object> stock = single(everyPage(path + "/evidence", "2026-02-10T12:00:00Z"), "unknownStock");
    assertThat(stock).containsEntry("destination", "unknown").containsEntry("measure", "outstandingSales")
        .containsEntry("periodEnd", "2026-01-29").containsKeys("release", "document", "line");
    assertThat(amount(stock, "effect")).hasValueSatisfying(effect -> assertThat(effect).isEqualByComparingTo("3078300"));
    List<Map<String, Object>> progress = get(path + "/progress", "2026-02-10T12:00:00Z").getList("rows");
    assertThat(amount(single(progress, "unknownStock"), "observed"))
        .hasValueSatisfying(observed -> assertThat(observed).isEqualByComparingTo("3078300"));
  }

  @Test
  void lastSeasonIsCountedByTheRuleOfTheReading() {
    JsonPath year = reading("2026-sold-marketing-year-ending-2026");
    assertThat(year.getString("lastSeason.fulfilled.value")).isEqualTo("22436806");
    assertThat(year.getString("lastSeason.total.value")).isEqualTo("22436806");
    assertThat(year.getString("lastSeason.periodEnd")).isEqualTo("2025-09-04");

    JsonPath progress = get("/v1/commitments/" + TWENTY_FIVE_MILLION
        + "/readings/2026-sold-marketing-year-starting-2026/progress", OCTOBER);
    String newest = "rows.find { it.periodEnd == '2026-10-01' }";
    assertThat(progress.getString(newest + ".lastSeason.value")).isEqualTo(
        get("/v1/commitments/" + TWENTY_FIVE_MILLION + "/readings/2026-sold-marketing-year-ending-2026/progress", OCTOBER)
            .getString("rows.find { it.periodEnd == '2025-10-02' }.cumulative.value"));
    assertThat(new BigDecimal(progress.getString(newest + ".scheduleSeasonal.value")))
        .isBetween(new BigDecimal(9_850_000), new BigDecimal(9_950_000));
  }

  private static JsonPath reading(String id) {
    JsonPath status = get("/v1/commitments/" + TWENTY_FIVE_MILLION + "/status", OCTOBER);
    return status.setRootPath("readings.find { it.reading == '%s' }".formatted(id));
  }

  private static Map<String, Object> single(List<Map<String, Object>> rows, String countsAs) {
    List<Map<String, Object>> found = rows.stream().filter(row -> countsAs.equals(row.get("countsAs"))).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static void assertTwin(String path, String asOf, String column, List<Map<String, Object>> rows) {
    String text = given().queryParam("asOf", asOf).get(path).then().statusCode(200).extract().asString();
    List<NamedCsvRecord> table = CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
    assertThat(table).as(path).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      NamedCsvRecord record = table.get(i);
      assertThat(record.getField(column)).as("%s, row %d", path, i)
          .isEqualTo(amount(rows.get(i), column).map(BigDecimal::toPlainString).orElse(""));
      assertThat(record.getField("countsAs")).isEqualTo(String.valueOf(rows.get(i).getOrDefault("countsAs", "")));
      assertThat(record.getField("counted")).isEqualTo(String.valueOf(rows.get(i).get("counted")));
    }
  }

  private static BigDecimal sum(List<Map<String, Object>> rows, String column) {
    return rows.stream().flatMap(row -> amount(row, column).stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @SuppressWarnings("unchecked")
  private static Optional<BigDecimal> amount(Map<String, Object> row, String column) {
    return Optional.ofNullable((Map<String, Object>) row.get(column))
        .map(amount -> new BigDecimal(amount.get("value").toString()));
  }

  private static List<Map<String, Object>> everyPage(String path, String asOf) {
    var rows = new ArrayList<Map<String, Object>>();
    String token = null;
    do {
      var request = given().config(exact()).queryParam("asOf", asOf).queryParam("pageSize", 1000);
      JsonPath page = (token == null ? request : request.queryParam("pageToken", token)).get(path)
          .then().statusCode(200).extract().jsonPath();
      rows.addAll(page.getList("rows"));
      token = page.getString("nextPageToken");
    } while (token != null);
    return rows;
  }

  private static JsonPath get(String path, String asOf) {
    return given().config(exact()).queryParam("asOf", asOf).get(path).then().statusCode(200).extract().jsonPath();
  }

  private static RestAssuredConfig exact() {
    return RestAssuredConfig.config().jsonConfig(
        JsonConfig.jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
  }
}
