package io.offtake.work;

/// How jobs of one kind are carried out: in steps, each of which is kept whole or not at all, so that whoever resumes the
/// job goes on with the next.
public interface JobKind {

  String id();

  /// Takes a job up, for the first time or again. The same job always has the same steps.
  ///
  /// @throws IllegalArgumentException if the request makes no sense; the job fails with its message
  Run open(Job job);

  /// A job that was taken up.
  interface Run {

    int steps();

    /// A step in a few words.
    String describe(int step);

    /// Computes a step, with no transaction open.
    ///
    /// @return what keeps the result; run in the transaction that counts the step as done
    Runnable carryOut(int step);
  }
}
