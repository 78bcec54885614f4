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

/// What past seasons taught about shipments `horizon` weeks ahead: a regression, and the errors that it made on
/// seasons it had not seen.
///
/// Errors are direct: those of the whole window, not summed from weeks. A season's errors come from a regression that
/// was fitted without it and without any window that shares a week with it. Whether orders are used is decided by these
/// errors: they must beat those of the pace alone by 5 % on the whole and in two thirds of the seasons, or no gain is
/// claimed and the pace alone answers.
///
/// @param used  what the answer rests on
/// @param errorRatio  mean absolute error with orders over that of the pace alone, on unseen seasons
/// @param seasons  how many seasons the comparison has
/// @param betterSeasons  in how many of them orders did better
/// @param errors  of the regression used, on unseen seasons
record OrdersLead(ShipmentRegression used, double errorRatio, int seasons, int betterSeasons, List<Error> errors) {

  /// Orders must do so much better before a gain is claimed: below it the difference is noise.
  private static final double WORTHWHILE = .95;
  /// In such a part of the seasons at least, so that one season cannot speak for all.
  private static final double MOST_SEASONS = 2 / 3.;
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

  private record Unseen(int season, Situation situation, double pace, double orders) {}

  /// Learns from situations of one horizon with known outcomes; empty when they are too few.
  ///
  /// @param own  of the trade in question
  /// @param pooled  of other trades of its commodity group, in the same weeks
  static Optional<OrdersLead> learn(List<Situation> own, List<Situation> pooled) {
    var all = new ArrayList<>(own);
    all.addAll(pooled);
    // The trade's own seasons judge; a trade too young for it is judged by its group's.
    List<Unseen> unseen = unseen(own, all);
    if (seasons(unseen) < FEWEST_SEASONS || unseen.size() < FEWEST_SITUATIONS) {
      unseen = unseen(all, all);
    }
    if (seasons(unseen) < FEWEST_SEASONS || unseen.size() < FEWEST_SITUATIONS) {
      return Optional.empty();
    }
    Map<Integer, double[]> bySeason = new TreeMap<>();
    for (Unseen each : unseen) {
      double[] sums = bySeason.computeIfAbsent(each.season(), _ -> new double[2]);
      sums[0] += miss(each.situation(), each.pace());
      sums[1] += miss(each.situation(), each.orders());
    }
    double pace = bySeason.values().stream().mapToDouble(sums -> sums[0]).sum();
    double orders = bySeason.values().stream().mapToDouble(sums -> sums[1]).sum();
    int better = (int) bySeason.values().stream().filter(sums -> sums[1] < sums[0]).count();
    double ratio = pace > 0 ? orders / pace : 1;
    boolean gain = ratio <= WORTHWHILE && better >= MOST_SEASONS * bySeason.size();
    return Optional.of(new OrdersLead(
        ShipmentRegression.fit(gain ? Regressors.PACE_AND_ORDERS : Regressors.PACE, all),
        ratio, bySeason.size(), better,
        unseen.stream()
            .map(each -> {
              double expected = gain ? each.orders() : each.pace();
              return new Error(expected, each.situation().response() - expected);
            })
            .toList()));
  }

  boolean isGain() {
    return used.regressors() == Regressors.PACE_AND_ORDERS;
  }

  /// The quantiles of what ships in the window, in the unit, at `levels` that ascend.
  ///
  /// The errors of situations alike in expectation give the spread, mixed with those of all where the alike are few.
  double[] quantiles(Situation situation, double[] levels) {
    double expected = used.response(situation);
    var sorted = new ArrayList<>(errors);
    sorted.sort(Comparator.comparingDouble(Error::error));
    double[] likeness = sorted.stream()
        .mapToDouble(each -> Math.exp(-.5 * Math.pow((each.expected() - expected) / ALIKE, 2)))
        .toArray();
    double alike = OVERLAP * Arrays.stream(likeness).sum() / Math.sqrt(situation.horizon());
    double trust = alike / (alike + TRUST);
    double[] same = new double[likeness.length];
    Arrays.fill(same, 1);
    double[] quantiles = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      double error = trust * quantile(sorted, likeness, levels[i]) + (1 - trust) * quantile(sorted, same, levels[i]);
      quantiles[i] = situation.amount(expected + error);
    }
    return quantiles;
  }

  /// Linear between the middles of the weights, the outermost errors beyond them.
  private static double quantile(List<Error> sorted, double[] weights, double level) {
    double total = Arrays.stream(weights).sum();
    if (!(total > 0)) {
      return sorted.get((int) (level * (sorted.size() - 1))).error();
    }
    double below = 0;
    double lastMiddle = 0;
    double last = sorted.getFirst().error();
    for (int i = 0; i < weights.length; i++) {
      double middle = (below + weights[i] / 2) / total;
      double error = sorted.get(i).error();
      if (middle >= level) {
        return middle > lastMiddle && i > 0
            ? last + (error - last) * (level - lastMiddle) / (middle - lastMiddle)
            : error;
      }
      below += weights[i];
      lastMiddle = middle;
      last = error;
    }
    return last;
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

  private static int seasons(List<Unseen> unseen) {
    return (int) unseen.stream().mapToInt(Unseen::season).distinct().count();
  }

  private static double miss(Situation situation, double response) {
    return Math.abs(situation.amount(response) - situation.outcome());
  }
}
