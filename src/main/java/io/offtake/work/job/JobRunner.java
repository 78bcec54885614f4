package io.offtake.work.job;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;

import io.offtake.database.Outage;
import io.offtake.text.Counted;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.JobRun;
import io.offtake.work.Jobs;
import io.offtake.work.RightOfWay;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Takes up what waits, one job at a time on this replica.
@ApplicationScoped
class JobRunner {

  private static final long NONE = -1;

  private final Jobs jobs;
  private final Instance<JobKind> kinds;
  private final RightOfWay rightOfWay;
  private final String owner = UUID.randomUUID().toString();
  private final Rounds rounds;
  private final AtomicLong held = new AtomicLong(NONE);
  /// Another replica has taken the job that is held here: this one was away for longer than the lease.
  private final AtomicBoolean lost = new AtomicBoolean();

  JobRunner(Jobs jobs, Instance<JobKind> kinds, RightOfWay rightOfWay, Rounds rounds) {
    this.jobs = jobs;
    this.kinds = kinds;
    this.rightOfWay = rightOfWay;
    this.rounds = rounds;
  }

  @Scheduled(every = "1s", delayed = "3s", concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = LeftToOthers.class)
  @Round
  void takeUp() {
    while (!rounds.isStopping()) {
      Optional<Job> claimed = jobs.claim(owner, Jobs.LEASE);
      if (claimed.isEmpty()) {
        return;
      }
      lost.set(false);
      held.set(claimed.get().id());
      try {
        if (rounds.isStopping()) {
          jobs.release(claimed.get().id(), owner);
          return;
        }
        if (!carryOut(claimed.get())) {
          return;
        }
      } finally {
        held.set(NONE);
      }
    }
  }

  @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void renewHold() {
    long job = held.get();
    if (job != NONE && !rounds.isStopping() && !jobs.renew(job, owner, Jobs.LEASE) && held.get() == job) {
      lost.set(true);
    }
  }

  /// A step that goes on is lost; the others need not wait for the end of the lease to repeat it.
  void onStop(@Observes ShutdownEvent event) {
    long job = held.get();
    if (job != NONE) {
      jobs.release(job, owner);
    }
  }

  private void tell(Job job, Job.State state) {
    int skipped = jobs.find(job.id()).map(Job::skipped).orElse(0);
    Log.infof("Job %d (%s) %s%s", job.id(), job.kind(), state.id(),
        skipped == 0 ? "" : ", skipped %s that can never be done".formatted(Counted.of(skipped, "step")));
  }

  /// @return whether the next one may be taken up
  private boolean carryOut(Job job) {
    Optional<JobKind> kind = kinds.stream().filter(each -> each.id().equals(job.kind())).findFirst();
    if (kind.isEmpty()) {
      jobs.finish(job.id(), owner, Job.State.FAILED, Optional.of("this version knows no job of its kind"));
      return true;
    }
    Log.infof("Job %d (%s) taken up at step %d", job.id(), job.kind(), job.done());
    try {
      new JobRun(jobs, owner, Jobs.LEASE, rightOfWay::giveWay).carryOut(job, kind.get(), () -> rounds.isStopping() || lost.get())
          .ifPresent(state -> tell(job, state));
    } catch (RuntimeException | OutOfMemoryError e) {
      // A step that takes more memory than there is would take it again, on every replica.
      if (rounds.isStopping()) {
        return false;
      }
      if (Outage.of(e).isPresent()) {
        leaveForLater(job, e);
        return false;
      }
      Log.errorf(e, "Job %d (%s) failed", job.id(), job.kind());
      jobs.finish(job.id(), owner, Job.State.FAILED, Optional.of("the service failed at a step; its log says more"));
    }
    return true;
  }

  /// The database went away or had no room: the step that went on is lost, and is repeated when it is back.
  private void leaveForLater(Job job, Throwable cause) {
    Log.errorf(cause, "Job %d (%s) waits for the database", job.id(), job.kind());
    try {
      jobs.release(job.id(), owner);
    } catch (RuntimeException stillAway) {
      // Its lease runs out.
      Log.errorf(stillAway, "Job %d (%s) waits for the database", job.id(), job.kind());
    }
  }
}
