package io.offtake.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

import io.offtake.evidence.Measure;
import io.offtake.pace.Seasons;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.Projection.Reason;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.projection.ProjectionModel.Question;
import io.offtake.projection.orders.OrderBook;
import org.junit.jupiter.api.Test;

class ShipmentModelTest {

  private static final LocalDate FIRST = LocalDate.of(2019, 1, 3);
  private static final int WEEKS = 300;
  private static final LocalDate NEWEST = FIRST.plusWeeks(WEEKS - 1);

  private final ShipmentModel model = new ShipmentModel();

  @Test
  void theSameQuestionGivesTheSameAnswerWhateverWasAskedBefore() {
    Question question = question(series(week -> 1000 + week * 7919 % 500), 9, 9000, List.of(), Optional.empty());
    Estimated first = (Estimated) model.project(question);
    for (int seed = 0; seed < 5; seed++) {
      model.project(anyQuestion(seed));
    }

    assertThat(quantiles(model.project(question))).isEqualTo(quantiles(first));
    assertThat(quantiles(new ShipmentModel().project(question))).isEqualTo(quantiles(first));
  }

  @Test
  void whatItKeepsIsBoundedByItsBytesWhateverIsAsked() {
    var bounded = ShipmentModel.keeping(2 << 20);
    var apart = bounded.apart(1 << 20);
    for (int seed = 0; seed < 60; seed++) {
      Question question = anyQuestion(seed);
      if (bounded.project(question) instanceof Estimated answer) {
        assertThat(quantiles(apart.project(question))).isEqualTo(quantiles(answer));
      }
      assertThat(bounded.bytes()).isLessThanOrEqualTo(2 << 20);
      assertThat(apart.bytes()).isLessThanOrEqualTo(1 << 20);
    }
    assertThat(bounded.bytes()).isPositive();
  }

  @Test
  void anyQuestionGetsASoundAnswerOrAReason() {
    int estimated = 0;
    for (int seed = 0; seed < 80; seed++) {
      Question question = anyQuestion(seed);
      if (!(model.project(question) instanceof Estimated answer)) {
        continue;
      }
      estimated++;
      assertThat(answer.shortfallProbability()).isBetween(.02, .98);
      assertThat(answer.expectedShortfall()).isFinite().isNotNegative();
      double median = question.fulfilled();
      for (FanPoint point : answer.fan()) {
        assertThat(quantiles(point.total())).isSorted().satisfies(all -> assertThat(Arrays.stream(all)).allMatch(Double::isFinite));
        assertThat(point.total().quantile(.5)).isGreaterThanOrEqualTo(median);
        median = point.total().quantile(.5);
      }
      assertThat(quantiles(answer.total())).isEqualTo(quantiles(answer.fan().getLast().total()));
      assertThat(answer.drivers()).isNotEmpty().noneMatch(driver -> driver.contains("NaN"));
    }
    assertThat(estimated).isGreaterThan(60);
  }

  @Test
  void aTradeOutsideOfThePanelLearnsFromItToo() {
    var random = new SplittableRandom(4);
    List<Named> panel = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      panel.add(new Named("trade " + i, series(_ -> 500 * random.nextDouble())));
    }
    WeeklySeries own = series(week -> 900 + week % 9);

    Estimated answer = (Estimated) model.project(question(own, 8, 7000, panel, Optional.empty()));

    assertThat(answer.total().quantile(.5)).isBetween(6500.0, 8000.0);
    assertThat(answer.drivers()).anyMatch(driver -> driver.contains("5 other trades"));
  }

  @Test
  void anOrderBookThatLedInPastSeasonsSpeaks() {
    // Every thirteen weeks an order of some size is placed, and it ships evenly until the next: the pace knows the
    // order before. The last one has just been placed.
    var random = new SplittableRandom(9);
    double[] shipped = new double[WEEKS];
    double[] book = new double[WEEKS];
    double[] sales = new double[WEEKS];
    int[] weeksLeft = new int[WEEKS];
    double open = 0;
    double order = 0;
    for (int i = 0; i < WEEKS; i++) {
      shipped[i] = Math.min(open, order / 13);
      open -= shipped[i];
      if (i % 13 == 0) {
        order = i == WEEKS - 1 ? 9e5 : i == WEEKS - 14 ? 1e5 : 1e6 * random.nextDouble();
        sales[i] = order;
        open += order;
      }
      book[i] = open;
      weeksLeft[i] = 51 - i % 52;
    }
    double[] none = new double[WEEKS];
    Arrays.fill(none, Double.NaN);
    var orders = new OrderBook(shipped, book, none, sales, weeksLeft);

    Estimated answer = (Estimated) model.project(
        question(new WeeklySeries(FIRST, shipped), 4, 1e6, List.of(), Optional.of(orders)));

    assertThat(answer.drivers()).anyMatch(driver -> driver.startsWith("orders lead"));
    double byOrder = order * 4 / 13;
    // Half of what is told comes from orders.
    double byPace = shipped[WEEKS - 1] * 4;
    double told = answer.total().quantile(.5);
    assertThat(Math.abs(told - byOrder)).isLessThan(.75 * Math.abs(byPace - byOrder));
  }

  @Test
  void aTargetThatIsReachedCannotBeMissedAnyMore() {
    WeeklySeries own = series(week -> 900 + week % 9);
    Question open = question(own, 8, 0, List.of(), Optional.empty());
    Question reached = new Question(5000, 5000, open.endsLeft(), open.seasons(), open.recent(), open.known(), 1, false);

    assertThat(((Estimated) model.project(reached)).shortfallProbability()).isZero();
  }

  @Test
  void whatCannotBeKnownIsDeclinedWithItsReason() {
    assertThat(reason(question(series(_ -> 5), 120, 1, List.of(), Optional.empty()))).isEqualTo(Reason.TOO_FAR);
    assertThat(reason(question(new WeeklySeries(NEWEST.minusWeeks(9), new double[10]), 4, 1, List.of(), Optional.empty())))
        .isEqualTo(Reason.TOO_LITTLE_HISTORY);
    assertThat(reason(question(series(_ -> Double.NaN), 4, 1, List.of(), Optional.empty())))
        .isEqualTo(Reason.NO_EVIDENCE);
  }

  private Question anyQuestion(int seed) {
    var random = new SplittableRandom(seed);
    List<Named> panel = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      panel.add(new Named("trade " + i, anySeries(random)));
    }
    WeeklySeries own = anySeries(random);
    if (random.nextBoolean()) {
      panel.add(new Named("own", own));
    }
    return question(own, 1 + random.nextInt(60), 1e5 * random.nextDouble(), panel, Optional.empty());
  }

  private static WeeklySeries anySeries(SplittableRandom random) {
    int kind = random.nextInt(6);
    int known = random.nextInt(WEEKS);
    return series(week -> switch (kind) {
      case 0 -> 0;
      case 1 -> 777;
      case 2 -> 1e9 * random.nextDouble();
      case 3 -> random.nextInt(9) == 0 ? 3e4 * random.nextDouble() : 0;
      case 4 -> random.nextInt(7) == 0 && week > 0 ? Double.NaN : 1e4 * (random.nextDouble() - .3);
      default -> week < known ? Double.NaN : 1e4 * random.nextDouble();
    });
  }

  private static Question question(
      WeeklySeries own, int weeks, double target, List<Named> panel, Optional<OrderBook> book) {
    List<LocalDate> ends = new ArrayList<>();
    List<Double> flows = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      if (!Double.isNaN(own.value(i))) {
        ends.add(own.endOf(i));
        flows.add(own.value(i));
      }
    }
    List<LocalDate> left = new ArrayList<>();
    for (int week = 1; week <= weeks; week++) {
      left.add(NEWEST.plusWeeks(week));
    }
    var known = new Known(Measure.EXPORTED, Optional.of(own), Optional.empty(), Optional.empty(), Openings.NONE,
        Optional.empty(), book, 0, panel);
    return new Question(0, target, left, Seasons.of(ends, flows), new double[0], known, 1, true);
  }

  private static WeeklySeries series(IntToDoubleFunction flow) {
    double[] values = new double[WEEKS];
    Arrays.setAll(values, flow);
    return new WeeklySeries(FIRST, values);
  }

  private Reason reason(Question question) {
    return ((NotEstimable) model.project(question)).reason();
  }

  private static double[] quantiles(Projection projection) {
    return quantiles(((Estimated) projection).total());
  }

  private static double[] quantiles(Distribution distribution) {
    double[] quantiles = new double[99];
    Arrays.setAll(quantiles, i -> distribution.quantile((i + 1) / 100.0));
    return quantiles;
  }
}
