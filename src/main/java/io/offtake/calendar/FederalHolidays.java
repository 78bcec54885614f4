package io.offtake.calendar;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.LocalDate;
import java.time.Month;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The legal public holidays of the United States federal government, on the day they are observed.
///
/// Source: 5 U.S.C. 6103(a) and (b). A holiday on a Saturday is observed on the Friday before, on a Sunday on
/// the Monday after. Days off by executive order are not law and are left out; a release that moved because of
/// one is an exception of its calendar.
public final class FederalHolidays {

  private static final int JUNETEENTH_SINCE = 2021;

  /// Asked for day by day; far years are worked out anew.
  private static final Map<Integer, Set<LocalDate>> OBSERVED = IntStream.rangeClosed(2000, 2100).boxed()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), FederalHolidays::workedOut));

  private FederalHolidays() {}

  public static boolean isHoliday(LocalDate day) {
    return observedIn(day.getYear()).contains(day)
        // New Year's Day on a Saturday is observed in the year before.
        || (day.getMonth() == Month.DECEMBER && observedIn(day.getYear() + 1).contains(day));
  }

  public static boolean isBusinessDay(LocalDate day) {
    return day.getDayOfWeek() != SATURDAY && day.getDayOfWeek() != SUNDAY && !isHoliday(day);
  }

  /// The first business day from `day` on.
  public static LocalDate businessDayFrom(LocalDate day) {
    return Stream.iterate(day, candidate -> candidate.plusDays(1))
        .filter(FederalHolidays::isBusinessDay)
        .findFirst()
        .orElseThrow();
  }

  /// Business days from `first` to `last`, both counted; 0 when `last` is before `first`.
  public static int businessDays(LocalDate first, LocalDate last) {
    return last.isBefore(first)
        ? 0
        : Math.toIntExact(first.datesUntil(last.plusDays(1)).filter(FederalHolidays::isBusinessDay).count());
  }

  private static Set<LocalDate> observedIn(int year) {
    Set<LocalDate> known = OBSERVED.get(year);
    return known == null ? workedOut(year) : known;
  }

  private static Set<LocalDate> workedOut(int year) {
    var fixed = Stream.of(
            LocalDate.of(year, Month.JANUARY, 1),
            LocalDate.of(year, Month.JUNE, 19),
            LocalDate.of(year, Month.JULY, 4),
            LocalDate.of(year, Month.NOVEMBER, 11),
            LocalDate.of(year, Month.DECEMBER, 25))
        .filter(day -> day.getMonth() != Month.JUNE || year >= JUNETEENTH_SINCE)
        .map(FederalHolidays::observed);
    var floating = Stream.of(
        LocalDate.of(year, Month.JANUARY, 1).with(dayOfWeekInMonth(3, MONDAY)),
        LocalDate.of(year, Month.FEBRUARY, 1).with(dayOfWeekInMonth(3, MONDAY)),
        LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY)),
        LocalDate.of(year, Month.SEPTEMBER, 1).with(dayOfWeekInMonth(1, MONDAY)),
        LocalDate.of(year, Month.OCTOBER, 1).with(dayOfWeekInMonth(2, MONDAY)),
        LocalDate.of(year, Month.NOVEMBER, 1).with(dayOfWeekInMonth(4, THURSDAY)));
    return Stream.concat(fixed, floating).collect(Collectors.toSet());
  }

  private static LocalDate observed(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.minusDays(1);
      case SUNDAY -> day.plusDays(1);
      default -> day;
    };
  }
}
