package io.offtake.assessment.store;

import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.IssuedProjection;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.reference.Commodities;
import io.quarkus.hibernate.orm.panache.PanacheRepository;

@ApplicationScoped
class IssuedVerdictRepository implements IssuedVerdicts, PanacheRepository<IssuedVerdictEntity> {

  private final Commodities commodities;

  IssuedVerdictRepository(Commodities commodities) {
    this.commodities = commodities;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Collection<Assessment> assessments, long dataVersion) {
    persist(assessments.stream()
        .map(assessment -> IssuedVerdictEntity.from(assessment, Assessor.ENGINE_VERSION, dataVersion)));
    assessments.stream()
        .flatMap(assessment -> IssuedProjection.of(assessment, commodities).stream())
        .map(projection -> IssuedProjectionEntity.from(projection, Assessor.ENGINE_VERSION, dataVersion))
        .forEach(getEntityManager()::persist);
    flush();
  }
}
