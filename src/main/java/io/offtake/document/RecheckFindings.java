package io.offtake.document;

import java.util.List;

/// The store of what reading documents again showed, job by job. It only grows.
public interface RecheckFindings {

  /// What a job has found so far.
  ///
  /// @param figures  that the documents state
  /// @param differences  in all
  /// @param first  the first of them, at most so many as were asked for and, of a document, as many as are kept
  record Summary(int documents, long figures, long differences, List<Difference> first) {
    public Summary {
      first = List.copyOf(first);
    }
  }

  /// Keeps what one step of a job found, inside the caller's transaction.
  void append(long job, int step, Recheck.Finding finding);

  Summary of(long job, int atMost);
}
