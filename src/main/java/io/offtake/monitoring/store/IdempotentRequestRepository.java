package io.offtake.monitoring.store;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.monitoring.IdempotentRequests;

@ApplicationScoped
class IdempotentRequestRepository implements IdempotentRequests {

  private final EntityManager entities;
  private final Clock clock;

  IdempotentRequestRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Optional<Kept> find(String id) {
    return Optional.ofNullable(entities.find(IdempotentRequestEntity.class, id)).map(IdempotentRequestEntity::toKept);
  }

  @Override
  @Transactional
  public void keep(String id, Kept kept) {
    entities.createNativeQuery("""
            insert into idempotent_request (id, fingerprint, status, location, body, recorded_at)
            values (:id, :fingerprint, :status, cast(:location as varchar), :body, :recordedAt)
            on conflict (id) do nothing""")
        .setParameter("id", id)
        .setParameter("fingerprint", kept.fingerprint())
        .setParameter("status", kept.status())
        .setParameter("location", kept.location())
        .setParameter("body", kept.body())
        .setParameter("recordedAt", clock.instant().truncatedTo(ChronoUnit.MICROS))
        .executeUpdate();
  }
}
