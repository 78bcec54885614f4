package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a [PooledRegression] is told, and how much of it it believes before it has learnt.
///
/// @param prior  the coefficients before anything is learnt; that of the constant comes last
/// @param ridge  how strongly each is held to it, in cases
/// @param firstOrigin  the first week of a trade's own record that it learns from
/// @param told  the regressors
@SuppressWarnings("ArrayRecordComponent") // made once for a regression, never compared
record Regressors(double[] prior, double[] ridge, int firstOrigin, Told told) {

  private static final Map<Centre, Double> PRIOR = new EnumMap<>(Map.of(
      Centre.MEAN_8, .1,
      Centre.WAVE_SLOW, .15,
      Centre.SAME_WEEKS_THREE_YEARS, .15,
      Centre.SEASONAL_RATIO_26, .1,
      Centre.WAVE_AUTOREGRESSION, .15,
      Centre.PROFILE_AUTOREGRESSION, .15,
      Centre.PROFILE_LEVEL, .2));
  private static final double RIDGE = 500;
  private static final double CONSTANT_RIDGE = 1000;
  private static final int FIRST_ORIGIN = 52;

  /// Draws the regressors of one moment.
  interface Told {
    /// Without the constant, on the root scale of [Centres]; null where they cannot be told.
    ///
    /// @param trade  its number in the panel
    /// @param week  of its own
    double @Nullable [] at(int trade, Centres centres, int week);
  }

  /// All centres of shipments.
  static Regressors centres(int index) {
    double[] prior = new double[Centre.COUNT + 1];
    PRIOR.forEach((centre, weight) -> prior[centre.ordinal()] = weight);
    double[] ridge = new double[Centre.COUNT + 1];
    Arrays.fill(ridge, RIDGE);
    ridge[Centre.COUNT] = CONSTANT_RIDGE;
    return new Regressors(prior, ridge, FIRST_ORIGIN, (_, centres, week) -> centres.at(week, index));
  }

  int terms() {
    return prior.length;
  }
}
