package io.offtake.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class RightOfWayTest {

  private final RightOfWay rightOfWay = new RightOfWay();

  @Test
  void longWorkGoesOnAtOnceWhileNobodyIsWaitedFor() {
    long begun = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      rightOfWay.giveWay();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void longWorkWaitsForWhoIsInAHurry() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    Thread reader = Thread.ofVirtual().start(() -> rightOfWay.first(() -> {
      begun.countDown();
      pause(Duration.ofMillis(300));
      answered.countDown();
      return 1;
    }));
    begun.await();

    rightOfWay.giveWay();

    assertThat(answered.getCount()).isZero();
    reader.join();
  }

  @Test
  void longWorkGoesOnInTheEndHoweverManyCome() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var ends = new CountDownLatch(1);
    Thread reader = Thread.ofVirtual().start(() -> rightOfWay.first(() -> {
      begun.countDown();
      try {
        ends.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return 1;
    }));
    begun.await();

    rightOfWay.giveWay();

    assertThat(reader.isAlive()).isTrue();
    ends.countDown();
    reader.join();
  }

  @Test
  void aFailureOfWhoWasInAHurryHoldsNobodyUp() {
    try {
      rightOfWay.first(() -> {
        throw new IllegalStateException("failed");
      });
    } catch (IllegalStateException _) {
      // What matters comes after it.
    }
    long begun = System.nanoTime();

    rightOfWay.giveWay();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
