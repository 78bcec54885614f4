package io.offtake.outbox.job;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Looks whether messages wait.
@ApplicationScoped
class RelayJob {

  private final Relay relay;
  private final AtomicBoolean stopping = new AtomicBoolean();

  RelayJob(Relay relay) {
    this.relay = relay;
  }

  @Scheduled(every = "1s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP)
  void relay() {
    relay.turn(stopping::get);
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping.set(true);
  }
}
