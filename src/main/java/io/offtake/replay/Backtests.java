package io.offtake.replay;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.assessment.Backtest;
import io.offtake.assessment.BacktestCases;
import io.offtake.commitment.Problem;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.score.ScoredCase;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.job.JobOrders;

/// Backtests as jobs: a step is one instant of release.
@ApplicationScoped
public class Backtests implements JobKind {

  public static final String KIND = "backtest";

  /// The only seller whose figures are read.
  private static final PartyId ORIGIN = new PartyId("US");

  private final JobOrders orders;
  private final BacktestCases cases;
  private final Snapshots snapshots;
  private final Clock clock;
  private final Commodities commodities;
  private final Supplier<ProjectionModel> models;

  Backtests(
      JobOrders orders,
      BacktestCases cases,
      Snapshots snapshots,
      Clock clock,
      Commodities commodities,
      Supplier<ProjectionModel> models) {
    this.orders = orders;
    this.cases = cases;
    this.snapshots = snapshots;
    this.clock = clock;
    this.commodities = commodities;
    this.models = models;
  }

  /// What is asked for. The source follows from the measure: inspections are FGIS's, everything else is export sales.
  ///
  /// @param measure  the id of a rung of the ladder
  /// @param destinations  empty for all that are held
  public record Asked(
      String measure,
      String commodity,
      List<String> destinations,
      LocalDate from,
      LocalDate to,
      int everyWeeks,
      List<Integer> horizons) {}

  public sealed interface Outcome {
    record Added(Job job) implements Outcome {}

    record Senseless(List<Problem> problems) implements Outcome {}
  }

  public Outcome ask(Asked asked) {
    Snapshot snapshot = snapshots.current();
    List<Problem> problems = problems(asked, snapshot, Set.of());
    if (!problems.isEmpty()) {
      return new Outcome.Senseless(problems);
    }
    return new Outcome.Added(orders.add(KIND, asked, snapshot.version().id()));
  }

  /// What a job was asked to do.
  public Asked asked(Job job) {
    return orders.asked(job, Asked.class);
  }

  /// The cases of a backtest; those of the steps done so far while it runs.
  public List<ScoredCase> cases(long job) {
    return cases.of(job);
  }

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public Run open(Job job) {
    Snapshot snapshot = snapshots.atLeast(job.dataVersion());
    var backtest = new Backtest(plan(asked(job)), snapshot.panel(), job.dataVersion(), commodities, models.get());
    List<Instant> instants = backtest.instants();
    return new Run() {
      @Override
      public int steps() {
        return instants.size();
      }

      @Override
      public String describe(int step) {
        return "release of " + instants.get(step);
      }

      @Override
      public Step carryOut(int step, Runnable pause) {
        List<ScoredCase> found = backtest.casesAt(instants.get(step), pause);
        return Step.done(found.size(), () -> cases.append(job.id(), step, found));
      }
    };
  }

  /// All that makes no sense in what is asked for.
  ///
  /// @param unsure  the names of the fields that hold stand-ins: what is held against them is left out
  public List<Problem> problems(Asked asked, Set<String> unsure) {
    return problems(asked, snapshots.current(), unsure);
  }

  private List<Problem> problems(Asked asked, Snapshot snapshot, Set<String> unsure) {
    var problems = new ArrayList<>(Span.problems(asked.from(), asked.to(), clock.instant(), unsure));
    if (unsure.contains("commodity")) {
      return problems;
    }
    if (commodities.find(new CommodityId(asked.commodity())).isEmpty()) {
      problems.add(new Problem("/commodity", "there is no commodity '%s'".formatted(asked.commodity()),
          "write one that /v1/commodities lists"));
      return problems;
    }
    if (unsure.contains("measure")) {
      return problems;
    }
    Backtest.Plan plan = plan(asked);
    Set<PartyId> held = snapshot.panel().trades().stream()
        .filter(trade -> trade.source().equals(plan.source()) && trade.commodity().equals(plan.commodity()))
        .map(trade -> trade.destination())
        .collect(Collectors.toSet());
    if (held.isEmpty()) {
      problems.add(new Problem("/commodity",
          "nothing is held of %s from %s".formatted(asked.commodity(), plan.source()), "see what /v1/series lists"));
      return problems;
    }
    for (int i = 0; i < asked.destinations().size(); i++) {
      if (!held.contains(new PartyId(asked.destinations().get(i)))) {
        problems.add(new Problem("/destinations/" + i,
            "nothing is held of %s to %s".formatted(asked.commodity(), asked.destinations().get(i)),
            "see what /v1/series lists"));
      }
    }
    if (problems.isEmpty() && unsure.isEmpty()
        && new Backtest(plan, snapshot.panel(), snapshot.version().id(), commodities, models.get()).instants().isEmpty()) {
      problems.add(new Problem("/from", "no release of %s is held from %s to %s"
          .formatted(plan.source(), asked.from(), asked.to()), "see what /v1/sources/%s/releases lists"
          .formatted(plan.source())));
    }
    return problems;
  }

  private static Backtest.Plan plan(Asked asked) {
    Measure measure = Measure.ofId(asked.measure()).orElseThrow();
    return new Backtest.Plan(
        measure == Measure.INSPECTED ? SourceId.FGIS_WEEKLY : SourceId.FAS_EXPORT_SALES,
        measure,
        new CommodityId(asked.commodity()),
        ORIGIN,
        asked.destinations().stream().map(PartyId::new).collect(Collectors.toSet()),
        asked.from(),
        asked.to(),
        asked.everyWeeks(),
        asked.horizons());
  }
}
