package io.offtake.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Where an alert stands. An alert without a state has never had a cause.
public sealed interface AlertState {

  /// The condition stands and must stand on for the rule's dwell.
  ///
  /// @param releases  how many releases the reading's evidence counted when it began
  record Pending(int releases) implements AlertState {}

  record Firing() implements AlertState {}

  /// Somebody has taken it in hand.
  ///
  /// @param until  when it fires anew unless it has cleared; absent for as long as it lasts
  record Acknowledged(String who, String note, @Nullable Instant until) implements AlertState {}

  /// It would fire, and somebody has asked for silence.
  ///
  /// @param silence  the id of the silence
  record Silenced(long silence, String owner, String reason, Instant end) implements AlertState {}

  /// Evidence is missing and the rule is not evaluated. It clears nothing: with the evidence back it goes on from `was`.
  ///
  /// @param was  absent where nothing was amiss before
  record Frozen(@Nullable AlertState was) implements AlertState {}

  /// The cause is gone.
  record Resolved() implements AlertState {}

  /// Stable, lower camel case.
  default String id() {
    return switch (this) {
      case Pending _ -> "pending";
      case Firing _ -> "firing";
      case Acknowledged _ -> "acknowledged";
      case Silenced _ -> "silenced";
      case Frozen _ -> "frozen";
      case Resolved _ -> "resolved";
    };
  }

  /// Whether receivers have been told of it and wait for its end.
  default boolean isTold() {
    return switch (this) {
      case Firing _, Acknowledged _ -> true;
      case Frozen(AlertState was) -> was != null && was.isTold();
      case Pending _, Silenced _, Resolved _ -> false;
    };
  }
}
