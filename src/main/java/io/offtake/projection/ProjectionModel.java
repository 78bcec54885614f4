package io.offtake.projection;

import java.time.LocalDate;
import java.util.List;

import io.offtake.pace.Seasons;

/// Projects a total to its deadline. Values in, values out: the same question gives the same answer for ever.
public interface ProjectionModel {

  Projection project(Question question);

  /// @param fulfilled  so far, in the target's unit
  /// @param target  in the same unit
  /// @param endsLeft  the ends of the window's periods that are still to come, in order
  /// @param seasons  the flows of the same measure in the past
  /// @param recent  the newest weekly flows, oldest first
  /// @param seed  of the generator
  /// @param fan  whether the path by period is wanted besides the final total
  @SuppressWarnings("ArrayRecordComponent") // asked once, never compared
  record Question(
      double fulfilled,
      double target,
      List<LocalDate> endsLeft,
      Seasons seasons,
      double[] recent,
      long seed,
      boolean fan) {

    /// What the periods after the next one bring by themselves.
    public Question afterNextReport() {
      return new Question(0, target, endsLeft.subList(1, endsLeft.size()), seasons, recent, seed, false);
    }
  }
}
