package io.offtake.intake.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshots;
import io.offtake.intake.CalendarSteps;
import io.offtake.work.job.LeftToOthers;
import io.offtake.work.job.Round;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;

/// Follows the pointer that another replica may have moved, and the calendar.
@ApplicationScoped
class SnapshotJob {

  private final Snapshots snapshots;
  private final CalendarSteps calendar;
  private final Alerting alerting;

  SnapshotJob(
      Snapshots snapshots,
      CalendarSteps calendar,
      Alerting alerting) {
    this.snapshots = snapshots;
    this.calendar = calendar;
    this.alerting = alerting;
  }

  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void follow() {
    snapshots.refresh();
  }

  @Scheduled(every = "15s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = LeftToOthers.class)
  @Round
  void calendarStep() {
    calendar.run();
    alerting.run();
  }
}
