package io.offtake.claim.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "statement_decision")
class StatementDecisionEntity {

  /// Statement and number.
  @Id
  String id;

  String statement;
  int proposal;
  @Nullable String claim;
  @Nullable String reason;
  Instant decidedAt;
}
