package io.offtake.assessment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.offtake.commitment.CommitmentId;
import io.offtake.verdict.Verdict;

/// The log of verdicts and projections as they were issued. It only grows.
public interface IssuedVerdicts {

  /// Keeps assessments as issued with a data version. The caller holds the writer's lock.
  void append(Collection<Assessment> assessments, long dataVersion);

  /// A verdict that was issued and was another one than that before it.
  ///
  /// @param before  absent of a reading's first
  record Turn(String reading, Instant asOf, Verdict verdict, Optional<Verdict> before, String summary, long dataVersion) {}

  /// Where verdicts of a commitment's readings became others, in the order in which they were issued, the newest
  /// `atMost`.
  ///
  /// @param upTo  the data version
  List<Turn> turns(CommitmentId commitment, long upTo, int atMost);

  /// Those after a position, in their order.
  ///
  /// @param upTo  the newest data version that is told of
  /// @param most  how many at most
  List<IssuedVerdict> after(IssuedVerdict.Position position, long upTo, IssuedVerdict.Filter filter, int most);
}
