package io.offtake.verdict;

import java.util.List;

/// Why a verdict was given, in words and numbers.
///
/// @param summary  one sentence that can stand in an alert
/// @param reasons  each with a code that never changes and a text that may
/// @param whatWouldChangeIt  what to look for in the next report; empty when nothing can
public record Why(String summary, List<Reason> reasons, String whatWouldChangeIt) {

  public Why {
    reasons = List.copyOf(reasons);
  }

  /// @param code  lower camel case, stable
  public record Reason(String code, String text) {}
}
