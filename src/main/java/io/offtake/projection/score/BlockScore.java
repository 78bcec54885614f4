package io.offtake.projection.score;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.offtake.projection.score.ClusteredMean.Gathered;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/// What one method scored on a block: cases of many series with known outcomes.
///
/// @param cases  one for each forecast
public record BlockScore(List<CaseOutcome> cases) {

  public BlockScore {
    cases = List.copyOf(cases);
  }

  /// One forecast and what came of it.
  ///
  /// @param year  of the origin
  /// @param horizon  in weeks
  /// @param crps  over the scale of the case
  /// @param brier  over the targets above zero; NaN without any
  /// @param log  likewise
  /// @param held  whether the 50, 80 and 90 % intervals held the outcome
  /// @param below  whether the outcome lay at or below the median
  @SuppressWarnings("ArrayRecordComponent") // scored once, never compared
  public record CaseOutcome(
      String series, int year, int horizon, double crps, double brier, double log, boolean[] held, boolean below) {

    /// @param scale  what errors are divided by
    /// @param targets  whose reaching is scored; those of zero are left out
    public static CaseOutcome of(
        String series, int year, int horizon, QuantileForecast forecast, double outcome, double scale, double[] targets) {
      var brier = new Mean();
      var log = new Mean();
      for (double target : targets) {
        if (target > 0) {
          double chance = forecast.probabilityAtLeast(target);
          boolean reached = outcome >= target;
          brier.increment(Math.pow(chance - (reached ? 1 : 0), 2));
          log.increment(-Math.log(reached ? chance : 1 - chance));
        }
      }
      boolean[] held =
          {forecast.covers(.5, outcome), forecast.covers(.8, outcome), forecast.covers(.9, outcome)};
      return new CaseOutcome(series, year, horizon, forecast.crps(outcome) / Math.max(1, scale), brier.getResult(),
          log.getResult(), held, outcome <= forecast.median());
    }
  }

  public ClusteredMean brier() {
    return mean(CaseOutcome::brier);
  }

  public ClusteredMean log() {
    return mean(CaseOutcome::log);
  }

  public ClusteredMean crps() {
    return mean(CaseOutcome::crps);
  }

  /// The share of outcomes that the 50 (0), 80 (1) or 90 (2) % interval held.
  public double held(int interval, Predicate<CaseOutcome> which) {
    return share(which, each -> each.held()[interval] ? 1 : 0);
  }

  /// By year of origin, the share of outcomes at or below the median.
  public Map<Integer, Double> belowByYear() {
    Map<Integer, Double> shares = new TreeMap<>();
    cases.stream().map(CaseOutcome::year).distinct().forEach(year ->
        shares.put(year, share(each -> each.year() == year, each -> each.below() ? 1 : 0)));
    return shares;
  }

  private double share(Predicate<CaseOutcome> which, ToDoubleFunction<CaseOutcome> of) {
    return cases.stream().filter(which).mapToDouble(of).average().orElse(Double.NaN);
  }

  /// The geometric mean over series of its CRPS over that of another method.
  public double relativeTo(BlockScore other) {
    Map<String, Double> its = other.crpsBySeries();
    var mean = new Mean();
    crpsBySeries().forEach((series, own) -> {
      Double theirs = its.get(series);
      if (theirs != null && own > 0 && theirs > 0) {
        mean.increment(Math.log(own / theirs));
      }
    });
    return Math.exp(mean.getResult());
  }

  /// How much lower its Brier score is than that of another method, with the standard error by series.
  public ClusteredMean brierLead(BlockScore other) {
    Map<String, Mean> its = other.bySeries(CaseOutcome::brier);
    var gathered = new Gathered();
    bySeries(CaseOutcome::brier).forEach((series, own) -> {
      Mean theirs = its.get(series);
      if (theirs != null) {
        gathered.add(series, theirs.getResult() - own.getResult());
      }
    });
    return gathered.mean();
  }

  /// Its place by CRPS among methods, 1 being the best, series by series; the mean with its standard error.
  public ClusteredMean rankAmong(Collection<BlockScore> others) {
    List<Map<String, Double>> their = others.stream().map(BlockScore::crpsBySeries).toList();
    var gathered = new Gathered();
    crpsBySeries().forEach((series, own) -> gathered.add(series,
        1. + Math.toIntExact(
            their.stream().filter(scores -> scores.getOrDefault(series, Double.MAX_VALUE) < own).count())));
    return gathered.mean();
  }

  private Map<String, Double> crpsBySeries() {
    Map<String, Double> means = new TreeMap<>();
    bySeries(CaseOutcome::crps).forEach((series, mean) -> means.put(series, mean.getResult()));
    return means;
  }

  private Map<String, Mean> bySeries(ToDoubleFunction<CaseOutcome> of) {
    Map<String, Mean> means = new TreeMap<>();
    for (CaseOutcome each : cases) {
      double value = of.applyAsDouble(each);
      if (!Double.isNaN(value)) {
        means.computeIfAbsent(each.series(), _ -> new Mean()).increment(value);
      }
    }
    return means;
  }

  private ClusteredMean mean(ToDoubleFunction<CaseOutcome> of) {
    var gathered = new Gathered();
    cases.forEach(each -> gathered.add(each.series(), of.applyAsDouble(each)));
    return gathered.mean();
  }
}
