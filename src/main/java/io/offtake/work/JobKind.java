package io.offtake.work;

import java.time.Duration;

/// How jobs of one kind are carried out: in steps, each of which is kept whole or not at all, so that whoever resumes the
/// job goes on with the next.
public interface JobKind {

  String id();

  /// Takes a job up, for the first time or again. The same job always has the same steps.
  ///
  /// @throws IllegalArgumentException if the request makes no sense; the job fails with its message
  Run open(Job job);

  /// Longer than any step takes; how long the others wait after a replica has died.
  default Duration lease() {
    return Duration.ofSeconds(30);
  }

  /// A job that was taken up.
  interface Run {

    int steps();

    /// A step in a few words.
    String describe(int step);

    /// Carries a step out, with no transaction open. What it changes by itself, outside of what it returns, must be
    /// such that a repeated step changes nothing more.
    ///
    /// @throws StepFailed  the job fails with its message and can be resumed at this step
    Step carryOut(int step) throws StepFailed;
  }

  /// What a step came to.
  ///
  /// @param counted  how much of what the kind counts
  /// @param keep  keeps the result; run in the transaction that counts the step as done
  record Step(long counted, Runnable keep) {}

  /// A step could not be carried out, for a reason that the one who asked should read.
  final class StepFailed extends Exception {

    private static final long serialVersionUID = 1;

    public StepFailed(String reason) {
      super(reason);
    }
  }
}
