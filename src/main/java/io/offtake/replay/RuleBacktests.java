package io.offtake.replay;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.RuleTrial.Counted;
import io.offtake.alert.RuleTrial.Warning;
import io.offtake.alert.RuleTrial;
import io.offtake.alert.RuleTrials;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.PastPledges;
import io.offtake.commitment.Problem;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.projection.ProjectionModel;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.VerdictRule;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.job.JobOrders;

/// Backtests of alert rules as jobs: a step is one day on which windows of past pledges open.
@ApplicationScoped
public class RuleBacktests implements JobKind {

  public static final String KIND = "ruleBacktest";

  /// A step lives through all of them at once.
  private static final int MOST_PLEDGES_A_WINDOW = 20;

  /// The only seller whose figures are read.
  private static final PartyId ORIGIN = new PartyId("US");

  private final JobOrders orders;
  private final RuleTrials trials;
  private final AlertRules rules;
  private final Snapshots snapshots;
  private final Clock clock;
  private final Commodities commodities;
  private final ReleaseCalendars calendars;
  private final Supplier<ProjectionModel> models;

  RuleBacktests(
      JobOrders orders,
      RuleTrials trials,
      AlertRules rules,
      Snapshots snapshots,
      Clock clock,
      Commodities commodities,
      ReleaseCalendars calendars,
      Supplier<ProjectionModel> models) {
    this.orders = orders;
    this.trials = trials;
    this.rules = rules;
    this.snapshots = snapshots;
    this.clock = clock;
    this.commodities = commodities;
    this.calendars = calendars;
    this.models = models;
  }

  /// What is asked for. The source follows from the measure: inspections are FGIS's, everything else is export sales.
  ///
  /// @param version  of the rule
  /// @param measure  the id of a rung of the ladder
  /// @param destinations  empty for all that are held
  public record Asked(
      String rule,
      int version,
      String measure,
      List<String> commodities,
      List<String> destinations,
      LocalDate from,
      LocalDate to,
      int everyWeeks,
      List<Integer> weeks,
      List<Double> shares) {}

  public sealed interface Outcome {
    record Added(Job job) implements Outcome {}

    /// There is no such rule.
    record NotFound() implements Outcome {}

    /// The rule cannot be tried on pledges of the past.
    record CannotBeTried(String reason) implements Outcome {}

    record Senseless(List<Problem> problems) implements Outcome {}
  }

  /// The rule as it was tried, what it came to and how it compares with its variants.
  ///
  /// @param variants  the rule itself first
  public record Result(Asked asked, List<AlertRule> variants, List<Counted> counted) {}

  /// @param asked  its version is filled in: the newest is tried
  public Outcome ask(Asked asked) {
    Optional<AlertRule> rule = rules.find(asked.rule());
    if (rule.isEmpty()) {
      return new Outcome.NotFound();
    }
    Optional<String> whyNot = RuleTrial.whyNot(rule.get());
    if (whyNot.isPresent()) {
      return new Outcome.CannotBeTried(whyNot.get());
    }
    Snapshot snapshot = snapshots.current();
    List<Problem> problems = problems(asked, snapshot, Set.of());
    if (!problems.isEmpty()) {
      return new Outcome.Senseless(problems);
    }
    var whole = new Asked(asked.rule(), rule.get().version(), asked.measure(), asked.commodities(), asked.destinations(),
        asked.from(), asked.to(), asked.everyWeeks(), asked.weeks(), asked.shares());
    return new Outcome.Added(orders.add(KIND, whole, snapshot.version().id()));
  }

  /// What a job was asked to do.
  public Asked asked(Job job) {
    return orders.asked(job, Asked.class);
  }

  /// What a job has found so far.
  public Result result(Job job) {
    Asked asked = asked(job);
    return new Result(asked, RuleTrial.variants(rule(asked)), trials.counted(job.id(), job.done()));
  }

  /// What the rule would have done with each pledge, as far as the job is.
  public List<Warning> warnings(Job job) {
    return trials.warnings(job.id(), job.done());
  }

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public Run open(Job job) {
    Snapshot snapshot = snapshots.atLeast(job.dataVersion());
    Asked asked = asked(job);
    List<AlertRule> variants = RuleTrial.variants(rule(asked));
    var assessor = new Assessor(commodities, calendars, models.get(), VerdictRule.DEFAULT);
    var pledges = new PastPledges(plan(asked), snapshot.panel(), job.dataVersion(), commodities, assessor);
    List<LocalDate> openings = pledges.openings();
    return new Run() {
      @Override
      public int steps() {
        return openings.size();
      }

      @Override
      public String describe(int step) {
        return "windows that open on " + openings.get(step);
      }

      @Override
      public Step carryOut(int step, Runnable pause) {
        List<List<Warning>> tried = pledges.from(openings.get(step),
                pledge -> RuleTrial.witness(variants, pledge, calendars, job.dataVersion()), pause).stream()
            .map(RuleTrial.Witness::warnings)
            .toList();
        List<Warning> own = tried.stream().map(List::getFirst).toList();
        return Step.done(tried.size(), () -> trials.append(job.id(), step, RuleTrial.count(tried), own));
      }
    };
  }

  private AlertRule rule(Asked asked) {
    return rules.find(asked.rule(), asked.version())
        .orElseThrow(() -> new CannotBegin("version %d of the rule %s is not held".formatted(
            asked.version(), asked.rule()), "order a backtest of the rule as it is now"));
  }

  /// All that makes no sense in what is asked for, but its rule.
  ///
  /// @param unsure  the names of the fields that hold stand-ins: what is held against them is left out
  public List<Problem> problems(Asked asked, Set<String> unsure) {
    return problems(asked, snapshots.current(), unsure);
  }

  private List<Problem> problems(Asked asked, Snapshot snapshot, Set<String> unsure) {
    var problems = new ArrayList<>(Span.problems(asked.from(), asked.to(), clock.instant(), unsure));
    if (!unsure.contains("weeks") && !unsure.contains("shares")
        && asked.weeks().size() * asked.shares().size() > MOST_PLEDGES_A_WINDOW) {
      problems.add(new Problem("/shares", "%d lengths with %d shares each are more pledges to a destination than %d"
          .formatted(asked.weeks().size(), asked.shares().size(), MOST_PLEDGES_A_WINDOW),
          "order several backtests, each of some of them"));
    }
    if (unsure.contains("measure")) {
      return problems;
    }
    SourceId source = source(asked);
    Set<Trade> trades = snapshot.panel().trades().stream()
        .filter(trade -> trade.source().equals(source) && PastPledges.isCountry(trade.destination()))
        .collect(Collectors.toSet());
    for (int i = 0; i < asked.commodities().size(); i++) {
      String commodity = asked.commodities().get(i);
      if (trades.stream().noneMatch(trade -> trade.commodity().value().equals(commodity))) {
        problems.add(new Problem("/commodities/" + i,
            "nothing is held of %s from %s to any country".formatted(commodity, source), "see what /v1/series lists"));
      }
    }
    for (int i = 0; i < asked.destinations().size() && !unsure.contains("commodities"); i++) {
      String destination = asked.destinations().get(i);
      if (trades.stream().noneMatch(trade -> trade.destination().value().equals(destination)
          && asked.commodities().contains(trade.commodity().value()))) {
        problems.add(new Problem("/destinations/" + i,
            "nothing is held of these commodities from %s to a country '%s'".formatted(source, destination),
            "see what /v1/series lists"));
      }
    }
    if (problems.isEmpty() && unsure.isEmpty()
        && PastPledges.openings(plan(asked), snapshot.panel(), snapshot.version().id()).isEmpty()) {
      problems.add(new Problem("/from", "no window opens from %s to %s: no release of %s is held there".formatted(
          asked.from(), asked.to(), source), "see what /v1/sources/%s/releases lists".formatted(source)));
    }
    return problems;
  }

  private static SourceId source(Asked asked) {
    return asked.measure().equals(Measure.INSPECTED.id()) ? SourceId.FGIS_WEEKLY : SourceId.FAS_EXPORT_SALES;
  }

  private static PastPledges.Plan plan(Asked asked) {
    return new PastPledges.Plan(
        source(asked),
        Measure.ofId(asked.measure()).orElseThrow(),
        asked.commodities().stream().map(CommodityId::new).toList(),
        ORIGIN,
        asked.destinations().stream().map(PartyId::new).collect(Collectors.toSet()),
        asked.from(),
        asked.to(),
        asked.everyWeeks(),
        asked.weeks(),
        asked.shares());
  }
}
