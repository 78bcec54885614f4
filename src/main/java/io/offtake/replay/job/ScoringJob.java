package io.offtake.replay.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.replay.Scoring;
import io.offtake.work.job.LeftToOthers;
import io.offtake.work.job.Round;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;

/// Scores projections whose windows have been published.
@ApplicationScoped
class ScoringJob {

  private final Scoring scoring;

  ScoringJob(Scoring scoring) {
    this.scoring = scoring;
  }

  @Scheduled(every = "10s", delayed = "8s", concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = LeftToOthers.class)
  @Round
  void score() {
    scoring.run();
  }
}
