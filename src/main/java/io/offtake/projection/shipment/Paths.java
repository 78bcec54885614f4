package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/// Many ways on from a record: a season that is known, what it leaves going on, and week by week an error that the record
/// has shown, drawn by chance.
///
/// Which error comes is drawn once for all forecasts, so that the same record gives the same numbers for ever. In each week
/// to come every error is drawn equally often over the paths, as nearly as their numbers allow.
final class Paths {

  static final int FARTHEST = 104;

  private static final int COUNT = 1000;
  private static final int SEED = 17;
  /// A path's errors are too small by what fitting took from them, and by what no season repeats.
  private static final double WIDENED = 1.3;
  private static final short[][] DRAWN = drawn();

  private Paths() {}

  /// Quantiles of the sum of the next `season.length` weeks, at all [Levels]: the root of the weekly pace.
  ///
  /// @param season  of the weeks to come, on the root scale, at most [#FARTHEST]
  static double[] quantiles(double[] season, Rest rest) {
    double[] sums = new double[COUNT];
    double[] path = new double[season.length];
    int[] draws = new int[season.length];
    int errors = rest.errors().length;
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < path.length; k++) {
        draws[k] = DRAWN[i][k] * errors / COUNT;
      }
      rest.follow(draws, path);
      for (int k = 0; k < path.length; k++) {
        double root = Math.max(0, season[k] + path[k]);
        sums[i] += root * root;
      }
    }
    Arrays.sort(sums);
    double[] quantiles = new double[Levels.COUNT];
    Arrays.setAll(quantiles, level -> Math.sqrt(quantile(sums, Levels.at(level)) / season.length));
    double median = quantiles[Levels.COUNT / 2];
    Arrays.setAll(quantiles, level -> Math.max(0, median + WIDENED * (quantiles[level] - median)));
    return quantiles;
  }

  private static double quantile(double[] sorted, double level) {
    double position = level * (sorted.length - 1);
    int below = (int) position;
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  }

  private static short[][] drawn() {
    var random = new Well19937c(SEED);
    short[][] drawn = new short[COUNT][FARTHEST];
    for (int week = 0; week < FARTHEST; week++) {
      int[] order = IntStream.range(0, COUNT).toArray();
      MathArrays.shuffle(order, random);
      for (int i = 0; i < COUNT; i++) {
        drawn[i][week] = (short) order[i];
      }
    }
    return drawn;
  }
}
