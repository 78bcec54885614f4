package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Following what becomes different: all of it, once, in order. The figures are made for the test.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class ChangesResourceTest {

  private static final String FIGURES =
      "rows.findAll { it.kind == 'figure' && it.series.contains('sorghum.US.%s') }";

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aFigureIsNewThenChangedAndTheCursorGoesOnFromWhereItWas() {
    String start = cursorNow();
    hand("JP", "2024-10-10T12:30:00Z", LocalDate.of(2024, 10, 3), 2, 100);
    JsonPath first = changes(start, 500);

    List<Map<String, Object>> figures = first.getList(FIGURES.formatted("JP"));
    assertThat(figures).hasSize(2).allSatisfy(row -> assertThat(row)
        .containsEntry("change", "new").containsEntry("source", "fas-export-sales").doesNotContainKey("previousValue")
        .containsKeys("document", "line", "release", "releasedAt", "recordedAt"));
    assertThat(first.getList("rows.kind").getFirst()).as("the release goes before its figures").isEqualTo("release");
    assertThat(first.getBoolean("complete")).isTrue();

    String cursor = first.getString("nextCursor");
    assertThat(changes(cursor, 500).getList("rows")).isEmpty();
    assertThat(changes(cursor, 500).getString("nextCursor")).isEqualTo(cursor);

    hand("JP", "2024-11-07T13:30:00Z", LocalDate.of(2024, 10, 3), 2, 150);
    JsonPath second = changes(cursor, 500);
    assertThat(second.getList(FIGURES.formatted("JP") + ".change")).containsOnly("changed");
    assertThat(second.getList(FIGURES.formatted("JP") + ".value.value", Integer.class)).containsExactly(150, 151);
    assertThat(second.getList(FIGURES.formatted("JP") + ".previousValue.value", Integer.class))
        .containsExactly(100, 101);
    String csv = given().queryParam("cursor", cursor).get("/v1/changes.csv").then().statusCode(200)
        .header("Link", containsString("cursor=")).extract().asString();
    assertThat(csv.lines().toList()).hasSize(1 + second.getList("rows").size())
        .first().asString().startsWith("change,kind,dataVersion,recordedAt,href,source");
  }

  @Test
  void whoFollowsWhileOthersWriteLosesNothingAndGetsNothingTwice() throws Exception {
    String cursor = cursorNow();
    int writers = 3;
    int documents = 6;
    try (var pool = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> work = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String destination = List.of("KR", "MX", "EG").get(writer);
        work.add(pool.submit(() -> {
          for (int i = 0; i < documents; i++) {
            hand(destination, "2025-12-04T13:30:00Z", LocalDate.of(2025, 9, 4).plusWeeks(2L * i), 2, 10 + i);
          }
        }));
      }
      var seen = new ArrayList<String>();
      boolean written = false;
      while (true) {
        JsonPath page = changes(cursor, 5);
        page.<Map<String, Object>>getList("rows").stream()
            .filter(row -> "figure".equals(row.get("kind")))
            .forEach(row -> seen.add(row.get("series") + " " + row.get("periodEnd")));
        cursor = page.getString("nextCursor");
        if (page.getBoolean("complete")) {
          if (written) {
            break;
          }
          // What is complete after all writers are done is complete.
          written = work.stream().allMatch(Future::isDone);
        }
      }
      for (Future<?> each : work) {
        each.get();
      }
      assertThat(seen).doesNotHaveDuplicates().hasSize(writers * documents * 2);
    }
  }

  @Test
  void changesPageLikeEveryListAndTheLastPageSaysWhereToGoOn() {
    String cursor = cursorNow();
    hand("PH", "2025-12-04T13:30:00Z", LocalDate.of(2025, 9, 4), 7, 30);
    List<Object> whole = changes(cursor, 100).getList("rows");
    assertThat(whole).hasSizeGreaterThan(7);

    var paged = new ArrayList<Object>();
    String next = "/v1/changes?cursor=" + cursor + "&pageSize=3";
    String monitor = null;
    while (next != null) {
      var page = given().urlEncodingEnabled(false).get(next).then().statusCode(200).extract();
      paged.addAll(page.jsonPath().getList("rows"));
      String link = page.header("Link");
      boolean last = page.jsonPath().getBoolean("complete");
      assertThat(page.jsonPath().getString("nextPageToken") == null).isEqualTo(last);
      assertThat(link).endsWith(last ? "rel=\"monitor\"" : "rel=\"next\"");
      String target = link.substring(1, link.indexOf('>'));
      next = last ? null : target;
      monitor = last ? target : null;
    }

    assertThat(paged).isEqualTo(whole);
    // The same page asked for again has its link as well.
    String first = "/v1/changes?cursor=" + cursor + "&pageSize=3";
    given().get(first).then().header("Link", containsString("rel=\"next\""));
    given().get(first).then().header("Link", containsString("rel=\"next\""));
    given().urlEncodingEnabled(false).get(monitor).then().statusCode(200).body("rows", hasSize(0));
    given().queryParam("pageToken", "AAAA").get("/v1/changes").then()
        .statusCode(400).body("errors[0].parameter", equalTo("pageToken"));
  }

  @Test
  void aCursorThatIsNotOursIsRefused() {
    for (String cursor : List.of("x", "MTg0Mg", "%%%")) {
      given().queryParam("cursor", cursor).get("/v1/changes").then()
          .statusCode(400).contentType("application/problem+json").body("errors[0].parameter", equalTo("cursor"));
    }
    given().queryParam("cursor", cursorNow()).queryParam("updatedAfter", "2025-01-01T00:00:00Z").get("/v1/changes")
        .then().statusCode(400).body("errors[0].parameter", equalTo("updatedAfter"));
    String future = java.util.Base64.getUrlEncoder().withoutPadding()
        .encodeToString("99999999 1 1".getBytes(StandardCharsets.UTF_8));
    given().queryParam("cursor", future).get("/v1/changes").then()
        .statusCode(400).body("errors[0].remedy", containsString("restored backup"));
  }

  @Test
  void anAnswerWithoutNewsIsNotSentAgain() {
    String cursor = cursorNow();
    String tag = given().queryParam("cursor", cursor).get("/v1/changes").then().statusCode(200)
        .body("rows", hasSize(0)).extract().header("ETag");
    given().queryParam("cursor", cursor).header("If-None-Match", tag).get("/v1/changes").then().statusCode(304);
  }

  @Test
  void theRevisionsOfASourceAreCountedByMeasureAndCommodity() {
    hand("TR", "2024-02-08T13:30:00Z", LocalDate.of(2024, 2, 1), 4, 1000);
    // Ten days later two of the four weeks are printed 10 % higher.
    hand("TR", "2024-02-18T13:30:00Z", LocalDate.of(2024, 2, 1), 2, 1100);

    var rows = given().queryParam("asOf", "2024-02-28T00:00:00Z").get("/v1/sources/fas-export-sales/revisions").then()
        .statusCode(200).extract().jsonPath();
    String row = "rows.find { it.commodity == 'sorghum' && it.measure == 'exported' }.";
    assertThat(rows.getInt(row + "figures")).isEqualTo(4);
    assertThat(rows.getInt(row + "revised")).isEqualTo(2);
    assertThat(rows.getDouble(row + "revisedShare")).isEqualTo(0.5);
    assertThat(rows.getDouble(row + "changeP50")).isEqualTo(0.0999);
    assertThat(rows.getDouble(row + "upward")).isEqualTo(1);
    assertThat(rows.getDouble(row + "daysMost")).isEqualTo(10);
    assertThat(rows.getInt(row + "total.value")).isEqualTo(200);

    String early = given().queryParam("asOf", "2024-02-09T00:00:00Z")
        .get("/v1/sources/fas-export-sales/revisions.csv").then().statusCode(200).extract().asString();
    assertThat(early).startsWith("measure,commodity,figures,revised").contains("exported,sorghum,4,0,0");
    given().get("/v1/sources/nobody/revisions").then().statusCode(404);
  }

  private static String cursorNow() {
    return given().queryParam("updatedAfter", "2100-01-01T00:00:00Z").get("/v1/changes").then()
        .statusCode(200).body("rows", hasSize(0)).extract().path("nextCursor");
  }

  private static JsonPath changes(String cursor, int pageSize) {
    return given().queryParam("cursor", cursor).queryParam("pageSize", pageSize).get("/v1/changes").then()
        .statusCode(200).extract().jsonPath();
  }

  /// Weeks of sorghum to a destination, a tonne more each week.
  private static void hand(String destination, String releasedAt, LocalDate first, int weeks, int tonnes) {
    List<String> lines = new ArrayList<>(List.of(
        "# offtake evidence table 1",
        "# source: fas-export-sales",
        "# publisher: a test of the changes",
        "# address: https://example.org/",
        "# read: 2026-11-24",
        "# terms: made for a test",
        "# report: -",
        "# complete: no",
        "# coverage: listed",
        "# commodity: sorghum",
        "# origin: US",
        "# cadence: weekly",
        "# unit: t",
        "# kind: print",
        "releasedAt,basis,periodStart,periodEnd,marketYear,destination,exported"));
    for (int i = 0; i < weeks; i++) {
      LocalDate end = first.plusWeeks(i);
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      lines.add("%s,reported,%s,%s,%d,%s,%d".formatted(releasedAt, end.minusDays(6), end, year, destination, tonnes + i));
    }
    given().contentType("text/csv")
        .body((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }
}
