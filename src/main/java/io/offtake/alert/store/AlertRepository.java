package io.offtake.alert.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.alert.Alert;
import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.Alerts;
import io.offtake.alert.Facts;
import io.offtake.alert.Silence;

@ApplicationScoped
class AlertRepository implements Alerts {

  private static final String NEWEST = """
      select * from (
        select distinct on (fingerprint) * from alert_transition %s
        order by fingerprint, sequence desc) newest %s
      order by fingerprint""";

  private final EntityManager entities;
  private final AlertRules rules;

  AlertRepository(EntityManager entities, AlertRules rules) {
    this.entities = entities;
    this.rules = rules;
  }

  @Override
  @Transactional
  public List<Alert> find(Filter filter, String after, int atMost) {
    var among = new ArrayList<String>(List.of("fingerprint > :after"));
    var arguments = new HashMap<String, Object>(Map.of("after", after));
    if (filter.commitment() != null) {
      among.add("commitment = :commitment");
      arguments.put("commitment", filter.commitment());
    }
    if (filter.rule() != null) {
      among.add("rule = :rule");
      arguments.put("rule", filter.rule());
    }
    String standing = "";
    if (!filter.states().isEmpty()) {
      standing = "where state in (:states)";
      arguments.put("states", filter.states());
    }
    var query = entities.createNativeQuery(
        NEWEST.formatted("where " + String.join(" and ", among), standing), AlertTransitionEntity.class);
    arguments.forEach(query::setParameter);
    return alerts(query.setMaxResults(atMost).getResultList());
  }

  @Override
  @Transactional
  public Optional<Alert.History> history(String id) {
    List<Alert.Step> steps = steps(entities.createQuery(
            "from AlertTransitionEntity where fingerprint = :id order by sequence", AlertTransitionEntity.class)
        .setParameter("id", id)
        .getResultList());
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(new Alert.History(
            new Alert(id, steps.getLast().sequence(), steps.getLast().transition()), steps));
  }

  @Override
  @Transactional
  public List<Alert> ofCommitments(Collection<String> commitments) {
    return commitments.isEmpty() ? List.of() : alerts(entities.createNativeQuery(
            NEWEST.formatted("where commitment in (:commitments)", ""), AlertTransitionEntity.class)
        .setParameter("commitments", commitments)
        .getResultList());
  }

  @Override
  @Transactional
  public List<Alert> active() {
    return alerts(entities.createNativeQuery(
            NEWEST.formatted("", "where state in ('firing', 'acknowledged', 'silenced')"), AlertTransitionEntity.class)
        .getResultList());
  }

  @Override
  @Transactional
  public long newestTransition() {
    return entities.createQuery("select coalesce(max(id), 0) from AlertTransitionEntity", Long.class).getSingleResult();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Collection<Alert.Step> steps, long dataVersion) {
    steps.forEach(step -> entities.persist(AlertTransitionEntity.from(step, dataVersion)));
    entities.flush();
  }

  @Override
  @Transactional
  @SuppressWarnings("unchecked") // rows are of the class that the query names
  public List<Facts> newestFacts(Collection<String> commitments) {
    return commitments.isEmpty() ? List.of() : entities.createNativeQuery("""
            select distinct on (commitment, reading) * from alert_facts where commitment in (:commitments)
            order by commitment, reading, id desc""", AlertFactsEntity.class)
        .setParameter("commitments", commitments)
        .getResultStream()
        .map(row -> ((AlertFactsEntity) row).facts.facts())
        .toList();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(Collection<Facts> facts) {
    facts.forEach(each -> entities.persist(AlertFactsEntity.from(each)));
    entities.flush();
  }

  @Override
  @Transactional
  public Optional<Look> newestLook() {
    return entities.createQuery("from AlertLookEntity order by id desc", AlertLookEntity.class)
        .setMaxResults(1)
        .getResultStream()
        .map(look -> new Look(look.at, look.dataVersion))
        .findFirst();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(Look look) {
    entities.persist(AlertLookEntity.from(look));
    entities.flush();
  }

  @Override
  @Transactional
  public List<Silence> silences() {
    Map<Long, Instant> ended = entities.createQuery("from SilenceEndEntity", SilenceEndEntity.class)
        .getResultStream()
        .collect(Collectors.toMap(end -> end.silenceId, end -> end.endedAt));
    return entities.createQuery("from SilenceEntity order by id desc", SilenceEntity.class)
        .getResultStream()
        .map(silence -> silence.toSilence(Optional.ofNullable(ended.get(silence.id))))
        .toList();
  }

  @Override
  @Transactional
  public Optional<Silence> silence(long id) {
    return Optional.ofNullable(entities.find(SilenceEntity.class, id))
        .map(silence -> silence.toSilence(
            Optional.ofNullable(entities.find(SilenceEndEntity.class, id)).map(end -> end.endedAt)));
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public Silence add(
      Silence.Matcher matcher, String owner, String reason, Instant start, Instant end, Instant recordedAt) {
    var entity = new SilenceEntity();
    entity.commitment = matcher.commitment();
    entity.reading = matcher.reading();
    entity.rule = matcher.rule();
    entity.severity = matcher.severity() == null ? null : matcher.severity().id();
    entity.owner = owner;
    entity.reason = reason;
    entity.startsAt = start;
    entity.endsAt = end;
    entity.recordedAt = recordedAt;
    entities.persist(entity);
    entities.flush();
    return entity.toSilence(Optional.empty());
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void end(long silence, Instant at) {
    if (entities.find(SilenceEndEntity.class, silence) == null) {
      var end = new SilenceEndEntity();
      end.silenceId = silence;
      end.endedAt = at;
      entities.persist(end);
      entities.flush();
    }
  }

  private List<Alert> alerts(List<?> rows) {
    return steps(rows).stream()
        .map(step -> new Alert(step.transition().fingerprint(), step.sequence(), step.transition()))
        .toList();
  }

  private List<Alert.Step> steps(List<?> rows) {
    record Version(String rule, int version) {}
    var known = new HashMap<Version, AlertRule>();
    rules.all().forEach(rule -> known.put(new Version(rule.id(), rule.version()), rule));
    return rows.stream()
        .map(AlertTransitionEntity.class::cast)
        .map(row -> row.toStep(known.computeIfAbsent(new Version(row.rule, row.ruleVersion), version ->
            rules.find(version.rule(), version.version()).orElseThrow(() -> new IllegalStateException(
                "version %d of the rule %s is not held".formatted(version.version(), version.rule()))))))
        .toList();
  }
}
