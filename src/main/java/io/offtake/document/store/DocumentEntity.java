package io.offtake.document.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.document.Document;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.evidence.SourceId;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "document")
class DocumentEntity {

  @Id
  @Column(columnDefinition = "char(64)")
  String id;

  String source;
  String documentType;
  @Nullable String name;
  @Nullable String sourceUrl;
  String mediaType;
  long sizeBytes;

  @Basic
  byte[] content;

  @Nullable Integer marketingYear;
  @Nullable Instant statedReleasedAt;
  Instant receivedAt;
  String readerVersion;
  LocalDate firstPeriod;
  LocalDate lastPeriod;

  @JdbcTypeCode(SqlTypes.JSON)
  List<DoubtfulRow> doubtful;

  long dataVersion;
  boolean fetched;

  @JdbcTypeCode(SqlTypes.JSON)
  List<String> cuts;

  static DocumentEntity from(Document document, byte[] content) {
    var entity = new DocumentEntity();
    entity.id = document.id();
    entity.source = document.source().value();
    entity.documentType = document.documentType();
    entity.name = document.told().name();
    entity.sourceUrl = document.told().sourceUrl();
    entity.mediaType = document.mediaType();
    entity.sizeBytes = document.sizeBytes();
    entity.content = content;
    entity.marketingYear = document.told().marketingYear();
    entity.statedReleasedAt = document.told().releasedAt();
    entity.receivedAt = document.receivedAt();
    entity.readerVersion = document.readerVersion();
    entity.firstPeriod = document.firstPeriod();
    entity.lastPeriod = document.lastPeriod();
    entity.doubtful = document.doubtful();
    entity.dataVersion = document.dataVersion();
    entity.fetched = document.fetched();
    entity.cuts = document.cuts();
    return entity;
  }

  Document toDocument() {
    return new Document(id, new SourceId(source), documentType,
        new Document.Told(name, sourceUrl, marketingYear, statedReleasedAt), mediaType, sizeBytes, receivedAt, readerVersion,
        firstPeriod, lastPeriod, doubtful, dataVersion, fetched, cuts);
  }
}
