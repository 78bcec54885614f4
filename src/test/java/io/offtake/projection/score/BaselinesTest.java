package io.offtake.projection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

import io.offtake.pace.Seasons;
import io.offtake.projection.score.Baselines.Falls;
import io.offtake.projection.score.Baselines.Question;
import org.junit.jupiter.api.Test;

/// The rules of thumb, worked out by hand.
class BaselinesTest {

  private static final LocalDate ORIGIN = LocalDate.of(2025, 10, 30);
  private static final LocalDate SEASON = LocalDate.of(2025, 9, 1);
  private static final Seasons NONE = Seasons.of(List.of(), List.of());

  @Test
  void theStraightLineDrawsTheTrailingWeeksOn() {
    double[] recent = {100, 300, 100, 300, 100, 300, 200, 600};
    var rules = Baselines.of(question(1_000, recent, NONE, SEASON, Falls.CANNOT));
    assertThat(rules).containsOnlyKeys(Method.STRAIGHT_LINE, Method.STRAIGHT_LINE_4);
    assertThat(rules.get(Method.STRAIGHT_LINE).median()).isCloseTo(1_000 + 4 * 250, within(1e-6));
    assertThat(rules.get(Method.STRAIGHT_LINE_4).median()).isCloseTo(1_000 + 4 * 300, within(1e-6));
    // The eight weeks' sum of squared deviations from 250 is 200 000, their deviation sqrt(200 000 / 7); twice that
    // over four weeks, and 1.2816 of it above the median at 0.9.
    assertThat(rules.get(Method.STRAIGHT_LINE).at(0.9))
        .isCloseTo(2_000 + 1.2815515655 * 2 * Math.sqrt(200_000 / 7.0), within(1e-4));
  }

  @Test
  void shipmentsCannotFallAndSalesCan() {
    double[] recent = {0, 0, 0, 900, 0, 0, 0, 0};
    assertThat(Baselines.of(question(50, recent, NONE, SEASON, Falls.CANNOT)).get(Method.STRAIGHT_LINE_4).at(0.01))
        .isEqualTo(50);
    assertThat(Baselines.of(question(50, recent, NONE, SEASON, Falls.CAN)).get(Method.STRAIGHT_LINE_4).at(0.01))
        .isLessThan(50);
  }

  @Test
  void fewerThanEightWeeksAreNoPace() {
    assertThat(Baselines.of(question(0, new double[] {1, 2, 3}, NONE, SEASON, Falls.CAN))).isEmpty();
  }

  /// The season brings 100 a week; in the years before, each week left brought 2, 3, 2, 3, 2 times a week so far.
  @Test
  void theShareScalesTheSeasonSoFarByTheFiveBefore() {
    double[] factors = {2, 3, 2, 3, 2};
    var ends = new ArrayList<LocalDate>();
    var flows = new ArrayList<Double>();
    for (LocalDate end = SEASON.plusDays(3); !end.isAfter(ORIGIN); end = end.plusWeeks(1)) {
      ends.add(end);
      flows.add(100.0);
    }
    int weeksSoFar = ends.size();
    for (int year = 1; year <= 5; year++) {
      for (int week = 1 - weeksSoFar; week <= 4; week++) {
        ends.add(ORIGIN.plusWeeks(week).minusDays(364L * year + (year >= 3 ? 7 : 0)));
        flows.add(week <= 0 ? 50.0 : 50.0 * factors[year - 1]);
      }
    }
    var share = Baselines.of(question(0, new double[0], Seasons.of(ends, flows), SEASON, Falls.CANNOT))
        .get(Method.FIVE_YEAR_SHARE);
    // 4 weeks at 2.4 times the 100 of each week so far.
    assertThat(share.median()).isCloseTo(4 * 2.4 * 100, within(1e-6));
    // Ratios scatter by sqrt(1.2 / 4) a week; Student's t with 4 degrees of freedom at 0.9 is 1.5332.
    assertThat(share.at(0.9))
        .isCloseTo(960 + 1.533206 * 400 * Math.sqrt(0.3) * Math.sqrt(1.2), within(1e-2));
  }

  private static Question question(
      double fulfilled, double[] recent, Seasons seasons, LocalDate seasonStart, Falls falls) {
    List<LocalDate> left = ORIGIN.plusWeeks(1).datesUntil(ORIGIN.plusWeeks(4).plusDays(1), Period.ofWeeks(1))
        .toList();
    return new Question(fulfilled, recent, ORIGIN, left, seasons, seasonStart, falls);
  }
}
