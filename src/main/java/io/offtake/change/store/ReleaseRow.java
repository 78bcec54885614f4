package io.offtake.change.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.change.Change;
import io.offtake.evidence.SourceId;

/// A release that came.
record ReleaseRow(
    long dataVersion,
    long id,
    String source,
    LocalDate periodStart,
    LocalDate periodEnd,
    Instant releasedAt,
    Instant recordedAt) {

  static final String QUERY = """
      select r.dataVersion, r.id, r.source, r.periodStart, r.periodEnd, r.releasedAt, v.at
      from ReleaseEntity r join DataVersionEntity v on v.id = r.dataVersion
      where r.dataVersion >= :from and r.dataVersion <= :upTo and (r.dataVersion > :version or r.id > :id)
      order by r.dataVersion, r.id
      """;

  Change toChange(int rank) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        Change.Manner.NEW,
        new Change.Subject.OfRelease(
            id, new SourceId(source), new DateWindow(periodStart, periodEnd), releasedAt, Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
