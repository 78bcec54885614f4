package io.offtake.claim.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.claim.Claims;
import io.offtake.commitment.CommitmentId;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "claim_entry")
class ClaimEntryEntity {

  @Id
  @GeneratedValue(generator = "claim_entry_seq")
  @SequenceGenerator(name = "claim_entry_seq", sequenceName = "claim_entry_seq", allocationSize = 50)
  @Nullable Long id;

  String claim;
  int version;

  @Enumerated(EnumType.STRING)
  Claims.Change change;

  @Nullable String commitment;
  @Nullable String reason;

  @ColumnTransformer(write = "?::jsonb", read = "body::text")
  String body;

  Instant recordedAt;
  long dataVersion;

  static ClaimEntryEntity from(Claims.Entry entry, String body) {
    var entity = new ClaimEntryEntity();
    entity.claim = entry.claim().id().value();
    entity.version = entry.version();
    entity.change = entry.change();
    entity.commitment = entry.claim().commitment().map(CommitmentId::value).orElse(null);
    entity.reason = entry.reason();
    entity.body = body;
    entity.recordedAt = entry.recordedAt();
    entity.dataVersion = entry.dataVersion();
    return entity;
  }
}
