package io.offtake.calendar;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;

/// A non-empty run of calendar days from `first` to `last`, both inside, as the terms of commitments and
/// the publishers state theirs. Days carry no time zone.
public record DateWindow(LocalDate first, LocalDate last) {

  public DateWindow {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("a window must not end (%s) before it starts (%s)".formatted(last, first));
    }
  }

  /// The seven days that end on `last`.
  public static DateWindow weekEnding(LocalDate last) {
    return new DateWindow(last.minusDays(6), last);
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  public long days() {
    return DAYS.between(first, last) + 1;
  }

  @Override
  public String toString() {
    return first + "/" + last;
  }
}
