package io.offtake.projection.shipment;

import java.util.Arrays;

/// The member that goes on from one trade's own record by a yearly wave.
///
/// Two harmonics fitted to all roots by least squares; what they leave goes on by second-order autoregression or by
/// exponential smoothing, whichever erred less; the sums of a thousand such [Paths].
final class WavePaths {

  private static final double[] PARTS = {.05, .1, .2, .35, .5};
  /// It has two coefficients where smoothing has one.
  private static final double AUTOREGRESSION_ERRS = 1.02;
  private static final int TERMS = 5;

  private WavePaths() {}

  /// Quantiles of the root of the weekly pace, at all [Levels].
  ///
  /// @param roots  of the flows; those after `t` are not looked at
  /// @param firstWeek  the number of the first of them
  static double[] quantiles(double[] roots, int firstWeek, int t, int h) {
    double[] wave = wave(roots, firstWeek, t, h);
    double[] left = new double[t + 1];
    Arrays.setAll(left, i -> roots[i] - wave[i]);
    Rest smoothing = Rest.Smoothing.of(left, PARTS);
    Rest autoregression = Rest.Autoregression.of(left);
    boolean level = smoothing.meanSquare() <= AUTOREGRESSION_ERRS * autoregression.meanSquare();
    return Paths.quantiles(Arrays.copyOfRange(wave, t + 1, t + 1 + h), level ? smoothing : autoregression);
  }

  private static double[] wave(double[] roots, int firstWeek, int t, int h) {
    double[][] terms = new double[t + 1 + h][];
    double[][] gram = new double[TERMS][TERMS];
    double[] right = new double[TERMS];
    for (int i = 0; i < terms.length; i++) {
      double angle = 2 * Math.PI * (firstWeek + i) / YearProfile.WEEKS_A_YEAR;
      terms[i] = new double[] {1, Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)};
      for (int j = 0; j < TERMS && i <= t; j++) {
        right[j] += terms[i][j] * roots[i];
        for (int k = 0; k < TERMS; k++) {
          gram[j][k] += terms[i][j] * terms[i][k];
        }
      }
    }
    double[] coefficients = Least.solve(gram, right);
    double[] wave = new double[terms.length];
    for (int i = 0; i < wave.length; i++) {
      for (int j = 0; j < TERMS; j++) {
        wave[i] += coefficients[j] * terms[i][j];
      }
    }
    return wave;
  }
}
