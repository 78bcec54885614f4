package io.offtake.evidence.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.evidence.HeldBack;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "held_back_release")
class HeldBackReleaseEntity {

  @Id
  long heldBackId;

  @Column(columnDefinition = "char(64)")
  @Nullable String documentId;

  @Nullable String note;
  Instant releasedAt;
  long dataVersion;

  static HeldBackReleaseEntity from(HeldBack.Relief relief) {
    var entity = new HeldBackReleaseEntity();
    entity.heldBackId = relief.heldBack();
    entity.documentId = relief.isByDocument() ? relief.document() : null;
    entity.note = relief.isByDocument() ? null : relief.note();
    entity.releasedAt = relief.at();
    entity.dataVersion = relief.dataVersion();
    return entity;
  }

  HeldBack.Relief toRelief() {
    return new HeldBack.Relief(heldBackId, documentId == null ? "" : documentId, note == null ? "" : note, releasedAt,
        dataVersion);
  }
}
