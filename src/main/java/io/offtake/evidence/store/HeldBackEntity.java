package io.offtake.evidence.store;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
import io.offtake.evidence.Measure;
import io.offtake.evidence.Release;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
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
  @Nullable String destination;
  @Nullable String measures;

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
    entity.destination = doubt.destination() == null ? null : doubt.destination().value();
    entity.measures = doubt.measures().isEmpty()
        ? null
        : doubt.measures().stream().map(Measure::id).sorted().collect(Collectors.joining(" "));
    entity.documentId = documentId;
    entity.reason = doubt.reason();
    entity.detail = doubt.detail();
    entity.recordedAt = recordedAt;
    entity.dataVersion = dataVersion;
    return entity;
  }

  HeldBack toHeldBack(Release release) {
    return new HeldBack(id == null ? 0 : id, release, new CommodityId(commodity),
        destination == null ? null : new PartyId(destination),
        measures == null
            ? Set.of()
            : Stream.of(measures.split(" ")).flatMap(each -> Measure.ofId(each).stream()).collect(Collectors.toSet()),
        documentId, reason, detail, recordedAt, dataVersion);
  }
}
