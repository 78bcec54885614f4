package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.commitment.Assessability;
import io.offtake.commitment.Assessability.ResolvedTerms;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Deliverable;
import io.offtake.commitment.Owed;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Substitution;
import io.offtake.commitment.Terms;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pace.Feasibility;
import io.offtake.pace.Pace;
import io.offtake.pace.Rates;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.SourceChoice;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.ProjectionModel.Question;
import io.offtake.projection.SeasonResampling;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.Judgement;
import io.offtake.verdict.VerdictRule;
import io.offtake.verdict.Why;

/// Takes a reading from its terms to its verdict. Pure: the same terms and the same view give the same assessment.
public final class Assessor {

  /// Changes whenever the same evidence would be judged otherwise.
  public static final String ENGINE_VERSION = "6";

  private static final int RECENT_WEEKS = 12;
  private static final Pattern PARTY = Pattern.compile("[A-Z]{2}|x-[a-z]+(-[a-z]+)*");
  private static final ProjectionModel MONTHS = new SeasonResampling();

  private final Commodities commodities;
  private final Questions questions;
  private final ReleaseCalendars calendars;
  private final ProjectionModel model;
  private final VerdictRule rule;
  private final Failures failures;

  /// Hears of readings that could not be assessed.
  @FunctionalInterface
  public interface Failures {

    Failures UNHEARD = (_, _, _) -> { };

    void failed(Commitment commitment, Reading reading, RuntimeException cause);
  }

  public Assessor(Commodities commodities, ReleaseCalendars calendars, ProjectionModel model, VerdictRule rule) {
    this(commodities, calendars, model, rule, Failures.UNHEARD);
  }

  public Assessor(
      Commodities commodities,
      ReleaseCalendars calendars,
      ProjectionModel model,
      VerdictRule rule,
      Failures failures) {
    this(commodities, new Questions(commodities), calendars, model, rule, failures);
  }

  public Assessor(
      Commodities commodities,
      Questions questions,
      ReleaseCalendars calendars,
      ProjectionModel model,
      VerdictRule rule,
      Failures failures) {
    this.commodities = commodities;
    this.questions = questions;
    this.calendars = calendars;
    this.model = model;
    this.rule = rule;
    this.failures = failures;
  }

  /// Every reading of a commitment at the instant of `view`, in the catalogue's order; none before the commitment was
  /// announced, and none that was retired.
  public List<Assessment> assess(Commitment commitment, Panel.View view) {
    var tracks = new Tracks(view);
    return commitment.readings().stream()
        .filter(reading -> !reading.isRetiredAt(view.asOf()))
        .flatMap(reading -> assess(commitment, reading, tracks, false).stream())
        .toList();
  }

  /// One reading; empty before the commitment was announced.
  ///
  /// @param fan  whether the projection's path by period is wanted
  public Optional<Assessment> assess(Commitment commitment, Reading reading, Tracks tracks, boolean fan) {
    return commitment.termsAsOf(tracks.view().asOf())
        .map(inForce -> assessed(commitment, reading, inForce, tracks, fan, Supposition.NONE));
  }

  /// The same reading, were it otherwise: by the same rules, with its path by period. Nobody else gets to see it.
  public Optional<Assessment> suppose(Commitment commitment, Reading reading, Tracks tracks, Supposition supposition) {
    return commitment.termsAsOf(tracks.view().asOf())
        .map(inForce -> assessed(commitment, supposition.of(reading), inForce, tracks, true, supposition));
  }

  /// A reading that cannot be assessed is told as such, with no figure. It takes nothing else down: no other reading, no
  /// import, no look for alerts and no answer that it stands in.
  private Assessment assessed(
      Commitment commitment, Reading reading, Terms inForce, Tracks tracks, boolean fan, Supposition supposition) {
    try {
      Assessment assessment = assess(commitment, reading, inForce, tracks, fan, supposition);
      requireTellable(assessment);
      return assessment;
    } catch (RuntimeException e) {
      failures.failed(commitment, reading, e);
      Instant asOf = tracks.view().asOf();
      return new Assessment(commitment, reading, asOf, reading.id().equals(inForce.headline()),
          !reading.stated().isKnownAt(asOf), Optional.empty(), windowStart(reading), deadline(reading),
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), rule.notComputed(),
          Optional.empty(), List.of());
    }
  }

  /// What is no number cannot be told as one.
  ///
  /// @throws ArithmeticException if a figure of the assessment is infinite or no number
  private static void requireTellable(Assessment of) {
    var figures = new ArrayList<OptionalDouble>(List.of(of.fulfilledShare(), of.slack()));
    of.pace().ifPresent(pace -> figures.addAll(List.of(
        pace.requiredPerWeek(), pace.requiredPerBusinessDay(), pace.ratio(), pace.actual().record())));
    if (of.projection().orElse(null) instanceof Projection.Estimated estimated) {
      DoubleStream.of(estimated.shortfallProbability(), estimated.expectedShortfall(), estimated.total().quantile(0.1),
          estimated.total().quantile(0.9)).mapToObj(OptionalDouble::of).forEach(figures::add);
    }
    figures.stream().filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble)
        .filter(figure -> !Double.isFinite(figure))
        .findAny()
        .ifPresent(figure -> {
          throw new ArithmeticException("a figure of the reading came out as " + figure);
        });
  }

  private Assessment assess(
      Commitment commitment, Reading reading, Terms inForce, Tracks tracks, boolean fan, Supposition supposition) {
    Panel.View view = tracks.view();
    Optional<ResolvedTerms> resolved = Assessability.resolve(commitment, reading, inForce);
    Optional<Owed> owed = resolved.map(terms -> Owed.of(commitment, reading, terms.tranche(), view.asOf()));
    Optional<String> whyNot = Assessability.whyNot(commitment, reading, inForce, view.asOf())
        .or(() -> owed.flatMap(Assessor::whyNoAmount));
    var subject = new Subject(commitment, reading,
        resolved.map(terms -> terms.tranche().deliverable()).orElse(List.of()), tracks, fan, supposition);
    Optional<Legs.Together> together = owed.flatMap(each -> together(subject, whyNot, each));
    Optional<Legs.Standing> main = together.map(Legs.Together::main)
        .or(() -> owed.isPresent() && whyNot.isPresent() ? shown(subject, owed.get()) : Optional.empty());
    return new Assessment(
        commitment,
        reading,
        view.asOf(),
        reading.id().equals(inForce.headline()),
        !reading.stated().isKnownAt(view.asOf()),
        resolved.map(ResolvedTerms::version),
        windowStart(reading),
        deadline(reading),
        main.map(each -> each.owed().target()).filter(Quantity::isPositive),
        main.flatMap(Legs.Standing::pairing),
        main.flatMap(Legs.Standing::pace),
        main.flatMap(Legs.Standing::projection),
        together.map(Legs.Together::judgement).orElseGet(() -> rule.notAssessable(whyNot.orElseThrow())),
        main.map(Legs.Standing::owed).filter(each -> each.target().isPositive()),
        together.map(Assessor::legs).orElse(List.of()));
  }

  /// What is asked about in one call.
  private record Subject(
      Commitment commitment,
      Reading reading,
      List<Deliverable> deliverable,
      Tracks tracks,
      boolean fan,
      Supposition supposition) {

    /// What was said by then can still come of the whole.
    List<Feasibility.Limit.Stated> limits(Owed.Leg leg) {
      return deliverable.stream()
          .filter(each -> leg.kind() == Owed.Kind.WHOLE && each.quantity().unit() == leg.target().unit()
              && each.stated().isKnownAt(tracks.view().asOf()))
          .map(each -> new Feasibility.Limit.Stated(each.quantity(), each.statedBy()))
          .toList();
    }
  }

  private static Optional<String> whyNoAmount(Owed owed) {
    return owed instanceof Owed.Unstated(String because) ? Optional.of(because) : Optional.empty();
  }

  private static List<Assessment.Leg> legs(Legs.Together of) {
    return of.all().size() == 1 ? List.of() : of.all().stream()
        .map(leg -> new Assessment.Leg(leg.owed(), leg.pairing(), leg.projection(), leg.judgement(),
            leg.equals(of.binding())))
        .toList();
  }

  /// Every amount that is owed and all of them together; empty where the reading is not assessed.
  private Optional<Legs.Together> together(Subject subject, Optional<String> whyNot, Owed owed) {
    if (whyNot.isPresent() || !(owed instanceof Owed.Amounts amounts)) {
      return Optional.empty();
    }
    var legs = new ArrayList<Legs.Standing>();
    for (Owed.Leg leg : amounts.legs()) {
      Owed.Leg due = leg.kind() == Owed.Kind.WHOLE ? discharged(subject, leg, amounts.substitutions()) : leg;
      legs.add(standing(subject, subject.supposition().of(due)));
    }
    return Optional.of(Legs.of(amounts.rule(), legs, amounts.untold()));
  }

  /// What is not judged has a figure and a share of it, and nothing that judges. Where no amount was declared it has the
  /// figure alone, and where no deadline was, what there is by now.
  private Optional<Legs.Standing> shown(Subject subject, Owed owed) {
    Optional<Owed.Leg> leg = owed instanceof Owed.Amounts amounts
        ? Optional.of(amounts.whole())
        : onlyCommodity(subject.commitment()).map(only -> new Owed.Leg("whole", Owed.Kind.WHOLE, List.of(only.id()),
            Quantity.zero(only.unit()), Optional.empty(), Optional.empty()));
    return leg.map(each -> new Legs.Standing(each, pair(subject, each).map(Paired::pairing), Optional.empty(),
        Optional.empty(), rule.notAssessable("")));
  }

  private Optional<Commodity> onlyCommodity(Commitment commitment) {
    return commitment.commodities().size() == 1 ? commodities.find(commitment.commodities().getFirst()) : Optional.empty();
  }

  private Legs.Standing standing(Subject subject, Owed.Leg leg) {
    Supposition supposition = subject.supposition();
    Optional<Paired> paired = pair(subject, leg).map(held -> new Paired(supposition.of(held.pairing(), leg), held.source()));
    Optional<Pairing> pairing = paired.map(Paired::pairing);
    Instant asOf = subject.tracks().view().asOf();
    Optional<Pace> pace = pairing.map(of -> Pace.of(of, leg.target(), asOf,
        new SupposedPath(supposition, of, leg).rates(Rates.of(of)), subject.limits(leg)));
    Optional<Projection> projection = pairing.map(of -> new SupposedPath(supposition, of, leg).of(
        project(of, leg.target(), subject.tracks(), subject.fan())));
    return new Legs.Standing(leg, pairing, pace, projection, judge(subject, leg, paired, pace, projection));
  }

  /// The whole's target is lower once what may stand in was bought.
  private Owed.Leg discharged(Subject subject, Owed.Leg whole, List<Substitution> substitutions) {
    Owed.Leg due = whole;
    for (Substitution each : substitutions) {
      if (each.commodities().isEmpty()) {
        continue;
      }
      var standIn = new Owed.Leg("substitution", Owed.Kind.MINIMUM, each.commodities(), each.value(), Optional.empty(),
          Optional.empty());
      Optional<Quantity> bought = pair(subject, standIn).map(Paired::pairing)
          .filter(Pairing::isAnythingObserved).map(of -> of.fulfilled().middle());
      if (bought.filter(so -> so.compareTo(each.value()) >= 0).isPresent()) {
        Quantity then = each.targetThen() != null ? each.targetThen() : due.target().minus(each.discharges());
        due = due.withTarget(then, "%s of %s stand for %s of %s".formatted(
            Figures.say(bought.get()), each.goods(), Figures.say(each.discharges()), each.of()));
      }
    }
    return due;
  }

  private Judgement judge(
      Subject subject,
      Owed.Leg leg,
      Optional<Paired> paired,
      Optional<Pace> pace,
      Optional<Projection> projection) {
    Commitment commitment = subject.commitment();
    Reading reading = subject.reading();
    Tracks tracks = subject.tracks();
    Instant asOf = tracks.view().asOf();
    LocalDate windowStart = windowStart(reading).orElseThrow();
    if (asOf.isBefore(windowStart.atStartOfDay(ZoneOffset.UTC).toInstant())) {
      return rule.notStarted(windowStart);
    }
    for (String party : List.of(commitment.buyer(), commitment.seller())) {
      if (!isParty(party)) {
        return rule.noSeriesOf(party, reading.sources().stream().map(SourceId::value).toList());
      }
    }
    if (paired.isEmpty() || pace.isEmpty() || projection.isEmpty()) {
      return rule.noEvidence(whyNoEvidence(subject, leg), wanted(subject, leg));
    }
    Pairing pairing = paired.get().pairing();
    if (pairing.periods().isEmpty()) {
      return rule.noEvidence("no period of %s ends in the window, so that nothing can be counted in it".formatted(
          pairing.track().trade().source()), wanted(subject, leg));
    }
    Judgement judgement = rule.judge(new VerdictRule.Case(asOf, deadline(reading).orElseThrow(), leg.target(),
        pairing, pace.get(), projection.get(), subject.supposition().rateOf(leg).isPresent()
            ? OptionalDouble.empty() : nextReportClears(pairing, leg.target(), pace.get(), tracks)));
    return withTerms(leg, pairing, sourceNamed(subject, pairing, paired.get().source(), judgement));
  }

  /// Says how the target follows from the terms, and where more came than was foreseen.
  private static Judgement withTerms(Owed.Leg leg, Pairing pairing, Judgement judgement) {
    var reasons = new ArrayList<Why.Reason>(judgement.why().reasons());
    leg.how().ifPresent(how -> reasons.add(new Why.Reason("target", "%s are owed: %s".formatted(Figures.say(leg.target()), how))));
    leg.most().ifPresent(most -> reasons.add(pairing.fulfilled().middle().compareTo(most) > 0
        ? new Why.Reason("aboveBand", "%s are more than the %s that the band ends at".formatted(
            Figures.say(pairing.fulfilled().middle()), Figures.say(most)))
        : new Why.Reason("band", "%s are owed at least, and up to %s were foreseen".formatted(
            Figures.say(leg.target()), Figures.say(most)))));
    return reasons.size() == judgement.why().reasons().size()
        ? judgement
        : new Judgement(judgement.verdict(),
            new Why(judgement.why().summary(), reasons, judgement.why().whatWouldChangeIt()));
  }

  /// Says so where another source is counted than the reading names first, and where it was another one before.
  private Judgement sourceNamed(Subject subject, Pairing pairing, SourceChoice chosen, Judgement judgement) {
    Reading reading = subject.reading();
    Tracks tracks = subject.tracks();
    var changed = new ArrayList<Why.Reason>();
    var standsIn = new ArrayList<Why.Reason>();
    SourceId source = pairing.track().trade().source();
    sourceBefore(reading, pairing, tracks).filter(before -> !before.equals(source)).ifPresent(before ->
        changed.add(new Why.Reason("sourceChanged",
            "%s is counted now, and %s was before its newest release. Figures of the two are not compared".formatted(
                source, before))));
    if (!chosen.passedOver().isEmpty()) {
      SourceChoice.PassedOver first = chosen.passedOver().getFirst();
      standsIn.add(new Why.Reason("sourceStandsIn",
          "%s is counted, which covers %s of the window so far. %s covers %s".formatted(
              source, days(chosen.coverage()), first.source(), days(first.coverage()))));
    }
    if (pairing.track().measure() != reading.measure()) {
      standsIn.add(new Why.Reason("measureStandsIn", "%s from %s stands in for %s".formatted(
          pairing.track().measure().id(), source, reading.measure().id())));
    }
    if (changed.isEmpty() && standsIn.isEmpty()) {
      return judgement;
    }
    Why why = judgement.why();
    return new Judgement(judgement.verdict(), new Why(why.summary(),
        Stream.of(changed, why.reasons(), standsIn).flatMap(List::stream).toList(), why.whatWouldChangeIt()));
  }

  private static String days(SourceChoice.Coverage coverage) {
    return "%d day%s".formatted(coverage.days(), coverage.days() == 1 ? "" : "s");
  }

  /// The source that was counted before the newest release of the one that is; empty when no other could be.
  private Optional<SourceId> sourceBefore(Reading reading, Pairing pairing, Tracks tracks) {
    Trade trade = pairing.track().trade();
    if (SourceChoice.held(reading, trade, pairing.unit(), tracks).size() < 2) {
      return Optional.empty();
    }
    return pairing.newestRelease()
        .flatMap(release -> SourceChoice.of(reading, trade, pairing.unit(), startMonth(reading, trade.commodity()),
            new Tracks(tracks.view().before(release.releasedAt())), calendars))
        .map(SourceChoice::source);
  }

  /// A reading with the figures that answer it.
  private record Paired(Pairing pairing, SourceChoice source) {}

  private Optional<Paired> pair(Subject subject, Owed.Leg leg) {
    Commitment commitment = subject.commitment();
    Tracks tracks = subject.tracks();
    Optional<Reading> over = withWindow(subject.reading(), tracks.view().asOf());
    if (over.isEmpty() || !isParty(commitment.buyer()) || !isParty(commitment.seller())
        || !leg.goods().stream().allMatch(each -> isCountedIn(each, leg.target().unit()))) {
      return Optional.empty();
    }
    Reading reading = over.get();
    Month startMonth = startMonth(reading, leg.counted());
    var anySource = new Trade(new SourceId("any"), leg.counted(),
        new PartyId(commitment.seller()), new PartyId(commitment.buyer()));
    return SourceChoice.of(reading, anySource, leg.target().unit(), startMonth, tracks, calendars)
        .map(chosen -> new Paired(Pairing.of(
            reading,
            anySource.from(chosen.source()),
            chosen.measure(),
            leg.target().unit(),
            startMonth,
            tracks,
            calendars), chosen));
  }

  /// A reading that states no deadline is shown by what there is up to the instant.
  private static Optional<Reading> withWindow(Reading reading, Instant asOf) {
    if (!(reading.window() instanceof ReadingWindow.Unstated(var windowStart, var deadline))) {
      return Optional.of(reading);
    }
    LocalDate today = asOf.equals(Instant.MAX) ? LocalDate.MAX : asOf.atZone(ZoneOffset.UTC).toLocalDate();
    return windowStart == null || deadline != null || today.isBefore(windowStart)
        ? Optional.empty()
        : Optional.of(reading.over(new DateWindow(windowStart, today)));
  }

  /// Figures of a commodity are in its own unit, and any commodity's may be in money.
  private boolean isCountedIn(CommodityId commodity, Unit unit) {
    return commodities.find(commodity).filter(found -> found.unit() == unit || unit == Unit.US_DOLLAR).isPresent();
  }

  /// The month that opens the marketing year; goods without one are counted by calendar years.
  private Month startMonth(Reading reading, CommodityId counted) {
    Month own = commodities.find(counted).map(Commodity::marketingYearStart).orElse(Month.JANUARY);
    return reading.window() instanceof ReadingWindow.OfMarketingYear(var year) ? year.startMonth() : own;
  }

  /// What would answer the reading, in words.
  private static String wanted(Subject subject, Owed.Leg leg) {
    Unit unit = leg.target().unit();
    return "Figures of %s from %s to %s in %s, of what is %s. Sources: %s.".formatted(
        leg.counted().inWords(), subject.commitment().seller(), subject.commitment().buyer(), unit.id(),
        subject.reading().measure().id(),
        String.join(", ", subject.reading().sources().stream().map(SourceId::value).toList()));
  }

  /// Why there is nothing to pair the reading with, as far as that is known.
  private String whyNoEvidence(Subject subject, Owed.Leg leg) {
    Commitment commitment = subject.commitment();
    Reading reading = subject.reading();
    Tracks tracks = subject.tracks();
    Unit unit = leg.target().unit();
    String sources = String.join(", ", reading.sources().stream().map(SourceId::value).toList());
    for (CommodityId each : leg.goods()) {
      Optional<Commodity> commodity = commodities.find(each);
      if (commodity.isEmpty()) {
        return "no series of %s is of '%s'".formatted(sources, each);
      }
      if (!isCountedIn(each, unit)) {
        return "the target is in %s, and figures of %s are in %s".formatted(
            unit.id(), each, commodity.get().unit().id());
      }
    }
    List<String> silent = reading.sources().stream()
        .filter(source -> tracks.view().trades(source).findAny().isEmpty())
        .map(SourceId::value)
        .toList();
    if (silent.size() == reading.sources().size()) {
      return "nothing is held from " + sources;
    }
    var seller = new PartyId(commitment.seller());
    List<SourceId> others = reading.sources().stream().filter(source -> !silent.contains(source.value())).toList();
    String named = String.join(", ", others.stream().map(SourceId::value).toList());
    var trade = new Trade(new SourceId("any"), leg.counted(), seller, new PartyId(commitment.buyer()));
    if (others.stream().anyMatch(source -> tracks.view().states(source, leg.counted(), seller, Set.of(), null))
        && others.stream().noneMatch(source -> tracks.view().states(source, leg.counted(), seller, Set.of(), unit))) {
      return "figures of %s that %s has told are not in %s".formatted(leg.counted().inWords(), named, unit.id());
    }
    List<String> ofAnother = others.stream()
        .filter(source -> tracks.view().states(source, leg.counted(), seller, Set.of(), unit))
        .filter(source -> !SourceChoice.tells(reading, trade.from(source), unit, tracks))
        .map(SourceId::value)
        .toList();
    if (!ofAnother.isEmpty()) {
      return "what is %s is not told by %s".formatted(reading.measure().id(), String.join(", ", ofAnother));
    }
    return "no series of %s that is held is of %s from %s to %s".formatted(
        named, leg.counted().inWords(), commitment.seller(), commitment.buyer());
  }

  /// A country or bloc by its id; a firm named in words has no figures of its own.
  private static boolean isParty(String name) {
    return PARTY.matcher(name).matches();
  }

  private Projection project(Pairing pairing, Quantity target, Tracks tracks, boolean fan) {
    if (pairing.isPartial()) {
      return new Projection.NotEstimable(Projection.Reason.PARTLY_HELD,
          "a part of the window so far is not held, and is not taken for zero");
    }
    if (!pairing.endsToProject().isEmpty()
        && calendars.of(pairing.track().trade().source()).filter(ReleaseCalendar::owesEveryPeriod).isEmpty()) {
      return new Projection.NotEstimable(Projection.Reason.NO_EVIDENCE,
          "%s owes no figures at known times, so nothing is projected".formatted(pairing.track().trade().source()));
    }
    return isMonthly(pairing)
        ? MONTHS.project(questions.ofMonths(pairing.track(), asked(pairing, target, fan)))
        : model.project(question(pairing, target, tracks, fan));
  }

  private boolean isMonthly(Pairing pairing) {
    return calendars.of(pairing.track().trade().source()).filter(MonthlyReleases.class::isInstance).isPresent();
  }

  private Question question(Pairing pairing, Quantity target, Tracks tracks, boolean fan) {
    return questions.of(pairing.track(), tracks, asked(pairing, target, fan));
  }

  private static Questions.Asked asked(Pairing pairing, Quantity target, boolean fan) {
    Reading reading = pairing.reading();
    boolean overOneYear = reading.window() instanceof ReadingWindow.OfMarketingYear;
    return new Questions.Asked(pairing.projectedFrom(), target.toDouble(), pairing.endsToProject(),
        pairing.window(), overOneYear,
        Questions.seed(pairing.track(), reading.unknownDestinations(), pairing.window()), fan);
  }

  /// The flow in the next report from which on the reading is neither at risk nor worse: its probability below the
  /// watch level, the rest within the record rate, and the required rate reached over 4 or over 12 weeks.
  private OptionalDouble nextReportClears(Pairing pairing, Quantity target, Pace pace, Tracks tracks) {
    int left = pace.reportsLeft();
    double remaining = pace.remaining().toDouble();
    // With a hole it is the missing figures that would clear it.
    if (left == 0 || remaining <= 0 || pairing.isAtLeast()) {
      return OptionalDouble.empty();
    }
    if (left == 1) {
      return OptionalDouble.of(remaining);
    }
    if (isMonthly(pairing)) {
      // The rates that are compared are those of weeks.
      return OptionalDouble.empty();
    }
    Projection after = model.project(question(pairing, target, tracks, false).afterNextReport());
    if (!(after instanceof Projection.Estimated rest)) {
      return OptionalDouble.empty();
    }
    double byProbability = remaining - rest.total().quantile(rule.watch());
    double byRecord = pace.actual().record().isPresent()
        ? remaining - Math.max(0, pace.actual().record().getAsDouble()) * (left - 1)
        : 0;
    double byRate = Math.min(
        flowForRate(pairing, remaining, left, 4), flowForRate(pairing, remaining, left, RECENT_WEEKS));
    double needed = Math.max(Math.max(byProbability, byRecord), Double.isFinite(byRate) ? byRate : 0);
    return OptionalDouble.of(Math.clamp(needed, 0, remaining));
  }

  /// The next flow x with (sum of the newest weeks - 1 flows + x) / weeks = (remaining - x) / (left - 1).
  private static double flowForRate(Pairing pairing, double remaining, int left, int weeks) {
    double sum = 0;
    int found = 0;
    for (Point point : pairing.track().periods().reversed()) {
      if (found == weeks - 1) {
        break;
      }
      Optional<Quantity> flow = point.printed() ? pairing.rateFlow(point) : Optional.empty();
      if (flow.isEmpty()) {
        return Double.POSITIVE_INFINITY;
      }
      sum += flow.get().toDouble();
      found++;
    }
    return (remaining / (left - 1) - sum / weeks) / (1.0 / weeks + 1.0 / (left - 1));
  }

  private static Optional<LocalDate> windowStart(Reading reading) {
    return switch (reading.window()) {
      case ReadingWindow.Days(var days) -> Optional.of(days.first());
      case ReadingWindow.OfMarketingYear(var year) -> Optional.of(year.first());
      case ReadingWindow.Unstated unstated -> Optional.ofNullable(unstated.windowStart());
    };
  }

  private static Optional<LocalDate> deadline(Reading reading) {
    return switch (reading.window()) {
      case ReadingWindow.Days(var days) -> Optional.of(days.last());
      case ReadingWindow.OfMarketingYear(var year) -> Optional.of(year.last());
      case ReadingWindow.Unstated unstated -> Optional.ofNullable(unstated.deadline());
    };
  }
}
