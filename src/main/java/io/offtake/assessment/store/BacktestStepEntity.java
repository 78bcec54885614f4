package io.offtake.assessment.store;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.offtake.evidence.Measure;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.QuantileForecast;
import io.offtake.projection.score.ScoredCase;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Immutable
@Table(name = "backtest_step")
@IdClass(BacktestStepEntity.Key.class)
class BacktestStepEntity {

  record Key(long jobId, int step) implements Serializable {}

  /// What a method said, by the quantiles and the chances of the case's targets.
  @SuppressWarnings("ArrayRecordComponent")
  record Said(double[] quantiles, double[] reach) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      String series,
      String measure,
      String commodity,
      String destination,
      LocalDate origin,
      LocalDate windowEnd,
      int horizonWeeks,
      double scale,
      double outcome,
      double[] targets,
      Map<String, Said> forecasts) {

    static Row of(ScoredCase scored) {
      var forecasts = new HashMap<String, Said>();
      scored.forecasts().forEach((method, forecast) ->
          forecasts.put(method.id(), new Said(forecast.quantiles().values(), forecast.reach())));
      return new Row(scored.series(), scored.measure().id(), scored.commodity().value(), scored.destination().value(),
          scored.origin(), scored.windowEnd(), scored.horizonWeeks(), scored.scale(), scored.outcome(),
          scored.targets(), forecasts);
    }

    ScoredCase toCase() {
      var said = new EnumMap<Method, ScoredCase.Forecast>(Method.class);
      forecasts.forEach((id, each) -> Method.ofId(id).ifPresent(method -> said.put(method,
          new ScoredCase.Forecast(new QuantileForecast(each.quantiles()), each.reach()))));
      return new ScoredCase(series, Measure.ofId(measure).orElseThrow(), new CommodityId(commodity),
          new PartyId(destination), origin, windowEnd, horizonWeeks, scale, outcome, targets, said);
    }
  }

  @Id
  long jobId;

  @Id
  int step;

  @JdbcTypeCode(SqlTypes.JSON)
  List<Row> cases;

  static BacktestStepEntity from(long job, int step, List<ScoredCase> cases) {
    var entity = new BacktestStepEntity();
    entity.jobId = job;
    entity.step = step;
    entity.cases = cases.stream().map(Row::of).toList();
    return entity;
  }
}
