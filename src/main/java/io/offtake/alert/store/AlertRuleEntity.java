package io.offtake.alert.store;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.offtake.alert.AlertRule;
import io.offtake.alert.Severity;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "alert_rule")
@IdClass(AlertRuleEntity.Key.class)
class AlertRuleEntity {

  static class Key implements Serializable {

    private static final long serialVersionUID = 1L;

    String id = "";
    int version;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.version == version && key.id.equals(id);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, version);
    }
  }

  @Id
  String id;

  @Id
  int version;

  String title;
  String kind;

  @JdbcTypeCode(SqlTypes.JSON)
  RuleJson body;

  String severity;
  double hysteresis;
  int dwell;
  boolean enabled;
  Instant recordedAt;

  static AlertRuleEntity from(AlertRule rule, Instant at) {
    var entity = new AlertRuleEntity();
    entity.id = rule.id();
    entity.version = rule.version();
    entity.title = rule.title();
    entity.kind = rule.kind().id();
    entity.body = RuleJson.of(rule);
    entity.severity = rule.severity().id();
    entity.hysteresis = rule.hysteresis();
    entity.dwell = rule.dwell();
    entity.enabled = rule.enabled();
    entity.recordedAt = at;
    return entity;
  }

  AlertRule toRule() {
    return new AlertRule(id, version, title, body.kind(kind), Severity.of(severity).orElseThrow(), hysteresis, dwell,
        enabled, body.scope());
  }
}
