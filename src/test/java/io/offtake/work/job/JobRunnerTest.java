package io.offtake.work.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.rest.WithoutClockwork;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.Jobs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// A replica holds its job for as long as a step takes, and no longer than it lives.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class JobRunnerTest {

  private static final Duration MOST_OF_A_LEASE = Jobs.LEASE.minusSeconds(5);

  private final HandsOfTheClock clock = new HandsOfTheClock(Instant.parse("2026-03-05T14:00:00Z"));

  @Inject Jobs jobs;
  @Inject JobRunner runner;
  @Inject LongStep longStep;
  @Inject EndlessStep endlessStep;

  /// One step that goes on until a test ends it.
  @ApplicationScoped
  static class LongStep implements JobKind {

    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch ends = new CountDownLatch(1);

    @Override
    public String id() {
      return "longStep";
    }

    @Override
    public Run open(Job job) {
      return new Run() {
        @Override
        public int steps() {
          return 1;
        }

        @Override
        public String describe(int step) {
          return "the long step";
        }

        @Override
        public Step carryOut(int step, Runnable pause) {
          began.countDown();
          try {
            ends.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Step.done(1, () -> {});
        }
      };
    }

    void awaitBegin() throws InterruptedException {
      began.await();
    }

    void end() {
      ends.countDown();
    }
  }

  /// One step of pieces that never ends by itself.
  @ApplicationScoped
  static class EndlessStep implements JobKind {

    private final CountDownLatch began = new CountDownLatch(1);

    @Override
    public String id() {
      return "endlessStep";
    }

    @Override
    public Run open(Job job) {
      return new Run() {
        @Override
        public int steps() {
          return 1;
        }

        @Override
        public String describe(int step) {
          return "the endless step";
        }

        @Override
        public Step carryOut(int step, Runnable pause) {
          while (true) {
            began.countDown();
            pause.run();
          }
        }
      };
    }

    void awaitBegin() throws InterruptedException {
      began.await();
    }
  }

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  @Timeout(300)
  void aCancellationEndsAJobInTheMiddleOfAStep() throws InterruptedException {
    Job job = jobs.add("endlessStep", "{}", 0);
    Thread replica = Thread.ofPlatform().start(runner::takeUp);
    endlessStep.awaitBegin();

    jobs.requestCancellation(job.id());
    replica.join();

    assertThat(jobs.find(job.id())).hasValueSatisfying(now -> {
      assertThat(now.state()).isEqualTo(Job.State.CANCELLED);
      assertThat(now.done()).as("nothing of the step is kept").isZero();
    });
  }

  @Test
  void aJobThatTheServiceDiesOfIsNotTakenUpForEver() {
    Job job = jobs.add("longStep", "{}", 0);
    for (int time = 0; time < 3; time++) {
      // It runs out of memory: nothing is given back, the lease runs out.
      assertThat(jobs.claim("dying", Duration.ofSeconds(-1))).map(Job::id).contains(job.id());
    }

    assertThat(jobs.claim("another", Jobs.LEASE)).isEmpty();
    assertThat(jobs.find(job.id())).hasValueSatisfying(now -> {
      assertThat(now.state()).isEqualTo(Job.State.FAILED);
      assertThat(now.failure()).hasValueSatisfying(why -> assertThat(why).contains("memory", "resume the job"));
    });

    jobs.resume(job.id());
    assertThat(jobs.claim("another", Jobs.LEASE)).as("resumed by hand it begins anew").map(Job::id).contains(job.id());
    jobs.finish(job.id(), "another", Job.State.SUCCEEDED, Optional.empty());
  }

  @Test
  void aJobThatIsGivenBackOftenIsTakenUpAsOften() {
    Job job = jobs.add("longStep", "{}", 0);
    for (int time = 0; time < 10; time++) {
      assertThat(jobs.claim("stopping", Jobs.LEASE)).map(Job::id).contains(job.id());
      jobs.release(job.id(), "stopping");
    }
    assertThat(jobs.claim("another", Jobs.LEASE)).map(Job::id).contains(job.id());
    jobs.finish(job.id(), "another", Job.State.SUCCEEDED, Optional.empty());
  }

  /// Last: its replica stops.
  @Test
  @Order(Integer.MAX_VALUE)
  void aHoldIsRenewedWhileAStepGoesOnAndGivenBackAtShutdown() throws InterruptedException {
    QuarkusMock.installMockForType(clock, Clock.class);
    Job job = jobs.add("longStep", "{}", 0);
    Thread replica = Thread.ofPlatform().start(runner::takeUp);
    longStep.awaitBegin();

    for (int time = 0; time < 3; time++) {
      clock.set(clock.instant().plus(MOST_OF_A_LEASE));
      runner.renewHold();
      assertThat(jobs.claim("another", Jobs.LEASE)).as("it is held").isEmpty();
    }
    runner.onStop(new ShutdownEvent());

    assertThat(jobs.claim("another", Jobs.LEASE)).map(Job::id).as("it is free at once").contains(job.id());
    longStep.end();
    replica.join();
    assertThat(jobs.find(job.id())).hasValueSatisfying(now -> {
      assertThat(now.done()).as("a step that ends after that is not kept").isZero();
      assertThat(now.state()).isEqualTo(Job.State.RUNNING);
    });
  }
}
