package io.offtake.pace;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The cumulative path that a target implies: even, or by the season's usual shape.
///
/// @param linear  by period of the window: target times the share of periods gone
/// @param seasonal  target times the share that past years had reached by then, their weeks added up; absent when no
///     past year is held whole, or past years brought nothing
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record Schedule(double[] linear, Optional<double[]> seasonal) {

  private static final int MOST_YEARS = 10;

  /// The schedule of `target` over the periods that end on `ends`.
  public static Schedule of(List<LocalDate> ends, double target, Seasons seasons) {
    double[] linear = new double[ends.size()];
    for (int i = 0; i < linear.length; i++) {
      linear[i] = target * (i + 1) / linear.length;
    }
    double[] shape = new double[ends.size()];
    for (int years : seasons.completeYears(ends, MOST_YEARS)) {
      double[] flows = seasons.flows(ends, years, 0).orElseThrow();
      for (int i = 0; i < shape.length; i++) {
        // Net sales can fall: a usual path towards a floor does not go back.
        shape[i] += Math.max(0, flows[i]);
      }
    }
    double total = 0;
    for (double part : shape) {
      total += part;
    }
    if (total <= 0) {
      return new Schedule(linear, Optional.empty());
    }
    double reached = 0;
    double[] seasonal = new double[shape.length];
    for (int i = 0; i < shape.length; i++) {
      reached += shape[i];
      seasonal[i] = target * reached / total;
    }
    return new Schedule(linear, Optional.of(seasonal));
  }
}
