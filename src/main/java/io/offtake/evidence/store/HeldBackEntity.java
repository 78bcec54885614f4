package io.offtake.evidence.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Release;
import io.offtake.reference.CommodityId;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "held_back")
class HeldBackEntity {

  @Id
  @GeneratedValue(generator = "held_back_seq")
  @SequenceGenerator(name = "held_back_seq", sequenceName = "held_back_seq", allocationSize = 1)
  @Nullable Long id;

  long releaseId;
  String commodity;

  @Column(columnDefinition = "char(64)")
  String documentId;

  @Enumerated(EnumType.STRING)
  HeldBack.Reason reason;

  String detail;
  Instant recordedAt;
  long dataVersion;

  static HeldBackEntity from(
      EvidenceLog.Doubt doubt, long releaseId, String documentId, long dataVersion, Instant recordedAt) {
    var entity = new HeldBackEntity();
    entity.releaseId = releaseId;
    entity.commodity = doubt.commodity().value();
    entity.documentId = documentId;
    entity.reason = doubt.reason();
    entity.detail = doubt.detail();
    entity.recordedAt = recordedAt;
    entity.dataVersion = dataVersion;
    return entity;
  }

  HeldBack toHeldBack(Release release) {
    return new HeldBack(id == null ? 0 : id, release, new CommodityId(commodity), documentId, reason, detail,
        recordedAt, dataVersion);
  }
}
