package io.offtake.pace;

import java.util.List;
import java.util.Optional;

import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Progress;
import io.offtake.pairing.Season;

/// The cumulative path that a target implies: even, or by the season's usual shape.
///
/// @param linear  by period of the window: target times the share of weeks gone
/// @param seasonal  target times the share that past years had reached by then, their windows added up, each counted by
///     the reading's own rule; absent when no past year is held whole, or past years brought nothing
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record Schedule(double[] linear, Optional<double[]> seasonal) {

  private static final int MOST_YEARS = 10;
  private static final int DAYS_A_WEEK = 7;

  /// The schedule of `target` over the periods of a reading.
  public static Schedule of(Progress progress, double target) {
    List<CountedPeriod> periods = progress.periods();
    double[] linear = new double[periods.size()];
    long weeks = 0;
    for (int i = 0; i < linear.length; i++) {
      weeks += Math.max(1, periods.get(i).period().days() / DAYS_A_WEEK);
      linear[i] = weeks;
    }
    for (int i = 0; i < linear.length; i++) {
      linear[i] = target * linear[i] / weeks;
    }
    double[] usual = new double[periods.size()];
    for (int years = 1; years <= MOST_YEARS; years++) {
      progress.season(years).flatMap(season -> path(season, periods)).ifPresent(path -> {
        for (int i = 0; i < usual.length; i++) {
          usual[i] += path[i];
        }
      });
    }
    // Sales can be cancelled: a usual path towards a floor does not go back.
    double[] seasonal = new double[usual.length];
    double reached = 0;
    for (int i = 0; i < usual.length; i++) {
      reached += Math.max(0, usual[i] - (i == 0 ? 0 : usual[i - 1]));
      seasonal[i] = reached;
    }
    if (reached <= 0) {
      return new Schedule(linear, Optional.empty());
    }
    for (int i = 0; i < seasonal.length; i++) {
      seasonal[i] *= target / reached;
    }
    return new Schedule(linear, Optional.of(seasonal));
  }

  /// What a past year had reached by each period; empty when it is not held whole.
  private static Optional<double[]> path(Season season, List<CountedPeriod> periods) {
    double[] path = new double[periods.size()];
    for (int i = 0; i < path.length; i++) {
      var reached = season.path(periods.get(i).period().last());
      if (reached.isEmpty()) {
        return Optional.empty();
      }
      path[i] = reached.get().toDouble();
    }
    return Optional.of(path);
  }
}
