package io.offtake.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When a monthly source is due to publish: on the day that the publisher named, otherwise by a rule that is late
/// rather than early, so that nothing counts as known, or as overdue, too soon.
///
/// @param monthsAfter  from the month of the figures to that of the release
/// @param day  of that month, from 1; in a shorter month its last
/// @param at  the publisher's printed hour, in `zone`
/// @param leewayDays  days before the rule's day from which the release may be out
/// @param named  the days that the publisher named, by period end
public record MonthlyReleases(
    int monthsAfter, int day, LocalTime at, ZoneId zone, int leewayDays, Map<LocalDate, LocalDate> named)
    implements ReleaseCalendar {

  private static final ZoneId EASTERN = ZoneId.of("America/New_York");
  private static final int LONGEST_SHIFT_DAYS = 4;
  private static final int LONGEST_MONTH = 31;

  public MonthlyReleases {
    named = Map.copyOf(named);
  }

  /// US Census FT-900: 08:30 Eastern, some 35 to 45 days after the month, on days that are named for a year ahead.
  /// Without a name the 17th of the second month after, which is never before day 45.
  public static MonthlyReleases exportsByCommodity(Map<LocalDate, LocalDate> named) {
    return new MonthlyReleases(2, 17, LocalTime.of(8, 30), EASTERN, 14, named);
  }

  /// EIA's monthly petroleum and natural gas tables: in the last days of the second month after.
  public static MonthlyReleases energyByDestination(Map<LocalDate, LocalDate> named) {
    return new MonthlyReleases(2, LONGEST_MONTH, LocalTime.of(17, 0), EASTERN, 4, named);
  }

  /// UN Comtrade: as each country hands its figures in, within weeks or months; late after four months.
  public static MonthlyReleases importsByOrigin(Map<LocalDate, LocalDate> named) {
    return new MonthlyReleases(4, LONGEST_MONTH, LocalTime.of(23, 0), ZoneId.of("UTC"), 90, named);
  }

  @Override
  public Instant due(LocalDate end) {
    return at(Optional.ofNullable(named.get(end)).orElseGet(() -> dayByRule(end)));
  }

  @Override
  public Instant mayBeOutFrom(LocalDate end) {
    return isNamed(end) ? due(end) : at(dayByRule(end).minusDays(leewayDays));
  }

  @Override
  public boolean isNamed(LocalDate end) {
    return named.containsKey(end);
  }

  private LocalDate dayByRule(LocalDate end) {
    YearMonth month = YearMonth.from(end).plusMonths(monthsAfter);
    return FederalHolidays.businessDayFrom(month.atDay(Math.min(day, month.lengthOfMonth())));
  }

  private Instant at(LocalDate releaseDay) {
    return ZonedDateTime.of(releaseDay, at, zone).toInstant();
  }

  @Override
  public DateWindow periodEnding(LocalDate end) {
    return new DateWindow(end.withDayOfMonth(1), end);
  }

  @Override
  public List<LocalDate> periodEndsIn(DateWindow window) {
    YearMonth first = YearMonth.from(window.first());
    YearMonth last = YearMonth.from(window.last().plusDays(1)).minusMonths(1);
    return last.isBefore(first)
        ? List.of()
        : first.atDay(1).datesUntil(last.atEndOfMonth(), Period.ofMonths(1))
            .map(month -> YearMonth.from(month).atEndOfMonth())
            .toList();
  }

  @Override
  public LocalDate newestDueAt(Instant instant) {
    YearMonth month = YearMonth.from(instant.atZone(zone));
    while (due(month.atEndOfMonth()).isAfter(instant)) {
      month = month.minusMonths(1);
    }
    return month.atEndOfMonth();
  }

  @Override
  public LocalDate periodEndOnOrAfter(LocalDate periodDay) {
    return YearMonth.from(periodDay).atEndOfMonth();
  }

  @Override
  public int mostLagDays() {
    return monthsAfter * LONGEST_MONTH + LONGEST_SHIFT_DAYS;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofHours(6);
  }
}
