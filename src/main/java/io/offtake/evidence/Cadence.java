package io.offtake.evidence;

import java.util.Locale;

/// How often a series is published. A period may still be longer: after a shutdown one report can cover
/// several weeks.
public enum Cadence {
  DAILY, WEEKLY, MONTHLY;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
