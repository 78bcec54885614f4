package io.offtake.projection.shipment;

import java.util.Arrays;

import org.apache.commons.math3.distribution.NormalDistribution;

/// The probabilities that quantiles are given at: 0.01 to 0.99.
final class Levels {

  static final int COUNT = 99;

  private static final double[] NORMAL = new double[COUNT];

  static {
    var normal = new NormalDistribution(0, 1);
    Arrays.setAll(NORMAL, i -> normal.inverseCumulativeProbability(at(i)));
  }

  private Levels() {}

  static double at(int index) {
    return (index + 1) / 100.0;
  }

  /// The quantile of the standard normal distribution at the level of `index`.
  static double normal(int index) {
    return NORMAL[index];
  }
}
