package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.offtake.commitment.CommitmentId;
import io.offtake.projection.score.ScoredCase;

/// The log of projections as they were issued, and of what came about. It only grows.
///
/// Of the projections of one reading that knew the same newest week and had the same target, the first is scored.
public interface IssuedProjections {

  record Kept(long id, IssuedProjection projection) {}

  /// @param knownAt  when the public had the last figure that it took
  record Outcome(long projection, double total, Instant knownAt, long dataVersion) {}

  /// What waits for its outcome.
  ///
  /// @param projections  how many are to be scored and are not
  /// @param next  the one of them whose window ends first
  record Waiting(long projections, Optional<Next> next) {}

  record Next(CommitmentId commitment, String reading, LocalDate windowEnd) {}

  /// Projections to be scored that have no outcome and whose window ended before `day`.
  List<Kept> withoutOutcome(LocalDate day);

  /// Fills in outcomes. The caller holds the writer's lock.
  void append(Collection<Outcome> outcomes);

  Waiting waiting();

  /// How many have an outcome.
  long scoredCount();

  /// Every case that has an outcome, in the order issued.
  List<ScoredCase> scored();
}
