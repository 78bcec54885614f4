package io.offtake.assessment;

import java.util.Collection;

/// The log of verdicts and projections as they were issued. It only grows.
public interface IssuedVerdicts {

  /// Keeps assessments as issued with a data version. The caller holds the writer's lock.
  void append(Collection<Assessment> assessments, long dataVersion);
}
