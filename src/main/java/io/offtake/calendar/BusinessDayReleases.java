package io.offtake.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/// When a source may tell something on every business day, and is silent on most: no silence is ever late.
///
/// @param at  the publisher's printed hour, in `zone`
public record BusinessDayReleases(LocalTime at, ZoneId zone) implements ReleaseCalendar {

  /// USDA FAS announcements of single large sales: 09:00 Eastern on the business day after the report.
  public static final BusinessDayReleases ANNOUNCED_SALES =
      new BusinessDayReleases(LocalTime.of(9, 0), ZoneId.of("America/New_York"));

  @Override
  public Instant due(LocalDate end) {
    return ZonedDateTime.of(FederalHolidays.businessDayFrom(end), at, zone).toInstant();
  }

  @Override
  public boolean owesEveryPeriod() {
    return false;
  }

  @Override
  public DateWindow periodEnding(LocalDate end) {
    return new DateWindow(end, end);
  }

  @Override
  public List<LocalDate> periodEndsIn(DateWindow window) {
    return window.first().datesUntil(window.last().plusDays(1)).filter(FederalHolidays::isBusinessDay).toList();
  }

  @Override
  public LocalDate newestDueAt(Instant instant) {
    return Stream.iterate(instant.atZone(zone).toLocalDate(), day -> day.minusDays(1))
        .filter(day -> FederalHolidays.isBusinessDay(day) && !due(day).isAfter(instant))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public LocalDate periodEndOnOrAfter(LocalDate day) {
    return FederalHolidays.businessDayFrom(day);
  }

  @Override
  public int mostLagDays() {
    return 0;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofHours(1);
  }
}
