package io.offtake.projection;

import java.time.LocalDate;
import java.util.List;

/// What the record so far says about the total at the deadline.
public sealed interface Projection {

  /// @param method  which model answered, with its version
  /// @param seed  of the generator: the same input and seed give the same numbers
  /// @param seasons  how many past seasons it rests on
  /// @param total  the distribution of the final total
  /// @param fan  the distribution of the total at the end of each period still to come; empty unless asked for
  /// @param shortfallProbability  the chance, from 0 to 1, that the final total stays below the target
  /// @param expectedShortfall  the mean of what would be missing over all outcomes, in the target's unit
  /// @param drivers  what the numbers rest on, in words
  record Estimated(
      String method,
      long seed,
      int seasons,
      Distribution total,
      List<FanPoint> fan,
      double shortfallProbability,
      double expectedShortfall,
      List<String> drivers) implements Projection {
    public Estimated {
      fan = List.copyOf(fan);
      drivers = List.copyOf(drivers);
    }
  }

  record FanPoint(LocalDate periodEnd, Distribution total) {}

  /// The model declines to answer. An alert keeps its state on this, it does not clear.
  record NotEstimable(Reason reason, String detail) implements Projection {}

  enum Reason {
    /// Nothing is held to project from.
    NO_EVIDENCE,
    /// So much of the window so far is not held that its total cannot be said.
    PARTLY_HELD,
    /// Neither past seasons nor recent weeks are held in a run long enough.
    TOO_LITTLE_HISTORY,
    /// The deadline lies farther ahead than can be learnt from the past.
    TOO_FAR
  }
}
