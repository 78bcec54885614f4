package io.offtake.change;

import java.time.Instant;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.claim.ClaimId;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.SeriesId;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// One thing that became different.
///
/// @param recordedAt  when it was recorded here
/// @param document  the document that brought it about
/// @param reason  in words, where somebody gave one
public record Change(
    Position position,
    Instant recordedAt,
    Manner manner,
    Subject subject,
    Optional<String> document,
    Optional<String> reason) {

  /// Where a change stands among all of them. Data versions are numbered in the order they are committed, and what one
  /// version brought never grows afterwards: whoever has read up to a position has missed nothing before it.
  ///
  /// @param rank  of its kind within the version
  /// @param id  of its row
  public record Position(long dataVersion, int rank, long id) implements Comparable<Position> {

    private static final int LAST_RANK = 99;

    public static final Position START = new Position(0, 0, 0);

    /// After everything that a version brought.
    public static Position endOf(long dataVersion) {
      return new Position(dataVersion, LAST_RANK, 0);
    }

    @Override
    public int compareTo(Position other) {
      int byVersion = Long.compare(dataVersion, other.dataVersion);
      int byRank = byVersion != 0 ? byVersion : Integer.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(id, other.id);
    }
  }

  public enum Manner {
    NEW, CHANGED, WITHDRAWN, HELD_BACK, RELEASED
  }

  /// What became different.
  public sealed interface Subject {

    /// A release: it came, or was withdrawn with every figure in it.
    ///
    /// @param commodity  of which alone the change speaks
    record OfRelease(
        long release, SourceId source, DateWindow period, Instant releasedAt, Optional<CommodityId> commodity)
        implements Subject {}

    /// A figure.
    ///
    /// @param correction  the value is a signed delta
    /// @param before  the print that was held of the same period
    record OfFigure(
        SeriesId series,
        DateWindow period,
        @Nullable Integer marketYear,
        boolean correction,
        Quantity value,
        Optional<Quantity> before,
        long release,
        Instant releasedAt,
        int line)
        implements Subject {}

    /// A commitment of the catalogue.
    record OfCommitment(CommitmentId commitment, int revision) implements Subject {}

    /// Something that was said in public.
    ///
    /// @param commitment  that it is about, if any
    record OfClaim(ClaimId claim, int version, Optional<CommitmentId> commitment) implements Subject {}
  }
}
