package io.offtake.projection.shipment;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
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

  private static final Map<Centre, Double> PRIOR = new EnumMap<>(Map.of(
      Centre.MEAN_8, .1,
      Centre.WAVE_SLOW, .15,
      Centre.SAME_WEEKS_THREE_YEARS, .15,
      Centre.SEASONAL_RATIO_26, .1,
      Centre.WAVE_AUTOREGRESSION, .15,
      Centre.PROFILE_AUTOREGRESSION, .15,
      Centre.PROFILE_LEVEL, .2));
  private static final int TERMS = Centre.COUNT + 1;
  private static final double RIDGE = 500;
  private static final double CONSTANT_RIDGE = 1000;
  private static final double HALF_LIFE = 250;
  private static final int FIRST_ORIGIN = 52;
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
  private final int[] origins;
  private final int index;
  private final double[] coefficients;
  private final double[] errorCoefficients;
  private final int[] trades;
  private final double[] errors;
  private final double[] ages;
  private final double[] likeness;

  /// @param panel  the trades
  /// @param origins  for each trade the index of the origin's week in its own weeks, which may lie beyond its last
  /// @param h  the horizon in weeks, which stands at `index` of the centres' horizons
  PooledRegression(List<Centres> panel, int[] origins, int h, int index) {
    this.panel = panel;
    this.origins = origins;
    this.index = index;
    int cases = 0;
    for (int s = 0; s < panel.size(); s++) {
      cases += Math.max(0, lastOrigin(s, h) - FIRST_ORIGIN + 1);
    }
    this.trades = new int[cases];
    this.ages = new double[cases];
    double[] weights = new double[cases];
    double[] outcomes = new double[cases];
    double[][] terms = new double[cases][];
    int[] weeks = new int[cases];
    int at = 0;
    for (int s = 0; s < panel.size(); s++) {
      for (int u = FIRST_ORIGIN; u <= lastOrigin(s, h); u++) {
        trades[at] = s;
        weeks[at] = u;
        ages[at] = origins[s] - u;
        weights[at] = Math.pow(.5, ages[at] / HALF_LIFE);
        outcomes[at] = panel.get(s).outcome(u, index);
        terms[at] = panel.get(s).at(u, index);
        at++;
      }
    }
    this.coefficients = regress(terms, outcomes, weights);
    double[][] errorTerms = new double[cases][];
    double[] sizes = new double[cases];
    double[] predictions = new double[cases];
    for (int i = 0; i < cases; i++) {
      predictions[i] = predict(terms[i]);
      sizes[i] = Math.abs(outcomes[i] - predictions[i]);
      errorTerms[i] = errorTerms(panel.get(trades[i]), weeks[i], predictions[i]);
    }
    this.errorCoefficients = regressErrors(errorTerms, sizes, weights);
    this.errors = new double[cases];
    this.likeness = new double[cases * DISTANCE.length];
    for (int i = 0; i < cases; i++) {
      double size = errorSize(errorTerms[i]);
      errors[i] = (outcomes[i] - predictions[i]) / size;
      System.arraycopy(likeness(panel.get(trades[i]), weeks[i], predictions[i], size), 0,
          likeness, i * DISTANCE.length, DISTANCE.length);
    }
  }

  /// About what it takes in memory.
  long bytes() {
    return errors.length * (2 * 8L + 4 + 8L * DISTANCE.length);
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
    double prediction = predict(centres.at(t, index));
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

  private int lastOrigin(int trade, int h) {
    return Math.min(origins[trade], panel.get(trade).weeks() - 1) - h;
  }

  private static double[] regress(double[][] terms, double[] outcomes, double[] weights) {
    double[] prior = new double[TERMS];
    PRIOR.forEach((centre, weight) -> prior[centre.ordinal()] = weight);
    double[][] gram = new double[TERMS][TERMS];
    double[] right = new double[TERMS];
    double[] row = new double[TERMS];
    row[TERMS - 1] = 1;
    for (int i = 0; i < terms.length; i++) {
      System.arraycopy(terms[i], 0, row, 0, TERMS - 1);
      double rest = outcomes[i];
      for (int j = 0; j < TERMS; j++) {
        rest -= prior[j] * row[j];
      }
      addTo(gram, right, row, rest, weights[i]);
    }
    for (int j = 0; j < TERMS; j++) {
      gram[j][j] += j == TERMS - 1 ? CONSTANT_RIDGE : RIDGE;
    }
    double[] step = solve(gram, right);
    for (int j = 0; j < TERMS; j++) {
      step[j] += prior[j];
    }
    return step;
  }

  private static double[] regressErrors(double[][] terms, double[] sizes, double[] weights) {
    double[][] gram = new double[ERROR_TERMS][ERROR_TERMS];
    double[] right = new double[ERROR_TERMS];
    for (int i = 0; i < terms.length; i++) {
      addTo(gram, right, terms[i], sizes[i], weights[i]);
    }
    for (int j = 0; j < ERROR_TERMS; j++) {
      gram[j][j] += ERROR_RIDGE;
    }
    return solve(gram, right);
  }

  private static void addTo(double[][] gram, double[] right, double[] row, double value, double weight) {
    for (int j = 0; j < row.length; j++) {
      double weighted = weight * row[j];
      right[j] += weighted * value;
      for (int k = 0; k <= j; k++) {
        gram[j][k] += weighted * row[k];
      }
    }
  }

  private static double[] solve(double[][] lower, double[] right) {
    for (int j = 0; j < right.length; j++) {
      for (int k = 0; k < j; k++) {
        lower[k][j] = lower[j][k];
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(lower, false))
        .getSolver().solve(new ArrayRealVector(right, false)).toArray();
  }

  private double predict(double[] centres) {
    double sum = coefficients[TERMS - 1];
    for (int j = 0; j < centres.length; j++) {
      sum += coefficients[j] * centres[j];
    }
    return Math.max(0, sum);
  }

  private double[] errorTerms(Centres centres, int t, double prediction) {
    return new double[] {1, centres.nonZero(t), centres.variation(t),
        centres.at(t, index)[Centre.MEAN_8.ordinal()], prediction, centres.spread(t, index)};
  }

  private double errorSize(double[] terms) {
    double sum = 0;
    for (int j = 0; j < terms.length; j++) {
      sum += errorCoefficients[j] * terms[j];
    }
    return Math.clamp(sum, SMALLEST_ERROR, LARGEST_ERROR);
  }

  private double[] likeness(Centres centres, int t, double prediction, double size) {
    double[] at = centres.at(t, index);
    return new double[] {
        prediction * DISTANCE[0],
        Math.log(size) * DISTANCE[1],
        at[Centre.MEAN_8.ordinal()] * DISTANCE[2],
        centres.nonZero(t) * DISTANCE[3],
        at[Centre.SAME_WEEKS_THREE_YEARS.ordinal()] * DISTANCE[4]};
  }
}
