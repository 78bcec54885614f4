package io.offtake.assessment;

import java.time.LocalDate;
import java.util.List;

import io.offtake.pace.Seasons;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import io.offtake.projection.ProjectionModel.Question;

/// Puts the question to the projection model: the one place where what a model gets to know is decided.
public final class Questions {

  private static final int RECENT_WEEKS = 12;

  private Questions() {}

  /// The question of a track.
  ///
  /// @param fulfilled  so far, in the track's unit
  /// @param endsLeft  the ends of the periods still to come
  static Question of(
      Track track, double fulfilled, double target, List<LocalDate> endsLeft, long seed, boolean fan) {
    double[] recent = track.periods().reversed().stream()
        .filter(Point::printed)
        .limit(RECENT_WEEKS)
        .mapToDouble(point -> point.flow().toDouble())
        .toArray();
    return new Question(fulfilled, target, endsLeft, new Seasons(track), recent, seed, fan);
  }

  /// The question of a series that is handed in: periods of one cadence, whatever it is.
  ///
  /// @param ends  of the periods known, in order
  /// @param flows  what each of them brought
  static Question ofSeries(
      List<LocalDate> ends,
      List<Double> flows,
      double fulfilled,
      double target,
      List<LocalDate> endsLeft,
      long seed) {
    double[] recent = flows.reversed().stream().limit(RECENT_WEEKS).mapToDouble(Double::doubleValue).toArray();
    return new Question(fulfilled, target, endsLeft, Seasons.of(ends, flows), recent, seed, true);
  }
}
