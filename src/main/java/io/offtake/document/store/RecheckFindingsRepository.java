package io.offtake.document.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.document.Recheck;
import io.offtake.document.RecheckFindings;

@ApplicationScoped
class RecheckFindingsRepository implements RecheckFindings {

  private final EntityManager entities;

  RecheckFindingsRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(long job, int step, Recheck.Finding finding) {
    entities.persist(RecheckStepEntity.from(job, step, finding));
    entities.flush();
  }

  @Override
  @Transactional
  public Summary of(long job, int atMost) {
    List<RecheckStepEntity> steps = entities.createQuery(
            "select s from RecheckStepEntity s where s.jobId = :job order by s.step", RecheckStepEntity.class)
        .setParameter("job", job)
        .getResultList();
    return new Summary(
        steps.size(),
        steps.stream().mapToLong(step -> step.figures).sum(),
        steps.stream().mapToLong(step -> step.differences).sum(),
        steps.stream()
            .flatMap(step -> step.first.stream().map(row -> row.toDifference(step.documentId)))
            .limit(atMost)
            .toList());
  }
}
