package io.offtake.outbox.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Throttle throttle = new Throttle(4);
  private final long now = System.nanoTime();

  @Test
  void theFirstSecondsWorthGoesAtOnceAndTheRestIsSpread() {
    assertThat(turns(now, 6)).containsExactly(
        -3 * SECOND / 4, -2 * SECOND / 4, -SECOND / 4, 0L, SECOND / 4, 2 * SECOND / 4);
  }

  @Test
  void aRestBringsNoMoreThanASecondsWorthBack() {
    turns(now, 20);

    assertThat(turns(now + 60 * SECOND, 5)).containsExactly(
        -3 * SECOND / 4, -2 * SECOND / 4, -SECOND / 4, 0L, SECOND / 4);
  }

  @Test
  void whoComesLateDoesNotOvertake() {
    turns(now, 6);

    assertThat(throttle.turn(now + SECOND / 4) - now).isEqualTo(3 * SECOND / 4);
  }

  @Test
  void whoIsInterruptedDoesNotGetItsTurn() throws InterruptedException {
    var slow = new Throttle(1);
    slow.await();
    var came = new AtomicBoolean(true);
    Thread waiting = Thread.ofVirtual().start(() -> came.set(slow.await() && slow.await() && slow.await()));
    waiting.interrupt();
    waiting.join();

    assertThat(came).isFalse();
  }

  /// In nanoseconds after `from`.
  private long[] turns(long from, int count) {
    return LongStream.range(0, count).map(_ -> throttle.turn(from) - from).toArray();
  }
}
