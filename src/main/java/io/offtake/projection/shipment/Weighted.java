package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Values that count unequally.
///
/// @param values  in any order, at least one
/// @param weights  of each, positive
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
record Weighted(double[] values, double[] weights) {

  /// Quantiles at all [Levels], linear between the middles of the weights, flat outside of them.
  double[] quantiles() {
    int count = values.length;
    int[] order = IntStream.range(0, count).boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
    double total = Arrays.stream(weights).sum();
    double[] middles = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double weight = weights[order[i]];
      middles[i] = (sum + weight / 2) / total;
      sum += weight;
    }
    double[] quantiles = new double[Levels.COUNT];
    int above = 0;
    for (int level = 0; level < quantiles.length; level++) {
      double p = Levels.at(level);
      while (above < count && middles[above] < p) {
        above++;
      }
      if (above == 0) {
        quantiles[level] = values[order[0]];
      } else if (above == count) {
        quantiles[level] = values[order[count - 1]];
      } else {
        double share = (p - middles[above - 1]) / (middles[above] - middles[above - 1]);
        double below = values[order[above - 1]];
        quantiles[level] = below + share * (values[order[above]] - below);
      }
    }
    return quantiles;
  }
}
