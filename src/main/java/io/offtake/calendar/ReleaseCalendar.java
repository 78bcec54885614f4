package io.offtake.calendar;

import static java.time.temporal.TemporalAdjusters.nextOrSame;
import static java.time.temporal.TemporalAdjusters.previousOrSame;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/// When a weekly source is due to publish. The ordinary rule, daylight saving and federal holidays included;
/// what really happened differs, and is data.
///
/// @param periodEnd  the weekday on which its weeks end
/// @param lagDays  days from a week's end to its ordinary release
/// @param at  the publisher's printed hour, in `zone`
/// @param shift  what a holiday does to the ordinary day
public record ReleaseCalendar(DayOfWeek periodEnd, int lagDays, LocalTime at, ZoneId zone, HolidayShift shift) {

  private static final ZoneId EASTERN = ZoneId.of("America/New_York");

  /// USDA FAS weekly Export Sales: weeks end on Thursday; out on the Thursday after at 08:30 Eastern; on Friday
  /// when that Thursday, the Monday before it or the Friday before that is a federal holiday.
  public static final ReleaseCalendar EXPORT_SALES = new ReleaseCalendar(
      DayOfWeek.THURSDAY, 7, LocalTime.of(8, 30), EASTERN, HolidayShift.DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION);

  /// USDA FGIS weekly inspections: weeks end on Thursday; out on the Monday after at 11:00 Eastern; on Tuesday
  /// when that Monday is a federal holiday.
  public static final ReleaseCalendar GRAIN_INSPECTIONS = new ReleaseCalendar(
      DayOfWeek.THURSDAY, 4, LocalTime.of(11, 0), EASTERN, HolidayShift.NEXT_BUSINESS_DAY);

  /// How holidays move a release.
  public enum HolidayShift {
    /// To the first business day from the ordinary day on.
    NEXT_BUSINESS_DAY,
    /// One day later when the ordinary day, the Monday of its week or the Friday before is a holiday.
    DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION
  }

  /// The instant at which the figure for the week that ends on `end` is due.
  public Instant due(LocalDate end) {
    LocalDate ordinary = end.plusDays(lagDays);
    LocalDate day = switch (shift) {
      case NEXT_BUSINESS_DAY -> Stream.iterate(ordinary, candidate -> candidate.plusDays(1))
          .filter(FederalHolidays::isBusinessDay)
          .findFirst()
          .orElseThrow();
      case DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION -> {
        LocalDate monday = ordinary.with(previousOrSame(DayOfWeek.MONDAY));
        boolean disturbed = Stream.of(ordinary, monday, monday.minusDays(3)).anyMatch(FederalHolidays::isHoliday);
        yield disturbed ? ordinary.plusDays(1) : ordinary;
      }
    };
    return ZonedDateTime.of(day, at, zone).toInstant();
  }

  /// The instant at which `day`'s release is out, when only the day is printed.
  public Instant releaseOn(LocalDate day) {
    return ZonedDateTime.of(day, at, zone).toInstant();
  }

  /// The ends of the weeks that end inside `window`, in order.
  public List<LocalDate> periodEndsIn(DateWindow window) {
    LocalDate first = window.first().with(nextOrSame(periodEnd));
    return first.isAfter(window.last())
        ? List.of()
        : first.datesUntil(window.last().plusDays(1), Period.ofWeeks(1)).toList();
  }

  /// The end of the newest week whose release is due at `instant`.
  public LocalDate newestDueAt(Instant instant) {
    LocalDate end = instant.atZone(zone).toLocalDate().with(previousOrSame(periodEnd));
    while (due(end).isAfter(instant)) {
      end = end.minusWeeks(1);
    }
    return end;
  }

  /// The first week end on or after `day`.
  public LocalDate periodEndOnOrAfter(LocalDate day) {
    return day.with(nextOrSame(periodEnd));
  }
}
