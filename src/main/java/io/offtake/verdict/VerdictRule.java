package io.offtake.verdict;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.offtake.commitment.UnknownDestinations;
import io.offtake.pace.Feasibility;
import io.offtake.pace.Pace;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Progress;
import io.offtake.projection.Projection;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.text.Counted;
import io.offtake.verdict.Why.Reason;

/// Decides the verdict of one reading. Pure: the same case always gets the same judgement.
///
/// @param watch  the shortfall probability from which a reading is at risk
/// @param likely  the shortfall probability from which a shortfall is likely
public record VerdictRule(double watch, double likely) {

  private static final int DAYS_A_WEEK = 7;
  private static final int SHORTEST_MONTH = 28;
  private static final int LONGEST_MONTH = 31;

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
      Progress progress,
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

  /// @param wanted  the figures that would answer it, in words
  public Judgement noEvidence(String because, String wanted) {
    return new Judgement(Verdict.UNOBSERVED,
        new Why("No judgement: " + because + ".", List.of(new Reason("noEvidence", because)), wanted));
  }

  public Judgement judge(Case of) {
    Quantity fulfilled = of.progress().fulfilled().middle();
    if (fulfilled.compareTo(of.target()) >= 0) {
      return met(of);
    }
    boolean deadlinePassed =
        !of.asOf().isBefore(of.deadline().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    if (deadlinePassed && of.progress().isComplete()) {
      return missed(of);
    }
    List<Reason> unseen = unseen(of, deadlinePassed);
    if (unseen.isEmpty() && !hasBasis(of)) {
      unseen = List.of(new Reason("noBasis", "there is neither a projection nor a rate to judge by"));
    }
    if (unseen.isEmpty()) {
      return outlookVerdict(of);
    }
    String held = of.progress().isAtLeast() && of.progress().isAnythingObserved()
        ? " At least %s of %s are held.".formatted(Figures.say(fulfilled), Figures.say(of.target()))
        : "";
    return new Judgement(Verdict.UNOBSERVED, new Why(
        "No judgement: %s.%s".formatted(unseen.getFirst().text(), held),
        together(unseen, standing(of), undone(of), rates(of), outlook(of)),
        switch (unseen.getFirst().code()) {
          case "noBasis" -> "More weeks of figures.";
          case "endsBeforeEvidence" -> "Figures of the window, handed in as a table: no report of it is to come.";
          case "membersNotTold" -> "The figures of the members that are not told.";
          default -> "The reports that are missing.";
        }));
  }

  /// Whether there is anything to judge by: a probability, rates that tell, or a limit that is known.
  private static boolean hasBasis(Case of) {
    return of.projection() instanceof Projection.Estimated || of.pace().isTelling() || !of.pace().feasible();
  }

  private Judgement outlookVerdict(Case of) {
    OptionalDouble probability = of.projection() instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.shortfallProbability())
        : OptionalDouble.empty();
    boolean behind = of.pace().isBehindOnBothWindows();
    List<Reason> slow = behind ? List.of(new Reason("behindRequiredRate",
        "%s, and %s a week are required".formatted(slowRates(of), estimate(of.pace().requiredPerWeek(), of))))
        : List.of();
    String soFar = "%s of %s so far".formatted(
        Figures.say(of.progress().fulfilled().middle()), Figures.say(of.target()));
    String chance = probability.isPresent()
        ? " The probability of a shortfall is %s.".formatted(Figures.percent(probability.getAsDouble()))
        : "";
    boolean infeasible = !of.pace().feasible();
    if (infeasible || probability.orElse(0) >= likely) {
      String missing = infeasible
          ? ", and at least %s cannot come in time".formatted(
              estimate(of.pace().feasibility().leastShortfall(), of))
          : "";
      return new Judgement(Verdict.SHORTFALL_LIKELY, new Why(
          "A shortfall by %s is likely: %s%s.%s".formatted(of.deadline(), soFar, missing, chance),
          infeasible
              ? together(notFeasible(of), outlook(of), standing(of), slow, rates(of), undone(of))
              : together(outlook(of), standing(of), slow, rates(of), undone(of)),
          clears(of)));
    }
    if (behind || probability.orElse(0) >= watch) {
      boolean byProbability = probability.orElse(0) >= watch;
      return new Judgement(Verdict.AT_RISK, new Why(
          byProbability
              ? "At risk of falling short by %s: %s.%s".formatted(of.deadline(), soFar, chance)
              : "At risk of falling short by %s: the pace is too slow. %s, where %s a week are required.%s".formatted(
                  of.deadline(), capital(slowRates(of)), estimate(of.pace().requiredPerWeek(), of), chance),
          byProbability
              ? together(outlook(of), slow, standing(of), rates(of), undone(of))
              : together(slow, outlook(of), standing(of), rates(of), undone(of)),
          clears(of)));
    }
    return new Judgement(Verdict.ON_TRACK, new Why(
        "On track for %s: %s.%s".formatted(of.deadline(), soFar, chance),
        together(outlook(of), standing(of), rates(of), undone(of)),
        "A probability of a shortfall of %s or more, or a rate below the required one over 4 and over 12 weeks."
            .formatted(Figures.percent(watch))));
  }

  private static String slowRates(Case of) {
    return "it was %s a week over the last 4 weeks and %s a week over the last 12 weeks".formatted(
        estimate(of.pace().actual().w4(), of), estimate(of.pace().actual().w12(), of));
  }

  /// Says what stands in the way, with its source, and what stays missing even so.
  private static List<Reason> notFeasible(Case of) {
    Feasibility feasibility = of.pace().feasibility();
    String missing = "At least %s stays missing".formatted(estimate(feasibility.leastShortfall(), of));
    return feasibility.limit().map(limit -> new Reason("notFeasible", switch (limit) {
      case Feasibility.Limit.AtRecordRate(double perWeek, int reports) ->
          "not feasible by the deadline: %s are left, and %s at the record rate of %s a week bring%s less. %s".formatted(
              Figures.say(of.pace().remaining()), Counted.of(reports, "report"), estimate(perWeek, of),
              reports == 1 ? "s" : "", missing);
      case Feasibility.Limit.Stated(Quantity most, String source) ->
          "not feasible by the deadline: %s are left and at most %s can still come (%s). %s".formatted(
              Figures.say(of.pace().remaining()), Figures.say(most), source, missing);
    })).stream().toList();
  }

  private static Judgement met(Case of) {
    return new Judgement(Verdict.MET, new Why(
        "Met: %s%s of %s.".formatted(of.progress().isAtLeast() ? "at least " : "",
            Figures.say(of.progress().fulfilled().middle()), Figures.say(of.target())),
        together(standing(of), firstReached(of)),
        "A revision or a cancellation that takes the total below the target."));
  }

  private static Judgement missed(Case of) {
    return new Judgement(Verdict.MISSED, new Why(
        "Missed by %s (%s of %s by %s).".formatted(Figures.say(of.pace().remaining()),
            Figures.say(of.progress().fulfilled().middle()), Figures.say(of.target()), of.deadline()),
        together(standing(of), undone(of), List.of(new Reason("deadlinePassed",
            "the deadline of %s has passed and every report of the window is known".formatted(of.deadline())))),
        "A revision of the window's figures."));
  }

  /// What is counted and how; nothing before any of it is known.
  private static List<Reason> standing(Case of) {
    var reasons = new ArrayList<Reason>();
    if (of.progress().isAnythingObserved()) {
      Quantity fulfilled = of.progress().fulfilled().middle();
      reasons.add(new Reason("fulfilled", "%s%s of %s fulfilled (%s)%s".formatted(
          of.progress().isAtLeast() ? "at least " : "", Figures.say(fulfilled), Figures.say(of.target()),
          Figures.percent(fulfilled.toDouble() / of.target().toDouble()),
          of.progress().newestPeriodEnd().map(end -> ", newest period ends " + end).orElse(""))));
    }
    treatment(of).ifPresent(reasons::add);
    return reasons;
  }

  private static Optional<Reason> treatment(Case of) {
    if (of.progress().unknown().isEmpty()) {
      return Optional.empty();
    }
    var stock = of.progress().unknown().get();
    String before = stock.beforeWindow()
        .map(value -> ". Before the window %s were outstanding".formatted(Figures.say(value)))
        .orElse("");
    if (of.progress().unknownMissing()
        && !(of.progress().reading().unknownDestinations() instanceof UnknownDestinations.None)) {
      return Optional.of(new Reason("unknownDestinations",
          "%s were outstanding to unknown destinations on %s; they are not counted, for of the newest week it is not held".formatted(
              Figures.say(stock.value()), stock.periodEnd())));
    }
    return switch (of.progress().reading().unknownDestinations()) {
      case UnknownDestinations.None _ -> Optional.empty();
      case UnknownDestinations.All _ -> Optional.of(new Reason("unknownDestinations",
          "all %s outstanding to unknown destinations on %s are counted, an upper bound%s".formatted(
              Figures.say(stock.value()), stock.periodEnd(), before)));
      case UnknownDestinations.Share share -> Optional.of(new Reason("unknownDestinations",
          "%s of the %s outstanding to unknown destinations on %s count%s%s".formatted(
              range(share), Figures.say(stock.value()), stock.periodEnd(),
              share.min().compareTo(share.max()) == 0 ? "" : ", and the verdict uses the middle", before)));
    };
  }

  /// One figure where both ends read the same.
  private static String range(UnknownDestinations.Share share) {
    String least = Figures.percent(share.min().doubleValue());
    String most = Figures.percent(share.max().doubleValue());
    return least.equals(most) ? least : least + " to " + most;
  }

  private static List<Reason> firstReached(Case of) {
    return reachedIn(of)
        .map(end -> new Reason("reached", "the target was first reached in the period that ends on " + end))
        .stream().toList();
  }

  private static List<Reason> undone(Case of) {
    return reachedIn(of)
        .map(end -> new Reason("undone", ("the target was reached in the period that ends on %s, and a cancellation or a "
            + "revision has undone it since").formatted(end)))
        .stream().toList();
  }

  private static Optional<LocalDate> reachedIn(Case of) {
    return of.progress().periods().stream()
        .filter(period -> period.cumulative().filter(total -> total.compareTo(of.target()) >= 0).isPresent())
        .findFirst()
        .map(period -> period.period().last());
  }

  /// What is not held and keeps from judging, the cause that waiting does not mend first.
  private static List<Reason> unseen(Case of, boolean deadlinePassed) {
    Progress progress = of.progress();
    var reasons = new ArrayList<Reason>();
    Optional<LocalDate> oldest = progress.oldestPeriodEnd();
    progress.partsTold().ifPresent(parts -> reasons.add(new Reason("membersNotTold",
        "%d of the %d members of %s are told of the period to %s, and what is not told of the others is not 0".formatted(
            parts.told(), parts.parts(), parts.whole(), parts.end()))));
    if (progress.endsBeforeEvidence()) {
      reasons.add(new Reason("endsBeforeEvidence", "the window ends on %s and what is held begins with the period that ends on %s"
          .formatted(progress.window().last(), oldest.orElseThrow())));
      return reasons;
    }
    if (progress.beginsBeforeEvidence() && (oldest.isPresent() || reasons.isEmpty())) {
      reasons.add(new Reason("beginsBeforeEvidence", oldest
          .map(end -> "the window opens on %s and what is held begins with the period that ends on %s".formatted(
              progress.window().first(), end))
          .orElse("nothing of this trade is held")));
    }
    if (progress.isPartlyHeld()) {
      reasons.add(new Reason("carryOverNotHeld", progress.marketingYear()
          .map(_ -> "what came in from the marketing year before is not held: only what is sure to be of this year counts")
          .orElse("the level of sales that the window begins with is not held: only what is sure to be of it counts")));
    }
    // A level is whole in spite of a hole before it. Once the deadline has passed every measure waits alike.
    List<CountedPeriod> missing = (deadlinePassed ? progress.missing() : progress.unaccounted()).stream()
        .filter(period -> !progress.beginsBeforeEvidence() || oldest.isEmpty() || period.period().last().isAfter(oldest.get()))
        .toList();
    if (!missing.isEmpty()) {
      boolean one = missing.size() == 1;
      reasons.add(new Reason("periodsMissing", "%s of the window %s missing, %s".formatted(
          Counted.of(missing.size(), noun(missing.getFirst())), one ? "is" : "are",
          (one ? "the one to " : "the first to ") + missing.getFirst().period().last())));
    }
    List<CountedPeriod> over = progress.periods().stream()
        .filter(period -> period.state() == CountedPeriod.State.AHEAD && period.due().isEmpty())
        .toList();
    if (deadlinePassed && !over.isEmpty()) {
      // Nobody owes them at a known time: when the window is over they are not held, and no report is to be waited for.
      reasons.add(new Reason("periodsNotHeld", "%s of the window %s not held from %s, %s".formatted(
          Counted.of(over.size(), noun(over.getFirst())), over.size() == 1 ? "is" : "are", progress.source(),
          (over.size() == 1 ? "the one to " : "the first to ") + over.getFirst().period().last())));
    }
    if (progress.unknownMissing()) {
      reasons.add(new Reason("unknownNotHeld",
          "outstanding sales to unknown destinations are not held for the newest period"));
    }
    List<LocalDate> overdue = progress.overdueUpToEnd();
    if (!overdue.isEmpty()) {
      reasons.add(new Reason("releaseOverdue", "%s of %s %s due and not out, %s for the period to %s".formatted(
          Counted.of(overdue.size(), "release"), progress.source(), overdue.size() == 1 ? "is" : "are",
          overdue.size() == 1 ? "the one" : "first", overdue.getFirst())));
    } else if (progress.catchingUp() && !progress.endsLeft().isEmpty()) {
      reasons.add(new Reason("catchingUp",
          "%s is working off a backlog: its newest releases came late".formatted(progress.source())));
    }
    if (!reasons.isEmpty()) {
      heldBack(progress).ifPresent(reasons::addFirst);
    }
    return reasons;
  }

  private static String noun(CountedPeriod period) {
    long days = period.period().days();
    return days == DAYS_A_WEEK ? "week" : days >= SHORTEST_MONTH && days <= LONGEST_MONTH ? "month" : "period";
  }

  /// Why a period is not seen although a report of it came.
  private static Optional<Reason> heldBack(Progress progress) {
    List<LocalDate> ends = progress.heldBack().stream()
        .filter(end -> progress.overdue().contains(end)
            || progress.missing().stream().anyMatch(period -> period.period().last().equals(end)))
        .toList();
    return ends.isEmpty() ? Optional.empty() : Optional.of(new Reason("heldBack",
        "the figures of %s are held back because they are hard to believe, %s of the period to %s".formatted(
            Counted.of(ends.size(), "period"), ends.size() == 1 ? "those" : "first those", ends.getFirst())));
  }

  private static List<Reason> rates(Case of) {
    Pace pace = of.pace();
    if (pace.requiredPerWeek().isEmpty()) {
      return List.of();
    }
    String actual = pace.actual().w4().isPresent()
        ? "The last 4 weeks brought %s a week".formatted(estimate(pace.actual().w4(), of))
        : "The rate over the last 4 weeks is not known";
    String safe = pace.lastSafeDate()
        .map(day -> ". At the record rate of %s a week the last safe date is %s".formatted(
            estimate(pace.actual().record(), of), day))
        .orElse("");
    return List.of(new Reason("rate", "%s a week are required over %s. %s%s".formatted(
        estimate(pace.requiredPerWeek(), of), Counted.of(pace.reportsLeft(), "report"), actual, safe)));
  }

  private static List<Reason> outlook(Case of) {
    return switch (of.projection()) {
      case Projection.NotEstimable(_, String detail) ->
          List.of(new Reason("notEstimable", "no projection: " + detail));
      case Projection.Estimated _ when of.progress().endsToProject().isEmpty() -> List.of();
      case Projection.Estimated estimated -> List.of(new Reason("projection",
          "the total is projected at %s (P10 %s, P90 %s). The probability of a shortfall is %s%s".formatted(
              estimate(estimated.total().quantile(0.5), of), estimate(estimated.total().quantile(0.1), of),
              estimate(estimated.total().quantile(0.9), of), Figures.percent(estimated.shortfallProbability()),
              estimated.seasons() > 0 ? ", from %s".formatted(Counted.of(estimated.seasons(), "past season")) : "")));
    };
  }

  /// Nobody is told to wait for a report such as there never was.
  private static String clears(Case of) {
    if (of.nextReportClears().isEmpty()) {
      return "";
    }
    double needed = Math.ceil(of.nextReportClears().getAsDouble());
    OptionalDouble largest = of.pace().actual().largest();
    if (largest.isEmpty()) {
      return "Too few weeks are held to say what a single report can bring.";
    }
    return needed > largest.getAsDouble()
        ? "No single report can clear it: the largest on record brought %s.".formatted(estimate(largest, of))
        : "Clears if the next report shows %s or more.".formatted(estimate(needed, of));
  }

  private static String estimate(double value, Case of) {
    return Figures.say(value, of.target().unit());
  }

  private static String estimate(OptionalDouble value, Case of) {
    return estimate(value.orElseThrow(), of);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  private static List<Reason> together(List<Reason>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }
}
