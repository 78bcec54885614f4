package io.offtake.evidence.store;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "release")
class ReleaseEntity {

  @Id
  @GeneratedValue(generator = "release_seq")
  @SequenceGenerator(name = "release_seq", sequenceName = "release_seq", allocationSize = 50)
  @Nullable Long id;

  String source;
  LocalDate periodStart;
  LocalDate periodEnd;
  Instant releasedAt;
  int sequence;

  @Enumerated(EnumType.STRING)
  ReleaseBasis basis;

  boolean complete;
  Instant recordedAt;

  /// Null only of a release that nothing is kept of.
  @Column(columnDefinition = "char(64)")
  @Nullable String documentId;

  long dataVersion;

  static ReleaseEntity from(
      EvidenceLog.Entry entry, String document, long dataVersion, Instant recordedAt) {
    var entity = new ReleaseEntity();
    entity.source = entry.source().value();
    entity.periodStart = entry.period().first();
    entity.periodEnd = entry.period().last();
    entity.releasedAt = entry.releasedAt();
    entity.sequence = entry.sequence();
    entity.basis = entry.basis();
    entity.complete = entry.complete();
    entity.recordedAt = recordedAt;
    entity.documentId = document;
    entity.dataVersion = dataVersion;
    return entity;
  }

  Release toRelease() {
    return new Release(id == null ? 0 : id, new SourceId(source), new DateWindow(periodStart, periodEnd), releasedAt,
        sequence, basis, complete, recordedAt,
        documentId == null ? "" : documentId);
  }
}
