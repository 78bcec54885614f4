package io.offtake.projection.score;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import io.offtake.evidence.Measure;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// One forecast question whose outcome is known, with what each method had said.
///
/// @param series  cases of one series are not independent; standard errors are clustered by it
/// @param origin  the end of the newest week that was known
/// @param windowEnd  the end of the last week forecast
/// @param horizonWeeks  how many weeks were forecast, at least 1
/// @param scale  what errors are divided by: the mean of the weeks known at the origin times the horizon; positive
/// @param outcome  the total as it came about
/// @param targets  thresholds whose reaching was forecast, in the outcome's unit
/// @param forecasts  by method; a rule of thumb may have had too little history
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record ScoredCase(
    String series,
    Measure measure,
    CommodityId commodity,
    PartyId destination,
    LocalDate origin,
    LocalDate windowEnd,
    int horizonWeeks,
    double scale,
    double outcome,
    double[] targets,
    Map<Method, Forecast> forecasts) {

  public ScoredCase {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("errors are divided by a positive scale, not " + scale);
    }
    for (Forecast forecast : forecasts.values()) {
      if (forecast.reach().length != targets.length) {
        throw new IllegalArgumentException("a forecast needs a probability for each target");
      }
    }
    forecasts = Map.copyOf(forecasts);
  }

  /// @param reach  for each target, the chance given to reaching it
  @SuppressWarnings("ArrayRecordComponent")
  public record Forecast(QuantileForecast quantiles, double[] reach) {

    /// A forecast whose chances follow from its quantiles.
    public static Forecast of(QuantileForecast quantiles, double[] targets) {
      double[] reach = new double[targets.length];
      for (int i = 0; i < reach.length; i++) {
        reach[i] = quantiles.probabilityAtLeast(targets[i]);
      }
      return new Forecast(quantiles, reach);
    }
  }

  public SeriesClass seriesClass() {
    return SeriesClass.of(destination);
  }

  public HorizonClass horizonClass() {
    return HorizonClass.of(horizonWeeks);
  }

  public boolean reached(int target) {
    return outcome >= targets[target];
  }

  /// What `method` forecast; empty when it had too little history.
  public Optional<Forecast> forecast(Method method) {
    return Optional.ofNullable(forecasts.get(method));
  }
}
