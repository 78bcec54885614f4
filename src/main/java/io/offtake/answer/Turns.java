package io.offtake.answer;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets no more of a kind of work be done at once than there is memory for: each takes some of its own until it is over.
public final class Turns {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final String what;
  private final Duration longestWait;
  private final Semaphore free;

  /// As many at once as there are processors.
  ///
  /// @param what  of what, in the plural
  public Turns(String what) {
    this(what, Math.max(1, Runtime.getRuntime().availableProcessors()), LONGEST_WAIT);
  }

  public Turns(String what, int atOnce, Duration longestWait) {
    this.what = what;
    this.longestWait = longestWait;
    this.free = new Semaphore(atOnce, true);
  }

  /// Does the work in the order in which it was asked for.
  ///
  /// @throws Overloaded  when its turn does not come in time
  public <T> T next(Supplier<T> work) {
    try {
      if (!free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Overloaded(what);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Overloaded(what);
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
