package io.offtake.database;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What was met of the database's troubles, wherever it was met: shared by those who tell of them. One process has one
/// database.
public final class Troubles {

  private static final AtomicReference<Optional<Outage>> FULL = new AtomicReference<>(Optional.empty());
  private static final AtomicReference<Optional<Outage>> NEWEST = new AtomicReference<>(Optional.empty());
  /// Both in the time of [System#nanoTime].
  private static final AtomicLong SEEN_AT = new AtomicLong(System.nanoTime() - Duration.ofDays(1).toNanos());
  private static final AtomicLong FULL_AT = new AtomicLong();

  private Troubles() {}

  public static void met(Outage outage) {
    if (outage.kind() == Outage.Kind.FULL) {
      FULL_AT.set(System.nanoTime());
      FULL.set(Optional.of(outage));
    }
    NEWEST.set(Optional.of(outage));
    SEEN_AT.set(System.nanoTime());
  }

  /// Since the disk was found to be full, until it was found to take something again.
  public static Optional<Outage> full() {
    return FULL.get();
  }

  /// How long ago it was last found to be full.
  public static Duration sinceFull() {
    return Duration.ofNanos(System.nanoTime() - FULL_AT.get());
  }

  public static void writtenAgain() {
    FULL.set(Optional.empty());
  }

  /// What was met in the last `seconds`.
  public static Optional<Outage> within(int seconds) {
    return System.nanoTime() - SEEN_AT.get() < seconds * 1_000_000_000L ? NEWEST.get() : Optional.empty();
  }
}
