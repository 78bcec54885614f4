package io.offtake.projection.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import io.offtake.projection.score.ClusteredMean.Gathered;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/// What one method scored over a group of cases.
///
/// @param cases  how many it had a forecast for
/// @param events  how many chances of reaching a target were scored
/// @param series  how many series the cases are of
/// @param reliability  of the bins that hold any chance, ascending
public record Summary(
    int cases,
    int events,
    int series,
    ClusteredMean brier,
    ClusteredMean log,
    ClusteredMean pinball10,
    ClusteredMean pinball50,
    ClusteredMean pinball90,
    ClusteredMean crps,
    ClusteredMean coverage50,
    ClusteredMean coverage80,
    ClusteredMean coverage90,
    List<Bin> reliability) {

  private static final int BINS = 10;

  public Summary {
    reliability = List.copyOf(reliability);
  }

  /// Chances that were alike, and how often what they were given to came about.
  ///
  /// @param from  the bin holds chances from here to 0.1 above
  /// @param mean  of the chances given
  /// @param observed  the frequency with which the target was reached
  public record Bin(double from, int events, double mean, ClusteredMean observed) {}

  /// What the projection scored less what another method scored, on the cases of which both had a forecast: below zero
  /// the projection is better.
  ///
  /// @param crpsRatio  the geometric mean over series of the projection's ranked probability score over the other's:
  ///     unlike the difference it is not ruled by the few series that hardly moved before; absent without a series of
  ///     which both are positive
  public record Difference(int cases, ClusteredMean brier, ClusteredMean crps, OptionalDouble crpsRatio) {}

  public static Summary of(List<ScoredCase> cases, Method method) {
    List<ScoredCase> forecast = cases.stream().filter(each -> each.forecasts().containsKey(method)).toList();
    return new Summary(
        forecast.size(),
        forecast.stream().mapToInt(each -> each.targets().length).sum(),
        Math.toIntExact(forecast.stream().map(ScoredCase::series).distinct().count()),
        mean(forecast, method, CaseScore::brier),
        mean(forecast, method, CaseScore::log),
        mean(forecast, method, CaseScore::pinball10),
        mean(forecast, method, CaseScore::pinball50),
        mean(forecast, method, CaseScore::pinball90),
        mean(forecast, method, CaseScore::crps),
        mean(forecast, method, CaseScore::coverage50),
        mean(forecast, method, CaseScore::coverage80),
        mean(forecast, method, CaseScore::coverage90),
        bins(forecast, method));
  }

  /// The paired comparison of the projection with `other`.
  public static Difference difference(List<ScoredCase> cases, Method other) {
    var brier = new Gathered();
    var crps = new Gathered();
    Map<String, Pair> bySeries = new LinkedHashMap<>();
    int both = 0;
    for (ScoredCase each : cases) {
      Optional<CaseScore> own = CaseScore.of(each, Method.PROJECTION);
      Optional<CaseScore> its = CaseScore.of(each, other);
      if (own.isPresent() && its.isPresent()) {
        both++;
        brier.add(each.series(), own.get().brier() - its.get().brier());
        crps.add(each.series(), own.get().crps() - its.get().crps());
        bySeries.computeIfAbsent(each.series(), _ -> new Pair()).add(own.get().crps(), its.get().crps());
      }
    }
    return new Difference(both, brier.mean(), crps.mean(), ratio(bySeries.values()));
  }

  /// The scores of two methods on one series.
  private static final class Pair {

    private final Mean own = new Mean();
    private final Mean other = new Mean();

    void add(double ownScore, double otherScore) {
      own.increment(ownScore);
      other.increment(otherScore);
    }
  }

  private static OptionalDouble ratio(Collection<Pair> pairs) {
    double[] ratios = pairs.stream()
        .filter(pair -> pair.own.getResult() > 0 && pair.other.getResult() > 0)
        .mapToDouble(pair -> pair.own.getResult() / pair.other.getResult())
        .toArray();
    return ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(StatUtils.geometricMean(ratios));
  }

  private static ClusteredMean mean(List<ScoredCase> cases, Method method, ToDoubleFunction<CaseScore> score) {
    var gathered = new Gathered();
    cases.forEach(each -> gathered.add(each.series(), score.applyAsDouble(CaseScore.of(each, method).orElseThrow())));
    return gathered.mean();
  }

  private static List<Bin> bins(List<ScoredCase> cases, Method method) {
    var chances = new ArrayList<Mean>();
    var observed = new ArrayList<Gathered>();
    for (int bin = 0; bin < BINS; bin++) {
      chances.add(new Mean());
      observed.add(new Gathered());
    }
    for (ScoredCase each : cases) {
      double[] reach = each.forecast(method).orElseThrow().reach();
      for (int target = 0; target < reach.length; target++) {
        double chance = QuantileForecast.clipped(reach[target]);
        int bin = Math.min(BINS - 1, (int) (chance * BINS));
        chances.get(bin).increment(chance);
        observed.get(bin).add(each.series(), each.reached(target) ? 1 : 0);
      }
    }
    var bins = new ArrayList<Bin>();
    for (int bin = 0; bin < BINS; bin++) {
      if (observed.get(bin).size() > 0) {
        bins.add(new Bin((double) bin / BINS, Math.toIntExact(observed.get(bin).size()),
            chances.get(bin).getResult(), observed.get(bin).mean()));
      }
    }
    return bins;
  }
}
