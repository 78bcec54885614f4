package io.offtake.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Assessments.Compared;
import io.offtake.assessment.Assessment;
import io.offtake.calendar.MarketingYear;
import io.offtake.claim.Claim.Subject;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimCheck;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimFigure;
import io.offtake.claim.ClaimLine.Seen;
import io.offtake.claim.ClaimLine;
import io.offtake.claim.ClaimVerdict;
import io.offtake.claim.Claims;
import io.offtake.claim.AmountsOfTerms;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.OutstandingLevels;
import io.offtake.pairing.Progress;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Track;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.reference.UnitValues;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// Brings together what a claim is held against: the figures that were public when it was made, and what came out later.
@Singleton
public class ClaimFigures {

  /// Which source tells a rung of the ladder of a trade, where no reading says.
  private static final Map<Measure, SourceId> TELLERS = Map.of(
      Measure.SOLD, SourceId.FAS_EXPORT_SALES,
      Measure.EXPORTED, SourceId.FAS_EXPORT_SALES,
      Measure.INSPECTED, SourceId.FGIS_WEEKLY);
  private static final List<Measure> RUNGS = List.of(Measure.SOLD, Measure.EXPORTED, Measure.INSPECTED);

  private final Assessments assessments;
  private final Commodities commodities;
  private final UnitValues unitValues = UnitValues.standard();

  ClaimFigures(Assessments assessments, Commodities commodities) {
    this.assessments = assessments;
    this.commodities = commodities;
  }

  /// What a claim is about, with what is known of it.
  ///
  /// @param then  what was known when it was made
  /// @param now  what is known at the instant of the answer
  private record Matter(Claim claim, Optional<Commitment> commitment, Optional<Commodity> commodity, Optional<Trade> trade,
      Basis then, Basis now) {

    Month startMonth() {
      return commodity.map(Commodity::marketingYearStart).orElseThrow();
    }

    Unit unit() {
      return commodity.orElseThrow().unit();
    }

    LocalDate day() {
      return claim.day();
    }
  }

  /// The verdict on a claim, by what is known at `of` of how it looked later.
  public ClaimVerdict verdict(Basis of, Claim claim) {
    Instant said = claim.said().at().isAfter(of.asOf()) ? of.asOf() : claim.said().at();
    var then = new Basis(of.snapshot(), said, of.dataVersion(), false, true);
    Optional<Commitment> commitment = claim.commitment()
        .flatMap(id -> of.snapshot().entry(id, of.dataVersion())).map(Catalogue.Entry::commitment);
    Optional<Commodity> commodity = commodity(claim, commitment);
    var matter = new Matter(claim, commitment, commodity, trade(claim, commitment, commodity), then, of);
    return ClaimCheck.verdict(new ClaimCheck.Case(
        claim,
        commitment.flatMap(each -> AmountsOfTerms.at(each, said)),
        unit(commitment, commodity, said),
        lines(matter),
        others(of, claim),
        commodity.map(Commodity::id).flatMap(unitValues::of)));
  }

  /// What else was said of the same by the instant of the answer, and stands.
  private static List<Claim> others(Basis of, Claim claim) {
    return of.snapshot().claimsAt(of.dataVersion()).stream()
        .filter(entry -> !entry.isWithdrawn())
        .map(Claims.Entry::claim)
        .filter(other -> !other.id().equals(claim.id()) && other.subject().equals(claim.subject())
            && !other.said().at().isAfter(of.asOf()))
        .toList();
  }

  private Optional<Commodity> commodity(Claim claim, Optional<Commitment> commitment) {
    List<CommodityId> ids = commitment.map(Commitment::commodities).orElseGet(() ->
        claim.subject() instanceof Subject.OfTrade trade ? List.of(trade.commodity()) : List.of());
    return ids.size() == 1 ? commodities.find(ids.getFirst()) : Optional.empty();
  }

  /// That of the commodity; where there are several, that of what is owed.
  private static Optional<Unit> unit(Optional<Commitment> commitment, Optional<Commodity> commodity, Instant said) {
    return commodity.map(Commodity::unit).or(() -> commitment.flatMap(each -> AmountsOfTerms.at(each, said))
        .flatMap(owed -> owed.parts().stream().map(part -> part.amount().unit()).findFirst()));
  }

  private static Optional<Trade> trade(Claim claim, Optional<Commitment> commitment, Optional<Commodity> commodity) {
    if (commodity.filter(each -> each.marketingYearStart() != null).isEmpty()) {
      return Optional.empty();
    }
    CommodityId id = commodity.get().id();
    if (claim.subject() instanceof Subject.OfTrade(var _, var seller, var buyer)) {
      return Optional.of(new Trade(SourceId.FAS_EXPORT_SALES, id, seller, buyer));
    }
    // A firm has no figures of its own.
    return commitment.filter(each -> isParty(each.seller()) && isParty(each.buyer()))
        .map(each -> new Trade(SourceId.FAS_EXPORT_SALES, id, new PartyId(each.seller()), new PartyId(each.buyer())));
  }

  private static boolean isParty(String name) {
    return name.matches("[A-Za-z0-9]+(-[A-Za-z0-9]+)*");
  }

  private List<ClaimLine> lines(Matter matter) {
    ClaimFigure figure = matter.claim().figure();
    Scope scope = figure == null ? Scope.TOTAL : figure.scope();
    if (figure != null && figure.destinations() == Destinations.UNKNOWN) {
      return matter.trade().isEmpty() || scope != Scope.TOTAL ? List.of() : List.of(unknownStock(matter));
    }
    return switch (scope) {
      case TOTAL -> totals(matter);
      case ADDITION, PERIOD -> matter.trade().isEmpty()
          ? List.of()
          : RUNGS.stream().map(measure -> flow(matter, measure, scope)).toList();
    };
  }

  // Totals.

  private List<ClaimLine> totals(Matter matter) {
    List<ClaimLine> ofReadings = matter.commitment().map(each -> readings(matter, each)).orElse(List.of());
    boolean outside = ofReadings.stream().allMatch(line -> line.known().isEmpty() && line.later().isEmpty());
    var lines = new ArrayList<>(ofReadings);
    if (outside && matter.trade().isPresent()) {
      RUNGS.forEach(measure -> lines.add(marketingYear(matter, measure)));
    }
    return lines;
  }

  private List<ClaimLine> readings(Matter matter, Commitment commitment) {
    List<Assessment> then = assessments.of(matter.then(), commitment).stream().map(Compared::now).toList();
    Map<String, Assessment> now = assessments.of(matter.now(), commitment).stream().map(Compared::now)
        .collect(Collectors.toMap(each -> each.reading().id(), Function.identity()));
    Optional<OutstandingLevels> unknown = matter.trade().map(trade -> Track.outstanding(
        matter.then().view().ledger(trade.to(PartyId.UNKNOWN)), matter.unit(), matter.startMonth()));
    return then.stream()
        .filter(each -> each.judgement().verdict() != Verdict.NOT_STARTED)
        .map(each -> reading(matter, each, Optional.ofNullable(now.get(each.reading().id())), unknown))
        .toList();
  }

  private static ClaimLine reading(
      Matter matter, Assessment then, Optional<Assessment> now, Optional<OutstandingLevels> unknown) {
    List<Seen> publicThen = then.progress().map(ClaimFigures::path).orElse(List.of());
    Optional<Seen> known = upTo(publicThen, matter.day());
    boolean byName = then.reading().measure() == Measure.SOLD && then.reading().unknownDestinations().id().equals("none");
    return new ClaimLine(
        then.reading().id(),
        then.reading().label(),
        then.reading().measure(),
        then.reading().unknownDestinations().id(),
        then.deadline().orElse(null),
        Optional.of(then.judgement().verdict()),
        then.projection().orElse(null) instanceof Projection.Estimated estimated
            ? OptionalDouble.of(estimated.shortfallProbability())
            : OptionalDouble.empty(),
        then.target(),
        known,
        byName
            ? known.flatMap(seen -> unknown.flatMap(levels -> levels.at(seen.periodEnd(), null)))
                .map(OutstandingLevels.Level::value)
            : Optional.empty(),
        later(now.flatMap(Assessment::progress).map(ClaimFigures::path).orElse(List.of()), known, matter.day()));
  }

  private static List<Seen> path(Progress progress) {
    return progress.periods().stream()
        .filter(CountedPeriod::isObserved)
        .flatMap(period -> period.cumulative().map(sum -> new Seen(period.period().last(), sum)).stream())
        .toList();
  }

  /// What was sold or shipped of the marketing year that holds the day.
  private static ClaimLine marketingYear(Matter matter, Measure measure) {
    var year = MarketingYear.of(matter.day(), matter.startMonth());
    Optional<Seen> known = upTo(yearsPath(matter, matter.then(), measure, year.endingYear()), matter.day());
    Optional<Quantity> unknown = measure != Measure.SOLD ? Optional.empty() : known.flatMap(seen ->
        stock(matter, matter.then()).at(seen.periodEnd(), null)).map(OutstandingLevels.Level::value);
    return new ClaimLine(null, "%s in the marketing year %d".formatted(inWords(measure), year.endingYear()), measure, "none",
        null, Optional.empty(), OptionalDouble.empty(), Optional.empty(), known, unknown,
        later(yearsPath(matter, matter.now(), measure, year.endingYear()), known, matter.day()));
  }

  private static List<Seen> yearsPath(Matter matter, Basis of, Measure measure, int year) {
    var path = new ArrayList<Seen>();
    Quantity sum = Quantity.zero(matter.unit());
    for (Point point : track(matter, of, measure).periods()) {
      Track.YearRow row = point.years().get(year);
      if (point.printed() && row != null) {
        sum = sum.plus(row.counted());
        path.add(new Seen(point.end(), sum));
      }
    }
    return path;
  }

  /// What was outstanding to destinations that nobody had named.
  private static ClaimLine unknownStock(Matter matter) {
    List<Seen> then = stocks(stock(matter, matter.then()));
    Optional<Seen> known = upTo(then, matter.day());
    return new ClaimLine(null, "Sold to unknown destinations and not shipped", Measure.SOLD, "all", null, Optional.empty(),
        OptionalDouble.empty(), Optional.empty(), known, Optional.empty(),
        later(stocks(stock(matter, matter.now())), known, matter.day()));
  }

  private static OutstandingLevels stock(Matter matter, Basis of) {
    return Track.outstanding(of.view().ledger(matter.trade().orElseThrow().to(PartyId.UNKNOWN)), matter.unit(),
        matter.startMonth());
  }

  private static List<Seen> stocks(OutstandingLevels levels) {
    return levels.ofAllYears().entrySet().stream().map(each -> new Seen(each.getKey(), each.getValue())).toList();
  }

  // Parts.

  /// What a period brought by name; of something added, what the weeks did in which it can have been reported.
  private static ClaimLine flow(Matter matter, Measure measure, Scope scope) {
    String label = "%s by name in the period".formatted(inWords(measure));
    List<Seen> then = flows(matter, matter.then(), measure);
    List<Seen> now = flows(matter, matter.now(), measure);
    if (scope == Scope.PERIOD) {
      Optional<Seen> known = then.stream().filter(seen -> seen.periodEnd().equals(matter.day())).findFirst();
      List<Seen> later = now.stream().filter(seen -> seen.periodEnd().equals(matter.day())).toList();
      return new ClaimLine(null, label, measure, "none", null, Optional.empty(), OptionalDouble.empty(), Optional.empty(),
          known, Optional.empty(), later);
    }
    List<Seen> weeks = now.stream().filter(seen -> !seen.periodEnd().isBefore(matter.day())).limit(2).toList();
    Quantity own = weeks.isEmpty() ? Quantity.zero(matter.unit()) : weeks.getFirst().value();
    List<Seen> brought = weeks.isEmpty() ? List.of() : weeks.stream().reduce((one, next) ->
        new Seen(next.periodEnd(), next.value().isPositive() ? own.plus(next.value()) : own)).stream().toList();
    return new ClaimLine(null, label, measure, "none", null, Optional.empty(), OptionalDouble.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), brought);
  }

  private static List<Seen> flows(Matter matter, Basis of, Measure measure) {
    return track(matter, of, measure).periods().stream().filter(Point::printed)
        .map(point -> new Seen(point.end(), point.flow())).toList();
  }

  private static Track track(Matter matter, Basis of, Measure measure) {
    Trade trade = matter.trade().orElseThrow().from(TELLERS.getOrDefault(measure, SourceId.FAS_EXPORT_SALES));
    return new Tracks(of.view()).track(trade, measure, matter.unit(), matter.startMonth());
  }

  // Days.

  /// The newest period that had ended by the day.
  private static Optional<Seen> upTo(List<Seen> path, LocalDate day) {
    return path.stream().filter(seen -> !seen.periodEnd().isAfter(day)).reduce((_, later) -> later);
  }

  /// The periods after the one that was known, up to the one that holds the day. The known one itself where it ends on
  /// the day.
  private static List<Seen> later(List<Seen> path, Optional<Seen> known, LocalDate day) {
    @Nullable LocalDate from = known.map(Seen::periodEnd).orElse(null);
    var later = new ArrayList<Seen>();
    for (Seen seen : path) {
      if (from == null || seen.periodEnd().isAfter(from) || seen.periodEnd().equals(day)) {
        later.add(seen);
      }
      if (!seen.periodEnd().isBefore(day)) {
        break;
      }
    }
    return later;
  }

  private static String inWords(Measure measure) {
    return switch (measure) {
      case SOLD -> "Sold";
      case INSPECTED -> "Inspected";
      default -> "Shipped";
    };
  }
}
