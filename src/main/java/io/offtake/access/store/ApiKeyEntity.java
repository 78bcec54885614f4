package io.offtake.access.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.access.ApiKey;
import io.offtake.access.Grant;
import io.offtake.access.Scope;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "api_key")
class ApiKeyEntity {

  @Id
  UUID id;

  @Generated
  @Column(insertable = false, updatable = false)
  @Nullable Long number;

  String prefix;
  String hash;
  String owner;
  String[] scopes;
  String[] commitments;
  String[] sources;
  @Nullable UUID replaces;
  int revision;
  Instant createdAt;
  String createdBy;
  @Nullable Instant expiresAt;
  @Nullable Instant revokedAt;
  @Nullable Instant usedAt;

  static ApiKeyEntity of(ApiKey key, String hash) {
    var entity = new ApiKeyEntity();
    entity.id = key.id();
    entity.prefix = key.prefix();
    entity.hash = hash;
    entity.owner = key.owner();
    entity.scopes = key.grant().scopes().stream().map(Scope::id).sorted().toArray(String[]::new);
    entity.commitments = key.grant().commitments().stream().sorted().toArray(String[]::new);
    entity.sources = key.grant().sources().stream().sorted().toArray(String[]::new);
    entity.replaces = key.replaces().orElse(null);
    entity.revision = 1;
    entity.createdAt = key.createdAt();
    entity.createdBy = key.createdBy();
    entity.expiresAt = key.expiresAt().orElse(null);
    return entity;
  }

  ApiKey toKey() {
    return new ApiKey(id, prefix, owner,
        new Grant(Arrays.stream(scopes).map(scope -> Scope.of(scope).orElseThrow()).collect(Collectors.toSet()),
            Set.of(commitments), Set.of(sources)),
        Optional.ofNullable(replaces), createdAt, createdBy, Optional.ofNullable(expiresAt),
        Optional.ofNullable(revokedAt), Optional.ofNullable(usedAt));
  }
}
