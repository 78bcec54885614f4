package io.offtake.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// How long messages are collected before they go out as one.
public sealed interface Digest {

  /// When what has been collected since `oldest` is to go out.
  ///
  /// @param oldest  when the first of the messages came to wait
  Instant readyAt(Instant oldest, ZoneId zone);

  /// For so long after the first of them.
  record Every(Duration span) implements Digest {

    @Override
    public Instant readyAt(Instant oldest, ZoneId zone) {
      return oldest.plus(span);
    }
  }

  /// Until a time of the local day.
  record DailyAt(LocalTime time) implements Digest {

    @Override
    public Instant readyAt(Instant oldest, ZoneId zone) {
      ZonedDateTime local = oldest.atZone(zone);
      Instant sameDay = ZonedDateTime.of(local.toLocalDate(), time, zone).toInstant();
      return sameDay.isBefore(oldest)
          ? ZonedDateTime.of(local.toLocalDate().plusDays(1), time, zone).toInstant()
          : sameDay;
    }
  }
}
