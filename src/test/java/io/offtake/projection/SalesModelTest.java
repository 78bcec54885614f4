package io.offtake.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import io.offtake.evidence.Measure;
import io.offtake.pace.Seasons;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.projection.ProjectionModel.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesModelTest {

  private static final LocalDate NEWEST = LocalDate.of(2026, 1, 29);
  private static final int SIX_YEARS = 6 * 52 + 10;

  private final ProjectionModel model = new SalesModel();

  @Test
  void theSameQuestionGivesTheSameAnswer() {
    double[] weeks = new Random(7).doubles(SIX_YEARS, 0, 1e6).toArray();

    assertThat(quantiles(ask(weeks, 4, 1e6))).isEqualTo(quantiles(ask(weeks, 4, 1e6)));
  }

  @Test
  void theSeasonDecidesAndNotTheRecentPace() {
    // February brings 100 a week and every other month 900: the trailing weeks say 3,600.
    double[] weeks = IntStream.range(0, SIX_YEARS)
        .mapToDouble(week -> endOf(week, SIX_YEARS).getMonthValue() == 2 ? 100 : 900).toArray();

    Estimated projection = ask(weeks, 4, 3_000);

    assertThat(projection.total().quantile(0.5)).isLessThan(2_500);
    assertThat(projection.shortfallProbability()).isGreaterThan(0.7);
    assertThat(projection.seasons()).isEqualTo(6);
  }

  @Test
  void aYearOfSalesAtATenthOfTheirLevelLowersTheSeason() {
    double[] usual = IntStream.range(0, SIX_YEARS).mapToDouble(_ -> 1_000).toArray();
    double[] low = usual.clone();
    Arrays.fill(low, SIX_YEARS - 52, SIX_YEARS, 100);

    assertThat(ask(low, 13, 1).total().quantile(0.5)).isLessThan(0.7 * ask(usual, 13, 1).total().quantile(0.5));
  }

  @Test
  void noMoreThanTheBookCanBeCancelled() {
    double[] weeks = new Random(3).doubles(SIX_YEARS, -2e6, 1e6).toArray();
    Question question = question(weeks, 13, 20e6);
    Known known = question.known();
    var book = new WeeklySeries(NEWEST, new double[] {500_000});
    Question bounded = new Question(10e6, 20e6, question.endsLeft(), question.seasons(), question.recent(), new Known(
        Measure.SOLD, known.flows(), Optional.of(book), Optional.empty(), Openings.NONE, Optional.empty(),
        Optional.empty(), 0, List.of()),
        1, true);

    Estimated projection = (Estimated) model.project(bounded);

    assertThat(projection.total().quantile(0)).isEqualTo(9_500_000);
    assertThat(projection.fan()).extracting(FanPoint::total)
        .allSatisfy(total -> assertThat(total.quantile(0)).isGreaterThanOrEqualTo(9_500_000));
  }

  @Test
  void ofASingleBuyerNothingIsCalledMoreCertainThanNinetyEightPercent() {
    double[] weeks = IntStream.range(0, SIX_YEARS).mapToDouble(_ -> 1_000).toArray();

    assertThat(ask(weeks, 4, 1).shortfallProbability()).isCloseTo(0.02, within(1e-12));
    assertThat(ask(weeks, 4, 1e9).shortfallProbability()).isEqualTo(0.98);
  }

  @Test
  void whereAMarketingYearOpensWhatPastOpeningsBroughtToLightIsDrawn() {
    double[] weeks = IntStream.range(0, SIX_YEARS).mapToDouble(_ -> 0).toArray();
    Question question = question(weeks, 4, 5e6);
    Known known = question.known();
    var openings = new Openings(List.of(NEWEST.plusWeeks(2)), new double[] {4e6, 8e6});
    Question opened = new Question(0, 5e6, question.endsLeft(), question.seasons(), question.recent(), new Known(
        Measure.SOLD, known.flows(), Optional.empty(), Optional.empty(), openings, Optional.empty(),
        Optional.empty(), 0, List.of()),
        1, true);

    Estimated projection = (Estimated) model.project(opened);

    assertThat(projection.fan().get(0).total().quantile(1)).isZero();
    assertThat(projection.total().quantile(0.1)).isEqualTo(4e6);
    assertThat(projection.total().quantile(0.9)).isEqualTo(8e6);
  }

  @Test
  void withoutAPastSeasonItSaysSoAndSpreadsWide() {
    double[] weeks = new Random(5).doubles(20, 0, 1_000).toArray();

    Estimated projection = ask(weeks, 13, 5_000);

    assertThat(projection.seasons()).isZero();
    assertThat(projection.drivers().getFirst()).startsWith("no past season is held");
    assertThat(projection.total().quantile(0.9)).isGreaterThan(4 * projection.total().quantile(0.1));
  }

  @Test
  void withoutEnoughWeeksItDeclines() {
    assertThat(model.project(question(new double[] {1, 2, 3}, 4, 10))).isInstanceOf(NotEstimable.class);
  }

  @Test
  void whenEveryPeriodIsKnownTheTotalIsCertain() {
    double[] weeks = {1, 1, 1};
    var projection = (Estimated) model.project(new Question(10, 12, List.of(), Seasons.of(List.of(), List.of()), weeks,
        Known.of(Measure.SOLD, new WeeklySeries(NEWEST, weeks)), 1, true));

    assertThat(projection.total().quantile(0.1)).isEqualTo(10);
    assertThat(projection.shortfallProbability()).isEqualTo(1);
    assertThat(projection.expectedShortfall()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 8, 13, 21, 34, 55})
  void noHistoryGivesNonsense(long seed) {
    var random = new Random(seed);
    double scale = Math.pow(10, random.nextInt(10));
    int held = 8 + random.nextInt(SIX_YEARS);
    double[] weeks = IntStream.range(0, held).mapToDouble(week -> scale * switch ((int) (seed % 5)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> random.nextGaussian();
      case 3 -> week < held - 8 && random.nextInt(3) == 0 ? Double.NaN : random.nextDouble();
      default -> random.nextInt(10) == 0 ? random.nextDouble() * 100 : 0;
    }).toArray();
    for (int left : new int[] {1, 4, 13, 60, 110}) {
      Estimated projection = ask(weeks, left, scale * left);

      double[] quantiles = quantiles(projection);
      for (int i = 0; i < quantiles.length; i++) {
        assertThat(quantiles[i]).isFinite();
        assertThat(i == 0 || quantiles[i - 1] <= quantiles[i]).as("quantiles do not cross").isTrue();
      }
      assertThat(projection.shortfallProbability()).isBetween(0.0, 1.0);
      assertThat(projection.expectedShortfall()).isFinite().isNotNegative();
      assertThat(projection.fan()).hasSize(left);
    }
  }

  private Estimated ask(double[] weeks, int left, double target) {
    return (Estimated) model.project(question(weeks, left, target));
  }

  private static Question question(double[] weeks, int left, double target) {
    List<LocalDate> ends = IntStream.rangeClosed(1, left).mapToObj(NEWEST::plusWeeks).toList();
    var flows = new WeeklySeries(endOf(0, weeks.length), weeks);
    return new Question(0, target, ends, Seasons.of(List.of(), List.of()), new double[0],
        Known.of(Measure.SOLD, flows), 1, true);
  }

  private static LocalDate endOf(int week, int of) {
    return NEWEST.minusWeeks(of - 1L - week);
  }

  private static double[] quantiles(Estimated projection) {
    return IntStream.rangeClosed(1, 99).mapToDouble(each -> projection.total().quantile(each / 100.0)).toArray();
  }
}
