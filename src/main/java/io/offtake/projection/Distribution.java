package io.offtake.projection;

import java.util.Arrays;

/// A distribution known by equally likely outcomes.
///
/// @param sorted  the outcomes, ascending, at least one
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record Distribution(double[] sorted) {

  /// A probability closer to certainty than this is never claimed from simulation.
  static final double MOST_CERTAIN = 0.005;

  private static final int CONDENSED = 401;

  public Distribution {
    sorted = sorted.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a distribution needs at least one outcome");
    }
  }

  public static Distribution certain(double value) {
    return new Distribution(new double[] {value});
  }

  /// The same distribution by fewer outcomes: its quantiles at even steps, so that an answer can be kept cheaply.
  public Distribution condensed() {
    if (sorted.length <= CONDENSED) {
      return this;
    }
    double[] fewer = new double[CONDENSED];
    for (int i = 0; i < CONDENSED; i++) {
      fewer[i] = quantile((double) i / (CONDENSED - 1));
    }
    return new Distribution(fewer);
  }

  /// The outcome that is not exceeded with probability `p`, from 0 to 1, linear between outcomes.
  public double quantile(double p) {
    double position = p * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /// The share of the distribution below `target`, linear between the outcomes, which stand for even steps.
  public double shareBelow(double target) {
    if (target <= sorted[0]) {
      return 0;
    }
    if (target > sorted[sorted.length - 1]) {
      return 1;
    }
    int above = 0;
    while (sorted[above] < target) {
      above++;
    }
    double inside = (target - sorted[above - 1]) / (sorted[above] - sorted[above - 1]);
    return (above - 1 + inside) / (sorted.length - 1);
  }

  /// The chance of an outcome below `target`, never nearer to certainty than 0.5 %.
  public double probabilityBelow(double target) {
    int below = 0;
    for (double outcome : sorted) {
      if (outcome < target) {
        below++;
      }
    }
    return Math.clamp((double) below / sorted.length, MOST_CERTAIN, 1 - MOST_CERTAIN);
  }

  /// The mean of what is missing to `target`, over all outcomes.
  public double expectedShortfall(double target) {
    return Arrays.stream(sorted).map(outcome -> Math.max(0, target - outcome)).average().orElse(0);
  }
}
