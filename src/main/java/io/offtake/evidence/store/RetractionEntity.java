package io.offtake.evidence.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "retraction")
class RetractionEntity {

  @Id
  long releaseId;

  Instant retractedAt;
  String reason;
  @Nullable String sourceUrl;
  Instant recordedAt;
  long dataVersion;

  static RetractionEntity from(Retraction retraction) {
    var entity = new RetractionEntity();
    entity.releaseId = retraction.release().id();
    entity.retractedAt = retraction.retractedAt();
    entity.reason = retraction.reason();
    entity.sourceUrl = retraction.sourceUrl();
    entity.recordedAt = retraction.recordedAt();
    entity.dataVersion = retraction.dataVersion();
    return entity;
  }

  Retraction toRetraction(Release release) {
    return new Retraction(release, retractedAt, reason, sourceUrl, recordedAt, dataVersion);
  }
}
