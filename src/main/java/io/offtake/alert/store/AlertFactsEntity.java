package io.offtake.alert.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.alert.Facts;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "alert_facts")
class AlertFactsEntity {

  @Id
  @GeneratedValue(generator = "alert_facts_seq")
  @SequenceGenerator(name = "alert_facts_seq", sequenceName = "alert_facts_seq", allocationSize = 100)
  @Nullable Long id;

  String commitment;
  String reading;
  Instant seenAt;

  @JdbcTypeCode(SqlTypes.JSON)
  FactsJson facts;

  long dataVersion;

  static AlertFactsEntity from(Facts facts) {
    var entity = new AlertFactsEntity();
    entity.commitment = facts.subject().commitment();
    entity.reading = facts.subject().reading();
    entity.seenAt = facts.asOf();
    entity.facts = FactsJson.of(facts);
    entity.dataVersion = facts.dataVersion();
    return entity;
  }
}
