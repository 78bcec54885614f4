package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A reading, were something otherwise: beside it as it stands, by the same engine, and nothing of it is kept.
@QuarkusTest
@Tag("http")
class WhatIfResourceTest {

  private static final String AT = "2026-02-10T12:00:00Z";
  /// When every commitment of the catalogue had been announced.
  private static final String LATER = "2026-10-08T13:00:00Z";
  private static final String SOYBEANS = "\"commitment\": \"us-cn-soybeans-2025\", \"reading\": \"sold-by-2026-02-28\"";
  private static final Pattern CASE = Pattern.compile("(?s)```json\n(.*?)```\n\n(.*?)(?:\n\n|\n?\\z)");
  private static final Pattern TOLD = Pattern.compile("`([^`]+)` is `([^`]+)`");

  @Inject AgroalDataSource database;

  @Test
  void everyCaseOfTheDocsAnswersAsTheDocsSay() throws IOException {
    Matcher cases = CASE.matcher(Files.readString(Path.of("src/site/markdown/what-if.md")));
    var softly = new SoftAssertions();
    int told = 0;
    while (cases.find()) {
      JsonPath answer = asked(cases.group(1)).statusCode(200).extract().jsonPath();
      for (Matcher each = TOLD.matcher(cases.group(2)); each.find(); told++) {
        softly.assertThat(String.valueOf((Object) answer.get(each.group(1)))).as("%s of %s", each.group(1), cases.group(1))
            .isEqualTo(each.group(2));
      }
    }
    softly.assertAll();
    assertThat(told).isGreaterThan(12);
  }

  @Test
  void whatIsSupposedStandsBesideWhatIs() {
    JsonPath status = given().queryParam("asOf", AT).get("/v1/commitments/us-cn-soybeans-2025/status").jsonPath()
        .setRootPath("readings.find { it.reading == 'sold-by-2026-02-28' }");
    JsonPath answer = asked("{%s, \"extra\": [{\"value\": 2113388, \"unit\": \"t\", \"date\": \"2026-02-20\"}]}".formatted(SOYBEANS))
        .statusCode(200).extract().jsonPath();

    assertThat((Object) answer.get("today.why")).isEqualTo(status.get("why"));
    assertThat((Object) answer.get("today.projection")).isEqualTo(status.get("projection"));
    assertThat(answer.getString("supposed.verdict")).isEqualTo("met");
    assertThat(answer.getString("changed.fulfilled.value")).isEqualTo("2113388");
    assertThat(answer.getDouble("supposed.rows[0].p50.value"))
        .as("before its day it is not on the path").isLessThan(12_000_000);
    assertThat(answer.getDouble("supposed.rows[-1].p50.value")).isGreaterThanOrEqualTo(12_000_000);
  }

  @Test
  void aSupposedRateIsTheMiddleOfThePathAndNothingComesWhereItIsZero() {
    JsonPath none = asked("{%s, \"rate\": {\"value\": 0, \"unit\": \"t\", \"per\": \"week\"}}".formatted(SOYBEANS))
        .statusCode(200).extract().jsonPath();
    assertThat(none.getDouble("supposed.projection.p10.value")).isEqualTo(none.getDouble("supposed.projection.p90.value"))
        .isEqualTo(none.getDouble("supposed.fulfilled.value"));

    JsonPath rate = asked("{%s, \"rate\": {\"value\": 500000, \"unit\": \"t\", \"per\": \"week\"}}".formatted(SOYBEANS))
        .statusCode(200).extract().jsonPath();
    List<Double> path = rate.getList("supposed.rows.p50.value", Double.class);
    for (int week = 1; week < path.size(); week++) {
      assertThat(path.get(week) - path.get(week - 1)).isBetween(499_998.0, 500_002.0);
    }
    assertThat(rate.getString("supposed.verdict")).isNotEqualTo(rate.getString("today.verdict"));
    assertThat(rate.getDouble("changed.shortfallProbability")).isNegative();
  }

  @Test
  void whatIsWrongIsToldAtOnceByItsPlace() {
    JsonPath problem = asked("""
        {%s, "rate": {"value": 5, "unit": "USD", "per": "week"}, "deadline": "2025-01-01",
         "target": {"value": 100000000000, "unit": "t"}, "extra": [{"value": 1, "unit": "stone", "date": "2026-02-20"}]}"""
        .formatted(SOYBEANS)).statusCode(422).extract().jsonPath();
    assertThat(problem.<String>getList("errors.pointer"))
        .containsExactlyInAnyOrder("/extra/0/unit", "/rate/unit", "/target/value", "/deadline");
    assertThat(problem.<String>getList("errors.remedy")).allMatch(remedy -> !remedy.isBlank());

    refused("{%s}".formatted(SOYBEANS), 422, "");
    refused("{\"commitment\": \"us-cn-soybeans\", \"reading\": \"sold\", \"unknownShare\": 1}", 422, "/commitment");
    refused("{\"commitment\": \"us-cn-soybeans-2025\", \"reading\": \"sold\", \"unknownShare\": 1}", 422, "/reading");
    refused("{%s, \"extra\": [{\"value\": 1, \"unit\": \"t\", \"date\": \"2026-03-20\"}]}".formatted(SOYBEANS), 422, "/extra/0/date");
    for (String number : List.of("1e400", "-1e400", "1e-400", "9e99", "1e16", "-1", "0", "\"1\"", "1e999999999")) {
      String body = "{%s, \"extra\": [{\"value\": %s, \"unit\": \"t\", \"date\": \"2026-02-20\"}]}".formatted(SOYBEANS, number);
      given().contentType("application/json").body(body).queryParam("asOf", AT).post("/v1/what-if").then().statusCode(400);
    }
    refused("{%s, \"unknownShare\": 1.5}".formatted(SOYBEANS), 400, "/unknownShare");
    JsonPath shipped = asked("""
        {"commitment": "us-cn-soybeans-2025", "reading": "inspected-by-2026-02-28", "unknownShare": 0.5,
         "cancellations": [{"value": 1, "unit": "t", "date": "2026-02-20"}]}""").extract().jsonPath();
    assertThat(shipped.<String>getList("errors.pointer")).contains("/unknownShare", "/cancellations/0");
  }

  @Test
  void aWindowThatIsOverTakesNoRate() {
    given().contentType("application/json").queryParam("asOf", "2026-04-10T12:00:00Z")
        .body("{%s, \"rate\": {\"value\": 500000, \"unit\": \"t\", \"per\": \"week\"}}".formatted(SOYBEANS)).post("/v1/what-if")
        .then().statusCode(422).body("errors[0].pointer", equalTo("/rate"));
  }

  @Test
  void everyReadingIsAskedAndNothingIsKept() throws SQLException {
    Map<String, Long> before = rows();
    var times = new ArrayList<Double>();
    List<String> commitments = given().queryParam("pageSize", 200).get("/v1/commitments").jsonPath().getList("commitments.id");
    for (String commitment : commitments) {
      List<Map<String, Object>> readings =
          given().queryParam("asOf", LATER).get("/v1/commitments/{c}/status", commitment).jsonPath().getList("readings");
      for (Map<String, Object> reading : readings == null ? List.<Map<String, Object>>of() : readings) {
        long start = System.nanoTime();
        asked(body(commitment, reading), LATER).statusCode(200);
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    assertThat(times).hasSizeGreaterThan(80);
    assertThat(rows()).isEqualTo(before);
    Collections.sort(times);
    System.out.printf("what-if of %d readings: median %.0f ms, worst %.0f ms%n", times.size(), times.get(times.size() / 2),
        times.getLast());
  }

  /// A tenth more is owed, or where nothing is owed the window is a week longer.
  private static String body(String commitment, Map<String, Object> reading) {
    if (reading.get("target") instanceof Map<?, ?> target) {
      String value = new java.math.BigDecimal(target.get("value").toString()).multiply(new java.math.BigDecimal("1.1")).toPlainString();
      return "{\"commitment\": \"%s\", \"reading\": \"%s\", \"target\": {\"value\": %s, \"unit\": \"%s\"}}".formatted(
          commitment, reading.get("reading"), value, target.get("unit"));
    }
    return "{\"commitment\": \"%s\", \"reading\": \"%s\", \"extra\": [{\"value\": 1, \"unit\": \"t\", \"date\": \"%s\"}]}".formatted(
        commitment, reading.get("reading"), reading.getOrDefault("windowStart", "2026-02-10"));
  }

  private Map<String, Long> rows() throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      var names = new ArrayList<String>();
      try (var tables = statement.executeQuery("select table_name from information_schema.tables where table_schema = "
          + "current_schema() and table_type = 'BASE TABLE'")) {
        while (tables.next()) {
          names.add(tables.getString(1));
        }
      }
      for (String name : names) {
        try (var count = statement.executeQuery("select count(*) from \"" + name + "\"")) {
          count.next();
          counts.put(name, count.getLong(1));
        }
      }
    }
    assertThat(counts).hasSizeGreaterThan(20);
    return counts;
  }

  private static void refused(String body, int status, String pointer) {
    List<String> pointers = asked(body).statusCode(status).extract().jsonPath().getList("errors.pointer");
    assertThat(pointers).as(body).contains(pointer);
  }

  private static ValidatableResponse asked(String body) {
    return asked(body, AT);
  }

  private static ValidatableResponse asked(String body, String asOf) {
    return given().contentType("application/json").queryParam("asOf", asOf).body(body).post("/v1/what-if").then();
  }
}
