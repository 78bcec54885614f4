package io.offtake.projection.orders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.offtake.projection.orders.ShipmentRegression.Regressors;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/// What past seasons taught about shipments in a window: a regression, and the errors that it made on seasons it had
/// not seen.
///
/// Errors are direct: those of the whole window, not summed from weeks. A season's errors come from a regression that
/// was fitted without it and without any window that shares a week with it. Whether orders are used is decided by these
/// errors: they must beat those of the pace alone by 5 % on the whole, and in a paired t test over the seasons, or no
/// gain is claimed and the pace alone answers.
///
/// A window that ends in its marketing year is told from such windows only: next year's sales do not ship in it, and
/// windows across the turn would teach it what they do. A window across the turn is told from all; where next year's
/// sales are not held, its orders are not known, and the pace alone answers.
///
/// @param used  what the answer rests on
/// @param errorRatio  mean absolute error with orders over that of the pace alone, on unseen seasons; 1 if not compared
/// @param seasons  how many seasons were compared; 0 if orders are not known
/// @param betterSeasons  in how many of them orders did better
/// @param errors  of the regression used, on unseen seasons, ascending
record OrdersLead(ShipmentRegression used, double errorRatio, int seasons, int betterSeasons, List<Error> errors) {

  /// Orders must do so much better before a gain is claimed.
  private static final double WORTHWHILE = .95;
  /// The customary level of a one-sided test.
  private static final double SIGNIFICANT = .05;
  private static final int FEWEST_SEASONS = 3;
  private static final int FEWEST_SITUATIONS = 60;
  /// Situations whose expectation is about this far away, on the square-root scale, are still alike.
  private static final double ALIKE = .3;
  /// So many independent windows weigh as much as what all situations together say of the spread.
  private static final double TRUST = 4;
  /// What overlapping windows are worth: n / sqrt(h), and a little less for seasons that resemble themselves.
  private static final double OVERLAP = .7;

  /// @param expected  on the scale of the regression, as `error` is
  record Error(double expected, double error) {}

  private record Unseen(int season, Situation situation, double pace, double orders) {
    double error(boolean withOrders) {
      return situation.response() - (withOrders ? orders : pace);
    }

    double miss(boolean withOrders) {
      return Math.abs(situation.amount(withOrders ? orders : pace) - situation.outcome());
    }
  }

  /// Learns what a situation can be told from; empty when too little is held.
  ///
  /// @param own  situations of the same trade and horizon with known outcomes
  /// @param pooled  likewise of other trades of its commodity group, in the same weeks
  static Optional<OrdersLead> learn(Situation now, List<Situation> own, List<Situation> pooled) {
    List<Situation> judges = comparable(now, own);
    List<Situation> all = new ArrayList<>(judges);
    all.addAll(comparable(now, pooled));
    // The trade's own seasons judge; a trade too young for it is judged by its group's.
    List<Unseen> unseen = unseen(judges, all);
    if (isTooLittle(unseen)) {
      unseen = unseen(all, all);
    }
    if (isTooLittle(unseen)) {
      return Optional.empty();
    }
    if (!now.booked()) {
      return Optional.of(new OrdersLead(
          ShipmentRegression.fit(Regressors.PACE, all), 1, 0, 0, errors(unseen, false)));
    }
    Map<Integer, double[]> bySeason = new TreeMap<>();
    for (Unseen each : unseen) {
      if (each.situation().insideYear() == now.insideYear()) {
        double[] sums = bySeason.computeIfAbsent(each.season(), _ -> new double[2]);
        sums[0] += each.miss(false);
        sums[1] += each.miss(true);
      }
    }
    double pace = bySeason.values().stream().mapToDouble(sums -> sums[0]).sum();
    double orders = bySeason.values().stream().mapToDouble(sums -> sums[1]).sum();
    double[] gains = bySeason.values().stream().mapToDouble(sums -> sums[0] - sums[1]).toArray();
    double ratio = pace > 0 ? orders / pace : 1;
    boolean gain = ratio <= WORTHWHILE && isSignificant(gains);
    return Optional.of(new OrdersLead(
        ShipmentRegression.fit(gain ? Regressors.PACE_AND_ORDERS : Regressors.PACE, all),
        ratio, gains.length, (int) Arrays.stream(gains).filter(each -> each > 0).count(), errors(unseen, gain)));
  }

  /// Of `past`, what can tell about `now`.
  static List<Situation> comparable(Situation now, List<Situation> past) {
    return past.stream()
        .filter(each -> !now.insideYear() || each.insideYear())
        .filter(each -> !now.booked() || each.booked())
        .toList();
  }

  private static boolean isTooLittle(List<Unseen> unseen) {
    return unseen.size() < FEWEST_SITUATIONS
        || unseen.stream().mapToInt(Unseen::season).distinct().count() < FEWEST_SEASONS;
  }

  private static boolean isSignificant(double[] gains) {
    return gains.length >= FEWEST_SEASONS && StatUtils.mean(gains) > 0 && StatUtils.variance(gains) > 0
        && new TTest().tTest(0, gains) / 2 < SIGNIFICANT;
  }

  private static List<Error> errors(List<Unseen> unseen, boolean withOrders) {
    return unseen.stream()
        .map(each -> new Error(withOrders ? each.orders() : each.pace(), each.error(withOrders)))
        .sorted(Comparator.comparingDouble(Error::error))
        .toList();
  }

  boolean isGain() {
    return used.regressors() == Regressors.PACE_AND_ORDERS;
  }

  /// The quantiles of what ships in the window, in the unit, at `levels` that ascend.
  ///
  /// The errors of situations alike in expectation give the spread, mixed with those of all where the alike are few.
  double[] quantiles(Situation situation, double[] levels) {
    double expected = used.response(situation);
    double[] likeness = errors.stream()
        .mapToDouble(each -> Math.exp(-.5 * Math.pow((each.expected() - expected) / ALIKE, 2)))
        .toArray();
    double alike = OVERLAP * Arrays.stream(likeness).sum() / Math.sqrt(situation.horizon());
    double trust = alike / (alike + TRUST);
    double[] same = new double[likeness.length];
    Arrays.fill(same, 1);
    double[] ofAlike = quantiles(errors, likeness, levels);
    double[] ofAll = quantiles(errors, same, levels);
    double[] quantiles = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      quantiles[i] = situation.amount(expected + (trust * ofAlike[i] + (1 - trust) * ofAll[i]));
    }
    return quantiles;
  }

  /// Linear between the middles of the weights, the outermost errors beyond them.
  private static double[] quantiles(List<Error> sorted, double[] weights, double[] levels) {
    double total = Arrays.stream(weights).sum();
    if (!(total > 0)) {
      return Arrays.stream(levels).map(level -> sorted.get((int) (level * (sorted.size() - 1))).error()).toArray();
    }
    double[] quantiles = new double[levels.length];
    int found = 0;
    double below = 0;
    double lastMiddle = 0;
    double last = sorted.getFirst().error();
    for (int i = 0; i < weights.length; i++) {
      double middle = (below + weights[i] / 2) / total;
      double error = sorted.get(i).error();
      for (; found < levels.length && middle >= levels[found]; found++) {
        quantiles[found] = middle > lastMiddle && i > 0
            ? last + (error - last) * (levels[found] - lastMiddle) / (middle - lastMiddle)
            : error;
      }
      below += weights[i];
      lastMiddle = middle;
      last = error;
    }
    Arrays.fill(quantiles, found, levels.length, last);
    return quantiles;
  }

  private static List<Unseen> unseen(List<Situation> judged, List<Situation> all) {
    var unseen = new ArrayList<Unseen>();
    Map<Integer, List<Situation>> bySeason = new TreeMap<>();
    judged.forEach(each -> bySeason.computeIfAbsent(each.season(), _ -> new ArrayList<>()).add(each));
    bySeason.forEach((season, held) -> {
      int first = Collections.min(held, Comparator.comparingInt(Situation::week)).week();
      int last = Collections.max(held, Comparator.comparingInt(Situation::week)).week();
      int horizon = held.getFirst().horizon();
      var others = all.stream()
          .filter(each -> each.week() <= first - horizon || each.week() >= last + horizon)
          .toList();
      if (others.size() >= FEWEST_SITUATIONS / 2) {
        var pace = ShipmentRegression.fit(Regressors.PACE, others);
        var orders = ShipmentRegression.fit(Regressors.PACE_AND_ORDERS, others);
        held.forEach(each ->
            unseen.add(new Unseen(season, each, pace.response(each), orders.response(each))));
      }
    });
    return unseen;
  }
}
