package io.offtake.assessment.store;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.assessment.IssuedProjections;
import io.offtake.commitment.CommitmentId;
import io.offtake.projection.score.ScoredCase;

@ApplicationScoped
class IssuedProjectionRepository implements IssuedProjections {

  /// The first of a reading's projections that knew the same newest week and had the same target.
  private static final String TO_BE_SCORED = """
      from IssuedProjectionEntity p
      where not exists (select 1 from ProjectionOutcomeEntity o where o.projectionId = p.id)
        and not exists (select 1 from IssuedProjectionEntity e
                        where e.commitment = p.commitment and e.reading = p.reading
                          and e.newestPeriodEnd = p.newestPeriodEnd and e.target = p.target and e.id < p.id)
      """;

  private final EntityManager entities;
  private final Clock clock;

  IssuedProjectionRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  @Transactional
  public List<Kept> withoutOutcome(LocalDate day) {
    return entities.createQuery(
            "select p " + TO_BE_SCORED + " and p.windowEnd < :day order by p.id", IssuedProjectionEntity.class)
        .setParameter("day", day)
        .getResultStream()
        .map(IssuedProjectionEntity::toKept)
        .toList();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Collection<Outcome> outcomes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    outcomes.forEach(outcome -> entities.persist(ProjectionOutcomeEntity.from(outcome, now)));
    entities.flush();
  }

  @Override
  @Transactional
  public Waiting waiting() {
    long projections = entities.createQuery("select count(p) " + TO_BE_SCORED, Long.class).getSingleResult();
    Optional<Next> next = entities.createQuery(
            "select p " + TO_BE_SCORED + " order by p.windowEnd, p.id", IssuedProjectionEntity.class)
        .setMaxResults(1)
        .getResultStream()
        .map(entity -> new Next(new CommitmentId(entity.commitment), entity.reading, entity.windowEnd))
        .findFirst();
    return new Waiting(projections, next);
  }

  @Override
  @Transactional
  public long scoredCount() {
    return entities.createQuery("select count(o) from ProjectionOutcomeEntity o", Long.class).getSingleResult();
  }

  @Override
  @Transactional
  public List<ScoredCase> scored() {
    return entities.createQuery("""
            select p, o.outcome from IssuedProjectionEntity p
            join ProjectionOutcomeEntity o on o.projectionId = p.id order by p.id""", Object[].class)
        .getResultStream()
        .map(row -> ((IssuedProjectionEntity) row[0]).toKept().projection().scored((Double) row[1]))
        .toList();
  }
}
