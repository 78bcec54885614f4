package io.offtake.projection.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.orders.OrderBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShipmentPanelTest {

  private static final LocalDate FIRST = LocalDate.of(2018, 12, 20);
  private static final int[] HORIZONS = {1, 4, 8, 13, 26, 39};
  private static final int MEDIAN = 49;

  @Test
  void whatFollowsTheOriginChangesNoNumber() {
    var random = new SplittableRandom(1);
    List<Named> panel = panel(random, 6, 300);
    int origin = 230;
    List<Named> withNoise = panel.stream().map(trade -> {
      double[] values = trade.flows().values();
      for (int i = origin + 1; i < values.length; i++) {
        values[i] = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble() * 1e12;
      }
      return new Named(trade.name(), new WeeklySeries(FIRST, values));
    }).toList();
    List<Named> cutOff = panel.stream()
        .map(trade -> new Named(trade.name(),
            new WeeklySeries(FIRST, Arrays.copyOf(trade.flows().values(), origin + 1))))
        .toList();

    for (int h : HORIZONS) {
      double[][] expected = forecasts(panel, origin, h);
      assertThat(forecasts(withNoise, origin, h)).isDeepEqualTo(expected);
      assertThat(forecasts(cutOff, origin, h)).isDeepEqualTo(expected);
    }
  }

  @Test
  void theSeasonIsForeseen() {
    // Nothing from March to August, 100 a week from September on: thirteen weeks from the end of August.
    Named seasonal = series("seasonal", 7 * 52, i -> FIRST.plusWeeks(i).getMonthValue() >= 9 ? 100 : 0);
    int lateAugust = 5 * 52 + 36;

    double[] quantiles = forecasts(List.of(seasonal), lateAugust, 13)[0];

    assertThat(FIRST.plusWeeks(lateAugust)).isEqualTo("2024-08-22");
    assertThat(quantiles[49]).isBetween(700.0, 1300.0);
    assertThat(quantiles[9]).isPositive();
  }

  @Test
  void theMedianIsTheMeanOfTheMembersMediansAndNothingIsTakenOffIt() {
    List<Named> trades = panel(new SplittableRandom(11), 6, 300);
    int origin = 280;
    for (int index = 0; index < HORIZONS.length; index++) {
      int h = HORIZONS[index];
      double[][] forecasts = forecasts(trades, origin, h);
      List<Centres> centres = trades.stream()
          .map(trade -> new Centres(History.of(trade.name(), trade.flows()), HORIZONS)).toList();
      int[] origins = new int[trades.size()];
      Arrays.fill(origins, origin);
      var pooled = new PooledRegression(centres, origins, h, index);
      for (int trade = 0; trade < trades.size(); trade++) {
        double root = (pooled.quantiles(trade)[MEDIAN]
            + OwnErrors.quantiles(centres.get(trade), origin, h, index)[MEDIAN]
            + centres.get(trade).wavePaths(origin, h)[MEDIAN]
            + centres.get(trade).profilePaths(origin, h)[MEDIAN]) / 4;
        // Less than a hundredth of the level is nothing.
        double told = root < .1 ? 0 : root;
        assertThat(forecasts[trade][MEDIAN])
            .isCloseTo(told * told * h * centres.get(trade).scale(origin), withinPercentage(1e-9));
      }
    }
  }

  @Test
  void aTradeThatNeverShippedIsExpectedToShipNextToNothing() {
    List<Named> panel = new ArrayList<>(panel(new SplittableRandom(3), 4, 200));
    panel.add(series("never", 200, _ -> 0));

    double[] quantiles = forecasts(panel, 199, 13)[4];

    assertThat(quantiles[98]).isLessThan(13 * 16);
  }

  @Test
  void aMissingWeekIsNotAWeekOfNothing() {
    Named whole = series("whole", 200, i -> 1000 + 100 * Math.sin(i));
    double[] holed = whole.flows().values();
    double[] zeroed = holed.clone();
    for (int i = 190; i < 195; i++) {
      holed[i] = Double.NaN;
      zeroed[i] = 0;
    }

    double expected = forecasts(List.of(whole), 199, 4)[0][49];
    assertThat(forecasts(List.of(new Named("holed", new WeeklySeries(FIRST, holed))), 199, 4)[0][49])
        .isBetween(.9 * expected, 1.1 * expected);
    assertThat(forecasts(List.of(new Named("zeroed", new WeeklySeries(FIRST, zeroed))), 199, 4)[0][49])
        .isLessThan(.93 * expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {41, 42, 52, 53, 60, 100, 200, 520, 1040})
  void aLongerRecordNeverMakesItFail(int weeks) {
    List<Named> panel = panel(new SplittableRandom(5), 5, weeks);
    for (int h : HORIZONS) {
      assertSound(forecasts(panel, weeks - 1, h));
    }
  }

  @Test
  void anyPanelGivesSoundQuantiles() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      int weeks = 41 + random.nextInt(200);
      List<Named> panel = panel(random, 1 + random.nextInt(6), weeks);
      var made = new ShipmentPanel(panel, HORIZONS);
      for (int h : HORIZONS) {
        ShipmentPanel.Forecasts forecasts = made.at(week(weeks - 1), h);
        for (int trade = 0; trade < panel.size(); trade++) {
          if (forecasts.isPossible(trade)) {
            assertSound(new double[][] {forecasts.quantiles(trade)});
          }
        }
      }
    }
  }

  @Test
  void tradesOfDifferentSizeDifferInScaleAlone() {
    List<Named> small = panel(new SplittableRandom(8), 3, 150);
    List<Named> large = small.stream()
        .map(trade -> new Named(trade.name(), new WeeklySeries(FIRST,
            Arrays.stream(trade.flows().values()).map(value -> value * 1e6).toArray())))
        .toList();

    double inSmall = forecasts(small, 149, 8)[0][49];
    assertThat(forecasts(large, 149, 8)[0][49] / 1e6).isBetween(.98 * inSmall, 1.02 * inSmall);
  }

  @Test
  void whatIsRememberedOfALaterInstantSaysTheSameOfAnEarlierOne() {
    List<Named> later = panel(new SplittableRandom(11), 4, 220);
    List<Named> earlier = later.stream().map(trade -> first(trade, 190)).toList();
    // Corrected meanwhile: from the 100th week on nothing may be taken over.
    List<Named> corrected = later.stream().map(trade -> {
      double[] values = trade.flows().values();
      values[100] += 17;
      return new Named(trade.name(), new WeeklySeries(FIRST, values));
    }).toList();
    var memory = new CentresMemory(64 << 20, HORIZONS);
    for (List<Named> asked : List.of(later, earlier, corrected, later)) {
      int origin = asked.getFirst().flows().size() - 1;
      var remembering = new ShipmentPanel(asked, memory, false);
      for (int h : HORIZONS) {
        double[][] anew = forecasts(asked, origin, h);
        for (int trade = 0; trade < asked.size(); trade++) {
          assertThat(remembering.at(week(origin), h).quantiles(trade)).containsExactly(anew[trade]);
        }
      }
    }
  }

  @Test
  void whatIsRememberedIsBoundedByItsBytes() {
    var memory = new CentresMemory(1 << 20, HORIZONS);
    for (int seed = 0; seed < 30; seed++) {
      new ShipmentPanel(panel(new SplittableRandom(seed), 3, 200), memory, false);
    }

    assertThat(memory.bytes()).isPositive().isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void whatSomebodyLearnsApartIsNotKeptInCommon() {
    var common = new CentresMemory(8 << 20, HORIZONS);
    List<Named> known = panel(new SplittableRandom(1), 2, 120);
    new ShipmentPanel(known, common, false);
    long before = common.bytes();

    CentresMemory own = common.apart(8 << 20);
    new ShipmentPanel(known, own, false);
    assertThat(own.bytes()).as("what is known in common is taken from there").isZero();
    new ShipmentPanel(panel(new SplittableRandom(2), 2, 120), own, false);

    assertThat(own.bytes()).isPositive();
    assertThat(common.bytes()).isEqualTo(before);
  }

  private static Named first(Named trade, int weeks) {
    return new Named(trade.name(), new WeeklySeries(FIRST, Arrays.copyOf(trade.flows().values(), weeks)));
  }

  @Test
  void ordersThatLedForAllTradesAreHeardAndWhatFollowsTheOriginIsNot() {
    int origin = 150;
    List<Named> trades = ordered(12, true);
    List<Named> bare = trades.stream().map(trade -> new Named(trade.name(), trade.flows())).toList();
    List<Named> cutOff = trades.stream().map(trade -> new Named(trade.name(),
        new WeeklySeries(FIRST, Arrays.copyOf(trade.flows().values(), origin + 1)),
        trade.book().map(book -> book.first(origin + 1)))).toList();

    double[][] heard = forecasts(trades, origin, 4);
    double[][] unheard = forecasts(bare, origin, 4);

    assertThat(forecasts(cutOff, origin, 4)).isDeepEqualTo(heard);
    double better = 0;
    for (int trade = 0; trade < trades.size(); trade++) {
      double outcome = 0;
      for (int week = origin + 1; week <= origin + 4; week++) {
        outcome += trades.get(trade).flows().value(week);
      }
      better += Math.abs(unheard[trade][MEDIAN] - outcome) - Math.abs(heard[trade][MEDIAN] - outcome);
    }
    assertThat(better).isPositive();
    assertSound(heard);
  }

  @Test
  void ordersThatShipmentsDoNotFollowAreNotHeard() {
    List<Named> trades = ordered(12, false);
    List<Named> bare = trades.stream().map(trade -> new Named(trade.name(), trade.flows())).toList();

    for (int h : new int[] {4, 8, 13}) {
      assertThat(forecasts(trades, 150, h)).isDeepEqualTo(forecasts(bare, 150, h));
    }
  }

  /// Orders of six weeks, each sold six weeks before it ships; or books that are drawn by chance.
  private static List<Named> ordered(int count, boolean followed) {
    List<Named> trades = new ArrayList<>();
    for (int trade = 0; trade < count; trade++) {
      var random = new SplittableRandom(trade);
      double[] placed = random.doubles(40).map(each -> 1e5 * each).toArray();
      double[] shipped = new double[200];
      double[] outstanding = new double[200];
      double[] sales = new double[200];
      int[] left = new int[200];
      for (int week = 0; week < shipped.length; week++) {
        shipped[week] = placed[week / 6] / 6;
        outstanding[week] = followed
            ? placed[week / 6] * (5 - week % 6) / 6 + placed[week / 6 + 1]
            : 1e6 * random.nextDouble();
        sales[week] = followed && week % 6 == 0 ? placed[week / 6 + 1] : 1e4 * random.nextDouble();
        left[week] = 51 - week % 52;
      }
      trades.add(new Named("trade " + trade, new WeeklySeries(FIRST, shipped),
          Optional.of(new OrderBook(shipped, outstanding, new double[200], sales, left))));
    }
    return trades;
  }

  @Test
  void tooFewWeeksAreDeclined() {
    List<Named> panel = List.of(series("short", 40, _ -> 5));
    ShipmentPanel.Forecasts forecasts = new ShipmentPanel(panel, 4).at(week(39), 4);

    assertThat(forecasts.isPossible(0)).isFalse();
    assertThatThrownBy(() -> forecasts.quantiles(0))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("short");
  }

  private static void assertSound(double[][] forecasts) {
    for (double[] quantiles : forecasts) {
      assertThat(quantiles).hasSize(99);
      double before = 0;
      for (double quantile : quantiles) {
        assertThat(quantile).isFinite().isGreaterThanOrEqualTo(before);
        before = quantile;
      }
    }
  }

  private static double[][] forecasts(List<Named> panel, int origin, int h) {
    var made = new ShipmentPanel(panel, HORIZONS);
    ShipmentPanel.Forecasts forecasts = made.at(week(origin), h);
    double[][] all = new double[panel.size()][];
    for (int trade = 0; trade < all.length; trade++) {
      all[trade] = forecasts.quantiles(trade);
    }
    return all;
  }

  private static int week(int index) {
    return Math.toIntExact(Math.floorDiv(FIRST.plusWeeks(index).toEpochDay(), 7));
  }

  private static Named series(String name, int weeks, IntToDoubleFunction flow) {
    double[] values = new double[weeks];
    Arrays.setAll(values, flow);
    return new Named(name, new WeeklySeries(FIRST, values));
  }

  /// Steady, seasonal, lumpy, constant, huge and once-only trades, with negative weeks and, but for the first and the
  /// last week, holes.
  private static List<Named> panel(SplittableRandom random, int trades, int weeks) {
    List<Named> panel = new ArrayList<>();
    for (int trade = 0; trade < trades; trade++) {
      int kind = random.nextInt(7);
      int only = random.nextInt(weeks);
      panel.add(series("trade " + trade, weeks, i -> {
        boolean inside = i > 0 && i < weeks - 1;
        return switch (kind) {
          case 0 -> 1000 + 200 * random.nextDouble();
          case 1 -> Math.max(0, 5e4 * Math.sin(i / 8.3)) * random.nextDouble();
          case 2 -> random.nextInt(8) == 0 ? 6e4 * random.nextDouble() : 0;
          case 3 -> 12345;
          case 4 -> 1e9 * (1 + random.nextDouble());
          case 5 -> i == only ? 1e6 : 0;
          default -> inside && random.nextInt(10) == 0 ? Double.NaN : 1e5 * (random.nextDouble() - .2);
        };
      }));
    }
    return panel;
  }
}
