package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Assessments;
import io.offtake.api.ReadingsApi;
import io.offtake.api.model.CountsAsDto;
import io.offtake.api.model.EstimateDto;
import io.offtake.api.model.EvidenceFlagDto;
import io.offtake.api.model.EvidenceRowDto;
import io.offtake.api.model.EvidenceTableDto;
import io.offtake.api.model.FigureKindDto;
import io.offtake.api.model.NowcastDto;
import io.offtake.api.model.ProgressRowDto;
import io.offtake.api.model.ProgressTableDto;
import io.offtake.api.model.ProjectionFanDto;
import io.offtake.api.model.ProjectionRowDto;
import io.offtake.api.model.ReleaseBasisDto;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.TwoSources;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SeriesId;
import io.offtake.pace.Schedule;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Part;
import io.offtake.pairing.Season;
import io.offtake.pairing.Track;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import io.offtake.verdict.Verdict;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells how one reading came about: its progress by period, its evidence figure by figure, its projection.
class ReadingsResource implements ReadingsApi {

  private final ReadBasis basis;
  private final Assessments assessments;
  private final Pages pages;
  private final FlatTable table;
  private final Conditional conditional;
  private final TwoSources twoSources;

  ReadingsResource(
      ReadBasis basis,
      Assessments assessments,
      Pages pages,
      FlatTable table,
      Conditional conditional,
      TwoSources twoSources) {
    this.basis = basis;
    this.assessments = assessments;
    this.pages = pages;
    this.table = table;
    this.conditional = conditional;
    this.twoSources = twoSources;
  }

  @Override
  public RestResponse<ProgressTableDto> getProgress(
      String commitment, String reading, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    return conditional.answer(of, () -> ProgressTableDto.builder()
        .commitment(commitment)
        .reading(reading)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .target(found.target().map(Amounts::quantity).orElse(null))
        .rows(progress(found))
        .build());
  }

  @Override
  public RestResponse<String> getProgressCsv(
      String commitment,
      String reading,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    return conditional.answer(of, () ->
        table.write(progress(found), ProgressRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  @Override
  public RestResponse<ProjectionFanDto> getProjection(
      String commitment, String reading, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    Projection projection = found.projection().orElseGet(() -> new Projection.NotEstimable(
        Projection.Reason.NO_EVIDENCE, found.judgement().verdict() == Verdict.NOT_ASSESSABLE
            ? "the reading is not assessed, so nothing is projected"
            : "there is no window, no single quantity, or no evidence to project from"));
    return conditional.answer(of, () -> ProjectionFanDto.builder()
        .commitment(commitment)
        .reading(reading)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .deadline(found.deadline().orElse(null))
        .target(found.target().map(Amounts::quantity).orElse(null))
        .fulfilled(found.pairing().filter(Pairing::isAnythingObserved)
            .map(pairing -> Amounts.quantity(pairing.fulfilled().middle())).orElse(null))
        .fulfilledAtLeast(found.pairing().filter(Pairing::isAnythingObserved).map(Pairing::isAtLeast).orElse(null))
        .projection(ProjectionMapper.summary(projection, found))
        .quantiles(projection instanceof Projection.Estimated estimated
            ? ProjectionsResource.quantiles(estimated.total())
            : null)
        .drivers(projection instanceof Projection.Estimated estimated ? estimated.drivers() : null)
        .rows(fan(found))
        .build());
  }

  @Override
  public RestResponse<NowcastDto> getNowcast(
      String commitment, String reading, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    return conditional.answer(of, () -> NowcastMapper.dto(of, found, twoSources.nowcast(found, new Tracks(of.view()))));
  }

  @Override
  public RestResponse<String> getProjectionCsv(
      String commitment,
      String reading,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    return conditional.answer(of, () -> table.write(fan(found), ProjectionRowDto.class, form));
  }

  @Override
  public RestResponse<EvidenceTableDto> listEvidence(
      String commitment,
      String reading,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    Assessment found = assessed(of, commitment, reading);
    return pages.answer(of, pageSize, pageToken, () -> evidence(of, found), page -> EvidenceTableDto.builder()
        .commitment(commitment)
        .reading(reading)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(page.rows())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listEvidenceCsv(
      String commitment,
      String reading,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    Assessment found = assessed(of, commitment, reading);
    return conditional.answer(of, () ->
        table.write(evidence(of, found), EvidenceRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private Assessment assessed(Basis of, String commitment, String readingId) {
    Commitment found = basis.announced(of, commitment).commitment();
    Reading reading = found.reading(readingId)
        .orElseThrow(() -> ProblemException.notFound("reading", readingId));
    return assessments.of(of, found, reading).orElseThrow().now();
  }

  private static List<ProgressRowDto> progress(Assessment found) {
    if (found.pairing().isEmpty()) {
      return List.of();
    }
    Pairing pairing = found.pairing().get();
    Optional<Quantity> target = found.target();
    Optional<Season> lastSeason = pairing.season(1);
    // A path is owed only where something is owed.
    Optional<Schedule> schedule = found.judgement().verdict() == Verdict.NOT_ASSESSABLE
        ? Optional.empty()
        : target.map(owed -> Schedule.of(pairing, owed.toDouble()));
    var rows = new ArrayList<ProgressRowDto>();
    for (int i = 0; i < pairing.periods().size(); i++) {
      CountedPeriod period = pairing.periods().get(i);
      int at = i;
      LocalDate end = period.period().last();
      rows.add(ProgressRowDto.builder()
          .periodStart(period.period().first())
          .periodEnd(end)
          .observed(period.observed().map(Amounts::quantity).orElse(null))
          .cumulative(period.cumulative().map(Amounts::quantity).orElse(null))
          .cumulativeShare(period.cumulative()
              .flatMap(total -> target.map(owed -> Amounts.share(total.toDouble() / owed.toDouble()))).orElse(null))
          .scheduleLinear(schedule.map(path -> Amounts.estimate(path.linear()[at], pairing.unit())).orElse(null))
          .scheduleSeasonal(schedule.map(path -> seasonal(path, at, pairing.unit())).orElse(null))
          .lastSeason(lastSeason.flatMap(season -> season.upTo(end)).map(Amounts::quantity).orElse(null))
          .releasedAt(period.release().map(Release::releasedAt).orElse(null))
          .counted(period.isObserved())
          .flags(List.copyOf(EvidenceSummaryMapper.flags(period)))
          .corrections(period.unprinted().map(Amounts::quantity).orElse(null))
          .build());
      period.parts().stream()
          .filter(part -> !part.as().isOwn())
          .forEach(part -> rows.add(part(period, part.as(), part.effect())));
      if (isOfUnknown(pairing, period)) {
        pairing.unknownParts().stream().map(Part::effect).reduce(Quantity::plus)
            .ifPresent(stock -> rows.add(part(period, Part.As.UNKNOWN_STOCK, stock)));
      }
    }
    return rows;
  }

  /// What counts at a period's end and is not of the period's own.
  private static ProgressRowDto part(CountedPeriod period, Part.As as, Quantity effect) {
    return ProgressRowDto.builder()
        .periodStart(period.period().first())
        .periodEnd(period.period().last())
        .observed(Amounts.quantity(effect))
        .releasedAt(period.release().map(Release::releasedAt).orElse(null))
        .counted(true)
        .countsAs(CountsAsDto.fromValue(as.id()))
        .flags(List.of())
        .build();
  }

  /// Whether the stock of unknown destinations that counts is the one at the end of `period`.
  private static boolean isOfUnknown(Pairing pairing, CountedPeriod period) {
    return pairing.isAnythingObserved()
        && pairing.unknown().filter(stock -> stock.periodEnd().equals(period.period().last())).isPresent();
  }

  private static @Nullable EstimateDto seasonal(Schedule schedule, int at, Unit unit) {
    return schedule.seasonal().map(path -> Amounts.estimate(path[at], unit)).orElse(null);
  }

  private static List<ProjectionRowDto> fan(Assessment found) {
    if (!(found.projection().orElse(null) instanceof Projection.Estimated estimated)) {
      return List.of();
    }
    Unit unit = found.target().orElseThrow().unit();
    return fan(estimated, unit);
  }

  static List<ProjectionRowDto> fan(Projection.Estimated estimated, Unit unit) {
    return estimated.fan().stream().<ProjectionRowDto>map(point -> row(point, unit)).toList();
  }

  private static ProjectionRowDto row(FanPoint point, Unit unit) {
    return ProjectionRowDto.builder()
        .periodEnd(point.periodEnd())
        .p05(Amounts.estimate(point.total().quantile(0.05), unit))
        .p10(Amounts.estimate(point.total().quantile(0.10), unit))
        .p25(Amounts.estimate(point.total().quantile(0.25), unit))
        .p50(Amounts.estimate(point.total().quantile(0.50), unit))
        .p75(Amounts.estimate(point.total().quantile(0.75), unit))
        .p90(Amounts.estimate(point.total().quantile(0.90), unit))
        .p95(Amounts.estimate(point.total().quantile(0.95), unit))
        .build();
  }

  /// Every figure that the window's periods are made of, a row for each period that is missing, and what was withdrawn or
  /// is held back. What counts without being a period's own has a row of its own beside them, which leads to the figure
  /// that says so.
  private static List<EvidenceRowDto> evidence(Basis of, Assessment found) {
    if (found.pairing().isEmpty()) {
      return List.of();
    }
    Pairing pairing = found.pairing().get();
    Map<LocalDate, List<Observation>> uncounted = uncounted(of, pairing);
    var rows = new ArrayList<EvidenceRowDto>();
    for (CountedPeriod period : pairing.periods()) {
      period.observations().forEach(observation -> rows.add(row(period, observation)));
      if (period.state() == CountedPeriod.State.MISSING && period.observations().isEmpty()) {
        rows.add(missing(pairing, period));
      }
      period.parts().stream()
          .filter(part -> part.as() != Part.As.FIGURE)
          .forEach(part -> rows.add(row(pairing, period, part)));
      if (isOfUnknown(pairing, period)) {
        pairing.unknownParts().forEach(part -> rows.add(row(pairing, period, part)));
      }
      uncounted.getOrDefault(period.period().last(), List.of()).forEach(observation -> rows.add(
          uncounted(of, observation, row(period, observation))));
    }
    return rows;
  }

  /// The figures of the reading's trade and measure that were withdrawn or are held back, by the end of their period.
  private static Map<LocalDate, List<Observation>> uncounted(Basis of, Pairing pairing) {
    List<Measure> parts = pairing.track().measure() == Measure.SOLD
        ? Track.PARTS_OF_SALES
        : List.of(pairing.track().measure());
    return of.view().everyObservation(pairing.track().trade())
        .filter(observation -> parts.contains(observation.series().measure()))
        .filter(observation -> pairing.marketingYear().isEmpty()
            || pairing.marketingYear().get().equals(observation.marketYear()))
        .filter(observation -> of.view().retraction(observation.release()).isPresent()
            || of.view().heldBack(observation).isPresent())
        .collect(Collectors.groupingBy(observation -> observation.period().last()));
  }

  private static EvidenceRowDto uncounted(Basis of, Observation observation, EvidenceRowDto row) {
    Optional<Retraction> retraction = of.view().retraction(observation.release());
    row.setCounted(false);
    row.setEffect(null);
    row.setCountsAs(null);
    row.setFlags(List.of(retraction.isPresent() ? EvidenceFlagDto.RETRACTED : EvidenceFlagDto.HELD_BACK));
    row.setRetractedAt(retraction.map(Retraction::retractedAt).orElse(null));
    row.setRetractionReason(retraction.map(Retraction::reason).orElse(null));
    return row;
  }

  private static EvidenceRowDto row(CountedPeriod period, Observation observation) {
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    flags.addAll(EvidenceSummaryMapper.flags(period));
    Measure measure = observation.series().measure();
    if (measure != Measure.NET_SALES || !observation.value().isNegative()) {
      flags.remove(EvidenceFlagDto.NET_CANCELLATION);
    } else {
      flags.add(EvidenceFlagDto.NET_CANCELLATION);
    }
    boolean adds = period.countsByItself(observation);
    EvidenceRowDto row = figure(observation);
    row.setCounted(period.isObserved() && (adds || !isNetSales(measure)));
    if (adds) {
      row.setEffect(Amounts.quantity(observation.value()));
      row.setCountsAs(CountsAsDto.FIGURE);
    }
    row.setFlags(List.copyOf(flags));
    return row;
  }

  /// What counts without being a period's own, with the figure that says so.
  private static EvidenceRowDto row(Pairing pairing, CountedPeriod period, Part part) {
    EvidenceRowDto row = part.figure().map(ReadingsResource::figure).orElseGet(() -> silent(pairing, period));
    row.setCounted(true);
    row.setEffect(Amounts.quantity(part.effect()));
    row.setCountsAs(CountsAsDto.fromValue(part.as().id()));
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    if (part.as() == Part.As.CARRY_OVER) {
      flags.add(EvidenceFlagDto.CARRY_OVER);
    }
    if (part.figure().filter(figure -> figure.release().basis() == ReleaseBasis.ESTIMATED).isPresent()) {
      flags.add(EvidenceFlagDto.ESTIMATED_RELEASE);
    }
    row.setFlags(List.copyOf(flags));
    return row;
  }

  /// Sales add by the net sales of their week; the levels beside them bear the total out.
  private static boolean isNetSales(Measure measure) {
    return measure == Measure.NET_SALES || measure == Measure.NEXT_YEAR_NET_SALES;
  }

  private static EvidenceRowDto figure(Observation observation) {
    return EvidenceRowDto.builder()
        .series(observation.series().toString())
        .source(observation.series().source().value())
        .measure(StatusMapper.measure(observation.series().measure()))
        .commodity(observation.series().commodity().value())
        .origin(observation.series().origin().value())
        .destination(observation.series().destination().value())
        .marketYear(observation.marketYear())
        .periodStart(observation.period().first())
        .periodEnd(observation.period().last())
        .kind(FigureKindDto.fromValue(observation.correction() ? "correction" : "print"))
        .value(Amounts.quantity(observation.value()))
        .release(Long.toString(observation.release().id()))
        .releasedAt(observation.release().releasedAt())
        .releaseBasis(ReleaseBasisDto.fromValue(observation.release().basis().id()))
        .document(observation.provenance().document())
        .line(observation.isListed() ? observation.provenance().line() : null)
        .report(observation.provenance().report())
        .build();
  }

  /// A full report says something of the trade by not listing it.
  private static EvidenceRowDto silent(Pairing pairing, CountedPeriod period) {
    EvidenceRowDto row = missing(pairing, period);
    period.release().ifPresent(release -> {
      row.setRelease(Long.toString(release.id()));
      row.setReleasedAt(release.releasedAt());
      row.setReleaseBasis(ReleaseBasisDto.fromValue(release.basis().id()));
    });
    return row;
  }

  private static EvidenceRowDto missing(Pairing pairing, CountedPeriod period) {
    var trade = pairing.track().trade();
    var series = new SeriesId(trade.source(),
        pairing.track().measure() == Measure.SOLD ? Measure.NET_SALES : pairing.track().measure(),
        trade.commodity(), trade.origin(), trade.destination(), Cadence.WEEKLY, pairing.unit());
    return EvidenceRowDto.builder()
        .series(series.toString())
        .source(trade.source().value())
        .measure(StatusMapper.measure(series.measure()))
        .commodity(trade.commodity().value())
        .origin(trade.origin().value())
        .destination(trade.destination().value())
        .periodStart(period.period().first())
        .periodEnd(period.period().last())
        .kind(FigureKindDto.fromValue("print"))
        .counted(false)
        .flags(List.of(EvidenceFlagDto.MISSING))
        .build();
  }
}
