package io.offtake.assessment.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdict;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Release;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Distribution;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "issued_verdict")
class IssuedVerdictEntity {

  private static final int LONGEST_SUMMARY = 1000;

  /// The figures that were issued, by name; absent ones were not known.
  record Figures(
      @Nullable BigDecimal target,
      @Nullable BigDecimal fulfilled,
      @Nullable String unit,
      @Nullable Double fulfilledShare,
      @Nullable LocalDate newestPeriodEnd,
      @Nullable Instant newestRelease,
      @Nullable String method,
      @Nullable Long seed,
      @Nullable Double p10,
      @Nullable Double p50,
      @Nullable Double p90,
      @Nullable Double shortfallProbability,
      @Nullable Double expectedShortfall) {

    /// What was counted, where anything was: rows of old, which have no share, say 0 where nothing was observed too.
    @Nullable BigDecimal known() {
      return fulfilled != null && fulfilled.signum() == 0 && target != null && fulfilledShare == null ? null : fulfilled;
    }

    static Figures of(Assessment assessment) {
      var pairing = assessment.pairing();
      // Nothing observed is nothing known, and never 0.
      var seen = pairing.filter(Pairing::isAnythingObserved);
      var share = assessment.fulfilledShare();
      Projection.Estimated estimated =
          assessment.projection().orElse(null) instanceof Projection.Estimated some ? some : null;
      Distribution total = estimated == null ? null : estimated.total();
      return new Figures(
          assessment.target().map(Quantity::value).orElse(null),
          seen.map(paired -> paired.fulfilled().middle().value()).orElse(null),
          assessment.target().map(Quantity::unit).or(() -> pairing.map(Pairing::unit)).map(Unit::id).orElse(null),
          seen.isPresent() && share.isPresent() ? share.getAsDouble() : null,
          pairing.flatMap(paired -> paired.newestPeriodEnd()).orElse(null),
          pairing.flatMap(paired -> paired.newestRelease()).map(Release::releasedAt).orElse(null),
          estimated == null ? null : estimated.method(),
          estimated == null ? null : estimated.seed(),
          total == null ? null : total.quantile(0.1),
          total == null ? null : total.quantile(0.5),
          total == null ? null : total.quantile(0.9),
          estimated == null ? null : estimated.shortfallProbability(),
          estimated == null ? null : estimated.expectedShortfall());
    }
  }

  @Id
  @GeneratedValue(generator = "issued_verdict_seq")
  @SequenceGenerator(name = "issued_verdict_seq", sequenceName = "issued_verdict_seq", allocationSize = 200)
  @Nullable Long id;

  String commitment;
  String reading;
  Instant asOf;
  String verdict;
  String summary;

  @JdbcTypeCode(SqlTypes.JSON)
  Figures body;

  String engineVersion;
  long dataVersion;

  static IssuedVerdictEntity from(Assessment assessment, String engineVersion, long dataVersion) {
    var entity = new IssuedVerdictEntity();
    String summary = assessment.judgement().why().summary();
    entity.commitment = assessment.commitment().id().value();
    entity.reading = assessment.reading().id();
    entity.asOf = assessment.asOf();
    entity.verdict = assessment.judgement().verdict().id();
    entity.summary = summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY));
    entity.body = Figures.of(assessment);
    entity.engineVersion = engineVersion;
    entity.dataVersion = dataVersion;
    return entity;
  }

  IssuedVerdict toVerdict() {
    if (id == null) {
      throw new IllegalStateException("a verdict that is read has its id");
    }
    // Without a unit an amount says nothing: rows of old have none where nothing was owed.
    Optional<Unit> unit = Optional.ofNullable(body.unit()).flatMap(Unit::ofId);
    return new IssuedVerdict(
        new IssuedVerdict.Position(dataVersion, id),
        new CommitmentId(commitment),
        reading,
        asOf,
        verdict,
        summary,
        new IssuedVerdict.Count(
            unit.flatMap(of -> Optional.ofNullable(body.target()).map(value -> Quantity.of(value, of))),
            unit.flatMap(of -> Optional.ofNullable(body.known()).map(value -> Quantity.of(value, of))),
            optional(body.fulfilledShare())),
        new IssuedVerdict.Outlook(
            unit,
            optional(body.p10()),
            optional(body.p50()),
            optional(body.p90()),
            optional(body.shortfallProbability()),
            optional(body.expectedShortfall()),
            Optional.ofNullable(body.method()),
            Optional.ofNullable(body.seed())),
        Optional.ofNullable(body.newestPeriodEnd()),
        Optional.ofNullable(body.newestRelease()),
        engineVersion);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
