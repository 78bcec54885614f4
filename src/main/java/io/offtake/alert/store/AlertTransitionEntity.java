package io.offtake.alert.store;

import java.time.Instant;
import java.util.Arrays;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.alert.Alert;
import io.offtake.alert.AlertRule;
import io.offtake.alert.Standing;
import io.offtake.alert.Transition;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "alert_transition")
class AlertTransitionEntity {

  private static final int LONGEST_CAUSE = 2000;

  /// @param movedFrom  where the alert stood before what `movedBy` made of it
  record Body(
      @Nullable StateJson from,
      StateJson to,
      @Nullable Instant movedBy,
      @Nullable StateJson movedFrom,
      FactsJson facts) {}

  @Id
  @GeneratedValue(generator = "alert_transition_seq")
  @SequenceGenerator(name = "alert_transition_seq", sequenceName = "alert_transition_seq", allocationSize = 100)
  @Nullable Long id;

  String fingerprint;
  int sequence;
  String commitment;
  String reading;
  String rule;
  int ruleVersion;
  String kind;
  String state;
  String severity;
  String cause;

  @JdbcTypeCode(SqlTypes.JSON)
  Body body;

  Instant occurredAt;
  long dataVersion;

  static AlertTransitionEntity from(Alert.Step step, long dataVersion) {
    Transition transition = step.transition();
    var entity = new AlertTransitionEntity();
    entity.fingerprint = transition.fingerprint();
    entity.sequence = step.sequence();
    entity.commitment = transition.facts().subject().commitment();
    entity.reading = transition.facts().subject().reading();
    entity.rule = transition.rule().id();
    entity.ruleVersion = transition.rule().version();
    entity.kind = transition.kind().id();
    entity.state = transition.to().id();
    entity.severity = transition.rule().severity().id();
    entity.cause = transition.cause().substring(0, Math.min(transition.cause().length(), LONGEST_CAUSE));
    StateJson to = StateJson.of(transition.to());
    if (to == null) {
      throw new IllegalArgumentException("a transition leads to a state");
    }
    entity.body = new Body(StateJson.of(transition.from()), to, transition.standing().movedBy(),
        StateJson.of(transition.standing().movedFrom()), FactsJson.of(transition.facts()));
    entity.occurredAt = transition.occurredAt();
    entity.dataVersion = dataVersion;
    return entity;
  }

  /// @param byRule  the rule in the version that the row names
  Alert.Step toStep(AlertRule byRule) {
    var standing = new Standing(body.to().toState(), body.movedBy(), StateJson.toState(body.movedFrom()));
    return new Alert.Step(sequence, new Transition(
        byRule,
        Arrays.stream(Transition.Kind.values()).filter(each -> each.id().equals(kind)).findFirst().orElseThrow(),
        StateJson.toState(body.from()),
        body.to().toState(),
        cause,
        standing,
        body.facts().facts(),
        occurredAt));
  }
}
