package io.offtake.assessment.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.assessment.IssuedProjection;
import io.offtake.assessment.IssuedProjections.Kept;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.QuantileForecast;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "issued_projection")
class IssuedProjectionEntity {

  @Id
  @GeneratedValue(generator = "issued_projection_seq")
  @SequenceGenerator(name = "issued_projection_seq", sequenceName = "issued_projection_seq", allocationSize = 200)
  @Nullable Long id;

  String commitment;
  String reading;
  Instant asOf;
  String source;
  String measure;
  String commodity;
  String origin;
  String destination;
  String unit;
  LocalDate newestPeriodEnd;
  LocalDate windowEnd;
  int horizonWeeks;
  double fulfilled;
  double target;
  double scale;

  @JdbcTypeCode(SqlTypes.JSON)
  double[] quantiles;

  double shortfallProbability;

  @JdbcTypeCode(SqlTypes.JSON)
  Map<String, double[]> rules;

  String method;
  long seed;
  String engineVersion;
  long dataVersion;

  static IssuedProjectionEntity from(IssuedProjection issued, String engineVersion, long dataVersion) {
    var entity = new IssuedProjectionEntity();
    entity.commitment = issued.commitment().value();
    entity.reading = issued.reading();
    entity.asOf = issued.asOf();
    entity.source = issued.counted().trade().source().value();
    entity.measure = issued.counted().measure().id();
    entity.commodity = issued.counted().trade().commodity().value();
    entity.origin = issued.counted().trade().origin().value();
    entity.destination = issued.counted().trade().destination().value();
    entity.unit = issued.counted().unit().id();
    entity.newestPeriodEnd = issued.horizon().newestPeriodEnd();
    entity.windowEnd = issued.horizon().windowEnd();
    entity.horizonWeeks = issued.horizon().weeks();
    entity.fulfilled = issued.fulfilled();
    entity.target = issued.target();
    entity.scale = issued.scale();
    entity.quantiles = issued.quantiles().values();
    entity.shortfallProbability = issued.shortfallProbability();
    entity.rules = new HashMap<>();
    issued.rules().forEach((rule, forecast) -> entity.rules.put(rule.id(), forecast.values()));
    entity.method = issued.method();
    entity.seed = issued.seed();
    entity.engineVersion = engineVersion;
    entity.dataVersion = dataVersion;
    return entity;
  }

  Kept toKept() {
    if (id == null) {
      throw new IllegalStateException("a projection that is read has its id");
    }
    var said = new EnumMap<Method, QuantileForecast>(Method.class);
    rules.forEach((rule, values) -> Method.ofId(rule).ifPresent(known -> said.put(known, new QuantileForecast(values))));
    return new Kept(id, new IssuedProjection(
        new CommitmentId(commitment),
        reading,
        asOf,
        new IssuedProjection.Counted(
            new Trade(new SourceId(source), new CommodityId(commodity), new PartyId(origin), new PartyId(destination)),
            Measure.ofId(measure).orElseThrow(),
            Unit.ofId(unit).orElseThrow()),
        new IssuedProjection.Horizon(newestPeriodEnd, windowEnd, horizonWeeks),
        fulfilled,
        target,
        scale,
        new QuantileForecast(quantiles),
        shortfallProbability,
        said,
        method,
        seed));
  }
}
