package io.offtake.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthlyReleasesTest {

  private static final MonthlyReleases EXPORTS = MonthlyReleases.exportsByCommodity(
      Map.of(LocalDate.parse("2026-09-30"), LocalDate.parse("2026-11-04")));

  @ParameterizedTest(name = "month to {0}: {1} ({2})")
  @CsvSource({
    "2026-09-30, 2026-11-04T13:30:00Z, the day that was named",
    "2026-10-31, 2026-12-17T13:30:00Z, no day was named",
    "2026-01-31, 2026-03-17T12:30:00Z, day 45 after 31 January, in daylight saving time",
    "2026-08-31, 2026-10-19T12:30:00Z, the 17th is a Saturday"
  })
  void aMonthIsDueOnTheDayThatWasNamedOrLateRatherThanEarly(LocalDate end, Instant due, String why) {
    assertThat(EXPORTS.due(end)).as(why).isEqualTo(due);
    assertThat(EXPORTS.mayBeOutFrom(end)).isBeforeOrEqualTo(due);
  }

  @Test
  void noMonthIsTakenToBeKnownBeforeItsFortyFifthDay() {
    for (LocalDate end = LocalDate.parse("2013-01-31"); end.getYear() < 2040; end = EXPORTS.periodEndOnOrAfter(end.plusDays(1))) {
      if (!EXPORTS.isNamed(end)) {
        assertThat(EXPORTS.due(end)).isAfterOrEqualTo(WeeklyReleases.EXPORT_SALES.due(end.plusDays(45 - 7)).minusSeconds(86_400));
      }
    }
  }

  @Test
  void energyIsDueAtTheEndOfTheSecondMonthAfter() {
    var energy = MonthlyReleases.energyByDestination(Map.of());
    assertThat(energy.due(LocalDate.parse("2025-12-31"))).as("the last of February is a Saturday")
        .isEqualTo("2026-03-02T22:00:00Z");
    assertThat(energy.newestDueAt(Instant.parse("2026-09-30T21:00:00Z"))).isEqualTo("2026-07-31");
    assertThat(energy.newestDueAt(Instant.parse("2026-09-30T20:59:59Z"))).isEqualTo("2026-06-30");
    assertThat(energy.newestThatMayBeOutAt(Instant.parse("2026-09-27T12:00:00Z"))).isEqualTo("2026-07-31");
  }

  @Test
  void aWindowHoldsTheMonthsThatEndInIt() {
    assertThat(EXPORTS.periodEndsIn(new DateWindow(LocalDate.parse("2024-01-15"), LocalDate.parse("2024-03-30"))))
        .containsExactly(LocalDate.parse("2024-01-31"), LocalDate.parse("2024-02-29"));
    assertThat(EXPORTS.periodEndsIn(new DateWindow(LocalDate.parse("2024-02-29"), LocalDate.parse("2024-02-29"))))
        .containsExactly(LocalDate.parse("2024-02-29"));
    assertThat(EXPORTS.periodEndsIn(new DateWindow(LocalDate.parse("2024-02-01"), LocalDate.parse("2024-02-28")))).isEmpty();
    assertThat(EXPORTS.periodEnding(LocalDate.parse("2024-02-29"))).hasToString("2024-02-01/2024-02-29");
  }

  @Test
  void anAnnouncementMayComeOnAnyBusinessDayAndIsOwedOnNone() {
    var announced = BusinessDayReleases.ANNOUNCED_SALES;
    assertThat(announced.newestDueAt(Instant.parse("2026-11-27T13:59:59Z"))).as("Thanksgiving is left out")
        .isEqualTo("2026-11-25");
    assertThat(announced.newestDueAt(Instant.parse("2026-11-27T14:00:00Z"))).isEqualTo("2026-11-27");
    assertThat(announced.periodEndOnOrAfter(LocalDate.parse("2026-11-28"))).isEqualTo("2026-11-30");
    assertThat(announced.owesEveryPeriod()).isFalse();
  }
}
