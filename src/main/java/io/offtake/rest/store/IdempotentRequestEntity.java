package io.offtake.rest.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.rest.edge.IdempotentRequests.Kept;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "idempotent_request")
class IdempotentRequestEntity {

  @Id
  String id;

  @Column(columnDefinition = "char(64)")
  String fingerprint;

  int status;
  @Nullable String location;
  @Nullable String etag;
  String body;
  Instant recordedAt;

  Kept toKept() {
    return new Kept(fingerprint, status, location, etag, body);
  }
}
