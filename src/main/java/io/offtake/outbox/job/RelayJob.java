package io.offtake.outbox.job;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.offtake.outbox.Lanes;
import io.offtake.outbox.client.OutboxConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Looks whether messages wait.
@ApplicationScoped
class RelayJob {

  private final Relay relay;
  private final Lanes lanes;
  private final boolean alone;
  private final AtomicBoolean tookBack = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();

  RelayJob(Relay relay, Lanes lanes, OutboxConfig config) {
    this.relay = relay;
    this.lanes = lanes;
    this.alone = config.alone();
  }

  @Scheduled(every = "1s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  void relay() {
    // Before the first lane is claimed, not at some other moment of the start: what this relay holds it must not lose.
    if (alone && !tookBack.get()) {
      lanes.takeBack();
      tookBack.set(true);
    }
    relay.turn(stopping::get);
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping.set(true);
  }
}
