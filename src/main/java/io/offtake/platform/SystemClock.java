package io.offtake.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/// The one clock; everything that asks the time is handed it.
class SystemClock {

  /// UTC, in whole microseconds: what PostgreSQL keeps of an instant, so that one read back equals the one written.
  @Produces
  @ApplicationScoped
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
  }
}
