package io.offtake.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseCalendarTest {

  @ParameterizedTest(name = "week to {0}: {1} ({2})")
  @CsvSource({
    "2025-09-18, 2025-09-25T12:30:00Z, daylight saving time",
    "2026-01-22, 2026-01-29T13:30:00Z, standard time",
    "2026-01-15, 2026-01-23T13:30:00Z, Martin Luther King Day on the Monday before",
    "2026-02-12, 2026-02-20T13:30:00Z, Presidents' Day on the Monday before",
    "2025-12-25, 2026-01-02T13:30:00Z, New Year's Day on the Thursday itself",
    "2025-11-20, 2025-11-28T13:30:00Z, Thanksgiving on the Thursday itself",
    "2026-01-01, 2026-01-08T13:30:00Z, a holiday on the last day of the week moves nothing",
    "2026-08-13, 2026-08-20T12:30:00Z, an ordinary week",
    "2026-10-01, 2026-10-08T12:30:00Z, an ordinary week"
  })
  void exportSalesComeOnThursdayOrAfterAHolidayOnFriday(LocalDate end, Instant due, String why) {
    assertThat(WeeklyReleases.EXPORT_SALES.due(end)).as(why).isEqualTo(due);
  }

  @ParameterizedTest(name = "week to {0}: {1} ({2})")
  @CsvSource({
    "2025-12-18, 2025-12-22T16:00:00Z, standard time",
    "2025-08-07, 2025-08-11T15:00:00Z, daylight saving time",
    "2025-10-09, 2025-10-14T15:00:00Z, Columbus Day on the Monday",
    "2026-01-15, 2026-01-20T16:00:00Z, Martin Luther King Day on the Monday",
    "2024-12-26, 2024-12-30T16:00:00Z, an ordinary week"
  })
  void inspectionsComeOnMondayOrAfterAHolidayOnTuesday(LocalDate end, Instant due, String why) {
    assertThat(WeeklyReleases.GRAIN_INSPECTIONS.due(end)).as(why).isEqualTo(due);
  }

  @Test
  void theNewestPeriodDueChangesAtTheVeryInstant() {
    var calendar = WeeklyReleases.EXPORT_SALES;
    assertThat(calendar.newestDueAt(Instant.parse("2026-02-12T13:29:59.999999Z"))).isEqualTo("2026-01-29");
    assertThat(calendar.newestDueAt(Instant.parse("2026-02-12T13:30:00Z"))).isEqualTo("2026-02-05");
  }

  @Test
  void aWindowHoldsTheWeeksThatEndInItBothDaysIncluded() {
    var calendar = WeeklyReleases.EXPORT_SALES;
    assertThat(calendar.periodEndsIn(new DateWindow(LocalDate.of(2025, 10, 30), LocalDate.of(2025, 11, 13))))
        .containsExactly(LocalDate.of(2025, 10, 30), LocalDate.of(2025, 11, 6), LocalDate.of(2025, 11, 13));
    assertThat(calendar.periodEndsIn(new DateWindow(LocalDate.of(2025, 10, 31), LocalDate.of(2025, 11, 5)))).isEmpty();
  }

  @Test
  void businessDaysLeaveOutWeekendsAndFederalHolidays() {
    // T1: 17 November 2025 counted, Thanksgiving and Christmas left out.
    assertThat(FederalHolidays.businessDays(LocalDate.of(2025, 11, 17), LocalDate.of(2025, 12, 31))).isEqualTo(31);
    assertThat(FederalHolidays.isHoliday(LocalDate.of(2021, 12, 31))).as("New Year's Day 2022 observed").isTrue();
    assertThat(FederalHolidays.isHoliday(LocalDate.of(2020, 6, 19))).as("before Juneteenth was law").isFalse();
    assertThat(FederalHolidays.businessDays(LocalDate.of(2025, 1, 2), LocalDate.of(2025, 1, 1))).isZero();
  }

  @Test
  void aMarketingYearIsNamedByTheYearItEndsIn() {
    var september = java.time.Month.SEPTEMBER;
    assertThat(MarketingYear.of(LocalDate.of(2025, 8, 31), september).endingYear()).isEqualTo(2025);
    assertThat(MarketingYear.of(LocalDate.of(2025, 9, 1), september)).hasToString("2025/26");
    assertThat(MarketingYear.of(LocalDate.of(2026, 1, 1), java.time.Month.JANUARY).window())
        .isEqualTo(new DateWindow(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)));
  }
}
