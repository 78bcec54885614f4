package io.offtake.commitment.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.commitment.Catalogue;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "catalogue_entry")
class CatalogueEntryEntity {

  @Id
  @GeneratedValue(generator = "catalogue_entry_seq")
  @SequenceGenerator(name = "catalogue_entry_seq", sequenceName = "catalogue_entry_seq", allocationSize = 50)
  @Nullable Long id;

  String commitment;
  int revision;

  @Enumerated(EnumType.STRING)
  Catalogue.Change change;

  @ColumnTransformer(write = "?::jsonb", read = "body::text")
  String body;

  Instant recordedAt;
  long dataVersion;

  static CatalogueEntryEntity from(Catalogue.Entry entry) {
    var entity = new CatalogueEntryEntity();
    entity.commitment = entry.commitment().id().value();
    entity.revision = entry.revision();
    entity.change = entry.change();
    entity.body = entry.document();
    entity.recordedAt = entry.recordedAt();
    entity.dataVersion = entry.dataVersion();
    return entity;
  }
}
