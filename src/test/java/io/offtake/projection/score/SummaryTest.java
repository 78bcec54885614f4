package io.offtake.projection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.offtake.evidence.Measure;
import io.offtake.projection.score.ScoredCase.Forecast;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// What is said of many scored projections, worked out by hand.
class SummaryTest {

  private static final QuantileForecast AROUND_50 =
      new QuantileForecast(new double[] {1, 5, 10, 25, 50, 75, 90, 95, 99});
  private static final LocalDate START = LocalDate.of(2024, 1, 4);

  @Test
  void scoresAreMeansOverCasesWithErrorsClusteredBySeries() {
    // Chance 0.8 of 40: reached by 60 (0.04) and 45 (0.04), missed by 10 (0.64).
    List<ScoredCase> cases = List.of(
        scored("a", 0, 60, 40, 0.8), scored("a", 1, 45, 40, 0.8), scored("b", 0, 10, 40, 0.8));
    var summary = Summary.of(cases, Method.PROJECTION);
    assertThat(summary.cases()).isEqualTo(3);
    assertThat(summary.series()).isEqualTo(2);
    assertThat(summary.brier().value()).isCloseTo(0.24, within(1e-12));
    // Series means 0.04 and 0.64, weights 2/3 and 1/3: sqrt(((2/3 * 0.2)^2 + (1/3 * 0.4)^2) * 2 / 1).
    assertThat(summary.brier().standardError().orElseThrow())
        .isCloseTo(Math.sqrt(2 * (0.2 * 2 / 3 * 0.2 * 2 / 3 + 0.4 / 3 * 0.4 / 3)), within(1e-12));
    assertThat(summary.log().value())
        .isCloseTo((-2 * Math.log(0.8) - Math.log(0.2)) / 3, within(1e-12));
    assertThat(summary.coverage80().value()).isEqualTo(1);
    assertThat(summary.coverage50().value()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(summary.pinball50().value()).isCloseTo((5 + 2.5 + 20) / 3 / 100, within(1e-12));
    assertThat(summary.reliability()).singleElement().satisfies(bin -> {
      assertThat(bin.from()).isEqualTo(0.8);
      assertThat(bin.events()).isEqualTo(3);
      assertThat(bin.mean()).isCloseTo(0.8, within(1e-12));
      assertThat(bin.observed().value()).isCloseTo(2.0 / 3, within(1e-12));
    });
  }

  @Test
  void oneSeriesAloneHasNoStandardError() {
    assertThat(Summary.of(List.of(scored("a", 0, 60, 40, 0.8)), Method.PROJECTION).brier().standardError()).isEmpty();
  }

  @Test
  void rulesOfThumbAreComparedOnTheSameCases() {
    var cases = List.of(scored("a", 0, 60, 40, 0.8), both("a", 1, 60, 0.8, 0.5), both("b", 0, 60, 0.9, 0.5));
    var difference = Summary.difference(cases, Method.STRAIGHT_LINE);
    assertThat(difference.cases()).isEqualTo(2);
    assertThat(difference.brier().value()).isCloseTo(((0.04 - 0.25) + (0.01 - 0.25)) / 2, within(1e-12));
    assertThat(difference.crpsRatio()).as("both forecast the same quantiles").hasValue(1);
    var rows = Scorecard.of(cases).rows();
    assertThat(rows).extracting(Scorecard.Row::method)
        .containsExactly(Method.PROJECTION, Method.STRAIGHT_LINE, Method.PROJECTION, Method.STRAIGHT_LINE,
            Method.PROJECTION, Method.STRAIGHT_LINE);
    assertThat(rows.getFirst().group()).isEqualTo(new Scorecard.Group(null, null, null));
    assertThat(rows.getLast().group())
        .isEqualTo(new Scorecard.Group(Measure.SOLD, HorizonClass.UP_TO_4, SeriesClass.POLITICAL_BUYER));
    assertThat(Scorecard.of(List.of()).rows()).isEmpty();
  }

  @Test
  void driftIsSaidOnlyOfEnoughIndependentCases() {
    var few = new ArrayList<ScoredCase>();
    for (int i = 0; i < 19; i++) {
      few.add(scored("series " + i, 0, 500, 40, 0.8));
    }
    // The same window again, a week later: it shares its outcome and is no new trial.
    few.add(scored("series 0", 1, 500, 40, 0.8));
    assertThat(Drift.of(few).state()).isEqualTo(Drift.State.NOT_ENOUGH);
    few.add(scored("series 19", 0, 500, 40, 0.8));
    var drift = Drift.of(few);
    assertThat(drift.state()).isEqualTo(Drift.State.DRIFTING);
    assertThat(drift.cases()).isEqualTo(20);
    assertThat(drift.reasons().getFirst()).startsWith("the 50 % interval held 0 of the newest 20 outcomes");
  }

  @Test
  void intervalsThatHoldAsOftenAsTheySayAreSteady() {
    var cases = new ArrayList<ScoredCase>();
    for (int i = 0; i < 40; i++) {
      cases.add(scored("series " + i, 0, 2.5 * i, 40, 0.6));
    }
    assertThat(Drift.of(cases)).isEqualTo(new Drift(Drift.State.STEADY, 40, List.of()));
  }

  @Test
  void outcomesThatLieOnOneSideOfTheMediansAreToldByYearOfOrigin() {
    var cases = new ArrayList<ScoredCase>();
    for (int i = 0; i < 40; i++) {
      // Intervals that hold, and yet three of four outcomes below the middle.
      cases.add(scored("series " + i, 0, i % 4 == 0 ? 60 + i : 48 - i, 40, 0.6));
    }
    assertThat(Drift.of(cases).reasons()).anyMatch(reason ->
        reason.startsWith("30 of the newest 40 outcomes lay below the median (by year of origin 20") && reason.contains(": 75 %"));
  }

  @Test
  void aProjectionThatTheStraightLineBeatsIsDrifting() {
    var cases = new ArrayList<ScoredCase>();
    for (int i = 0; i < 40; i++) {
      cases.add(both("series " + i, 0, 40 + i % 20, 0.3 + 0.01 * (i % 3), 0.95));
    }
    assertThat(Drift.of(cases).reasons()).anyMatch(reason -> reason.contains("worse than that of straightLine by"));
  }

  private static ScoredCase scored(String series, int weekOfOrigin, double outcome, double target, double reach) {
    return scored(series, weekOfOrigin, outcome, target,
        Map.of(Method.PROJECTION, new Forecast(AROUND_50, new double[] {reach})));
  }

  private static ScoredCase both(String series, int weekOfOrigin, double outcome, double reach, double ruleReach) {
    return scored(series, weekOfOrigin, outcome, 40, Map.of(
        Method.PROJECTION, new Forecast(AROUND_50, new double[] {reach}),
        Method.STRAIGHT_LINE, new Forecast(AROUND_50, new double[] {ruleReach})));
  }

  private static ScoredCase scored(
      String series, int weekOfOrigin, double outcome, double target, Map<Method, Forecast> forecasts) {
    LocalDate end = START.plusWeeks(4);
    return new ScoredCase(series, Measure.SOLD, new CommodityId("soybeans"), new PartyId("CN"),
        START.plusWeeks(weekOfOrigin), end, 4 - weekOfOrigin, 100, outcome, new double[] {target}, forecasts);
  }
}
