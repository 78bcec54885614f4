package io.offtake.verdict;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.pace.Feasibility;
import io.offtake.pace.Pace;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Why.Reason;

/// Decides the verdict of one reading. Pure: the same case always gets the same judgement.
///
/// @param watch  the shortfall probability from which a reading is at risk
/// @param likely  the shortfall probability from which a shortfall is likely
public record VerdictRule(double watch, double likely) {

  /// The record rate is a mean of so many weeks: no week on record brought more than all of them.
  private static final int WEEKS_OF_A_RECORD = 4;

  /// The levels to start with.
  public static final VerdictRule DEFAULT = new VerdictRule(0.35, 0.65);

  public VerdictRule {
    if (!(0 < watch && watch < likely && likely < 1)) {
      throw new IllegalArgumentException("need 0 < %s < %s < 1".formatted(watch, likely));
    }
  }

  /// @param deadline  the last day that counts
  /// @param nextReportClears  the flow in the next report from which on the probability falls below the watch level
  public record Case(
      Instant asOf,
      LocalDate deadline,
      Quantity target,
      Pairing pairing,
      Pace pace,
      Projection projection,
      OptionalDouble nextReportClears) {}

  public Judgement notAssessable(String because) {
    return new Judgement(Verdict.NOT_ASSESSABLE,
        new Why("Not assessed: " + because, List.of(new Reason("notAssessable", because)), ""));
  }

  /// The sources count by country, and the party is none.
  public Judgement noSeriesOf(String party, List<String> sources) {
    String because = "no series of %s is of '%s': it counts by country".formatted(String.join(", ", sources), party);
    return new Judgement(Verdict.UNOBSERVED,
        new Why("No judgement: " + because + ".", List.of(new Reason("noSeriesOfParty", because)),
            "A commitment between countries, each written by its code."));
  }

  /// The assessment itself failed: no judgement, and nothing that the evidence could be blamed for.
  public Judgement notComputed() {
    return new Judgement(Verdict.UNOBSERVED, new Why(
        "No judgement: this reading could not be assessed.",
        List.of(new Reason("notComputed", "the assessment failed by a fault that the log names; that says nothing of the commitment")),
        ""));
  }

  public Judgement notStarted(LocalDate windowStart) {
    return new Judgement(Verdict.NOT_STARTED,
        new Why("The window opens on " + windowStart + ".",
            List.of(new Reason("windowNotOpen", "nothing counts before " + windowStart)), ""));
  }

  public Judgement noEvidence(List<String> sources) {
    String because = sources.isEmpty()
        ? "no public source is known that could answer this reading"
        : "nothing is held from " + String.join(", ", sources);
    return new Judgement(Verdict.UNOBSERVED,
        new Why("No judgement: " + because + ".", List.of(new Reason("noEvidence", because)),
            "Evidence from one of the reading's sources."));
  }

  public Judgement judge(Case of) {
    Quantity fulfilled = of.pairing().fulfilled().middle();
    var reasons = new ArrayList<Reason>();
    if (of.pairing().isAnythingObserved()) {
      reasons.add(standing(of, fulfilled));
    }
    treatment(of).ifPresent(reasons::add);
    if (fulfilled.compareTo(of.target()) >= 0) {
      return met(of, fulfilled, reasons);
    }
    undone(of).ifPresent(reasons::add);
    boolean deadlinePassed =
        !of.asOf().isBefore(of.deadline().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    if (deadlinePassed && of.pairing().isComplete()) {
      return missed(of, reasons);
    }
    List<Reason> unseen = unseen(of.pairing());
    rates(of).ifPresent(reasons::add);
    outlook(of).ifPresent(reasons::add);
    if (!unseen.isEmpty()) {
      reasons.addAll(0, unseen);
      return new Judgement(Verdict.UNOBSERVED, new Why(
          "No judgement: " + unseen.getFirst().text() + ".", reasons,
          "The reports that are missing."));
    }
    return outlookVerdict(of, reasons);
  }

  private Judgement outlookVerdict(Case of, List<Reason> reasons) {
    OptionalDouble probability = of.projection() instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.shortfallProbability())
        : OptionalDouble.empty();
    boolean infeasible = !of.pace().feasible();
    if (infeasible) {
      notFeasible(of).ifPresent(reasons::add);
    }
    String deadline = of.deadline().toString();
    if (infeasible || probability.orElse(0) >= likely) {
      return new Judgement(Verdict.SHORTFALL_LIKELY, new Why(
          "A shortfall by %s is likely%s: %s of %s so far%s.".formatted(
              deadline, chance(probability), say(of.pairing().fulfilled().middle()), say(of.target()),
              infeasible
                  ? ", and at least %s cannot come in time".formatted(
                      number(of.pace().feasibility().leastShortfall(), of.target()))
                  : ""),
          reasons, clears(of)));
    }
    boolean behind = of.pace().isBehindOnBothWindows();
    if (behind) {
      reasons.add(new Reason("behindRequiredRate",
          "the actual rate is below the required one over 4 and over 12 weeks"));
    }
    if (behind || probability.orElse(0) >= watch) {
      return new Judgement(Verdict.AT_RISK, new Why(
          "At risk of falling short by %s%s.".formatted(deadline, chance(probability)), reasons, clears(of)));
    }
    return new Judgement(Verdict.ON_TRACK, new Why(
        "On track for %s%s.".formatted(deadline, chance(probability)), reasons,
        "A shortfall probability of %.0f %% or more, or a rate below the required one over 4 and over 12 weeks."
            .formatted(watch * 100)));
  }

  /// Says what stands in the way, with its source, and what stays missing even so.
  private static Optional<Reason> notFeasible(Case of) {
    Feasibility feasibility = of.pace().feasibility();
    String missing = "at least %s stays missing".formatted(number(feasibility.leastShortfall(), of.target()));
    return feasibility.limit().map(limit -> new Reason("notFeasible", switch (limit) {
      case Feasibility.Limit.AtRecordRate(double perWeek, int reports) ->
          "not feasible by the deadline: %s are left and %d reports at the record rate of %s a week bring less; %s"
              .formatted(say(of.pace().remaining()), reports, number(perWeek, of.target()), missing);
      case Feasibility.Limit.Stated(Quantity most, String source) ->
          "not feasible by the deadline: %s are left and at most %s can still come (%s); %s"
              .formatted(say(of.pace().remaining()), say(most), source, missing);
    }));
  }

  private static Judgement met(Case of, Quantity fulfilled, List<Reason> reasons) {
    firstReached(of).ifPresent(reasons::add);
    return new Judgement(Verdict.MET, new Why(
        "Met: %s of %s.".formatted(say(fulfilled), say(of.target())), reasons,
        "A revision or a cancellation that takes the total below the target."));
  }

  private static Judgement missed(Case of, List<Reason> reasons) {
    reasons.add(new Reason("deadlinePassed",
        "the deadline of %s has passed and every report of the window is known".formatted(of.deadline())));
    return new Judgement(Verdict.MISSED, new Why(
        "Missed by %s (%s of %s by %s).".formatted(
            say(of.pace().remaining()), say(of.pairing().fulfilled().middle()), say(of.target()), of.deadline()),
        reasons, "A revision of the window's figures."));
  }

  private static Reason standing(Case of, Quantity fulfilled) {
    double share = fulfilled.toDouble() / of.target().toDouble();
    return new Reason("fulfilled", String.format(Locale.ROOT, "%s of %s fulfilled (%.1f %%)%s",
        say(fulfilled), say(of.target()), share * 100,
        of.pairing().newestPeriodEnd().map(end -> ", newest period ends " + end).orElse("")));
  }

  private static Optional<Reason> treatment(Case of) {
    if (of.pairing().unknown().isEmpty()) {
      return Optional.empty();
    }
    var stock = of.pairing().unknown().get();
    String before = stock.beforeWindow()
        .map(value -> ", of which %s stood there before the window".formatted(say(value)))
        .orElse("");
    return switch (of.pairing().reading().unknownDestinations()) {
      case UnknownDestinations.None _ -> Optional.empty();
      case UnknownDestinations.All _ -> Optional.of(new Reason("unknownDestinations",
          "all %s outstanding to unknown destinations on %s are counted: an upper bound%s".formatted(
              say(stock.value()), stock.periodEnd(), before)));
      case UnknownDestinations.Share share -> Optional.of(new Reason("unknownDestinations", String.format(Locale.ROOT,
          "%.0f to %.0f %% of the %s outstanding to unknown destinations on %s count; the verdict uses the middle%s",
          share.min().doubleValue() * 100, share.max().doubleValue() * 100, say(stock.value()), stock.periodEnd(),
          before)));
    };
  }

  private static Optional<Reason> firstReached(Case of) {
    return of.pairing().periods().stream()
        .filter(period -> period.cumulative().filter(total -> total.compareTo(of.target()) >= 0).isPresent())
        .findFirst()
        .map(period -> new Reason("reached", "the target was first reached in the period that ends on "
            + period.period().last()));
  }

  private static Optional<Reason> undone(Case of) {
    return firstReached(of).map(reached -> new Reason("undone",
        reached.text() + ", and a cancellation or a revision has undone it since"));
  }

  private static List<Reason> unseen(Pairing pairing) {
    var reasons = new ArrayList<Reason>();
    if (!pairing.overdue().isEmpty()) {
      reasons.add(new Reason("releaseOverdue", "%d release%s of %s %s due and not out, first for the period to %s"
          .formatted(pairing.overdue().size(), pairing.overdue().size() == 1 ? "" : "s",
              pairing.track().trade().source(), pairing.overdue().size() == 1 ? "is" : "are",
              pairing.overdue().getFirst())));
    } else if (pairing.catchingUp()) {
      reasons.add(new Reason("catchingUp",
          "%s is working off a backlog: its newest releases came late".formatted(pairing.track().trade().source())));
    }
    if (pairing.beginsBeforeEvidence()) {
      reasons.add(new Reason("beginsBeforeEvidence", pairing.track().oldest()
          .map(oldest -> "the window opens on %s and what is held begins with the period that ends on %s"
              .formatted(pairing.window().first(), oldest.end()))
          .orElse("nothing of this trade is held")));
    }
    if (pairing.isPartlyHeld()) {
      reasons.add(new Reason("carryOverNotHeld", pairing.marketingYear()
          .map(_ -> "what came in from the marketing year before is not held: only what is sure to be of this year counts")
          .orElse("the level of sales that the window begins with is not held: only what is sure to be of it counts")));
    }
    if (pairing.unknownMissing()) {
      reasons.add(new Reason("unknownNotHeld",
          "outstanding sales to unknown destinations are not held for the newest period"));
    }
    List<CountedPeriod> missing = pairing.missing();
    if (!missing.isEmpty() && pairing.track().measure() != Measure.SOLD) {
      reasons.add(new Reason("periodsMissing", "%d period%s of the window missing, first the one to %s"
          .formatted(missing.size(), missing.size() == 1 ? " is" : "s are", missing.getFirst().period().last())));
    }
    if (!reasons.isEmpty()) {
      heldBack(pairing).ifPresent(reasons::addFirst);
    }
    return reasons;
  }

  /// Why a period is not seen although a report of it came.
  private static Optional<Reason> heldBack(Pairing pairing) {
    List<LocalDate> ends = pairing.heldBack().stream()
        .filter(end -> pairing.overdue().contains(end)
            || pairing.missing().stream().anyMatch(period -> period.period().last().equals(end)))
        .toList();
    return ends.isEmpty() ? Optional.empty() : Optional.of(new Reason("heldBack",
        "the figures of %d period%s are held back because they are hard to believe, first those of the period to %s"
            .formatted(ends.size(), ends.size() == 1 ? "" : "s", ends.getFirst())));
  }

  private static Optional<Reason> rates(Case of) {
    Pace pace = of.pace();
    if (pace.requiredPerWeek().isEmpty()) {
      return Optional.empty();
    }
    String actual = pace.actual().w4().isPresent()
        ? number(pace.actual().w4().getAsDouble(), of.target()) + " a week over the last 4 weeks"
        : "not known over the last 4 weeks";
    String safe = pace.lastSafeDate().map(day -> "; at the record rate the last safe date is " + day).orElse("");
    return Optional.of(new Reason("rate", "%s a week are required over %d reports; the actual rate is %s%s".formatted(
        number(pace.requiredPerWeek().getAsDouble(), of.target()), pace.reportsLeft(), actual, safe)));
  }

  private static Optional<Reason> outlook(Case of) {
    return switch (of.projection()) {
      case Projection.NotEstimable(_, String detail) ->
          Optional.of(new Reason("notEstimable", "no projection: " + detail));
      case Projection.Estimated _ when of.pace().reportsLeft() == 0 -> Optional.empty();
      case Projection.Estimated estimated -> Optional.of(new Reason("projection", String.format(Locale.ROOT,
          "the total is projected at %s (P10 %s, P90 %s), a shortfall with probability %s; %s",
          number(estimated.total().quantile(0.5), of.target()), number(estimated.total().quantile(0.1), of.target()),
          number(estimated.total().quantile(0.9), of.target()), probability(estimated.shortfallProbability()),
          String.join("; ", estimated.drivers()))));
    };
  }

  private static String clears(Case of) {
    if (of.nextReportClears().isEmpty()) {
      return "";
    }
    double needed = Math.ceil(of.nextReportClears().getAsDouble());
    double record = of.pace().actual().record().orElse(Double.POSITIVE_INFINITY);
    return needed > WEEKS_OF_A_RECORD * record
        ? "No single report is likely to clear it: it would have to show %s or more.".formatted(
            number(needed, of.target()))
        : "Clears if the next report shows %s or more.".formatted(number(needed, of.target()));
  }

  private static String chance(OptionalDouble probability) {
    return probability.isPresent()
        ? " (probability of a shortfall " + probability(probability.getAsDouble()) + ")"
        : "";
  }

  /// Near certainty a third digit tells 0.995 from 1.
  private static String probability(double value) {
    return String.format(Locale.ROOT, value < 0.01 || value > 0.99 ? "%.3f" : "%.2f", value);
  }

  private static String say(Quantity quantity) {
    return String.format(Locale.ROOT, "%,d %s",
        quantity.value().setScale(0, java.math.RoundingMode.HALF_EVEN).toBigInteger(), quantity.unit().id());
  }

  private static String number(double value, Quantity like) {
    return String.format(Locale.ROOT, "%,.0f %s", value, like.unit().id());
  }
}
