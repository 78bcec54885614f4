package io.offtake.change.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.change.Change;
import io.offtake.evidence.SourceId;

/// A release that was withdrawn.
record RetractionRow(
    long dataVersion,
    long id,
    String source,
    LocalDate periodStart,
    LocalDate periodEnd,
    Instant releasedAt,
    String reason,
    Instant recordedAt) {

  static final String QUERY = """
      select w.dataVersion, r.id, r.source, r.periodStart, r.periodEnd, r.releasedAt, w.reason, w.recordedAt
      from RetractionEntity w join ReleaseEntity r on r.id = w.releaseId
      where w.dataVersion >= :from and w.dataVersion <= :upTo and (w.dataVersion > :version or w.releaseId > :id)
      order by w.dataVersion, w.releaseId
      """;

  Change toChange(int rank) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        Change.Manner.WITHDRAWN,
        new Change.Subject.OfRelease(
            id, new SourceId(source), new DateWindow(periodStart, periodEnd), releasedAt, Optional.empty()),
        Optional.empty(),
        Optional.of(reason));
  }
}
