package io.offtake.alert.store;

import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.alert.RuleTrial.Cell;
import io.offtake.alert.RuleTrial.Counted;
import io.offtake.alert.RuleTrial.Tally;
import io.offtake.alert.RuleTrial.Warning;
import io.offtake.alert.RuleTrials;
import io.offtake.alert.store.RuleBacktestStepEntity.CountedRow;
import io.offtake.alert.store.RuleBacktestStepEntity.WarningRow;


@ApplicationScoped
class RuleTrialRepository implements RuleTrials {

  private final EntityManager entities;

  RuleTrialRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(long job, int step, List<Counted> counted, List<Warning> warnings) {
    entities.persist(RuleBacktestStepEntity.from(job, step, counted, warnings));
    entities.flush();
  }

  @Override
  @Transactional
  public List<Counted> counted(long job, int steps) {
    var sums = new TreeMap<Cell, Tally>(
        comparingInt(Cell::variant).thenComparing(Cell::commodity).thenComparingInt(Cell::weeks));
    entities.createQuery(
            "select s.counted from RuleBacktestStepEntity s where s.jobId = :job and s.step < :steps order by s.step",
            List.class)
        .setParameter("job", job)
        .setParameter("steps", steps)
        .getResultStream()
        .flatMap(step -> ((List<?>) step).stream())
        .map(row -> ((CountedRow) row).toCounted())
        .forEach(each -> sums.merge(each.cell(), each.tally(), Tally::plus));
    return sums.entrySet().stream().map(each -> new Counted(each.getKey(), each.getValue())).toList();
  }

  @Override
  @Transactional
  public List<Warning> warnings(long job, int steps) {
    return entities.createQuery(
            "select s.warnings from RuleBacktestStepEntity s where s.jobId = :job and s.step < :steps order by s.step",
            List.class)
        .setParameter("job", job)
        .setParameter("steps", steps)
        .getResultStream()
        .flatMap(step -> ((List<?>) step).stream())
        .map(row -> ((WarningRow) row).toWarning())
        .toList();
  }
}
