package io.offtake.claim;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/// When something was said, and so which figures the speaker could have known.
///
/// @param at  the instant; the end of the day in UTC where only the day is known
/// @param day  set where only the day is known
public record Said(Instant at, @Nullable LocalDate day) {

  public static Said at(Instant instant) {
    return new Said(instant.truncatedTo(ChronoUnit.MICROS), null);
  }

  public static Said on(LocalDate day) {
    return new Said(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minus(1, ChronoUnit.MICROS), day);
  }

  /// The day in UTC.
  public LocalDate onDay() {
    return day != null ? day : at.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
