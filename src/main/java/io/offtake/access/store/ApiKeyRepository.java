package io.offtake.access.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.access.ApiKey;
import io.offtake.access.ApiKeys;

@ApplicationScoped
class ApiKeyRepository implements ApiKeys {

  private final EntityManager entities;

  ApiKeyRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional
  public void add(ApiKey key, String hash) {
    if (count() >= MOST) {
      throw new IllegalStateException("there are %d keys already".formatted(MOST));
    }
    entities.persist(ApiKeyEntity.of(key, hash));
    entities.flush();
  }

  @Override
  @Transactional
  public List<ApiKey> list(Optional<UUID> before, int most) {
    return entities.createQuery("""
            from ApiKeyEntity where :before is null
              or number < (select number from ApiKeyEntity where id = :before) order by number desc""", ApiKeyEntity.class)
        .setParameter("before", before.orElse(null))
        .setMaxResults(most)
        .getResultStream()
        .map(ApiKeyEntity::toKey)
        .toList();
  }

  @Override
  @Transactional
  public Optional<ApiKey> find(UUID id) {
    return Optional.ofNullable(entities.find(ApiKeyEntity.class, id)).map(ApiKeyEntity::toKey);
  }

  @Override
  @Transactional
  public List<Hashed> usable(Instant now) {
    return entities.createQuery(
            "from ApiKeyEntity where revokedAt is null and (expiresAt is null or expiresAt > :now)", ApiKeyEntity.class)
        .setParameter("now", now)
        .getResultStream()
        .map(entity -> new Hashed(entity.toKey(), entity.hash))
        .toList();
  }

  @Override
  @Transactional
  public Optional<ApiKey> revoke(UUID id, Instant at) {
    Optional<ApiKeyEntity> found = Optional.ofNullable(entities.find(ApiKeyEntity.class, id));
    found.filter(entity -> entity.toKey().stateAt(at) == ApiKey.State.ACTIVE).ifPresent(entity -> {
      entity.revokedAt = at;
      entity.revision++;
    });
    entities.flush();
    return found.map(ApiKeyEntity::toKey);
  }

  @Override
  @Transactional
  public Optional<ApiKey> expire(UUID id, Instant end) {
    Optional<ApiKeyEntity> found = Optional.ofNullable(entities.find(ApiKeyEntity.class, id));
    found.filter(entity -> entity.expiresAt == null || entity.expiresAt.isAfter(end))
        .ifPresent(entity -> {
          entity.expiresAt = end;
          entity.revision++;
        });
    entities.flush();
    return found.map(ApiKeyEntity::toKey);
  }

  @Override
  @Transactional
  public void used(Map<UUID, Instant> at) {
    at.forEach((id, when) -> entities.createQuery(
            "update ApiKeyEntity set usedAt = :at where id = :id and (usedAt is null or usedAt < :at)")
        .setParameter("at", when)
        .setParameter("id", id)
        .executeUpdate());
  }

  @Override
  @Transactional
  public String state() {
    Object[] found = entities.createQuery("select coalesce(max(number), 0), coalesce(sum(revision), 0) from ApiKeyEntity", Object[].class)
        .getSingleResult();
    return found[0] + " " + found[1];
  }

  @Override
  @Transactional
  public long count() {
    return entities.createQuery("select count(*) from ApiKeyEntity", Long.class).getSingleResult();
  }
}
