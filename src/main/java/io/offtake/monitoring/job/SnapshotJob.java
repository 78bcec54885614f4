package io.offtake.monitoring.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.monitoring.CalendarSteps;
import io.offtake.monitoring.Snapshots;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Follows the pointer that another replica may have moved, and the calendar.
@ApplicationScoped
class SnapshotJob {

  private final Snapshots snapshots;
  private final CalendarSteps calendar;

  SnapshotJob(Snapshots snapshots, CalendarSteps calendar) {
    this.snapshots = snapshots;
    this.calendar = calendar;
  }

  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void follow() {
    snapshots.refresh();
  }

  @Scheduled(every = "15s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  void calendarStep() {
    calendar.run();
  }
}
