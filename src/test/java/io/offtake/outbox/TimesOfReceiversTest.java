package io.offtake.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Quiet hours, digests and retries, also where the clocks change.
class TimesOfReceiversTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// Berlin is at UTC+1; on 28 March 2027 at 01:00Z its clocks go from 02:00 to 03:00, on 31 October from 03:00 to 02:00.
  @ParameterizedTest(name = "quiet from {0} to {1}, at {2}: until {3}")
  @CsvSource({
    "22:00, 06:30, 2027-01-15T20:59:59Z, ",
    "22:00, 06:30, 2027-01-15T21:00:00Z, 2027-01-16T05:30:00Z",
    "22:00, 06:30, 2027-01-16T05:29:59Z, 2027-01-16T05:30:00Z",
    "22:00, 06:30, 2027-01-16T05:30:00Z, ",
    "12:00, 13:00, 2027-01-15T11:30:00Z, 2027-01-15T12:00:00Z",
    "12:00, 13:00, 2027-01-15T12:00:00Z, ",
    "09:00, 09:00, 2027-01-15T08:00:00Z, ",
    "22:00, 06:30, 2027-03-27T22:00:00Z, 2027-03-28T04:30:00Z",
    "22:00, 02:30, 2027-03-27T22:00:00Z, 2027-03-28T01:30:00Z",
    "22:00, 06:30, 2027-10-30T22:00:00Z, 2027-10-31T05:30:00Z",
    "22:00, 02:30, 2027-10-31T01:15:00Z, "
  })
  void quietHoursFollowTheLocalClock(LocalTime from, LocalTime to, Instant now, Instant end) {
    assertThat(new QuietHours(from, to).endOf(now, BERLIN)).isEqualTo(Optional.ofNullable(end));
  }

  @Test
  void aDailyDigestGoesOutAtItsHour() {
    var digest = new Digest.DailyAt(LocalTime.of(7, 0));
    assertThat(digest.readyAt(Instant.parse("2027-01-15T05:59:00Z"), BERLIN)).isEqualTo("2027-01-15T06:00:00Z");
    assertThat(digest.readyAt(Instant.parse("2027-01-15T06:00:00Z"), BERLIN)).isEqualTo("2027-01-15T06:00:00Z");
    assertThat(digest.readyAt(Instant.parse("2027-01-15T06:00:01Z"), BERLIN)).isEqualTo("2027-01-16T06:00:00Z");
    assertThat(digest.readyAt(Instant.parse("2027-03-27T12:00:00Z"), BERLIN)).isEqualTo("2027-03-28T05:00:00Z");
  }

  @Test
  void patienceIsHonouredUpToADayAndNeverShortensTheSchedule() {
    Instant at = Instant.parse("2027-01-15T12:00:00Z");
    assertThat(RetrySchedule.next(1, at, Optional.empty())).hasValue(at.plusSeconds(5));
    assertThat(RetrySchedule.next(1, at, Optional.of(Duration.ofMinutes(2)))).hasValue(at.plusSeconds(120));
    assertThat(RetrySchedule.next(2, at, Optional.of(Duration.ofMinutes(2)))).hasValue(at.plusSeconds(300));
    assertThat(RetrySchedule.next(1, at, Optional.of(Duration.ofDays(400)))).hasValue(at.plus(Duration.ofDays(1)));
    assertThat(RetrySchedule.next(9, at, Optional.empty())).hasValue(at.plus(Duration.ofHours(24)));
    assertThat(RetrySchedule.next(10, at, Optional.empty())).isEmpty();
  }
}
