package io.offtake.assessment.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.assessment.BacktestCases;
import io.offtake.projection.score.ScoredCase;

@ApplicationScoped
class BacktestCasesRepository implements BacktestCases {

  private final EntityManager entities;

  BacktestCasesRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(long job, int step, List<ScoredCase> cases) {
    entities.persist(BacktestStepEntity.from(job, step, cases));
    entities.flush();
  }

  @Override
  @Transactional
  public List<ScoredCase> of(long job) {
    return entities.createQuery(
            "select s from BacktestStepEntity s where s.jobId = :job order by s.step", BacktestStepEntity.class)
        .setParameter("job", job)
        .getResultStream()
        .flatMap(entity -> entity.cases.stream().map(BacktestStepEntity.Row::toCase))
        .toList();
  }
}
