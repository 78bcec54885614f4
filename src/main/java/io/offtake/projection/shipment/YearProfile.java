package io.offtake.projection.shipment;

import java.util.Arrays;

import org.apache.commons.math3.stat.StatUtils;

/// What a week of the year adds to the root of a flow: the mean distance from the mean of the 52 weeks around (the last
/// 52 at the end), a year's weight being .7 of the next one's.
///
/// One year cannot tell its season from its chances, so the profile is shrunk by years / (years + 1).
final class YearProfile {

  static final double WEEKS_A_YEAR = 52.1775;

  /// How much of its neighbours a week takes on, from the outermost to the middle.
  enum Smoothed {
    /// 1-2-1.
    LITTLE(1, 2),
    /// 1-2-3-4-3-2-1.
    MORE(1, 2, 3, 4);

    private final int[] weights;

    Smoothed(int... weights) {
      this.weights = weights;
    }
  }

  private static final int WEEKS = 52;
  private static final double OLDER_YEAR = .7;
  private static final double YEARS_UNLEARNT = 1;

  private YearProfile() {}

  /// The profile by week, counted as in `roots`, for all weeks to `t + ahead`.
  ///
  /// @param roots  of the flows; those after `t` are not looked at
  /// @param firstWeek  the number of the first of them
  static double[] of(double[] roots, int t, int firstWeek, int ahead, Smoothed how) {
    double[] raw = raw(roots, t, firstWeek);
    double years = (t + 1) / WEEKS_A_YEAR;
    double shrunk = years / (years + YEARS_UNLEARNT);
    int reach = how.weights.length - 1;
    double all = 2. * Arrays.stream(how.weights).sum() - how.weights[reach];
    double[] smooth = new double[WEEKS];
    for (int week = 0; week < WEEKS; week++) {
      for (int off = -reach; off <= reach; off++) {
        smooth[week] += how.weights[reach - Math.abs(off)] * raw[(week + off + WEEKS) % WEEKS];
      }
      smooth[week] *= shrunk / all;
    }
    double mean = StatUtils.mean(smooth);
    double[] profile = new double[t + 1 + ahead];
    for (int i = 0; i < profile.length; i++) {
      profile[i] = smooth[weekOfYear(firstWeek + i)] - mean;
    }
    return profile;
  }

  private static double[] raw(double[] roots, int t, int firstWeek) {
    double[] cumulated = new double[t + 2];
    for (int i = 0; i <= t; i++) {
      cumulated[i + 1] = cumulated[i] + roots[i];
    }
    double[] weighted = new double[WEEKS];
    double[] weights = new double[WEEKS];
    double weight = Math.pow(OLDER_YEAR, t / WEEKS_A_YEAR);
    double growth = Math.pow(OLDER_YEAR, -1 / WEEKS_A_YEAR);
    for (int i = 0; i <= t; i++) {
      int to = Math.min(Math.max(i - WEEKS / 2, 0) + WEEKS, t + 1);
      int from = Math.max(to - WEEKS, 0);
      int week = weekOfYear(firstWeek + i);
      weighted[week] += weight * (roots[i] - (cumulated[to] - cumulated[from]) / (to - from));
      weights[week] += weight;
      weight *= growth;
    }
    double[] raw = new double[WEEKS];
    Arrays.setAll(raw, week -> weights[week] > 0 ? weighted[week] / weights[week] : 0);
    return raw;
  }

  private static int weekOfYear(int week) {
    return (int) Math.floor(week - WEEKS_A_YEAR * Math.floor(week / WEEKS_A_YEAR)) % WEEKS;
  }
}
