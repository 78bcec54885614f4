package io.offtake.fetching.store;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "source_fetch")
class SourceFetchEntity {

  @Id
  String source;

  @Nullable LocalDate coveredTo;
  int failures;
  @Nullable Instant notBefore;
  @Nullable Instant requestedAt;
  @Nullable String owner;
  @Nullable Instant leaseUntil;
  @Nullable Instant claimedAt;
}
