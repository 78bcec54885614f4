package io.offtake.assessment.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.IssuedProjection;
import io.offtake.assessment.IssuedVerdict;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.commitment.CommitmentId;
import io.offtake.reference.Commodities;
import io.offtake.verdict.Verdict;
import io.quarkus.hibernate.orm.panache.PanacheRepository;

@ApplicationScoped
class IssuedVerdictRepository implements IssuedVerdicts, PanacheRepository<IssuedVerdictEntity> {

  private static final String AFTER = """
      from IssuedVerdictEntity v
      where v.dataVersion >= :version and (v.dataVersion > :version or v.id > :id) and v.dataVersion <= :upTo
        and v.asOf >= :since
        and (cast(:commitment as string) is null or v.commitment = :commitment)
        and (cast(:reading as string) is null or v.reading = :reading)
        and (cast(:verdict as string) is null or v.verdict = :verdict)
      order by v.dataVersion, v.id""";

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

  @Override
  @Transactional
  public List<Turn> turns(CommitmentId commitment, long upTo, int atMost) {
    List<?> rows = getEntityManager().createNativeQuery("""
            select reading, as_of, verdict, before, summary, data_version from (
              select id, reading, as_of, verdict, summary, data_version,
                lag(verdict) over (partition by reading order by id) as before
              from issued_verdict where commitment = :commitment and data_version <= :upTo) as issued
            where before is distinct from verdict order by id desc""", Object[].class)
        .setParameter("commitment", commitment.value())
        .setParameter("upTo", upTo)
        .setMaxResults(atMost)
        .getResultList();
    return rows.reversed().stream().map(row -> turn((Object[]) row)).toList();
  }

  private static Turn turn(Object[] row) {
    return new Turn((String) row[0], (Instant) row[1], Verdict.ofId((String) row[2]).orElseThrow(),
        Optional.ofNullable((String) row[3]).map(id -> Verdict.ofId(id).orElseThrow()), (String) row[4],
        ((Number) row[5]).longValue());
  }

  @Override
  @Transactional
  public List<IssuedVerdict> after(IssuedVerdict.Position position, long upTo, IssuedVerdict.Filter filter, int most) {
    return getEntityManager().createQuery(AFTER, IssuedVerdictEntity.class)
        .setParameter("version", position.dataVersion())
        .setParameter("id", position.id())
        .setParameter("upTo", upTo)
        .setParameter("since", filter.since())
        .setParameter("commitment", filter.commitment().map(CommitmentId::value).orElse(null))
        .setParameter("reading", filter.reading().orElse(null))
        .setParameter("verdict", filter.verdict().orElse(null))
        .setMaxResults(most)
        .getResultStream()
        .map(IssuedVerdictEntity::toVerdict)
        .toList();
  }
}
