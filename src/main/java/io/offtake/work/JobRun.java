package io.offtake.work;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.offtake.work.Job.State;
import io.offtake.work.JobKind.CannotBegin;
import io.offtake.work.JobKind.NotYet;
import io.offtake.work.JobKind.StepFailed;

/// Carries a claimed job out to its end, to its cancellation, or to where this replica has to stop.
public final class JobRun {

  private final Jobs jobs;
  private final String owner;
  private final Duration lease;

  public JobRun(Jobs jobs, String owner, Duration lease) {
    this.jobs = jobs;
    this.owner = owner;
    this.lease = lease;
  }

  /// @param stopping  asked before each step
  /// @return how the job ended; empty when it was lost to another, given back, or has to wait
  public Optional<State> carryOut(Job claimed, JobKind kind, BooleanSupplier stopping) {
    JobKind.Run run;
    try {
      run = kind.open(claimed);
    } catch (CannotBegin hindered) {
      return ended(claimed, State.FAILED, Optional.of(String.valueOf(hindered.getMessage())));
    }
    boolean cancelled = claimed.cancelRequested();
    for (int step = claimed.done(); step < run.steps() && !cancelled; step++) {
      if (stopping.getAsBoolean()) {
        jobs.release(claimed.id(), owner);
        return Optional.empty();
      }
      JobKind.Step result;
      try {
        result = run.carryOut(step);
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

  private Optional<State> ended(Job job, State state, Optional<String> failure) {
    jobs.finish(job.id(), owner, state, failure);
    return Optional.of(state);
  }
}
