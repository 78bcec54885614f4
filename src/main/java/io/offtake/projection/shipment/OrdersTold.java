package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.projection.orders.OrderBook;
import io.offtake.projection.orders.Situation;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.inference.TTest;
import org.jspecify.annotations.Nullable;

/// What order books add to what shipments say: the regressors of the member that listens to them.
///
/// The first is the centre of the four members that know shipments alone, believed in full as long as nothing is learnt.
/// Beside it stand what is sold and can ship in the window, what is sold for the running year by the weeks that it has left,
/// the net sales of four weeks, and whether nothing is sold at all. The coefficients are the same for all trades of the
/// panel. A moment is left out where its window reaches into a marketing year whose sales are not held.
final class OrdersTold {

  private static final int FIRST_ORIGIN = Centres.FIRST;
  private static final double[] PRIOR = {1, 0, 0, 0, 0, 0};
  private static final double[] RIDGE = {10, 10, 10, 10, 10, 10};
  /// With fewer trades their marketing years are what is held back.
  private static final int FEWEST_TRADES = 8;
  private static final int FEWEST_GROUPS = 3;
  /// Orders must do so much better on what was held back before a gain is claimed.
  private static final double WORTHWHILE = .95;
  /// The customary level of a one-sided test.
  private static final double SIGNIFICANT = .05;

  private final List<Optional<OrderBook>> books;
  private final PooledRegression shipments;
  private final int h;
  private final int index;

  /// @param books  by trade
  /// @param shipments  what is learnt of the same moments without orders
  OrdersTold(List<Optional<OrderBook>> books, PooledRegression shipments, int h, int index) {
    this.books = books;
    this.shipments = shipments;
    this.h = h;
    this.index = index;
  }

  Regressors regressors() {
    return new Regressors(PRIOR, RIDGE, FIRST_ORIGIN, this::at);
  }

  private double @Nullable [] at(int trade, Centres centres, int week) {
    return situation(trade, week)
        .map(situation -> {
          double[] orders = situation.orders();
          double own = Math.sqrt(situation.scale() / centres.scale(week));
          double[] told = new double[1 + orders.length];
          told[0] = centre(centres, week);
          told[1] = orders[0];
          for (int i = 1; i < orders.length; i++) {
            told[1 + i] = Math.clamp(own * orders[i], -Centres.HIGHEST_ROOT, Centres.HIGHEST_ROOT);
          }
          return told;
        })
        .orElse(null);
  }

  private Optional<Situation> situation(int trade, int week) {
    return books.get(trade)
        .filter(book -> week < book.weeks())
        .flatMap(book -> Situation.of(book, week, h))
        .filter(Situation::booked);
  }

  /// Whether all that it takes is known of a trade at the end of a week.
  boolean isKnown(int trade, int week) {
    return situation(trade, week).isPresent();
  }

  /// The mean of what the four members of shipments expect.
  private double centre(Centres centres, int week) {
    return (shipments.prediction(centres, week) + OwnErrors.centre(centres, week, index)
        + centres.at(week, index, Centre.WAVE_AUTOREGRESSION) + centres.at(week, index, Centre.PROFILE_LEVEL)) / 4;
  }

  /// Whether orders foretell what shipments alone do not: trades, or if they are few marketing years, are foretold from
  /// all others with orders and without, and the error must be smaller by a twentieth and by a paired test.
  boolean isGain(PooledRegression.Cases cases) {
    int[] groups = groups(cases);
    double[] outcomes = cases.outcomes();
    double[] with = missed(cases.terms(), outcomes, groups, PRIOR, RIDGE);
    double[][] alone = Arrays.stream(cases.terms()).map(terms -> new double[] {terms[0], 1}).toArray(double[][]::new);
    double[] without = missed(alone, outcomes, groups, Arrays.copyOf(PRIOR, 2), Arrays.copyOf(RIDGE, 2));
    Map<Integer, Mean> gains = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      gains.computeIfAbsent(groups[i], _ -> new Mean()).increment(without[i] - with[i]);
    }
    double[] means = gains.values().stream().mapToDouble(Mean::getResult).toArray();
    return means.length >= FEWEST_GROUPS
        && StatUtils.sum(with) <= WORTHWHILE * StatUtils.sum(without)
        && StatUtils.mean(means) > 0 && StatUtils.variance(means) > 0
        && new TTest().tTest(0, means) / 2 < SIGNIFICANT;
  }

  private int[] groups(PooledRegression.Cases cases) {
    int[] trades = cases.trades();
    if (Arrays.stream(trades).distinct().count() >= FEWEST_TRADES) {
      return trades;
    }
    int[] seasons = new int[trades.length];
    Arrays.setAll(seasons, i -> situation(trades[i], cases.weeks()[i]).orElseThrow().season());
    return seasons;
  }

  /// By how much each outcome was missed by what all other groups taught.
  private static double[] missed(double[][] terms, double[] outcomes, int[] groups, double[] prior, double[] ridge) {
    var all = new Ridge(prior);
    Map<Integer, Ridge> parts = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      parts.computeIfAbsent(groups[i], _ -> new Ridge(prior)).add(terms[i], outcomes[i], 1);
    }
    parts.values().forEach(all::add);
    Map<Integer, double[]> learnt = new HashMap<>();
    parts.forEach((group, part) -> learnt.put(group, all.without(part).solve(ridge)));
    double[] missed = new double[groups.length];
    for (int i = 0; i < missed.length; i++) {
      double told = Math.max(0, PooledRegression.sum(learnt.getOrDefault(groups[i], prior), terms[i]));
      missed[i] = Math.abs(outcomes[i] - told);
    }
    return missed;
  }
}
