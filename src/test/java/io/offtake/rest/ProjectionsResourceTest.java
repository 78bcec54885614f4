package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A desk's own series over HTTP. That every answer is as the contract says is checked beside each test.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class ProjectionsResourceTest {

  private static final LocalDate FIRST = LocalDate.of(2021, 1, 7);
  private static final String WINDOW = "\"windowStart\": \"2024-12-01\", \"deadline\": \"2025-02-28\"";

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aWeeklySeriesIsProjectedToItsDeadline() {
    // 100 a week in the first half of a year and 200 in the second, to the week of 26 December 2024.
    String body = body("weekly", weeks(208, week -> week % 52 < 26 ? 100 : 200), WINDOW + ", \"target\": 2000");
    var told = asked(body)
        .body("status", equalTo("estimated"))
        .body("method", equalTo("shipments-panel-orders/3"))
        .body("periodsLeft", equalTo(9))
        .body("missingPeriods", hasSize(0))
        .body("fulfilled", equalTo(800))
        .body("remaining", equalTo(1200))
        .body("quantiles", hasSize(99))
        .body("quantiles[0].probability", equalTo(0.01f))
        .body("byPeriod.periodEnd[8]", equalTo("2025-02-27"))
        .body("pace.actual4", equalTo(200))
        .body("pace.required", equalTo(133.333f))
        // The season halves at the turn of the year: 900 of the 1,200 are left. Four years tell a step of it but smoothed.
        .body("shortfallProbability", greaterThan(0.6f))
        .extract();
    List<Double> quantiles = told.jsonPath().getList("quantiles.value", Double.class);
    assertThat(quantiles).isSorted().allMatch(each -> each >= 800 && each <= 800 + 9 * 250);
  }

  @Test
  void theSameBodyGetsTheSameBytes() {
    String body = body("weekly", weeks(208, week -> (week * 7919) % 1000), WINDOW + ", \"target\": 4000, \"seed\": 7");
    String first = asked(body).extract().asString();
    assertThat(asked(body).extract().asString()).isEqualTo(first);
    assertThat(asked(body.replace("\"seed\": 7", "\"seed\": 8")).extract().asString()).isNotEqualTo(first);
  }

  @Test
  void aGapIsMissingAndNotZero() {
    List<String> figures = weeks(208, _ -> 100);
    figures.remove(206);
    asked(body("weekly", figures, WINDOW))
        .body("missingPeriods", equalTo(List.of("2024-12-19")))
        .body("fulfilled", equalTo(300))
        .body("fulfilledAtLeast", equalTo(true))
        .body("periodsLeft", equalTo(10))
        .body("quantiles[49].value.toDouble()", closeTo(1300, 5))
        .body("shortfallProbability", nullValue())
        .body("pace.actual4", nullValue())
        .body("drivers", hasItem(startsWith("1 period of the window was not given")));
  }

  @Test
  void monthsAreDrawnAsMonths() {
    var figures = new ArrayList<String>();
    for (int month = 0; month < 60; month++) {
      figures.add(figure(YearMonth.of(2020, 1).plusMonths(month).atEndOfMonth(), month % 12 == 0 ? 500 : 100));
    }
    asked(body("monthly", figures, "\"windowStart\": \"2024-11-01\", \"deadline\": \"2025-03-31\", \"target\": 900"))
        .body("fulfilled", equalTo(200))
        .body("byPeriod.periodEnd", equalTo(List.of("2025-01-31", "2025-02-28", "2025-03-31")))
        .body("quantiles[49].value", equalTo(900))
        .body("drivers", hasItem(startsWith("the periods are months")));
  }

  @Test
  void aWindowThatBeginsBeforeTheFirstFigureIsDeclinedAndItsSumIsTheLeastItCanBe() {
    asked(body("weekly", weeks(100, _ -> 100),
        "\"windowStart\": \"2020-12-01\", \"deadline\": \"2023-02-28\", \"target\": 20000"))
        .body("status", equalTo("declined"))
        .body("declined.code", equalTo("partlyHeld"))
        .body("fulfilled", equalTo(10000))
        .body("fulfilledAtLeast", equalTo(true))
        .body("remaining", nullValue())
        .body("pace.required", nullValue())
        .body("shortfallProbability", nullValue())
        .body("byPeriod", nullValue());
  }

  @Test
  void aHoleOfFourWeeksIsProjectedAndOneOfFiveIsNot() {
    String window = "\"windowStart\": \"2024-10-01\", \"deadline\": \"2025-02-28\"";
    for (String measure : List.of("shipments", "sales")) {
      List<String> four = weeks(208, _ -> 100);
      four.subList(202, 206).clear();
      asked(body("weekly", four, window + ", \"target\": 2200, \"measure\": \"%s\"".formatted(measure)))
          .body("status", equalTo("estimated"))
          .body("fulfilledAtLeast", equalTo(true))
          .body("quantiles[49].value.toDouble()", closeTo(2200, 5));

      List<String> five = weeks(208, _ -> 100);
      five.subList(202, 207).clear();
      asked(body("weekly", five, window + ", \"target\": 2200, \"measure\": \"%s\"".formatted(measure)))
          .body("status", equalTo("declined"))
          .body("declined.code", equalTo("partlyHeld"));
    }
  }

  @Test
  void aMissingMonthIsMoreThanFourWeeks() {
    var figures = new ArrayList<String>();
    for (int month = 0; month < 60; month++) {
      figures.add(figure(YearMonth.of(2020, 1).plusMonths(month).atEndOfMonth(), 100));
    }
    figures.remove(58);
    asked(body("monthly", figures, "\"windowStart\": \"2024-10-01\", \"deadline\": \"2025-03-31\", \"target\": 900"))
        .body("status", equalTo("declined"))
        .body("declined.code", equalTo("partlyHeld"))
        .body("missingPeriods", equalTo(List.of("2024-11-30")));
  }

  @Test
  void tooShortASeriesIsDeclinedWithItsReason() {
    asked(body("weekly", weeks(5, _ -> 100), "\"windowStart\": \"2021-01-01\", \"deadline\": \"2021-04-30\""))
        .body("status", equalTo("declined"))
        .body("declined.code", equalTo("tooLittleHistory"))
        .body("fulfilled", equalTo(500))
        .body("quantiles", nullValue());
  }

  @Test
  void aWindowThatIsOverIsCertain() {
    asked(body("weekly", weeks(104, _ -> 100),
        "\"windowStart\": \"2022-01-01\", \"deadline\": \"2022-01-31\", \"target\": 500"))
        .body("periodsLeft", equalTo(0))
        .body("shortfallProbability", equalTo(1.0f))
        .body("quantiles[0].value", equalTo(400));
  }

  @Test
  void whatIsGivenAndNotUsedIsSaid() {
    String panel = ", \"panel\": [{\"name\": \"other\", \"observations\": [%s]}]".formatted(figure(FIRST, 900));
    asked(body("weekly", weeks(208, _ -> 100), WINDOW + ", \"measure\": \"sales\"" + panel))
        .body("drivers", hasItem("panel was given; the method of this answer does not use it"));
  }

  @Test
  void theOrderBookThatIsGivenIsSpokenOf() {
    asked(body("weekly", weeks(208, _ -> 100), WINDOW + ", \"outstanding\": [%s]".formatted(figure(FIRST, 900))))
        .body("drivers", hasItem(startsWith("orders are held, but no gain from them is claimed")));
  }

  @Test
  void everyFaultIsNamedWithItsRemedy() {
    fault("[%s, %s]".formatted(figure(FIRST, 1), figure(FIRST, 1)), "/observations/1/periodEnd", "give each period once");
    fault("[%s, %s]".formatted(figure(FIRST.plusWeeks(1), 1), figure(FIRST, 1)), "/observations/1/periodEnd",
        "write the figures in the order of their periods, oldest first");
    fault("[%s, %s]".formatted(figure(FIRST, 1), figure(FIRST.plusDays(8), 1)), "/observations/1/periodEnd",
        "write a day that is whole weeks from 2021-01-07");
    fault("[%s]".formatted(figure(FIRST, -1)), "/observations/0/value",
        "write a number from 0 on, or measure as sales, which can be cancelled");
    fault("[%s]".formatted(figure(FIRST, 1)), "/deadline", "write a day up to 2023-01-05");
  }

  @Test
  void aNullCountsAsAbsent() {
    String absent = asked(body("weekly", weeks(208, _ -> 100), WINDOW)).extract().asString();
    assertThat(asked(body("weekly", weeks(208, _ -> 100), WINDOW + ", \"seed\": null, \"measure\": null, \"target\": null"))
        .extract().asString()).isEqualTo(absent);
  }

  @Test
  void aFigureAndATargetHaveTheBoundsOfTheContract() {
    for (String value : List.of("1e300", "-1e300", "1000000000000001", "1e-300")) {
      post("{\"cadence\": \"weekly\", \"observations\": [{\"periodEnd\": \"2021-01-07\", \"value\": %s}], %s}"
          .formatted(value, WINDOW)).statusCode(400).body("errors[0].pointer", equalTo("/observations/0/value"));
      post("{\"cadence\": \"weekly\", \"observations\": [%s], \"target\": %s, %s}"
          .formatted(figure(FIRST, 1), value, WINDOW)).statusCode(400).body("errors[0].pointer", equalTo("/target"));
    }
  }

  @Test
  void whatIsNoNumberIsNoFigure() {
    for (String value : List.of("\"12\"", "NaN", "null", "true", "[1]")) {
      post("{\"cadence\": \"weekly\", \"observations\": [{\"periodEnd\": \"2021-01-07\", \"value\": %s}], %s}"
          .formatted(value, WINDOW)).statusCode(400).contentType("application/problem+json");
    }
    post("{\"cadence\": \"weekly\", \"observations\": [], %s}".formatted(WINDOW)).statusCode(400)
        .body("errors[0].pointer", equalTo("/observations"));
    post(body("weekly", weeks(1, _ -> 1), WINDOW + ", \"horizon\": 4")).statusCode(400)
        .body("errors[0].pointer", equalTo("/horizon"));
  }

  @Test
  void moreThanSixtySeriesOfAPanelAreRefused() {
    String member = "{\"name\": \"%d\", \"observations\": []}";
    var panel = new ArrayList<String>();
    for (int i = 0; i < 61; i++) {
      panel.add(member.formatted(i));
    }
    post(body("weekly", weeks(1, _ -> 1), WINDOW + ", \"panel\": [%s]".formatted(String.join(", ", panel))))
        .statusCode(400).body("errors[0].pointer", equalTo("/panel"));
  }

  private static void fault(String observations, String pointer, String remedy) {
    post("{\"cadence\": \"weekly\", \"observations\": %s, %s}".formatted(observations, WINDOW)).statusCode(422)
        .body("errors.find { it.pointer == '%s' }.remedy".formatted(pointer), equalTo(remedy));
  }

  private static ValidatableResponse asked(String body) {
    return post(body).statusCode(200);
  }

  private static ValidatableResponse post(String body) {
    return given().contentType("application/json").body(body).post("/v1/projections").then();
  }

  private static String body(String cadence, List<String> figures, String rest) {
    return "{\"cadence\": \"%s\", \"observations\": [%s], %s}".formatted(cadence, String.join(", ", figures), rest);
  }

  private static List<String> weeks(int count, IntToDoubleFunction flow) {
    var figures = new ArrayList<String>();
    for (int week = 0; week < count; week++) {
      figures.add(figure(FIRST.plusWeeks(week), flow.applyAsDouble(week)));
    }
    return figures;
  }

  private static String figure(LocalDate end, double value) {
    return String.format(Locale.ROOT, "{\"periodEnd\": \"%s\", \"value\": %.0f}", end, value);
  }
}
