package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.commitment.CommitmentId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// A verdict as it was issued: what was said of a reading with one data version. It never changes.
///
/// @param verdict  the id of one of [io.offtake.verdict.Verdict]
/// @param newestRelease  when the newest of the evidence came out
/// @param engineVersion  of what judged
public record IssuedVerdict(
    Position position,
    CommitmentId commitment,
    String reading,
    Instant asOf,
    String verdict,
    String summary,
    Count count,
    Outlook outlook,
    Optional<LocalDate> newestPeriodEnd,
    Optional<Instant> newestRelease,
    String engineVersion) {

  /// Its place among all: by data version, and within one as they were kept.
  public record Position(long dataVersion, long id) {

    /// Before the first.
    public static final Position START = new Position(0, 0);
  }

  /// What was owed, and what had been counted of it.
  ///
  /// @param share  fulfilled as a fraction of the target
  public record Count(Optional<Quantity> target, Optional<Quantity> fulfilled, OptionalDouble share) {

    public Count {
      share = share.isEmpty() && target.isPresent() && fulfilled.isPresent() && target.get().toDouble() > 0
          ? OptionalDouble.of(fulfilled.get().toDouble() / target.get().toDouble())
          : share;
    }
  }

  /// The distribution of the total, where there was one.
  ///
  /// @param unit  of all its amounts
  public record Outlook(
      Optional<Unit> unit,
      OptionalDouble p10,
      OptionalDouble p50,
      OptionalDouble p90,
      OptionalDouble shortfallProbability,
      OptionalDouble expectedShortfall,
      Optional<String> method,
      Optional<Long> seed) {}

  /// Which are asked for.
  ///
  /// @param since  issued at this instant or later
  public record Filter(Optional<CommitmentId> commitment, Optional<String> reading, Optional<String> verdict, Instant since) {}
}
