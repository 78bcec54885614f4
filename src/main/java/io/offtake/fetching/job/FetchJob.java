package io.offtake.fetching.job;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.offtake.fetching.Fetching;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;

/// Looks whether a source's turn has come.
@ApplicationScoped
class FetchJob {

  private final Fetching fetching;
  private final AtomicBoolean stopping = new AtomicBoolean();

  FetchJob(Fetching fetching) {
    this.fetching = fetching;
  }

  @Scheduled(every = "5s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  void fetch() {
    fetching.run(stopping::get);
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping.set(true);
  }
}
