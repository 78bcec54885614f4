package io.offtake.work;

import java.time.Duration;
import java.util.function.Supplier;

/// Lets those who are waited for go before long work. For many threads.
public final class RightOfWay {

  /// Long work goes on in the end, however many come.
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private int hurried;

  /// Does what somebody waits for.
  public <T> T first(Supplier<T> work) {
    come(1);
    try {
      return work.get();
    } finally {
      come(-1);
    }
  }

  private synchronized void come(int change) {
    hurried += change;
    notifyAll();
  }

  /// Returns when nobody is waited for, after a second at the latest.
  public synchronized void giveWay() {
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      for (long left = LONGEST.toNanos(); hurried > 0 && left > 0; left = end - System.nanoTime()) {
        wait(Duration.ofNanos(left).toMillis() + 1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
