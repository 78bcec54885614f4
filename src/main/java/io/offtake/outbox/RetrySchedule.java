package io.offtake.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When a delivery that failed is tried again: the schedule that Standard Webhooks 1.0 recommends, without jitter.
///
/// Ten attempts over 75.6 hours. The receiver may ask for more patience, never for less.
///
/// [The specification](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)
public final class RetrySchedule {

  private static final List<Duration> DELAYS = List.of(
      Duration.ofSeconds(5),
      Duration.ofMinutes(5),
      Duration.ofMinutes(30),
      Duration.ofHours(2),
      Duration.ofHours(5),
      Duration.ofHours(10),
      Duration.ofHours(14),
      Duration.ofHours(20),
      Duration.ofHours(24));

  /// With the first one.
  public static final int ATTEMPTS = DELAYS.size() + 1;

  /// However long a receiver wants to be left alone.
  private static final Duration LONGEST_PATIENCE = Duration.ofHours(24);

  private RetrySchedule() {}

  /// When to try again; empty when the schedule is exhausted.
  ///
  /// @param failed  attempts so far, at least 1
  /// @param at  when the newest of them failed
  /// @param retryAfter  what the receiver asked for
  public static Optional<Instant> next(int failed, Instant at, Optional<Duration> retryAfter) {
    if (failed >= ATTEMPTS) {
      return Optional.empty();
    }
    Duration delay = DELAYS.get(failed - 1);
    Duration asked = retryAfter.orElse(Duration.ZERO);
    Duration patience = asked.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : asked;
    return Optional.of(at.plus(patience.compareTo(delay) > 0 ? patience : delay));
  }
}
