package io.offtake.rest.edge;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.offtake.evidence.Actor;
import io.offtake.rest.edge.Allowance.Quota;
import org.junit.jupiter.api.Test;

/// How much may be asked, by a clock that the test moves.
class AllowanceTest {

  private static final Actor ONE_KEY = new Actor(Actor.Kind.KEY, "otk_00000001");
  private static final Actor OTHER_KEY = new Actor(Actor.Kind.KEY, "otk_00000002");

  /// Begins where [System#nanoTime] overflows, which a clock may do at any moment.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECONDS.toNanos(20));
  private final RateLimits limits = new RateLimits(60, 30, now::get);

  @Test
  void aMinutesRequestsMayComeAtOnceAndThenOneASecond() {
    Allowance allowance = new Allowance(Quota.of("key", 60), now.get());
    assertThat(taken(allowance, 100)).isEqualTo(60);
    assertThat(allowance.told(now.get())).isEqualTo("\"key\";r=0;t=60");
    assertThat(allowance.secondsUntil(Allowance.WHOLE, now.get())).isEqualTo(1);

    now.addAndGet(MILLISECONDS.toNanos(999));
    assertThat(taken(allowance, 5)).isZero();
    now.addAndGet(MILLISECONDS.toNanos(1));
    assertThat(taken(allowance, 5)).isEqualTo(1);
    now.addAndGet(SECONDS.toNanos(30));
    assertThat(taken(allowance, 100)).isEqualTo(30);
    now.addAndGet(SECONDS.toNanos(1_000));
    assertThat(allowance.told(now.get())).isEqualTo("\"key\";r=60;t=0");
    assertThat(taken(allowance, 100)).as("no more than a minute's is saved up").isEqualTo(60);
  }

  @Test
  void whoHoldsTheAnswerSpendsATenth() {
    Allowance allowance = new Allowance(Quota.of("key", 60), now.get());
    int polls = 0;
    while (allowance.take(Allowance.WHOLE, now.get())) {
      allowance.giveBack(Allowance.WHOLE - Allowance.HELD);
      polls++;
    }
    // The last whole request must be there before it is known that a tenth is enough.
    assertThat(polls).isEqualTo(60 * 10 - 9);
  }

  @Test
  void eachKeyAndEachAddressCountsForItself() {
    assertThat(taken(limits.of(ONE_KEY, "192.0.2.1"), 100)).isEqualTo(60);
    assertThat(limits.of(ONE_KEY, "192.0.2.2")).as("a key is the same wherever it is sent from")
        .isSameAs(limits.of(ONE_KEY, "192.0.2.1"));
    assertThat(taken(limits.of(OTHER_KEY, "192.0.2.1"), 100)).isEqualTo(60);
    assertThat(taken(limits.of(Actor.anybody(), "192.0.2.1"), 100)).isEqualTo(30);
    assertThat(taken(limits.of(null, "192.0.2.1"), 100)).as("whoever was refused before is counted too").isZero();
    assertThat(taken(limits.of(null, "192.0.2.2"), 100)).isEqualTo(30);
    assertThat(taken(limits.of(null, "2001:db8:1:2::1"), 100)).isEqualTo(30);
    assertThat(taken(limits.of(null, "2001:db8:1:2:ffff::7"), 100)).as("of the same network").isZero();
    assertThat(taken(limits.of(null, "2001:db8:1:3::1"), 100)).isEqualTo(30);
  }

  @Test
  void thisMachineIsNotCountedWithoutAKeyAndNobodyWhereNoLimitIsSet() {
    assertThat(limits.of(Actor.anybody(), "127.0.0.1")).isNull();
    assertThat(limits.of(Actor.anybody(), "::1")).isNull();
    assertThat(limits.of(Actor.anybody(), null)).isNull();
    var without = new RateLimits(0, 0, now::get);
    assertThat(without.of(ONE_KEY, "192.0.2.1")).isNull();
    assertThat(without.of(null, "192.0.2.1")).isNull();
  }

  @Test
  void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
    Allowance allowance = new Allowance(Quota.of("key", 1_000), now.get());
    var taken = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        threads.submit(() -> taken.addAndGet(taken(allowance, 700)));
      }
    }
    assertThat(taken).hasValue(1_000);
  }

  private int taken(Allowance of, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += of.take(Allowance.WHOLE, now.get()) ? 1 : 0;
    }
    return taken;
  }
}
