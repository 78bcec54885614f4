package io.offtake.alert.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.alert.Alerts.Look;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "alert_look")
class AlertLookEntity {

  @Id
  @GeneratedValue(generator = "alert_look_seq")
  @SequenceGenerator(name = "alert_look_seq", sequenceName = "alert_look_seq", allocationSize = 1)
  @Nullable Long id;

  Instant at;
  long dataVersion;

  static AlertLookEntity from(Look look) {
    var entity = new AlertLookEntity();
    entity.at = look.at();
    entity.dataVersion = look.dataVersion();
    return entity;
  }
}
