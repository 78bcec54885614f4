package io.offtake.projection.shipment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.util.KthSelector;
import org.apache.commons.math3.util.MedianOf3PivotingStrategy;
import org.apache.commons.math3.util.PivotingStrategyInterface;

/// The member that learns from all trades of the panel how much each [Centre] is worth.
///
/// A ridge regression of what followed past origins on what the centres said there, shrunk towards a plain mixture of
/// them; a second one of the size of its errors; and around the prediction the standardised errors of the 400 past
/// cases most alike, those of the same trade counting as twice as near. Everything is of one horizon, so an error is
/// that of the whole sum, never a sum of errors of weeks.
final class PooledRegression {

  private static final double HALF_LIFE = 250;
  private static final int ERROR_TERMS = 6;
  private static final double ERROR_RIDGE = 2;
  private static final double SMALLEST_ERROR = .03;
  private static final double LARGEST_ERROR = 2;
  private static final int ALIKE = 400;
  private static final int FEWEST_CASES = 60;
  private static final double SPREAD_UNLEARNT = .27;
  private static final double SPREAD_UNLEARNT_IF_LUMPY = .1;
  private static final double[] DISTANCE = {1 / .35, 1 / .4, 2, 1 / .3, 2};
  private static final double OWN_DISTANCE = .5;
  private static final int NONE = -1;
  private static final double LEAST_WEIGHT = .02;
  private static final PivotingStrategyInterface PIVOT = new MedianOf3PivotingStrategy();

  private final List<Centres> panel;
  private final Regressors regressors;
  private final int[] origins;
  private final int index;
  private final double[] coefficients;
  private final double[] errorCoefficients;
  private final int[] trades;
  private final double[] errors;
  private final float[] ages;
  /// Narrow: there are many of them, and whether two cases are alike is no exact matter.
  private final float[] likeness;

  /// @param panel  the trades
  /// @param origins  for each trade the index of the origin's week in its own weeks, which may lie beyond its last
  /// @param h  the horizon in weeks, which stands at `index` of the centres' horizons
  PooledRegression(List<Centres> panel, int[] origins, int h, int index) {
    this(panel, origins, h, index, Regressors.centres(index), Cases.of(panel, origins, h, index, Regressors.centres(index)));
  }

  /// The same of other regressors.
  ///
  /// @param cases  those of the regressors
  PooledRegression(List<Centres> panel, int[] origins, int h, int index, Regressors regressors, Cases cases) {
    this.panel = panel;
    this.regressors = regressors;
    this.origins = origins;
    this.index = index;
    this.trades = cases.trades();
    int[] weeks = cases.weeks();
    double[] outcomes = cases.outcomes();
    double[][] terms = cases.terms();
    int count = trades.length;
    this.ages = new float[count];
    double[] weights = new double[count];
    var ridge = new Ridge(regressors.prior());
    for (int i = 0; i < count; i++) {
      ages[i] = origins[trades[i]] - weeks[i];
      weights[i] = Math.pow(.5, ages[i] / HALF_LIFE);
      ridge.add(terms[i], outcomes[i], weights[i]);
    }
    this.coefficients = ridge.solve(regressors.ridge());
    double[][] errorTerms = new double[count][];
    double[] predictions = new double[count];
    var sizes = new Ridge(new double[ERROR_TERMS]);
    for (int i = 0; i < count; i++) {
      predictions[i] = Math.max(0, sum(coefficients, terms[i]));
      errorTerms[i] = errorTerms(panel.get(trades[i]), weeks[i], predictions[i]);
      sizes.add(errorTerms[i], Math.abs(outcomes[i] - predictions[i]), weights[i]);
    }
    double[] errorRidge = new double[ERROR_TERMS];
    Arrays.fill(errorRidge, ERROR_RIDGE);
    this.errorCoefficients = sizes.solve(errorRidge);
    this.errors = new double[count];
    this.likeness = new float[count * DISTANCE.length];
    for (int i = 0; i < count; i++) {
      double size = errorSize(errorTerms[i]);
      errors[i] = (outcomes[i] - predictions[i]) / size;
      double[] alike = likeness(panel.get(trades[i]), weeks[i], predictions[i], size);
      for (int d = 0; d < alike.length; d++) {
        likeness[i * DISTANCE.length + d] = (float) alike[d];
      }
    }
  }

  /// Past moments with what followed.
  ///
  /// @param terms  the regressors there, the constant last
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Cases(int[] trades, int[] weeks, double[][] terms, double[] outcomes) {

    /// Every moment whose outcome is known at the origin and whose regressors can be told.
    static Cases of(List<Centres> panel, int[] origins, int h, int index, Regressors regressors) {
      var trades = new ArrayList<Integer>();
      var weeks = new ArrayList<Integer>();
      var terms = new ArrayList<double[]>();
      for (int s = 0; s < panel.size(); s++) {
        int last = Math.min(origins[s], panel.get(s).weeks() - 1) - h;
        for (int u = regressors.firstOrigin(); u <= last; u++) {
          double[] told = regressors.told().at(s, panel.get(s), u);
          if (told != null) {
            double[] row = Arrays.copyOf(told, told.length + 1);
            row[told.length] = 1;
            trades.add(s);
            weeks.add(u);
            terms.add(row);
          }
        }
      }
      double[] outcomes = new double[terms.size()];
      Arrays.setAll(outcomes, i -> panel.get(trades.get(i)).outcome(weeks.get(i), index));
      return new Cases(trades.stream().mapToInt(Integer::intValue).toArray(),
          weeks.stream().mapToInt(Integer::intValue).toArray(), terms.toArray(double[][]::new), outcomes);
    }
  }

  /// About what it takes in memory.
  long bytes() {
    return errors.length * (8 + 2 * 4 + 4L * DISTANCE.length);
  }

  /// Quantiles for one trade of the panel at its origin, on the root scale of [Centres], at all [Levels].
  double[] quantiles(int trade) {
    return quantiles(panel.get(trade), origins[trade], trade);
  }

  /// The same for a trade that nothing was learnt from.
  double[] quantiles(Centres outsider, int t) {
    return quantiles(outsider, t, NONE);
  }

  private double[] quantiles(Centres centres, int t, int trade) {
    double prediction = prediction(centres, t, trade);
    if (errors.length < FEWEST_CASES) {
      double spread = SPREAD_UNLEARNT + SPREAD_UNLEARNT_IF_LUMPY * (1 - centres.nonZero(t));
      double[] quantiles = new double[Levels.COUNT];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = Math.max(0, prediction + spread * Levels.normal(i));
      }
      return quantiles;
    }
    double size = errorSize(errorTerms(centres, t, prediction));
    double[] here = likeness(centres, t, prediction, size);
    double[] distances = new double[errors.length];
    for (int i = 0; i < distances.length; i++) {
      int at = i * DISTANCE.length;
      double sum = 0;
      for (int d = 0; d < here.length; d++) {
        double difference = likeness[at + d] - here[d];
        sum += difference * difference;
      }
      distances[i] = sum * (trades[i] == trade ? OWN_DISTANCE * OWN_DISTANCE : 1);
    }
    double[] quantiles = alike(distances).quantiles();
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = Math.max(0, prediction + size * quantiles[i]);
    }
    return quantiles;
  }

  /// The standardised errors of the nearest cases, nearer ones and newer ones counting more.
  ///
  /// @param squares  of the distances
  private Weighted alike(double[] squares) {
    int count = Math.min(ALIKE, squares.length - 1);
    double farthest = new KthSelector(PIVOT).select(squares.clone(), null, count);
    int near = 0;
    for (double square : squares) {
      near += square <= farthest ? 1 : 0;
    }
    double[] values = new double[near];
    double[] weights = new double[near];
    int found = 0;
    for (int i = 0; i < squares.length; i++) {
      if (squares[i] <= farthest) {
        double nearness = farthest > 0 ? 1 - Math.sqrt(squares[i] / farthest) : 1;
        values[found] = errors[i];
        weights[found] = Math.max(LEAST_WEIGHT, nearness) * Math.pow(.5, ages[i] / HALF_LIFE);
        found++;
      }
    }
    return new Weighted(values, weights);
  }

  /// What is expected of any trade at the end of its week `t`.
  double prediction(Centres centres, int t) {
    return prediction(centres, t, NONE);
  }

  private double prediction(Centres centres, int t, int trade) {
    double[] told = regressors.told().at(trade, centres, t);
    if (told == null) {
      throw new IllegalStateException("the regressors are not known there");
    }
    double constant = coefficients[told.length];
    return Math.max(0, sum(coefficients, told) + constant);
  }

  static double sum(double[] coefficients, double[] terms) {
    double sum = 0;
    for (int j = 0; j < terms.length; j++) {
      sum += coefficients[j] * terms[j];
    }
    return sum;
  }

  private double[] errorTerms(Centres centres, int t, double prediction) {
    return new double[] {1, centres.nonZero(t), centres.variation(t),
        centres.at(t, index, Centre.MEAN_8), prediction, centres.spread(t, index)};
  }

  private double errorSize(double[] terms) {
    double sum = 0;
    for (int j = 0; j < terms.length; j++) {
      sum += errorCoefficients[j] * terms[j];
    }
    return Math.clamp(sum, SMALLEST_ERROR, LARGEST_ERROR);
  }

  private double[] likeness(Centres centres, int t, double prediction, double size) {
    return new double[] {
        prediction * DISTANCE[0],
        Math.log(size) * DISTANCE[1],
        centres.at(t, index, Centre.MEAN_8) * DISTANCE[2],
        centres.nonZero(t) * DISTANCE[3],
        centres.at(t, index, Centre.SAME_WEEKS_THREE_YEARS) * DISTANCE[4]};
  }
}
