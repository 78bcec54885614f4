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

import io.offtake.calendar.ReleaseCalendar;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.commitment.Assessability;
import io.offtake.commitment.Assessability.ResolvedTerms;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pace.Pace;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.SourceChoice;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.ProjectionModel.Question;
import io.offtake.projection.SeasonResampling;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.Judgement;
import io.offtake.verdict.VerdictRule;
import io.offtake.verdict.Why;
import org.jspecify.annotations.Nullable;

/// Takes a reading from its terms to its verdict. Pure: the same terms and the same view give the same assessment.
public final class Assessor {

  /// Changes whenever the same evidence would be judged otherwise.
  public static final String ENGINE_VERSION = "4";

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
        .map(inForce -> assessed(commitment, reading, inForce, tracks, fan));
  }

  /// A reading that cannot be assessed is told as such, with no figure. It takes nothing else down: no other reading, no
  /// import, no look for alerts and no answer that it stands in.
  private Assessment assessed(Commitment commitment, Reading reading, Terms inForce, Tracks tracks, boolean fan) {
    try {
      Assessment assessment = assess(commitment, reading, inForce, tracks, fan);
      requireTellable(assessment);
      return assessment;
    } catch (RuntimeException e) {
      failures.failed(commitment, reading, e);
      Instant asOf = tracks.view().asOf();
      return new Assessment(commitment, reading, asOf, reading.id().equals(inForce.headline()),
          !reading.stated().isKnownAt(asOf), Optional.empty(), windowStart(reading), deadline(reading),
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), rule.notComputed());
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
      Commitment commitment, Reading reading, Terms inForce, Tracks tracks, boolean fan) {
    Panel.View view = tracks.view();
    Optional<String> whyNot = Assessability.whyNot(commitment, reading, inForce, view.asOf());
    Optional<ResolvedTerms> resolved = Assessability.resolve(commitment, reading, inForce);
    Optional<Quantity> target = resolved.flatMap(terms -> quantity(terms.tranche().target()));
    Optional<Paired> paired = target.flatMap(owed -> pair(commitment, reading, resolved, owed, tracks));
    Optional<Pairing> pairing = paired.map(Paired::pairing);
    // What is not judged has a figure and a share of it, and nothing that judges.
    Optional<Pairing> judged = whyNot.isEmpty() ? pairing : Optional.empty();
    Optional<Pace> pace = judged.flatMap(of -> target.map(owed -> Pace.of(of, owed, view.asOf())));
    Optional<Projection> projection = judged.flatMap(of -> target.map(owed -> project(of, owed, tracks, fan)));
    return new Assessment(
        commitment,
        reading,
        view.asOf(),
        reading.id().equals(inForce.headline()),
        !reading.stated().isKnownAt(view.asOf()),
        resolved.map(ResolvedTerms::version),
        windowStart(reading),
        deadline(reading),
        target,
        pairing,
        pace,
        projection,
        judge(commitment, reading, whyNot, resolved, target, paired, pace, projection, tracks));
  }

  private Judgement judge(
      Commitment commitment,
      Reading reading,
      Optional<String> whyNot,
      Optional<ResolvedTerms> resolved,
      Optional<Quantity> target,
      Optional<Paired> paired,
      Optional<Pace> pace,
      Optional<Projection> projection,
      Tracks tracks) {
    Instant asOf = tracks.view().asOf();
    if (whyNot.isPresent()) {
      return rule.notAssessable(whyNot.get());
    }
    LocalDate windowStart = windowStart(reading).orElseThrow();
    if (asOf.isBefore(windowStart.atStartOfDay(ZoneOffset.UTC).toInstant())) {
      return rule.notStarted(windowStart);
    }
    for (String party : List.of(commitment.buyer(), commitment.seller())) {
      if (!isParty(party)) {
        return rule.noSeriesOf(party, reading.sources().stream().map(SourceId::value).toList());
      }
    }
    if (target.isEmpty() || paired.isEmpty() || pace.isEmpty() || projection.isEmpty()) {
      return rule.noEvidence(whyNoEvidence(commitment, reading, resolved, target, tracks));
    }
    Pairing pairing = paired.get().pairing();
    if (pairing.periods().isEmpty()) {
      return rule.noEvidence("no period of %s ends in the window, so that nothing can be counted in it".formatted(
          pairing.track().trade().source()));
    }
    Judgement judgement = rule.judge(new VerdictRule.Case(asOf, deadline(reading).orElseThrow(), target.get(),
        pairing, pace.get(), projection.get(), nextReportClears(pairing, target.get(), pace.get(), tracks)));
    return sourceNamed(reading, pairing, paired.get().source(), tracks, judgement);
  }

  /// Says so where another source is counted than the reading names first, and where it was another one before.
  private Judgement sourceNamed(
      Reading reading, Pairing pairing, SourceChoice chosen, Tracks tracks, Judgement judgement) {
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
    Month startMonth = commodities.find(trade.commodity()).map(Commodity::marketingYearStart).orElse(null);
    if (startMonth == null || SourceChoice.held(reading, trade, tracks).size() < 2) {
      return Optional.empty();
    }
    return pairing.newestRelease()
        .flatMap(release -> SourceChoice.of(reading, trade, pairing.unit(), startMonth,
            new Tracks(tracks.view().before(release.releasedAt())), calendars))
        .map(SourceChoice::source);
  }

  /// A reading with the figures that answer it.
  private record Paired(Pairing pairing, SourceChoice source) {}

  private Optional<Paired> pair(
      Commitment commitment,
      Reading reading,
      Optional<ResolvedTerms> resolved,
      Quantity owed,
      Tracks tracks) {
    Optional<Commodity> commodity = resolved
        .flatMap(terms -> commodity(commitment, terms.tranche().commodity()))
        .flatMap(commodities::find)
        .filter(found -> found.unit() == owed.unit() && found.marketingYearStart() != null);
    if (commodity.isEmpty() || reading.window() instanceof ReadingWindow.Unstated || !reading.components().isEmpty()) {
      return Optional.empty();
    }
    Month startMonth = commodity.get().marketingYearStart();
    if (startMonth == null || !isParty(commitment.buyer()) || !isParty(commitment.seller())) {
      return Optional.empty();
    }
    var anySource = new Trade(new SourceId("any"), commodity.get().id(),
        new PartyId(commitment.seller()), new PartyId(commitment.buyer()));
    return SourceChoice.of(reading, anySource, owed.unit(), startMonth, tracks, calendars)
        .map(chosen -> new Paired(Pairing.of(
            reading,
            anySource.from(chosen.source()),
            chosen.measure(),
            owed.unit(),
            startMonth,
            tracks,
            calendars), chosen));
  }

  /// Why there is nothing to pair the reading with, as far as that is known.
  private String whyNoEvidence(
      Commitment commitment,
      Reading reading,
      Optional<ResolvedTerms> resolved,
      Optional<Quantity> owed,
      Tracks tracks) {
    Optional<CommodityId> wanted = resolved.flatMap(terms -> commodity(commitment, terms.tranche().commodity()));
    Optional<Commodity> commodity = wanted.flatMap(commodities::find);
    String sources = String.join(", ", reading.sources().stream().map(SourceId::value).toList());
    if (wanted.isPresent() && commodity.isEmpty()) {
      return "no series of %s is of '%s'".formatted(sources, wanted.get());
    }
    if (commodity.isPresent() && owed.isPresent() && commodity.get().unit() != owed.get().unit()) {
      return "the target is in %s, and figures of %s are in %s".formatted(
          owed.get().unit().id(), commodity.get().id(), commodity.get().unit().id());
    }
    List<String> silent = reading.sources().stream()
        .filter(source -> tracks.view().trades(source).findAny().isEmpty())
        .map(SourceId::value)
        .toList();
    if (silent.size() == reading.sources().size()) {
      return "nothing is held from " + sources;
    }
    List<String> ofAnother = wanted.stream().flatMap(id -> reading.sources().stream()
        .filter(source -> tracks.view().states(source, id, new PartyId(commitment.seller()), Set.of()))
        .filter(source -> !SourceChoice.tells(reading, new Trade(
            source, id, new PartyId(commitment.seller()), new PartyId(commitment.buyer())), tracks)))
        .map(SourceId::value)
        .toList();
    if (!ofAnother.isEmpty()) {
      return "what is %s is not told by %s".formatted(reading.measure().id(), String.join(", ", ofAnother));
    }
    List<String> others = reading.sources().stream().map(SourceId::value).filter(id -> !silent.contains(id)).toList();
    return "no series of %s that is held is of %s from %s to %s".formatted(
        String.join(", ", others), wanted.map(CommodityId::value).orElse("one commodity"), commitment.seller(),
        commitment.buyer());
  }

  /// A country or bloc by its id; a firm named in words has no figures of its own.
  private static boolean isParty(String name) {
    return PARTY.matcher(name).matches();
  }

  private static Optional<CommodityId> commodity(Commitment commitment, @Nullable CommodityId of) {
    return of != null
        ? Optional.of(of)
        : commitment.commodities().size() == 1 ? Optional.of(commitment.commodities().getFirst()) : Optional.empty();
  }

  private static Optional<Quantity> quantity(Target target) {
    return target instanceof Target.AtLeast(Quantity quantity, boolean perYear, boolean additional)
            && !perYear && !additional
        ? Optional.of(quantity)
        : Optional.empty();
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
