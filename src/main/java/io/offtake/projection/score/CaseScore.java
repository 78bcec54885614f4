package io.offtake.projection.score;

import java.util.Optional;

/// The scores of one forecast. Lower is better, but for coverage, which is 1 when the interval held the outcome.
///
/// @param brier  the squared error of the chance of reaching a target, averaged over the case's targets; NaN without any
/// @param log  minus the logarithm of the chance given to what came about, likewise
/// @param crps  divided by the case's scale, as are the quantile losses
record CaseScore(
    double brier,
    double log,
    double pinball10,
    double pinball50,
    double pinball90,
    double crps,
    double coverage50,
    double coverage80,
    double coverage90) {

  /// What `method` scored; empty when it had no forecast.
  static Optional<CaseScore> of(ScoredCase scored, Method method) {
    return scored.forecast(method).map(forecast -> of(scored, forecast));
  }

  private static CaseScore of(ScoredCase scored, ScoredCase.Forecast forecast) {
    double brier = 0;
    double log = 0;
    int targets = scored.targets().length;
    for (int i = 0; i < targets; i++) {
      double chance = QuantileForecast.clipped(forecast.reach()[i]);
      double event = scored.reached(i) ? 1 : 0;
      brier += (chance - event) * (chance - event);
      log -= Math.log(scored.reached(i) ? chance : 1 - chance);
    }
    QuantileForecast quantiles = forecast.quantiles();
    double outcome = scored.outcome();
    return new CaseScore(
        brier / targets,
        log / targets,
        quantiles.pinball(0.1, outcome) / scored.scale(),
        quantiles.pinball(0.5, outcome) / scored.scale(),
        quantiles.pinball(0.9, outcome) / scored.scale(),
        quantiles.crps(outcome) / scored.scale(),
        quantiles.covers(0.5, outcome) ? 1 : 0,
        quantiles.covers(0.8, outcome) ? 1 : 0,
        quantiles.covers(0.9, outcome) ? 1 : 0);
  }
}
