package io.offtake.access.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.offtake.access.Audit;
import io.offtake.access.AuditEntry;
import io.offtake.evidence.Actor;

@ApplicationScoped
class AuditRepository implements Audit {

  private final EntityManager entities;

  AuditRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional
  public List<AuditEntry> list(Filter filter, long before, int most) {
    @SuppressWarnings("unchecked")
    Stream<Tuple> rows = entities.createNativeQuery("""
            select id, at, actor_kind, actor, action, subject_type, subject,
                cast(before as text) as before, cast(after as text) as after
              from audit_entry
              where id < :before
                and (cast(:subjectType as text) is null or subject_type = :subjectType)
                and (cast(:subject as text) is null or subject = :subject)
                and (cast(:actor as text) is null or actor = :actor)
              order by id desc""", Tuple.class)
        .setParameter("before", before)
        .setParameter("subjectType", filter.subjectType())
        .setParameter("subject", filter.subject())
        .setParameter("actor", filter.actor())
        .setMaxResults(most)
        .getResultStream();
    return rows.map(AuditRepository::entry).toList();
  }

  private static AuditEntry entry(Tuple row) {
    return new AuditEntry(
        row.get("id", Long.class), row.get("at", Instant.class),
        new Actor(Actor.Kind.valueOf(row.get("actor_kind", String.class)), row.get("actor", String.class)),
        row.get("action", String.class), row.get("subject_type", String.class), row.get("subject", String.class),
        Optional.ofNullable(row.get("before", String.class)), Optional.ofNullable(row.get("after", String.class)));
  }
}
