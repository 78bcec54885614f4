package io.offtake.assessment;

import java.util.Collection;
import java.util.List;

/// The log of verdicts and projections as they were issued. It only grows.
public interface IssuedVerdicts {

  /// Keeps assessments as issued with a data version. The caller holds the writer's lock.
  void append(Collection<Assessment> assessments, long dataVersion);

  /// Those after a position, in their order.
  ///
  /// @param upTo  the newest data version that is told of
  /// @param most  how many at most
  List<IssuedVerdict> after(IssuedVerdict.Position position, long upTo, IssuedVerdict.Filter filter, int most);
}
