package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import io.offtake.answer.Assessments.Compared;
import io.offtake.api.model.ChangeDto;
import io.offtake.api.model.EvidenceFlagDto;
import io.offtake.api.model.EvidenceSummaryDto;
import io.offtake.api.model.FulfilledRangeDto;
import io.offtake.api.model.LastSeasonDto;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.NextYearSalesDto;
import io.offtake.api.model.OverduePeriodDto;
import io.offtake.api.model.PaceDto;
import io.offtake.api.model.ProjectionSummaryDto;
import io.offtake.api.model.ReadingStatusDto;
import io.offtake.api.model.ReasonDto;
import io.offtake.api.model.ShareRangeDto;
import io.offtake.api.model.StatusRowDto;
import io.offtake.api.model.StraddlingPeriodDto;
import io.offtake.api.model.StrengthDto;
import io.offtake.api.model.TrailingRatesDto;
import io.offtake.api.model.UnknownDestinationsDto;
import io.offtake.api.model.UnknownOutstandingDto;
import io.offtake.api.model.VerdictCauseDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.api.model.WhyDto;
import io.offtake.assessment.Assessment;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.Withdrawal;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.pace.Pace;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.NextYear;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Part;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.rest.edge.Amounts;
import io.offtake.verdict.Judgement;
import io.offtake.verdict.Verdict;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Puts assessments into the contract's words.
@Singleton
class StatusMapper {

  private final ReleaseCalendars calendars;

  StatusMapper(ReleaseCalendars calendars) {
    this.calendars = calendars;
  }

  ReadingStatusDto reading(Compared compared) {
    Assessment now = compared.now();
    Reading reading = now.reading();
    Optional<Pairing> pairing = now.pairing();
    Optional<Pairing> seen = pairing.filter(Pairing::isAnythingObserved);
    Optional<Unit> unit = now.target().map(Quantity::unit);
    return ReadingStatusDto.builder()
        .reading(reading.id())
        .label(reading.label())
        .tranche(reading.tranche())
        .headline(now.headline())
        .measure(measure(reading.measure()))
        .unknownDestinations(unknownDestinations(reading))
        .share(share(reading))
        .marketingYear(reading.window() instanceof ReadingWindow.OfMarketingYear(var year) ? year.endingYear() : null)
        .windowStart(now.windowStart().orElse(null))
        .deadline(now.deadline().orElse(null))
        .daysLeft(daysLeft(now))
        .target(now.target().map(Amounts::quantity).orElse(null))
        .fulfilled(seen.map(paired -> Amounts.quantity(paired.fulfilled().middle())).orElse(null))
        .fulfilledRange(seen.map(StatusMapper::range).orElse(null))
        .fulfilledShare(seen.isPresent() ? Amounts.share(now.fulfilledShare()) : null)
        .fulfilledAtLeast(seen.map(Pairing::isAtLeast).orElse(null))
        .remaining(seen.isPresent() && isWhole(now)
            ? now.pace().map(pace -> Amounts.quantity(pace.remaining())).orElse(null) : null)
        .unknownOutstanding(pairing.flatMap(Pairing::unknown).map(StatusMapper::unknown).orElse(null))
        .nextYearSales(seen.map(StatusMapper::nextYear).orElse(null))
        .asPublished(seen.flatMap(Pairing::asPublished).map(Amounts::quantity).orElse(null))
        .carriedIn(seen.flatMap(Pairing::carriedIn).map(Amounts::quantity).orElse(null))
        .carriedOut(seen.flatMap(Pairing::carriedOut).map(Amounts::quantity).orElse(null))
        .verdict(verdict(now.judgement().verdict()))
        .why(why(now.judgement()))
        .feasible(isOpen(now) && isWhole(now) ? now.pace().map(Pace::feasible).orElse(null) : null)
        .pace(now.pace().map(pace -> pace(pace, now.target().orElseThrow().unit())).orElse(null))
        .projection(now.projection().map(projection -> projection(projection, now)).orElse(null))
        .slack(unit.map(of -> Amounts.estimate(now.slack(), of)).orElse(null))
        .slackShare(slackShare(now))
        .lastSeason(seen.flatMap(StatusMapper::lastSeason).orElse(null))
        .change(change(compared))
        .becauseOf(causes(now))
        .notYetStated(now.notYetStated())
        .statedBy(reading.statedBy())
        .statedAt(reading.stated().knownFrom())
        .doubt(reading.doubt())
        .retired(reading.isRetiredAt(now.asOf()))
        .evidence(evidence(now))
        .build();
  }

  StatusRowDto row(Compared compared) {
    ReadingStatusDto reading = reading(compared);
    Assessment now = compared.now();
    Commitment commitment = now.commitment();
    ProjectionSummaryDto projection = reading.getProjection();
    PaceDto pace = reading.getPace();
    var row = StatusRowDto.builder()
        .commitment(commitment.id().value())
        .title(commitment.title())
        .buyer(commitment.buyer())
        .seller(commitment.seller())
        .commodities(commitment.commodities().stream().map(CommodityId::value).toList())
        .strength(StrengthDto.fromValue(commitment.strength().id()))
        .reading(reading.getReading())
        .label(reading.getLabel())
        .measure(reading.getMeasure())
        .unknownDestinations(reading.getUnknownDestinations())
        .windowStart(reading.getWindowStart())
        .deadline(reading.getDeadline())
        .daysLeft(reading.getDaysLeft())
        .target(reading.getTarget())
        .fulfilled(reading.getFulfilled())
        .fulfilledRange(reading.getFulfilledRange())
        .fulfilledShare(reading.getFulfilledShare())
        .fulfilledAtLeast(reading.getFulfilledAtLeast())
        .verdict(reading.getVerdict())
        .summary(reading.getWhy().getSummary())
        .slack(reading.getSlack())
        .slackShare(reading.getSlackShare())
        .change(reading.getChange())
        .newestPeriodEnd(reading.getEvidence().getNewestPeriodEnd())
        .newestRelease(reading.getEvidence().getNewestRelease())
        .nextReleaseDue(reading.getEvidence().getNextReleaseDue())
        .overdue(!reading.getEvidence().getOverduePeriods().isEmpty())
        .notYetStated(reading.getNotYetStated())
        .withdrawnAt(commitment.withdrawnAt(now.asOf()).map(Withdrawal::at).orElse(null));
    if (pace != null) {
      row.requiredPerWeek(pace.getRequiredPerWeek())
          .requiredPerBusinessDay(pace.getRequiredPerBusinessDay())
          .actualPerWeek(pace.getActualPerWeek())
          .ratio(pace.getRatio())
          .lastSafeDate(pace.getLastSafeDate());
    }
    if (projection != null) {
      row.p10(projection.getP10())
          .p50(projection.getP50())
          .p90(projection.getP90())
          .shortfallProbability(projection.getShortfallProbability())
          .expectedShortfall(projection.getExpectedShortfall());
    }
    return row.build();
  }

  /// A commitment of which there is no headline reading to assess.
  StatusRowDto rowWithoutReading(Commitment commitment, String because, Instant asOf) {
    return StatusRowDto.builder()
        .commitment(commitment.id().value())
        .title(commitment.title())
        .buyer(commitment.buyer())
        .seller(commitment.seller())
        .commodities(commitment.commodities().stream().map(CommodityId::value).toList())
        .strength(StrengthDto.fromValue(commitment.strength().id()))
        .verdict(VerdictDto.NOT_ASSESSABLE)
        .summary("Not assessed: " + because)
        .overdue(false)
        .notYetStated(false)
        .withdrawnAt(commitment.withdrawnAt(asOf).map(Withdrawal::at).orElse(null))
        .build();
  }

  ProjectionSummaryDto projection(Projection projection, Assessment assessment) {
    boolean stale = assessment.pairing()
        .filter(paired -> !paired.overdue().isEmpty() || paired.catchingUp() || !paired.missing().isEmpty() || paired.isAtLeast()).isPresent();
    return switch (projection) {
      case Projection.NotEstimable(var reason, String detail) -> ProjectionSummaryDto.builder()
          .status(ProjectionSummaryDto.StatusEnum.DECLINED)
          .declined(ReasonDto.builder().code(code(reason)).text(detail).build())
          .fromStaleEvidence(stale)
          .build();
      case Projection.Estimated estimated -> {
        Quantity target = assessment.target().orElseThrow();
        Unit unit = target.unit();
        String[] method = estimated.method().split("/", 2);
        yield ProjectionSummaryDto.builder()
            .status(ProjectionSummaryDto.StatusEnum.ESTIMATED)
            .method(method[0])
            .methodVersion(method[1])
            .seed(estimated.seed())
            .seasons(estimated.seasons())
            .p10(Amounts.estimate(estimated.total().quantile(0.1), unit))
            .p50(Amounts.estimate(estimated.total().quantile(0.5), unit))
            .p90(Amounts.estimate(estimated.total().quantile(0.9), unit))
            .shortfallProbability(Amounts.share(estimated.shortfallProbability()))
            .expectedShortfall(Amounts.estimate(estimated.expectedShortfall(), unit))
            // A high total is a low shortfall.
            .shortfallP10(Amounts.estimate(shortfall(estimated, 0.9, target), unit))
            .shortfallP50(Amounts.estimate(shortfall(estimated, 0.5, target), unit))
            .shortfallP90(Amounts.estimate(shortfall(estimated, 0.1, target), unit))
            .fromStaleEvidence(stale)
            .build();
      }
    };
  }

  static MeasureDto measure(Measure measure) {
    return MeasureDto.fromValue(measure.id());
  }

  static VerdictDto verdict(Verdict verdict) {
    return VerdictDto.fromValue(verdict.id());
  }

  /// The flags of one period of a reading.
  static Set<EvidenceFlagDto> flags(CountedPeriod period) {
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    add(flags, EvidenceFlagDto.NET_CANCELLATION, period.isNetCancellation());
    add(flags, EvidenceFlagDto.STRADDLING, period.straddling());
    add(flags, EvidenceFlagDto.CARRY_OVER, period.carryOver());
    add(flags, EvidenceFlagDto.CARRY_OVER_NOT_HELD, period.partly());
    add(flags, EvidenceFlagDto.ESTIMATED_RELEASE, period.isReleaseEstimated());
    add(flags, EvidenceFlagDto.CORRECTED, period.isObserved() && period.isCorrected());
    add(flags, EvidenceFlagDto.MISSING, period.state() == CountedPeriod.State.MISSING);
    add(flags, EvidenceFlagDto.CORRECTION_ONLY, period.unprinted().isPresent());
    return flags;
  }

  private static void add(Set<EvidenceFlagDto> flags, EvidenceFlagDto flag, boolean holds) {
    if (holds) {
      flags.add(flag);
    }
  }

  private static double shortfall(Projection.Estimated estimated, double quantile, Quantity target) {
    return Math.max(0, target.toDouble() - estimated.total().quantile(quantile));
  }

  static String code(Projection.Reason reason) {
    return switch (reason) {
      case NO_EVIDENCE -> "noEvidence";
      case PARTLY_HELD -> "partlyHeld";
      case TOO_LITTLE_HISTORY -> "tooLittleHistory";
      case TOO_FAR -> "tooFar";
    };
  }

  private static @Nullable Integer daysLeft(Assessment now) {
    return now.deadline()
        .map(deadline -> Math.toIntExact(
            ChronoUnit.DAYS.between(now.asOf().atZone(ZoneOffset.UTC).toLocalDate(), deadline)))
        .orElse(null);
  }

  private static boolean isOpen(Assessment now) {
    return now.pace().filter(pace -> pace.reportsLeft() > 0).isPresent();
  }

  /// Whether enough of the window so far is held to say what is left.
  private static boolean isWhole(Assessment now) {
    return now.pairing().filter(Pairing::isPartial).isEmpty();
  }

  static UnknownDestinationsDto unknownDestinations(Reading reading) {
    return UnknownDestinationsDto.fromValue(reading.unknownDestinations().id());
  }

  static @Nullable ShareRangeDto share(Reading reading) {
    return reading.unknownDestinations() instanceof UnknownDestinations.Share(var min, var max)
        ? ShareRangeDto.builder().min(min).max(max).build()
        : null;
  }

  private static @Nullable FulfilledRangeDto range(Pairing pairing) {
    Pairing.Fulfilled fulfilled = pairing.fulfilled();
    return fulfilled.low().equals(fulfilled.high()) ? null : FulfilledRangeDto.builder()
        .low(Amounts.quantity(fulfilled.low()))
        .middle(Amounts.quantity(fulfilled.middle()))
        .high(Amounts.quantity(fulfilled.high()))
        .build();
  }

  private static UnknownOutstandingDto unknown(Pairing.UnknownStock stock) {
    return UnknownOutstandingDto.builder()
        .value(Amounts.quantity(stock.value()))
        .periodEnd(stock.periodEnd())
        .beforeWindow(stock.beforeWindow().map(Amounts::quantity).orElse(null))
        .build();
  }

  private static @Nullable NextYearSalesDto nextYear(Pairing pairing) {
    if (pairing.track().measure() != Measure.SOLD
        || pairing.reading().window() instanceof ReadingWindow.OfMarketingYear) {
      return null;
    }
    Quantity jump = pairing.jump();
    return NextYearSalesDto.builder()
        .held(pairing.nextYearMissing().isEmpty())
        .note(pairing.nextYearMissing().map(NextYear::text).orElse(null))
        .zeroSince(pairing.nextYearMissing().flatMap(StatusMapper::zeroSince).orElse(null))
        .jump(jump.isZero() ? null : Amounts.quantity(jump))
        .jumpPeriodEnd(pairing.periods().stream()
            .filter(period -> period.parts().stream().anyMatch(part -> part.as() == Part.As.JUMP))
            .map(period -> period.period().last())
            .findFirst()
            .orElse(null))
        .build();
  }

  private static Optional<LocalDate> zeroSince(NextYear missing) {
    return missing instanceof NextYear.OnlyZeros zeros ? Optional.of(zeros.since()) : Optional.empty();
  }

  private static WhyDto why(Judgement judgement) {
    return WhyDto.builder()
        .summary(judgement.why().summary())
        .reasons(judgement.why().reasons().stream()
            .<ReasonDto>map(reason -> ReasonDto.builder().code(reason.code()).text(reason.text()).build())
            .toList())
        .whatWouldChangeIt(judgement.why().whatWouldChangeIt().isEmpty() ? null : judgement.why().whatWouldChangeIt())
        .build();
  }

  private static PaceDto pace(Pace pace, Unit unit) {
    return PaceDto.builder()
        .requiredPerWeek(Amounts.estimate(pace.requiredPerWeek(), unit))
        .requiredPerBusinessDay(Amounts.estimate(pace.requiredPerBusinessDay(), unit))
        .actualPerWeek(TrailingRatesDto.builder()
            .w1(Amounts.estimate(pace.actual().w1(), unit))
            .w4(Amounts.estimate(pace.actual().w4(), unit))
            .w12(Amounts.estimate(pace.actual().w12(), unit))
            .build())
        .recordPerWeek(Amounts.estimate(pace.actual().record(), unit))
        .ratio(Amounts.ratio(pace.ratio()))
        .reportsLeft(pace.reportsLeft())
        .businessDaysLeft(pace.businessDaysLeft())
        .lastSafeDate(pace.lastSafeDate().orElse(null))
        .build();
  }

  private static @Nullable BigDecimal slackShare(Assessment now) {
    return now.slack().isPresent() && now.target().isPresent() && now.target().get().isPositive()
        ? Amounts.share(now.slack().getAsDouble() / now.target().get().toDouble())
        : null;
  }

  private static Optional<LastSeasonDto> lastSeason(Pairing pairing) {
    LocalDate newest = pairing.periods().reversed().stream()
        .filter(CountedPeriod::isObserved).map(period -> period.period().last()).findFirst().orElseThrow();
    return pairing.season(1).flatMap(season -> season.upTo(newest).map(fulfilled -> LastSeasonDto.builder()
        .fulfilled(Amounts.quantity(fulfilled))
        .total(season.total().map(Amounts::quantity).orElse(null))
        .periodEnd(season.endOf(newest).orElse(null))
        .build()));
  }

  private static @Nullable ChangeDto change(Compared compared) {
    Optional<Assessment> before = compared.before();
    Optional<Pairing> was = before.flatMap(Assessment::pairing);
    Optional<Pairing> is = compared.now().pairing();
    Optional<Instant> since = was.flatMap(Pairing::newestRelease).map(Release::releasedAt);
    if (before.isEmpty() || was.isEmpty() || is.isEmpty() || since.isEmpty()) {
      return null;
    }
    if (!is.get().track().trade().source().equals(was.get().track().trade().source())
        || is.get().track().measure() != was.get().track().measure()) {
      // Two sources count differently: what lies between them is no change.
      return ChangeDto.builder()
          .sinceRelease(since.get())
          .sourceBefore(was.get().track().trade().source().value())
          .verdictBefore(verdict(before.get().judgement().verdict()))
          .build();
    }
    OptionalDouble slackNow = compared.now().slack();
    OptionalDouble slackBefore = before.get().slack();
    OptionalDouble chanceNow = probability(compared.now());
    OptionalDouble chanceBefore = probability(before.get());
    return ChangeDto.builder()
        .sinceRelease(since.get())
        .fulfilled(Amounts.quantity(is.get().fulfilled().middle().minus(was.get().fulfilled().middle())))
        .slack(slackNow.isPresent() && slackBefore.isPresent()
            ? Amounts.estimate(slackNow.getAsDouble() - slackBefore.getAsDouble(), is.get().unit())
            : null)
        .shortfallProbability(chanceNow.isPresent() && chanceBefore.isPresent()
            ? Amounts.share(chanceNow.getAsDouble() - chanceBefore.getAsDouble())
            : null)
        .verdictBefore(verdict(before.get().judgement().verdict()))
        .build();
  }

  private static OptionalDouble probability(Assessment assessment) {
    return assessment.projection().orElse(null) instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.shortfallProbability())
        : OptionalDouble.empty();
  }

  private List<VerdictCauseDto> causes(Assessment now) {
    var causes = new ArrayList<VerdictCauseDto>();
    now.pairing().ifPresent(pairing -> {
      pairing.newestRelease().ifPresent(release -> causes.add(VerdictCauseDto.builder()
          .kind(VerdictCauseDto.KindEnum.RELEASE)
          .at(release.releasedAt())
          .source(release.source().value())
          .periodEnd(release.period().last())
          .text("The release for the period that ends on %s is the newest that is known.".formatted(
              release.period().last()))
          .build()));
      overdue(pairing).stream().findFirst().ifPresent(period -> causes.add(VerdictCauseDto.builder()
          .kind(VerdictCauseDto.KindEnum.RELEASE_OVERDUE)
          .at(period.getDueAt())
          .source(pairing.track().trade().source().value())
          .periodEnd(period.getPeriodEnd())
          .text("The release for the period that ends on %s fell due and has not come.".formatted(
              period.getPeriodEnd()))
          .build()));
    });
    now.deadline()
        .map(deadline -> deadline.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(passed -> !passed.isAfter(now.asOf()))
        .ifPresent(passed -> causes.add(VerdictCauseDto.builder()
            .kind(VerdictCauseDto.KindEnum.DEADLINE)
            .at(passed)
            .text("The deadline has passed.")
            .build()));
    now.terms().ifPresent(terms -> causes.add(VerdictCauseDto.builder()
        .kind(VerdictCauseDto.KindEnum.TERMS)
        .at(terms.announced().knownFrom())
        .text("Version %d of the terms states the target.".formatted(terms.version()))
        .build()));
    return causes;
  }

  private EvidenceSummaryDto evidence(Assessment now) {
    if (now.pairing().isEmpty()) {
      return EvidenceSummaryDto.builder()
          .series(List.of())
          .missingPeriods(List.of())
          .straddlingPeriods(List.of())
          .overduePeriods(List.of())
          .flags(List.of())
          .build();
    }
    Pairing pairing = now.pairing().get();
    var calendar = calendars.of(pairing.track().trade().source());
    Optional<LocalDate> next = calendar.flatMap(rule -> pairing.newestPeriodEnd()
        .map(newest -> rule.periodEndOnOrAfter(newest.plusDays(1))));
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    pairing.periods().forEach(period -> flags.addAll(flags(period)));
    add(flags, EvidenceFlagDto.HELD_BACK, !pairing.heldBack().isEmpty());
    return EvidenceSummaryDto.builder()
        .source(pairing.track().trade().source().value())
        .series(pairing.track().periods().reversed().stream()
            .filter(point -> !point.observations().isEmpty())
            .findFirst().stream()
            .flatMap(point -> point.observations().stream())
            .map(observation -> observation.series().toString())
            .distinct()
            .sorted()
            .toList())
        .newestPeriodEnd(pairing.newestPeriodEnd().orElse(null))
        .newestRelease(pairing.newestRelease().map(Release::releasedAt).orElse(null))
        .nextPeriodEnd(next.orElse(null))
        .nextReleaseDue(next.flatMap(end -> calendar.map(rule -> rule.due(end))).orElse(null))
        .complete(pairing.isComplete())
        .missingPeriods(pairing.missing().stream().map(period -> period.period().last()).toList())
        .straddlingPeriods(straddling(pairing))
        .overduePeriods(overdue(pairing))
        .flags(List.copyOf(flags))
        .build();
  }

  private static List<StraddlingPeriodDto> straddling(Pairing pairing) {
    var periods = new ArrayList<StraddlingPeriodDto>();
    pairing.periods().stream().filter(CountedPeriod::straddling).forEach(period -> periods.add(
        straddling(period, true)));
    pairing.outside().ifPresent(period -> periods.add(straddling(period, false)));
    return periods;
  }

  private static StraddlingPeriodDto straddling(CountedPeriod period, boolean counted) {
    return StraddlingPeriodDto.builder()
        .periodEnd(period.period().last())
        .value(period.observed().map(Amounts::quantity).orElse(null))
        .counted(counted)
        .build();
  }

  private List<OverduePeriodDto> overdue(Pairing pairing) {
    return calendars.of(pairing.track().trade().source()).stream()
        .flatMap(rule -> pairing.overdue().stream().<OverduePeriodDto>map(end ->
            OverduePeriodDto.builder().periodEnd(end).dueAt(rule.due(end)).build()))
        .toList();
  }
}
