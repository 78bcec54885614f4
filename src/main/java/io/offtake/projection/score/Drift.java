package io.offtake.projection.score;

import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;

/// Whether the newest projections have kept what they promised.
///
/// Weekly projections of one window share their outcome, so they are no independent trials: of each series only
/// projections whose windows do not overlap are tested. Series still share shocks, which makes a flag more likely than
/// its level says.
///
/// @param cases  how many were tested
/// @param reasons  one sentence for each departure; empty unless drifting
public record Drift(State state, int cases, List<String> reasons) {

  /// The newest cases that are tested.
  static final int NEWEST = 100;

  private static final int FEWEST = 20;
  private static final double LEVEL = 0.01;
  private static final double STANDARD_ERRORS = 2;
  /// The share of outcomes below the median that is nothing to speak of.
  private static final double LOWEST_BELOW = .4;
  private static final double HIGHEST_BELOW = .6;
  /// With fewer a standard error over series says nothing.
  private static final int FEWEST_SERIES = 5;

  public enum State {
    /// Too few are scored to say anything.
    NOT_ENOUGH("notEnough"),
    STEADY("steady"),
    DRIFTING("drifting");

    private final String id;

    State(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }

  public Drift {
    reasons = List.copyOf(reasons);
  }

  public static Drift of(List<ScoredCase> cases) {
    List<ScoredCase> newest = independent(cases);
    if (newest.size() < FEWEST) {
      return new Drift(State.NOT_ENOUGH, newest.size(), List.of());
    }
    var reasons = new ArrayList<String>();
    for (double nominal : new double[] {0.5, 0.8, 0.9}) {
      int held = Math.toIntExact(newest.stream()
          .filter(each -> each.forecast(Method.PROJECTION).orElseThrow().quantiles().covers(nominal, each.outcome()))
          .count());
      double chance = new BinomialTest()
          .binomialTest(newest.size(), held, nominal, AlternativeHypothesis.TWO_SIDED);
      if (chance < LEVEL) {
        reasons.add(String.format(Locale.ROOT,
            "the %.0f %% interval held %d of the newest %d outcomes, which would happen by chance in %.2g of cases",
            100 * nominal, held, newest.size(), chance));
      }
    }
    bias(newest).ifPresent(reasons::add);
    boolean manySeries = newest.stream().map(ScoredCase::series).distinct().count() >= FEWEST_SERIES;
    for (Method rule : new Method[] {Method.STRAIGHT_LINE, Method.FIVE_YEAR_SHARE}) {
      ClusteredMean difference = Summary.difference(newest, rule).brier();
      if (manySeries && difference.standardError().isPresent()
          && difference.value() > STANDARD_ERRORS * difference.standardError().getAsDouble()) {
        reasons.add(String.format(Locale.ROOT,
            "the Brier score of the newest %d was worse than that of %s by %.4f (standard error %.4f)",
            newest.size(), rule.id(), difference.value(), difference.standardError().getAsDouble()));
      }
    }
    return new Drift(reasons.isEmpty() ? State.STEADY : State.DRIFTING, newest.size(), reasons);
  }

  /// Whether outcomes lie on one side of the medians more often than chance explains, with the share by year of origin.
  private static Optional<String> bias(List<ScoredCase> newest) {
    // An outcome that is the median, as nothing is of nothing, tells of neither side.
    List<ScoredCase> sided = newest.stream().filter(each -> each.outcome() != median(each)).toList();
    long below = sided.stream().filter(each -> each.outcome() < median(each)).count();
    double share = (double) below / sided.size();
    if (sided.size() < FEWEST || share >= LOWEST_BELOW && share <= HIGHEST_BELOW
        || new BinomialTest().binomialTest(sided.size(), Math.toIntExact(below), .5, AlternativeHypothesis.TWO_SIDED)
            >= LEVEL) {
      return Optional.empty();
    }
    String years = sided.stream()
        .collect(groupingBy(each -> each.origin().getYear(), TreeMap::new,
            averagingDouble(each -> each.outcome() < median(each) ? 1 : 0)))
        .entrySet().stream()
        .map(year -> String.format(Locale.ROOT, "%d: %.0f %%", year.getKey(), 100 * year.getValue()))
        .collect(joining(", "));
    return Optional.of(String.format(Locale.ROOT,
        "%d of the newest %d outcomes lay below the median (by year of origin %s), where one half is right",
        below, sided.size(), years));
  }

  private static double median(ScoredCase scored) {
    return scored.forecast(Method.PROJECTION).orElseThrow().quantiles().median();
  }

  /// The newest cases with a projection, of each series only such whose windows do not overlap.
  private static List<ScoredCase> independent(List<ScoredCase> cases) {
    Map<String, LocalDate> takenFrom = new HashMap<>();
    return cases.stream()
        .filter(each -> each.forecasts().containsKey(Method.PROJECTION))
        .sorted(Comparator.comparing(ScoredCase::windowEnd).reversed()
            .thenComparing(ScoredCase::origin, Comparator.reverseOrder())
            .thenComparing(ScoredCase::series))
        .filter(each -> {
          LocalDate taken = takenFrom.get(each.series());
          boolean free = taken == null || !each.windowEnd().isAfter(taken);
          if (free) {
            takenFrom.put(each.series(), each.origin());
          }
          return free;
        })
        .limit(NEWEST)
        .toList();
  }
}
