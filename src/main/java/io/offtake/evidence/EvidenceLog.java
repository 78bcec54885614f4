package io.offtake.evidence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// The store of evidence. It only grows; each growth belongs to a data version.
public interface EvidenceLog {

  /// The line of a figure that stands nowhere: the document lists everything, and the row is not there any more.
  int NOT_LISTED = 0;

  /// A release to be kept with what it says.
  ///
  /// @param doubts  what of it is held back
  record Entry(
      SourceId source,
      DateWindow period,
      Instant releasedAt,
      ReleaseBasis basis,
      int sequence,
      boolean complete,
      @Nullable String report,
      List<Line> lines,
      List<Scope> scopes,
      List<Doubt> doubts) {
    public Entry {
      lines = List.copyOf(lines);
      scopes = List.copyOf(scopes);
      doubts = List.copyOf(doubts);
    }

    public Entry with(List<Line> otherLines, List<Scope> otherScopes) {
      return new Entry(source, period, releasedAt, basis, sequence, complete, report, otherLines, otherScopes, doubts);
    }

    public Entry doubting(List<Doubt> other) {
      return new Entry(source, period, releasedAt, basis, sequence, complete, report, lines, scopes, other);
    }
  }

  /// Why what a release says of a commodity is not believed yet.
  ///
  /// @param destination  to which; to all when null
  /// @param measures  which of them; all when empty
  record Doubt(CommodityId commodity, @Nullable PartyId destination, Set<Measure> measures, HeldBack.Reason reason,
      String detail) {
    public Doubt {
      measures = Set.copyOf(measures);
    }
  }

  /// One figure of a release.
  ///
  /// @param line  where it stands in the document, counted from 1; [#NOT_LISTED] when it says that a row that was held is
  ///     listed no longer
  record Line(
      SeriesId series,
      DateWindow period,
      @Nullable Integer marketYear,
      boolean correction,
      boolean carryOverIncluded,
      Quantity value,
      int line) {}

  record Scope(CommodityId commodity, @Nullable Integer marketYear, Set<PartyId> destinations) {
    public Scope {
      destinations = Set.copyOf(destinations);
    }
  }

  /// The newest version; that of an empty store has the id 0.
  DataVersion newestVersion();

  /// When a version was kept.
  ///
  /// @throws IllegalArgumentException if there is none of that number
  Instant keptAt(long version);

  /// Keeps a version. The caller holds the writer's lock.
  void append(DataVersion version);

  /// Keeps releases with their lines, in the order given. A release of the same document that is held takes the lines too. The caller
  /// holds the writer's lock.
  void append(String document, Collection<Entry> entries, long dataVersion, Instant recordedAt);

  /// Keeps a retraction. The caller holds the writer's lock and has seen that the release was not retracted before.
  void append(Retraction retraction);

  /// Keeps that held-back figures are believed. The caller holds the writer's lock and has seen that they were not.
  void append(HeldBack.Relief relief);

  /// `held`, grown by what was kept after its version and up to `version`.
  Panel load(Panel held, long version);
}
