package io.offtake.fetching.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.fetching.Fetching;
import io.offtake.work.job.LeftToOthers;
import io.offtake.work.job.Round;
import io.offtake.work.job.Rounds;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;

/// Looks whether a source's turn has come.
@ApplicationScoped
class FetchJob {

  private final Fetching fetching;
  private final Rounds rounds;

  FetchJob(Fetching fetching, Rounds rounds) {
    this.fetching = fetching;
    this.rounds = rounds;
  }

  @Scheduled(every = "5s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = LeftToOthers.class)
  @Round
  void fetch() {
    fetching.run(rounds::isStopping);
  }
}
