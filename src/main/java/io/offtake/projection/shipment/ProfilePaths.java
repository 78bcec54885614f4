package io.offtake.projection.shipment;

import java.util.Arrays;

/// The member that goes on from one trade's own record by the profile of its weeks of the year.
///
/// What the [YearProfile] leaves goes on by exponential smoothing; the sums of a thousand such [Paths].
final class ProfilePaths {

  private static final double[] PARTS = {.02, .05, .1, .2, .35};

  private ProfilePaths() {}

  /// Quantiles of the root of the weekly pace, at all [Levels].
  ///
  /// @param roots  of the flows; those after `t` are not looked at
  /// @param firstWeek  the number of the first of them
  static double[] quantiles(double[] roots, int firstWeek, int t, int h) {
    double[] profile = YearProfile.of(roots, t, firstWeek, h, YearProfile.Smoothed.MORE);
    double[] left = new double[t + 1];
    Arrays.setAll(left, i -> roots[i] - profile[i]);
    return Paths.quantiles(Arrays.copyOfRange(profile, t + 1, t + 1 + h), Rest.Smoothing.of(left, PARTS));
  }
}
