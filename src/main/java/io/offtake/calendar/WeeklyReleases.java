package io.offtake.calendar;

import static java.time.temporal.TemporalAdjusters.nextOrSame;
import static java.time.temporal.TemporalAdjusters.previousOrSame;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/// When a weekly source is due to publish.
///
/// @param periodEnd  the weekday on which its weeks end
/// @param lagDays  days from a week's end to its ordinary release
/// @param at  the publisher's printed hour, in `zone`
/// @param shift  what a holiday does to the ordinary day
public record WeeklyReleases(DayOfWeek periodEnd, int lagDays, LocalTime at, ZoneId zone, HolidayShift shift)
    implements ReleaseCalendar {

  private static final ZoneId EASTERN = ZoneId.of("America/New_York");

  /// No holiday moves a release further.
  private static final int LONGEST_SHIFT_DAYS = 7;

  /// USDA FAS weekly Export Sales: weeks end on Thursday; out on the Thursday after at 08:30 Eastern; on Friday
  /// when that Thursday, the Monday before it or the Friday before that is a federal holiday.
  public static final WeeklyReleases EXPORT_SALES = new WeeklyReleases(
      DayOfWeek.THURSDAY, 7, LocalTime.of(8, 30), EASTERN, HolidayShift.DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION);

  /// USDA FGIS weekly inspections: weeks end on Thursday; out on the Monday after at 11:00 Eastern; on Tuesday
  /// when that Monday is a federal holiday.
  public static final WeeklyReleases GRAIN_INSPECTIONS = new WeeklyReleases(
      DayOfWeek.THURSDAY, 4, LocalTime.of(11, 0), EASTERN, HolidayShift.NEXT_BUSINESS_DAY);

  /// How holidays move a release.
  public enum HolidayShift {
    /// To the first business day from the ordinary day on.
    NEXT_BUSINESS_DAY,
    /// One day later when the ordinary day, the Monday of its week or the Friday before is a holiday.
    DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION
  }

  @Override
  public Instant due(LocalDate end) {
    LocalDate ordinary = end.plusDays(lagDays);
    LocalDate day = switch (shift) {
      case NEXT_BUSINESS_DAY -> FederalHolidays.businessDayFrom(ordinary);
      case DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION -> {
        LocalDate monday = ordinary.with(previousOrSame(DayOfWeek.MONDAY));
        boolean disturbed = Stream.of(ordinary, monday, monday.minusDays(3)).anyMatch(FederalHolidays::isHoliday);
        yield disturbed ? ordinary.plusDays(1) : ordinary;
      }
    };
    return ZonedDateTime.of(day, at, zone).toInstant();
  }

  @Override
  public DateWindow periodEnding(LocalDate end) {
    return DateWindow.weekEnding(end);
  }

  @Override
  public List<LocalDate> periodEndsIn(DateWindow window) {
    LocalDate first = window.first().with(nextOrSame(periodEnd));
    return first.isAfter(window.last())
        ? List.of()
        : first.datesUntil(window.last().plusDays(1), Period.ofWeeks(1)).toList();
  }

  @Override
  public LocalDate newestDueAt(Instant instant) {
    LocalDate end = instant.atZone(zone).toLocalDate().with(previousOrSame(periodEnd));
    while (due(end).isAfter(instant)) {
      end = end.minusWeeks(1);
    }
    return end;
  }

  @Override
  public LocalDate periodEndOnOrAfter(LocalDate day) {
    return day.with(nextOrSame(periodEnd));
  }

  @Override
  public int mostLagDays() {
    return lagDays + LONGEST_SHIFT_DAYS;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofHours(1);
  }
}
