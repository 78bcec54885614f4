package io.offtake.assessment.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.offtake.assessment.IssuedProjections.Outcome;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "projection_outcome")
class ProjectionOutcomeEntity {

  @Id
  long projectionId;

  double outcome;
  Instant knownAt;
  Instant recordedAt;
  long dataVersion;

  static ProjectionOutcomeEntity from(Outcome outcome, Instant recordedAt) {
    var entity = new ProjectionOutcomeEntity();
    entity.projectionId = outcome.projection();
    entity.outcome = outcome.total();
    entity.knownAt = outcome.knownAt();
    entity.recordedAt = recordedAt;
    entity.dataVersion = outcome.dataVersion();
    return entity;
  }
}
