package io.offtake.access.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.offtake.access.KeyRing;
import io.offtake.work.job.Round;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Follows the keys that other replicas make and end.
@ApplicationScoped
class KeyRingJob {

  private final KeyRing ring;

  KeyRingJob(KeyRing ring) {
    this.ring = ring;
  }

  /// Before the first request.
  void onStart(@Observes StartupEvent event) {
    ring.refresh();
  }

  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void follow() {
    ring.refresh();
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void keepUses() {
    ring.keepUses();
  }
}
