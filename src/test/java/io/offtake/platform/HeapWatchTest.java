package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.offtake.platform.HeapWatch.Judge;
import org.junit.jupiter.api.Test;

class HeapWatchTest {

  private final Judge judge = new Judge();
  private Duration at = Duration.ofHours(5);
  private Duration collected = Duration.ofMinutes(7);

  @Test
  void aHeapThatStaysFullWhileNearlyAllTimeIsCollectedEndsTheProcess() {
    assertThat(look(0, .99)).isFalse();
    assertThat(look(.9, .99)).isFalse();
    assertThat(look(.95, .99)).isFalse();
    assertThat(look(.95, .99)).isTrue();
  }

  @Test
  void aFullHeapThatIsSeldomCollectedIsWellUsed() {
    for (int i = 0; i < 20; i++) {
      assertThat(look(.2, .99)).isFalse();
    }
  }

  @Test
  void muchCollectingThatMakesRoomIsWorkAndNoEnd() {
    for (int i = 0; i < 20; i++) {
      assertThat(look(.95, .8)).isFalse();
    }
  }

  @Test
  void oneLookInBetweenThatIsBetterBeginsAnew() {
    look(0, .99);
    look(.95, .99);
    look(.95, .99);
    assertThat(look(.3, .99)).isFalse();
    assertThat(look(.95, .99)).isFalse();
    assertThat(look(.95, .99)).isFalse();
    assertThat(look(.95, .99)).isTrue();
  }

  private boolean look(double collecting, double full) {
    at = at.plusSeconds(20);
    collected = collected.plusMillis(Math.round(20_000 * collecting));
    return judge.hopeless(at, collected, full).isPresent();
  }
}
