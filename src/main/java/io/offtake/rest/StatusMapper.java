package io.offtake.rest;

import java.time.Instant;
import java.util.Optional;

import io.offtake.answer.Assessments.Compared;
import io.offtake.answer.Standings.Cause;
import io.offtake.answer.Standings.Change;
import io.offtake.answer.Standings.LastSeason;
import io.offtake.answer.Standings.Standing;
import io.offtake.answer.Standings;
import io.offtake.api.model.ChangeDto;
import io.offtake.api.model.LastSeasonDto;
import io.offtake.api.model.LegDto;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.PaceDto;
import io.offtake.api.model.ProjectionSummaryDto;
import io.offtake.api.model.ReadingStatusDto;
import io.offtake.api.model.ReasonDto;
import io.offtake.api.model.ShareRangeDto;
import io.offtake.api.model.StatusRowDto;
import io.offtake.api.model.StrengthDto;
import io.offtake.api.model.TrailingRatesDto;
import io.offtake.api.model.UnknownDestinationsDto;
import io.offtake.api.model.VerdictCauseDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.api.model.WhyDto;
import io.offtake.assessment.Assessment;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Owed;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.Withdrawal;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.pace.Pace;
import io.offtake.pairing.Pairing;
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

  private final Standings standings;

  StatusMapper(Standings standings) {
    this.standings = standings;
  }

  /// A reading with all that is told of it.
  ReadingStatusDto reading(Compared compared) {
    ReadingStatusDto status = standing(compared);
    status.setAdditionality(CountMapper.additionality(compared.now()));
    return status;
  }

  private ReadingStatusDto standing(Compared compared) {
    Standing standing = standings.of(compared);
    Assessment now = compared.now();
    Reading reading = now.reading();
    Optional<Pairing> pairing = now.pairing();
    Optional<Pairing> seen = pairing.filter(Pairing::isAnythingObserved);
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
        .daysLeft(standing.daysLeft())
        .target(now.target().map(Amounts::quantity).orElse(null))
        .targetMax(now.owed().flatMap(Owed.Leg::most).map(Amounts::quantity).orElse(null))
        .targetBasis(now.owed().flatMap(Owed.Leg::how).orElse(null))
        .fulfilled(seen.map(paired -> Amounts.quantity(paired.fulfilled().middle())).orElse(null))
        .fulfilledRange(seen.map(CountMapper::range).orElse(null))
        .fulfilledShare(seen.isPresent() ? Amounts.share(now.fulfilledShare()) : null)
        .fulfilledAtLeast(seen.map(Pairing::isAtLeast).orElse(null))
        .remaining(seen.isPresent() && standing.whole()
            ? now.pace().map(pace -> Amounts.quantity(pace.remaining())).orElse(null) : null)
        .unknownOutstanding(pairing.flatMap(Pairing::unknown).map(CountMapper::unknown).orElse(null))
        .nextYearSales(seen.map(CountMapper::nextYear).orElse(null))
        .asPublished(seen.flatMap(Pairing::asPublished).map(Amounts::quantity).orElse(null))
        .carriedIn(seen.flatMap(Pairing::carriedIn).map(Amounts::quantity).orElse(null))
        .carriedOut(seen.flatMap(Pairing::carriedOut).map(Amounts::quantity).orElse(null))
        .verdict(verdict(now.judgement().verdict()))
        .why(why(now.judgement()))
        .feasible(standing.open() && standing.whole() ? now.pace().map(Pace::feasible).orElse(null) : null)
        .pace(now.pace().map(pace -> pace(pace, now.target().orElseThrow().unit())).orElse(null))
        .projection(now.projection().map(projection -> ProjectionMapper.summary(projection, now)).orElse(null))
        .slack(now.target().map(target -> Amounts.estimate(now.slack(), target.unit())).orElse(null))
        .slackShare(Amounts.share(standing.slackShare()))
        .legs(now.legs().isEmpty() ? null : now.legs().stream().<LegDto>map(CountMapper::leg).toList())
        .lastSeason(standing.lastSeason().map(StatusMapper::lastSeason).orElse(null))
        .change(standing.change().map(change -> change(change, now.pairing().orElseThrow().unit())).orElse(null))
        .becauseOf(standing.causes().stream().<VerdictCauseDto>map(StatusMapper::cause).toList())
        .notYetStated(now.notYetStated())
        .statedBy(reading.statedBy())
        .statedAt(reading.stated().knownFrom())
        .doubt(reading.doubt())
        .retired(reading.isRetiredAt(now.asOf()))
        .evidence(EvidenceSummaryMapper.summary(standing))
        .build();
  }

  StatusRowDto row(Compared compared) {
    ReadingStatusDto reading = standing(compared);
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

  static MeasureDto measure(Measure measure) {
    return MeasureDto.fromValue(measure.id());
  }

  static VerdictDto verdict(Verdict verdict) {
    return VerdictDto.fromValue(verdict.id());
  }

  static UnknownDestinationsDto unknownDestinations(Reading reading) {
    return UnknownDestinationsDto.fromValue(reading.unknownDestinations().id());
  }

  static @Nullable ShareRangeDto share(Reading reading) {
    return reading.unknownDestinations() instanceof UnknownDestinations.Share(var min, var max)
        ? ShareRangeDto.builder().min(min).max(max).build()
        : null;
  }

  static WhyDto why(Judgement judgement) {
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

  private static LastSeasonDto lastSeason(LastSeason season) {
    return LastSeasonDto.builder()
        .fulfilled(Amounts.quantity(season.fulfilled()))
        .total(season.total().map(Amounts::quantity).orElse(null))
        .periodEnd(season.periodEnd().orElse(null))
        .build();
  }

  private static ChangeDto change(Change change, Unit unit) {
    return ChangeDto.builder()
        .sinceRelease(change.sinceRelease())
        .sourceBefore(change.sourceBefore().map(SourceId::value).orElse(null))
        .fulfilled(change.fulfilled().map(Amounts::quantity).orElse(null))
        .slack(Amounts.estimate(change.slack(), unit))
        .shortfallProbability(Amounts.share(change.shortfallProbability()))
        .verdictBefore(verdict(change.verdictBefore()))
        .build();
  }

  private static VerdictCauseDto cause(Cause cause) {
    return VerdictCauseDto.builder()
        .kind(switch (cause.kind()) {
          case RELEASE -> VerdictCauseDto.KindEnum.RELEASE;
          case RELEASE_OVERDUE -> VerdictCauseDto.KindEnum.RELEASE_OVERDUE;
          case DEADLINE -> VerdictCauseDto.KindEnum.DEADLINE;
          case TERMS -> VerdictCauseDto.KindEnum.TERMS;
        })
        .at(cause.at())
        .source(cause.source().map(SourceId::value).orElse(null))
        .periodEnd(cause.periodEnd().orElse(null))
        .text(cause.text())
        .build();
  }
}
