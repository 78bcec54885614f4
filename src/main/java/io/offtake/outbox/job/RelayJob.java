package io.offtake.outbox.job;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.offtake.outbox.Lanes;
import io.offtake.outbox.client.OutboxConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Looks whether messages wait.
@ApplicationScoped
class RelayJob {

  private final Relay relay;
  private final Lanes lanes;
  private final boolean alone;
  private final AtomicBoolean stopping = new AtomicBoolean();

  RelayJob(Relay relay, Lanes lanes, OutboxConfig config) {
    this.relay = relay;
    this.lanes = lanes;
    this.alone = config.alone();
  }

  void onStart(@Observes StartupEvent event) {
    if (alone) {
      lanes.takeBack();
    }
  }

  @Scheduled(every = "1s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  void relay() {
    relay.turn(stopping::get);
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping.set(true);
  }
}
