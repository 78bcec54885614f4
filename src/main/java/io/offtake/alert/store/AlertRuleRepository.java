package io.offtake.alert.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;

@ApplicationScoped
class AlertRuleRepository implements AlertRules {

  private final EntityManager entities;

  AlertRuleRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional
  public List<AlertRule> all() {
    var newest = new TreeMap<String, AlertRule>();
    AlertRule.DEFAULTS.forEach(rule -> newest.put(rule.id(), rule));
    entities.createQuery("from AlertRuleEntity order by version", AlertRuleEntity.class)
        .getResultStream()
        .forEach(entity -> newest.put(entity.id, entity.toRule()));
    return List.copyOf(newest.values());
  }

  @Override
  @Transactional
  public Optional<AlertRule> find(String id) {
    return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  @Override
  @Transactional
  public Optional<AlertRule> find(String id, int version) {
    return entities.createQuery(
            "from AlertRuleEntity where id = :id and version = :version", AlertRuleEntity.class)
        .setParameter("id", id)
        .setParameter("version", version)
        .getResultStream()
        .map(AlertRuleEntity::toRule)
        .findFirst()
        .or(() -> AlertRule.DEFAULTS.stream()
            .filter(rule -> rule.id().equals(id) && rule.version() == version)
            .findFirst());
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(AlertRule rule, Instant at) {
    entities.persist(AlertRuleEntity.from(rule, at));
    entities.flush();
  }
}
