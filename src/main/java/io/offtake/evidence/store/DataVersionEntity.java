package io.offtake.evidence.store;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "data_version")
class DataVersionEntity {

  @Id
  long id;

  Instant at;

  @Enumerated(EnumType.STRING)
  DataVersion.Cause cause;

  String detail;

  @Enumerated(EnumType.STRING)
  @Column(name = "actor_kind")
  Actor.Kind actorKind;

  String actor;

  static DataVersionEntity from(DataVersion version) {
    var entity = new DataVersionEntity();
    entity.id = version.id();
    entity.at = version.at();
    entity.cause = version.cause();
    entity.detail = version.detail();
    entity.actorKind = version.by().kind();
    entity.actor = version.by().name();
    return entity;
  }

  DataVersion toVersion() {
    return new DataVersion(id, at, cause, detail, new Actor(actorKind, actor));
  }
}
