package io.offtake.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/// One writer at a time, over all replicas: versions are then numbered in the order they are committed.
@ApplicationScoped
class WriterLock {

  /// Any number that nobody else uses as an advisory lock on this database.
  private static final long KEY = 0x4F46_4654_414B_45L;

  private final EntityManager entities;

  WriterLock(EntityManager entities) {
    this.entities = entities;
  }

  /// Waits for the lock and holds it until the transaction ends.
  @Transactional(Transactional.TxType.MANDATORY)
  void hold() {
    entities.createNativeQuery("select cast(pg_advisory_xact_lock(:key) as varchar)", String.class)
        .setParameter("key", KEY)
        .getSingleResult();
  }
}
