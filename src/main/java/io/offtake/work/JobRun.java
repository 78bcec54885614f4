package io.offtake.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.offtake.work.Job.State;
import io.offtake.work.JobKind.CannotBegin;
import io.offtake.work.JobKind.NotYet;
import io.offtake.work.JobKind.StepFailed;
import io.offtake.work.JobKind.Stopped;

/// Carries a claimed job out to its end, to its cancellation, or to where this replica has to stop.
public final class JobRun {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Jobs jobs;
  private final String owner;
  private final Duration lease;
  private final Runnable giveWay;

  public JobRun(Jobs jobs, String owner, Duration lease) {
    this(jobs, owner, lease, () -> {});
  }

  /// @param giveWay  called between small pieces of a step; waits for those who are in a hurry
  public JobRun(Jobs jobs, String owner, Duration lease, Runnable giveWay) {
    this.jobs = jobs;
    this.owner = owner;
    this.lease = lease;
    this.giveWay = giveWay;
  }

  /// @param stopping  asked before each step and between its pieces
  /// @return how the job ended; empty when it was lost to another, given back, or has to wait
  public Optional<State> carryOut(Job claimed, JobKind kind, BooleanSupplier stopping) {
    JobKind.Run run;
    try {
      run = kind.open(claimed);
    } catch (CannotBegin hindered) {
      return ended(claimed, State.FAILED, Optional.of(String.valueOf(hindered.getMessage())));
    }
    Runnable pause = pause(claimed.id(), stopping);
    boolean cancelled = claimed.cancelRequested();
    for (int step = claimed.done(); step < run.steps() && !cancelled; step++) {
      if (stopping.getAsBoolean()) {
        jobs.release(claimed.id(), owner);
        return Optional.empty();
      }
      JobKind.Step result;
      try {
        result = run.carryOut(step, pause);
      } catch (Stopped _) {
        if (stopping.getAsBoolean()) {
          jobs.release(claimed.id(), owner);
          return Optional.empty();
        }
        cancelled = true;
        break;
      } catch (StepFailed failed) {
        if (stopping.getAsBoolean()) {
          // Whatever is stopped in the middle of a step says that it failed.
          jobs.release(claimed.id(), owner);
          return Optional.empty();
        }
        return ended(claimed, State.FAILED,
            Optional.of("%s: %s".formatted(run.describe(step), failed.getMessage())));
      } catch (NotYet waits) {
        jobs.postpone(claimed.id(), owner, waits.waitFor(), run.steps(),
            "waits before %s: %s".formatted(run.describe(step), waits.getMessage()));
        return Optional.empty();
      }
      Optional<Job> now =
          jobs.advance(claimed.id(), owner, lease, step + 1, run.steps(), run.describe(step), result);
      if (now.isEmpty()) {
        return Optional.empty();
      }
      cancelled = now.get().cancelRequested();
    }
    return ended(claimed, cancelled ? State.CANCELLED : State.SUCCEEDED, Optional.empty());
  }

  /// Whether somebody asked for the job to stop is looked up once a second.
  private Runnable pause(long job, BooleanSupplier stopping) {
    var lookedAt = new AtomicLong(System.nanoTime());
    return () -> {
      giveWay.run();
      boolean cancelled = false;
      if (System.nanoTime() - lookedAt.get() > BETWEEN_LOOKS.toNanos()) {
        lookedAt.set(System.nanoTime());
        cancelled = jobs.find(job).filter(now -> !now.cancelRequested()).isEmpty();
      }
      if (cancelled || stopping.getAsBoolean()) {
        throw new Stopped();
      }
    };
  }

  private Optional<State> ended(Job job, State state, Optional<String> failure) {
    jobs.finish(job.id(), owner, state, failure);
    return Optional.of(state);
  }
}
