package io.offtake.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

import io.offtake.evidence.Measure;
import io.offtake.pace.Seasons;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonResamplingTest {

  private static final LocalDate NEWEST = LocalDate.of(2026, 1, 29);
  private static final int WEEKS_OF_SIX_SEASONS = 6 * 52 + 10;

  private final ProjectionModel model = new SeasonResampling();

  @Test
  void theSameQuestionGivesTheSameAnswer() {
    Question question = question(weeks(new Random(7)::nextDouble, 1e6), 4, 1e6, 42);

    assertThat(quantiles(model.project(question))).isEqualTo(quantiles(model.project(question)));
  }

  @Test
  void theSeasonDecidesAndNotTheRecentPace() {
    // Every February brings 100 a week and every January 900: the trailing weeks say 3,600, the season 400.
    List<Double> flows = new ArrayList<>();
    List<LocalDate> ends = new ArrayList<>();
    for (LocalDate end = NEWEST.minusWeeks(WEEKS_OF_SIX_SEASONS); !end.isAfter(NEWEST); end = end.plusWeeks(1)) {
      ends.add(end);
      flows.add(end.getMonthValue() == 2 ? 100.0 : 900.0);
    }

    var projection = (Estimated) model.project(question(new Weeks(ends, flows), 4, 2_000, 1));

    assertThat(projection.total().quantile(0.5)).isLessThan(2_000);
    assertThat(projection.shortfallProbability()).isGreaterThan(0.7);
    assertThat(projection.seasons()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void withoutEnoughHistoryItDeclines() {
    var weeks = new Weeks(List.of(NEWEST), List.of(1.0));

    assertThat(model.project(question(weeks, 4, 10, 1))).isInstanceOf(NotEstimable.class);
  }

  @Test
  void whenEveryPeriodIsKnownTheTotalIsCertain() {
    var projection = (Estimated) model.project(
        new Question(10, 12, List.of(), seasons(weeks(() -> 1, 1)), new double[0], known(weeks(() -> 1, 1)), 1, true));

    assertThat(projection.total().quantile(0.1)).isEqualTo(10);
    assertThat(projection.shortfallProbability()).isEqualTo(1);
    assertThat(projection.expectedShortfall()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void noPanelGivesNonsense(long seed) {
    var random = new Random(seed);
    double scale = Math.pow(10, random.nextInt(10));
    DoubleSupplier flow = switch ((int) (seed % 4)) {
      case 0 -> () -> 0;
      case 1 -> () -> 1;
      case 2 -> () -> random.nextGaussian();
      default -> () -> random.nextInt(10) == 0 ? random.nextDouble() * 100 : 0;
    };
    for (int left : new int[] {1, 4, 13, 52}) {
      Question question = question(weeks(flow, scale), left, scale * left, seed);

      var projection = (Estimated) model.project(question);

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

  private record Weeks(List<LocalDate> ends, List<Double> flows) {}

  private static Weeks weeks(DoubleSupplier flow, double scale) {
    List<LocalDate> ends = new ArrayList<>();
    List<Double> flows = new ArrayList<>();
    for (LocalDate end = NEWEST.minusWeeks(WEEKS_OF_SIX_SEASONS); !end.isAfter(NEWEST); end = end.plusWeeks(1)) {
      ends.add(end);
      flows.add(flow.getAsDouble() * scale);
    }
    return new Weeks(ends, flows);
  }

  private static Question question(Weeks weeks, int left, double target, long seed) {
    List<LocalDate> ends = new ArrayList<>();
    for (int week = 1; week <= left; week++) {
      ends.add(NEWEST.plusWeeks(week));
    }
    double[] recent = weeks.flows().stream().mapToDouble(Double::doubleValue)
        .skip(Math.max(0, weeks.flows().size() - 12)).toArray();
    return new Question(0, target, ends, seasons(weeks), recent, known(weeks), seed, true);
  }

  private static Known known(Weeks weeks) {
    return Known.of(Measure.SOLD, new WeeklySeries(
        weeks.ends().getFirst(), weeks.flows().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static Seasons seasons(Weeks weeks) {
    return Seasons.of(weeks.ends(), weeks.flows());
  }

  private static double[] quantiles(Projection projection) {
    var total = ((Estimated) projection).total();
    double[] quantiles = new double[99];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = total.quantile((i + 1) / 100.0);
    }
    return quantiles;
  }
}
