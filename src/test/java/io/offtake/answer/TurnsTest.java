package io.offtake.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void noMoreAreWorkedOnAtOnceThanThereAreTurns() {
    var turns = new Turns("answers", 2, Duration.ofSeconds(30));
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        many.submit(() -> turns.next(() -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          Thread.yield();
          return atOnce.decrementAndGet();
        }));
      }
    }

    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void whoseTurnDoesNotComeIsToldSoAndTheTurnIsFreeAgainAfterwards() throws InterruptedException {
    var turns = new Turns("answers", 1, Duration.ofMillis(50));
    var begun = new CountDownLatch(1);
    var ends = new CountDownLatch(1);
    Thread first = Thread.ofVirtual().start(() -> turns.next(() -> {
      begun.countDown();
      try {
        ends.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return 1;
    }));
    begun.await();

    assertThatThrownBy(() -> turns.next(() -> 2)).isInstanceOf(Overloaded.class).hasMessageContaining("answers");

    ends.countDown();
    first.join();
    assertThatThrownBy(() -> turns.next(() -> {
      throw new IllegalStateException("failed");
    })).hasMessage("failed");
    assertThat(turns.<Integer>next(() -> 3)).isEqualTo(3);
  }
}
