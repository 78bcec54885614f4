package io.offtake.work;

import java.time.Duration;
import java.util.Optional;

/// How jobs of one kind are carried out: in steps, each of which is kept whole or not at all, so that whoever resumes the
/// job goes on with the next.
public interface JobKind {

  String id();

  /// Takes a job up, for the first time or again. The same job always has the same steps.
  ///
  /// @throws CannotBegin  the job fails with its message and can be resumed
  Run open(Job job);

  /// A job that was taken up.
  interface Run {

    int steps();

    /// A step in a few words.
    String describe(int step);

    /// Carries a step out, with no transaction open. What it changes by itself, outside of what it returns, must be
    /// such that a repeated step changes nothing more.
    ///
    /// @param pause  called between small pieces of the work: there it waits for those who are in a hurry, and there the
    ///     step ends with [Stopped] when it is not to go on; nothing of it is kept then
    /// @throws StepFailed  the job fails with its message and can be resumed at this step
    /// @throws NotYet  the job waits and then repeats this step
    Step carryOut(int step, Runnable pause) throws StepFailed, NotYet;
  }

  /// What a step came to.
  ///
  /// @param counted  how much of what the kind counts
  /// @param skipped  why it can never be done; the job goes on without it
  /// @param keep  keeps the result; run in the transaction that counts the step as done
  record Step(long counted, Optional<String> skipped, Runnable keep) {

    public static Step done(long counted, Runnable keep) {
      return new Step(counted, Optional.empty(), keep);
    }

    public static Step skipped(String reason) {
      return new Step(0, Optional.of(reason), () -> {});
    }
  }

  /// A job cannot be taken up as things are.
  final class CannotBegin extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param reason  what is in the way
    /// @param remedy  what the one who asked can do about it
    public CannotBegin(String reason, String remedy) {
      super("%s; %s".formatted(reason, remedy));
    }
  }

  /// A step has to wait.
  final class NotYet extends Exception {

    private static final long serialVersionUID = 1;

    private final Duration wait;

    /// @param reason  for the one who asked to read
    public NotYet(String reason, Duration wait) {
      super(reason);
      this.wait = wait;
    }

    public Duration waitFor() {
      return wait;
    }
  }

  /// A step could not be carried out, for a reason that the one who asked should read.
  final class StepFailed extends Exception {

    private static final long serialVersionUID = 1;

    public StepFailed(String reason) {
      super(reason);
    }
  }

  /// A step is not to go on: its job was cancelled, or this replica has to stop. Only who runs the job catches it.
  final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Stopped() {
      super("the step is not to go on", null, false, false);
    }
  }
}
