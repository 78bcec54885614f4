package io.offtake.outbox.job;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Spreads work evenly over time: so many in a second, after a rest a second's worth at once. For many threads.
///
/// Who tells ten thousand receivers as fast as it can keeps every processor busy, and those who read wait for one.
final class Throttle {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long each;
  private long next;

  /// @param perSecond  1 or more
  Throttle(int perSecond) {
    this.each = SECOND / perSecond;
    this.next = System.nanoTime() - SECOND;
  }

  /// Waits for its turn.
  ///
  /// @return whether it came; not when the thread was interrupted
  boolean await() {
    long turn = turn(System.nanoTime());
    for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return true;
  }

  /// When who asks at `now` has its turn, both in the time of [System#nanoTime].
  synchronized long turn(long now) {
    if (next - (now - SECOND) < 0) {
      next = now - SECOND;
    }
    next += each;
    return next;
  }
}
