package io.offtake.projection.shipment;

import java.util.EnumMap;
import java.util.Map;

/// The member that trusts one trade's own record: a centre of three models, and what that centre missed by over the
/// same horizon at past origins.
///
/// Errors count more the newer they are and the nearer the centre then was to the centre now. Errors of overlapping
/// windows repeat each other, so few are worth fewer still: the rest of the weight goes to a normal spread that the
/// smoothing model claims for itself.
final class OwnErrors {

  private static final Map<Centre, Double> CENTRE = new EnumMap<>(Map.of(
      Centre.WAVE_AUTOREGRESSION, .3,
      Centre.PROFILE_AUTOREGRESSION, .2,
      Centre.PROFILE_LEVEL, .5));
  private static final int FIRST_ORIGIN = 52;
  private static final int STEP = 2;
  private static final double HALF_LIFE = 100;
  private static final double NEARNESS = .3;
  private static final double WORTH = .7;
  private static final double PRIOR_WORTH = 8;
  private static final double LEAST_SPREAD = .05;
  private static final double CLAIMED_SPREAD = .9;

  private OwnErrors() {}

  /// Quantiles on the root scale of [Centres], at all [Levels].
  ///
  /// @param t  the origin
  /// @param h  the horizon in weeks, which stands at `index`
  static double[] quantiles(Centres centres, int t, int h, int index) {
    double centre = centre(centres, t, index);
    double spread = LEAST_SPREAD + CLAIMED_SPREAD * centres.spread(t, index);
    int count = Math.max(0, (t - h - FIRST_ORIGIN) / STEP + (t - h >= FIRST_ORIGIN ? 1 : 0));
    double[] quantiles = new double[Levels.COUNT];
    double[] learnt = new double[Levels.COUNT];
    double share = 0;
    if (count > 0) {
      double[] errors = new double[count];
      double[] weights = new double[count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        int u = t - h - i * STEP;
        double then = centre(centres, u, index);
        double far = (then - centre) / NEARNESS;
        errors[i] = centres.outcome(u, index) - then;
        weights[i] = Math.pow(.5, (t - u) / HALF_LIFE) * Math.exp(-.5 * far * far) + Double.MIN_NORMAL;
        sum += weights[i];
      }
      double worth = WORTH * sum / Math.sqrt(h);
      share = worth / (worth + PRIOR_WORTH);
      learnt = new Weighted(errors, weights).quantiles();
    }
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = Math.max(0, centre + share * learnt[i] + (1 - share) * spread * Levels.normal(i));
    }
    return quantiles;
  }

  /// What the mixture expects of an average week of the horizon at `index`.
  static double centre(Centres centres, int t, int index) {
    double sum = 0;
    for (Map.Entry<Centre, Double> part : CENTRE.entrySet()) {
      sum += part.getValue() * centres.at(t, index, part.getKey());
    }
    return sum;
  }
}
