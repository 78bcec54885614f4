package io.offtake.change.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.change.Change;
import io.offtake.evidence.SourceId;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// A release's figures of one commodity that were held back, or are counted since somebody or another document confirmed
/// them.
record HeldBackRow(
    long dataVersion,
    long id,
    long release,
    String source,
    LocalDate periodStart,
    LocalDate periodEnd,
    Instant releasedAt,
    String commodity,
    String document,
    @Nullable String words,
    Instant recordedAt) {

  static final String QUERY = """
      select h.dataVersion, h.id, r.id, r.source, r.periodStart, r.periodEnd, r.releasedAt, h.commodity, h.documentId,
        h.detail, h.recordedAt
      from HeldBackEntity h join ReleaseEntity r on r.id = h.releaseId
      where h.dataVersion >= :from and h.dataVersion <= :upTo and (h.dataVersion > :version or h.id > :id)
      order by h.dataVersion, h.id
      """;

  static final String RELEASED = """
      select f.dataVersion, h.id, r.id, r.source, r.periodStart, r.periodEnd, r.releasedAt, h.commodity,
        coalesce(f.documentId, h.documentId), f.note, f.releasedAt
      from HeldBackReleaseEntity f
        join HeldBackEntity h on h.id = f.heldBackId
        join ReleaseEntity r on r.id = h.releaseId
      where f.dataVersion >= :from and f.dataVersion <= :upTo and (f.dataVersion > :version or h.id > :id)
      order by f.dataVersion, h.id
      """;

  Change toHeldBack(int rank) {
    return toChange(rank, Change.Manner.HELD_BACK);
  }

  Change toReleased(int rank) {
    return toChange(rank, Change.Manner.RELEASED);
  }

  private Change toChange(int rank, Change.Manner manner) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        manner,
        new Change.Subject.OfRelease(release, new SourceId(source), new DateWindow(periodStart, periodEnd), releasedAt,
            Optional.of(new CommodityId(commodity))),
        Optional.of(document),
        Optional.ofNullable(words));
  }
}
