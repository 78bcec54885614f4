package io.offtake.rest.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.rest.edge.IdempotentRequests;
import io.offtake.work.job.Round;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;

/// Forgets answers that nobody asks for again.
@ApplicationScoped
class RequestsJob {

  private final IdempotentRequests requests;

  RequestsJob(IdempotentRequests requests) {
    this.requests = requests;
  }

  @Scheduled(every = "1m", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void forgetOld() {
    requests.forgetOld();
  }
}
