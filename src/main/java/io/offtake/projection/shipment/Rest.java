package io.offtake.projection.shipment;

import java.util.Arrays;

import org.apache.commons.math3.stat.StatUtils;

/// What a season leaves of a record on the root scale, as a process that goes on: its state at the end, and the errors of
/// one week that it made on the way.
sealed interface Rest {

  /// Weeks that a level starts from, and that no error is counted of.
  int STARTS_FROM = 8;

  /// One path: what comes after the end when the errors to come are `errors[draws[0]]`, `errors[draws[1]]`, ...
  ///
  /// @param path  is filled
  void follow(int[] draws, double[] path);

  /// Of one week, oldest first.
  double[] errors();

  default double meanSquare() {
    return StatUtils.sumSq(errors()) / errors().length;
  }

  /// Exponential smoothing: an error of this week moves the level of all weeks to come by a part of it.
  @SuppressWarnings("ArrayRecordComponent") // made and used within one forecast
  record Smoothing(double level, double part, double[] errors) implements Rest {

    /// The smoothing, of those with the parts given, whose errors were smallest.
    static Smoothing of(double[] rest, double... parts) {
      double start = StatUtils.mean(rest, 0, STARTS_FROM);
      Smoothing best = of(rest, start, parts[0]);
      for (double part : Arrays.copyOfRange(parts, 1, parts.length)) {
        Smoothing other = of(rest, start, part);
        best = other.meanSquare() < best.meanSquare() ? other : best;
      }
      return best;
    }

    private static Smoothing of(double[] rest, double start, double part) {
      double level = start;
      double[] errors = new double[rest.length - STARTS_FROM];
      for (int i = 0; i < rest.length; i++) {
        double error = rest[i] - level;
        if (i >= STARTS_FROM) {
          errors[i - STARTS_FROM] = error;
        }
        level += part * error;
      }
      return new Smoothing(level, part, errors);
    }

    @Override
    public void follow(int[] draws, double[] path) {
      double now = level;
      for (int k = 0; k < path.length; k++) {
        double error = errors[draws[k]];
        path[k] = now + error;
        now += part * error;
      }
    }
  }

  /// Second-order autoregression around zero, its coefficients shrunk by a ridge of twice the variance.
  @SuppressWarnings("ArrayRecordComponent") // made and used within one forecast
  record Autoregression(double newest, double before, double first, double second, double[] errors) implements Rest {

    static Autoregression of(double[] rest) {
      double[] phi = Least.autoregression(rest);
      double[] errors = new double[rest.length - STARTS_FROM];
      for (int i = STARTS_FROM; i < rest.length; i++) {
        errors[i - STARTS_FROM] = rest[i] - phi[0] * rest[i - 1] - phi[1] * rest[i - 2];
      }
      return new Autoregression(rest[rest.length - 1], rest[rest.length - 2], phi[0], phi[1], errors);
    }

    @Override
    public void follow(int[] draws, double[] path) {
      double one = newest;
      double two = before;
      for (int k = 0; k < path.length; k++) {
        double next = first * one + second * two + errors[draws[k]];
        two = one;
        one = next;
        path[k] = next;
      }
    }
  }
}
