package io.offtake.alert;

/// What a rule finds in the facts.
sealed interface Finding {

  /// The condition stands, or the thing happened.
  record Stands(String words) implements Finding {}

  /// It does not.
  ///
  /// @param words  why an alert would be over
  record StandsNot(String words) implements Finding {}

  /// Nothing can be said: evidence is missing.
  record Unclear(String words) implements Finding {}
}
