package io.offtake.monitoring.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.monitoring.Alerting;
import io.offtake.monitoring.CalendarSteps;
import io.offtake.monitoring.IdempotentRequests;
import io.offtake.monitoring.Scoring;
import io.offtake.monitoring.Snapshots;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Follows the pointer that another replica may have moved, and the calendar.
@ApplicationScoped
class SnapshotJob {

  private final Snapshots snapshots;
  private final CalendarSteps calendar;
  private final Scoring scoring;
  private final Alerting alerting;

  private final IdempotentRequests requests;

  SnapshotJob(
      Snapshots snapshots,
      CalendarSteps calendar,
      Scoring scoring,
      Alerting alerting,
      IdempotentRequests requests) {
    this.snapshots = snapshots;
    this.calendar = calendar;
    this.scoring = scoring;
    this.alerting = alerting;
    this.requests = requests;
  }

  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void follow() {
    snapshots.refresh();
  }

  @Scheduled(every = "15s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  void calendarStep() {
    calendar.run();
    alerting.run();
  }

  @Scheduled(every = "10s", delayed = "8s", concurrentExecution = ConcurrentExecution.SKIP)
  void score() {
    scoring.run();
  }

  @Scheduled(every = "1m", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  void forgetOldRequests() {
    requests.forgetOld();
  }
}
