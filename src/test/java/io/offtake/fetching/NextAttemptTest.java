package io.offtake.fetching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import io.offtake.calendar.MonthlyReleases;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.calendar.WeeklyReleases;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Connector.Outcome;
import io.offtake.fetching.Fetches.State;
import org.junit.jupiter.api.Test;

class NextAttemptTest {

  private static final ReleaseCalendar MONTHLY = MonthlyReleases.exportsByCommodity(Map.of());

  @Test
  void aWeeklySourceIsAskedAtTheVeryRelease() {
    assertThat(next(WeeklyReleases.EXPORT_SALES, "2026-01-29", "2026-02-05T13:31:00Z", "2026-02-06T00:00:00Z"))
        .isEqualTo("2026-02-12T13:30:00Z");
  }

  @Test
  void aMonthlySourceIsAskedOnceADayWhileItMayBeOutAndIsNotDue() {
    assertThat(next(MONTHLY, "2026-09-30", "2026-11-17T13:31:00Z", "2026-11-18T00:00:00Z"))
        .as("the month is held: nobody is asked before the next may be out").isEqualTo("2026-12-03T13:30:00Z");
    assertThat(next(MONTHLY, "2026-09-30", "2026-12-03T13:31:00Z", "2026-12-03T14:00:00Z"))
        .isEqualTo("2026-12-04T13:31:00Z");
    assertThat(next(MONTHLY, "2026-10-31", "2026-12-04T13:31:00Z", "2026-12-04T14:00:00Z"))
        .isEqualTo("2027-01-05T13:30:00Z");
  }

  @Test
  void aMonthThatIsLateIsLookedForMoreAndMoreSeldom() {
    assertThat(next(MONTHLY, "2026-09-30", "2026-12-17T14:30:00Z", "2026-12-17T14:31:00Z"))
        .as("an hour late").isEqualTo("2026-12-17T14:37:30Z");
    assertThat(next(MONTHLY, "2026-09-30", "2026-12-27T13:30:00Z", "2026-12-27T14:31:00Z"))
        .as("ten days late").isEqualTo("2026-12-27T19:30:00Z");
  }

  @Test
  void whatWasWithdrawnIsAskedForAtOnceAndThenByTheTimeSinceThat() {
    String withdrawn = "2022-08-25T19:00:00Z";
    assertThat(next(WeeklyReleases.EXPORT_SALES, "2022-08-11", "2022-08-25T12:31:00Z", withdrawn, withdrawn))
        .as("had before it was withdrawn").isBefore(withdrawn);
    assertThat(next(WeeklyReleases.EXPORT_SALES, "2022-08-11", "2022-08-25T19:00:10Z", "2022-08-25T19:00:11Z", withdrawn))
        .isEqualTo("2022-08-25T19:02:10Z");
    assertThat(next(WeeklyReleases.EXPORT_SALES, "2022-08-11", "2022-08-25T20:20:00Z", "2022-08-25T20:20:01Z", withdrawn))
        .as("80 minutes later; it was due eight hours ago").isEqualTo("2022-08-25T20:30:00Z");
    assertThat(next(MONTHLY, "2026-09-30", "2026-12-05T14:30:00Z", "2026-12-05T14:31:00Z", "2026-12-05T14:29:00Z"))
        .as("it had come before its month was due").isEqualTo("2026-12-05T14:32:00Z");
  }

  private static Instant next(ReleaseCalendar calendar, String coveredTo, String lastFinished, String now) {
    return next(calendar, coveredTo, lastFinished, now, null);
  }

  private static Instant next(
      ReleaseCalendar calendar, String coveredTo, String lastFinished, String now, String withdrawnAt) {
    var last = new Attempt(Instant.parse(lastFinished), Instant.parse(lastFinished), Outcome.CURRENT, null, null,
        LocalDate.parse(coveredTo), 0, 0, null);
    return NextAttempt.of(new State(SourceId.CENSUS_EXPORTS, Optional.of(LocalDate.parse(coveredTo)), 0, Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.of(last), Optional.of(last.finishedAt())),
        Optional.ofNullable(withdrawnAt).map(Instant::parse), calendar, Instant.parse(now));
  }
}
