package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track;
import io.offtake.projection.Projection;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.QuantileForecast;
import io.offtake.projection.score.ScoredCase;
import io.offtake.projection.score.ScoredCase.Forecast;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;

/// A projection as it was issued, whole enough to be scored when the window is over.
///
/// @param scale  what its errors are divided by
/// @param rules  what the trade's rules of thumb said of the same total
public record IssuedProjection(
    CommitmentId commitment,
    String reading,
    Instant asOf,
    Counted counted,
    Horizon horizon,
    double fulfilled,
    double target,
    double scale,
    QuantileForecast quantiles,
    double shortfallProbability,
    Map<Method, QuantileForecast> rules,
    String method,
    long seed) {

  public IssuedProjection {
    rules = Map.copyOf(rules);
  }

  /// @param measure  what was counted, which may stand in for the reading's own
  public record Counted(Trade trade, Measure measure, Unit unit) {}

  /// @param newestPeriodEnd  the newest week it knew
  /// @param windowEnd  the end of the last week it forecast
  /// @param weeks  how many weeks it forecast, at least 1
  public record Horizon(LocalDate newestPeriodEnd, LocalDate windowEnd, int weeks) {}

  /// What there is to score of an assessment; empty when the model declined or nothing is left to forecast.
  public static Optional<IssuedProjection> of(Assessment assessment, Commodities commodities) {
    if (!(assessment.projection().orElse(null) instanceof Projection.Estimated estimated)) {
      return Optional.empty();
    }
    Pairing pairing = assessment.pairing().orElseThrow();
    Track track = pairing.track();
    List<LocalDate> left = pairing.endsToProject();
    Optional<LocalDate> newest = pairing.newestPeriodEnd();
    Optional<Month> startMonth = commodities.find(track.trade().commodity()).map(Commodity::marketingYearStart);
    if (left.isEmpty() || newest.isEmpty() || startMonth.isEmpty() || !left.getLast().isAfter(newest.get())) {
      // Where only holes are left there is nothing to come that could be held against it.
      return Optional.empty();
    }
    double fulfilled = pairing.projectedFrom();
    return Optional.of(new IssuedProjection(
        assessment.commitment().id(),
        assessment.reading().id(),
        assessment.asOf(),
        new Counted(track.trade(), track.measure(), track.unit()),
        new Horizon(newest.get(), left.getLast(), left.size()),
        fulfilled,
        assessment.target().map(Quantity::toDouble).orElseThrow(),
        TradeRules.scale(track, left.size()),
        QuantileForecast.of(estimated.total()),
        estimated.shortfallProbability(),
        TradeRules.of(track, fulfilled, left, startMonth.get()),
        estimated.method(),
        estimated.seed()));
  }

  /// The case that this is once the total is known. Cases of one trade and measure are one series, however many readings
  /// count them.
  public ScoredCase scored(double outcome) {
    double[] targets = {target};
    var forecasts = new HashMap<Method, Forecast>();
    rules.forEach((rule, forecast) -> forecasts.put(rule, Forecast.of(forecast, targets)));
    forecasts.put(Method.PROJECTION, new Forecast(quantiles, new double[] {1 - shortfallProbability}));
    return new ScoredCase("%s, %s".formatted(counted.trade(), counted.measure().id()), counted.measure(),
        counted.trade().commodity(), counted.trade().destination(), horizon.newestPeriodEnd(), horizon.windowEnd(),
        horizon.weeks(), scale, outcome, targets, forecasts);
  }
}
