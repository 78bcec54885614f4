package io.offtake.evidence.store;

import java.math.BigDecimal;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.evidence.EvidenceLog;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "observation")
class ObservationEntity {

  @Id
  @GeneratedValue(generator = "observation_seq")
  @SequenceGenerator(name = "observation_seq", sequenceName = "observation_seq", allocationSize = 1000)
  @Nullable Long id;

  long seriesId;
  LocalDate periodStart;
  LocalDate periodEnd;
  @Nullable Integer marketYear;
  boolean correction;
  boolean carryOverIncluded;
  BigDecimal value;
  long releaseId;

  @Column(columnDefinition = "char(64)")
  String documentId;

  int line;
  @Nullable String report;
  long dataVersion;

  static ObservationEntity from(
      EvidenceLog.Line line, long seriesId, long releaseId, String documentId, @Nullable String report, long version) {
    var entity = new ObservationEntity();
    entity.seriesId = seriesId;
    entity.periodStart = line.period().first();
    entity.periodEnd = line.period().last();
    entity.marketYear = line.marketYear();
    entity.correction = line.correction();
    entity.carryOverIncluded = line.carryOverIncluded();
    entity.value = line.value().value();
    entity.releaseId = releaseId;
    entity.documentId = documentId;
    entity.line = line.line();
    entity.report = report;
    entity.dataVersion = version;
    return entity;
  }
}
