package io.offtake.projection.score;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

import io.offtake.projection.Distribution;

/// A forecast known by its quantiles at [#levels()], and the proper scores of it once the outcome is known.
///
/// The scores are those of the public bench that the method page quotes, so that figures can be set side by side.
///
/// @param values  one for each level, never falling; a crossing is lifted to the value before
@SuppressWarnings("ArrayRecordComponent") // scored once, never compared
public record QuantileForecast(double[] values) {

  private static final double[] LEVEL = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
  private static final int MEDIAN = 4;
  private static final int GRID = 100;

  /// A probability closer to certainty than this is not scored: one surprise would otherwise cost without bound.
  public static final double MOST_CERTAIN = 0.005;

  public QuantileForecast {
    if (values.length != LEVEL.length) {
      throw new IllegalArgumentException("%d quantiles are wanted, not %d".formatted(LEVEL.length, values.length));
    }
    values = values.clone();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("a quantile is a finite number, not " + values[i]);
      }
      values[i] = i == 0 ? values[i] : Math.max(values[i - 1], values[i]);
    }
  }

  /// The levels of the quantiles, ascending, around the median.
  public static double[] levels() {
    return LEVEL.clone();
  }

  public static QuantileForecast of(Distribution distribution) {
    return of(distribution::quantile);
  }

  /// @param quantile  from a level between 0 and 1 to the value that is not exceeded with that probability
  public static QuantileForecast of(DoubleUnaryOperator quantile) {
    return new QuantileForecast(Arrays.stream(LEVEL).map(quantile).toArray());
  }

  public double median() {
    return values[MEDIAN];
  }

  /// The value at one of [#levels()].
  public double at(double level) {
    return values[indexOf(level)];
  }

  /// The continuous ranked probability score: twice the mean quantile loss over 100 even levels, the quantiles joined by
  /// lines and level beyond the outermost. In the outcome's unit; 0 is perfect.
  public double crps(double outcome) {
    double sum = 0;
    for (int i = 0; i < GRID; i++) {
      double level = (i + 0.5) / GRID;
      sum += loss(level, interpolated(level), outcome);
    }
    return 2 * sum / GRID;
  }

  /// The quantile (pinball) loss at one of [#levels()], in the outcome's unit.
  public double pinball(double level, double outcome) {
    return loss(level, at(level), outcome);
  }

  /// Whether the central interval that should hold the outcome with probability `share` (0.5, 0.8 or 0.9) did.
  public boolean covers(double share, double outcome) {
    double tail = (1 - share) / 2;
    return outcome >= at(tail) && outcome <= at(1 - tail);
  }

  /// The chance of an outcome of at least `target`: the quantiles joined by lines, a line down to zero below them and an
  /// exponential tail above; never nearer to certainty than [#MOST_CERTAIN].
  public double probabilityAtLeast(double target) {
    return clipped(1 - below(target));
  }

  /// `probability`, no nearer to certainty than is scored.
  public static double clipped(double probability) {
    return Math.clamp(probability, MOST_CERTAIN, 1 - MOST_CERTAIN);
  }

  private double below(double target) {
    int last = values.length - 1;
    if (target <= values[0]) {
      return values[0] > 0 ? Math.max(0, LEVEL[0] * target / values[0]) : 0;
    }
    if (target > values[last]) {
      double spread = values[last] - values[MEDIAN];
      return spread > 0 ? 1 - (1 - LEVEL[last]) * Math.exp(-(target - values[last]) / spread) : 1;
    }
    int above = 1;
    while (values[above] < target) {
      above++;
    }
    double step = values[above] - values[above - 1];
    return LEVEL[above - 1] + (LEVEL[above] - LEVEL[above - 1]) * (target - values[above - 1]) / step;
  }

  private double interpolated(double level) {
    int last = LEVEL.length - 1;
    if (level <= LEVEL[0]) {
      return values[0];
    }
    if (level >= LEVEL[last]) {
      return values[last];
    }
    int above = 1;
    while (LEVEL[above] < level) {
      above++;
    }
    double weight = (level - LEVEL[above - 1]) / (LEVEL[above] - LEVEL[above - 1]);
    return values[above - 1] * (1 - weight) + values[above] * weight;
  }

  private static double loss(double level, double quantile, double outcome) {
    double error = outcome - quantile;
    return error >= 0 ? level * error : (level - 1) * error;
  }

  private static int indexOf(double level) {
    for (int i = 0; i < LEVEL.length; i++) {
      if (Math.abs(LEVEL[i] - level) < 1e-9) {
        return i;
      }
    }
    throw new IllegalArgumentException("no quantile is kept at the level " + level);
  }
}
