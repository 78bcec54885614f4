package io.offtake.alert;

import java.util.List;

/// The alert of one reading and one rule, with all that became of it.
///
/// @param id  its fingerprint
/// @param sequence  of the newest transition, counted from 1
/// @param newest  the transition that its state is from
public record Alert(String id, int sequence, Transition newest) {

  public AlertState state() {
    return newest.to();
  }

  /// A transition with its place in the alert's life.
  public record Step(int sequence, Transition transition) {}

  /// @param steps  oldest first
  public record History(Alert alert, List<Step> steps) {
    public History {
      steps = List.copyOf(steps);
    }
  }
}
