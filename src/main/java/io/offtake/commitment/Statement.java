package io.offtake.commitment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When something was said in public, and from when on it is known.
///
/// @param estimated  only the day is known: the instant is 00:00 UTC of the day after
public record Statement(Instant knownFrom, boolean estimated) {

  public static Statement onDay(LocalDate day) {
    return new Statement(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(), true);
  }

  public boolean isKnownAt(Instant asOf) {
    return !knownFrom.isAfter(asOf);
  }
}
