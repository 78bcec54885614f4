package io.offtake.rest.store;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.rest.edge.IdempotentRequests;

@ApplicationScoped
class IdempotentRequestRepository implements IdempotentRequests {

  /// Any number that nobody else uses for a class of advisory locks on this database.
  private static final int LOCKS = 0x4944_454D;

  private static final int MOST_AT_ONCE = 5_000;

  private final EntityManager entities;
  private final Clock clock;

  IdempotentRequestRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Optional<Kept> find(String key) {
    return Optional.ofNullable(entities.find(IdempotentRequestEntity.class, key)).map(IdempotentRequestEntity::toKept);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean reserve(String key) {
    return (Boolean) entities.createNativeQuery("select pg_try_advisory_xact_lock(:locks, hashtext(:key))", Boolean.class)
        .setParameter("locks", LOCKS)
        .setParameter("key", key)
        .getSingleResult();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(String key, Kept kept) {
    entities.createNativeQuery("""
            insert into idempotent_request (id, fingerprint, status, location, etag, body, recorded_at)
            values (:id, :fingerprint, :status, cast(:location as varchar), cast(:etag as varchar), :body, :recordedAt)""")
        .setParameter("id", key)
        .setParameter("fingerprint", kept.fingerprint())
        .setParameter("status", kept.status())
        .setParameter("location", kept.location())
        .setParameter("etag", kept.etag())
        .setParameter("body", kept.body())
        .setParameter("recordedAt", clock.instant().truncatedTo(ChronoUnit.MICROS))
        .executeUpdate();
  }

  @Override
  @Transactional
  public int forgetOld() {
    return entities.createNativeQuery("""
            delete from idempotent_request where id in (
              select id from idempotent_request where recorded_at < :before order by recorded_at limit :most)""")
        .setParameter("before", clock.instant().minus(RETENTION))
        .setParameter("most", MOST_AT_ONCE)
        .executeUpdate();
  }
}
