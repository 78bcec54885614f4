package io.offtake.outbox.job;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.outbox.Lanes;
import io.offtake.outbox.client.OutboxConfig;
import io.offtake.work.job.LeftToOthers;
import io.offtake.work.job.Round;
import io.offtake.work.job.Rounds;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Looks whether messages wait.
@ApplicationScoped
class RelayJob {

  private final Relay relay;
  private final Lanes lanes;
  private final boolean alone;
  private final AtomicBoolean tookBack = new AtomicBoolean();
  private final Rounds rounds;

  RelayJob(Relay relay, Lanes lanes, OutboxConfig config, Rounds rounds) {
    this.relay = relay;
    this.lanes = lanes;
    this.alone = config.alone();
    this.rounds = rounds;
  }

  @Scheduled(every = "1s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = LeftToOthers.class)
  @Round
  void relay() {
    // Before the first lane is claimed, not at some other moment of the start: what this relay holds it must not lose.
    if (alone && !tookBack.get()) {
      lanes.takeBack();
      tookBack.set(true);
    }
    relay.turn(rounds::isStopping);
  }
}
