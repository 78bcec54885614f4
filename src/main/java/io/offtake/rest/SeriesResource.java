package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Answers;
import io.offtake.api.SeriesApi;
import io.offtake.api.model.CadenceDto;
import io.offtake.api.model.FigureKindDto;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.ObservationDto;
import io.offtake.api.model.ObservationListDto;
import io.offtake.api.model.ReleaseBasisDto;
import io.offtake.api.model.SeriesDto;
import io.offtake.api.model.SeriesListDto;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SeriesId;
import io.offtake.evidence.Trade;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells the public figures themselves, series by series, in every vintage.
class SeriesResource implements SeriesApi {

  private static final Comparator<Observation> ORDER = Comparator
      .comparing((Observation observation) -> observation.period().last())
      .thenComparing(observation -> observation.period().first())
      .thenComparing(Observation::marketYear, Comparator.nullsFirst(Comparator.naturalOrder()))
      .thenComparing(Observation::release, Release.BY_KNOWLEDGE)
      .thenComparingLong(Observation::id);

  private final ReadBasis basis;
  private final Answers answers;
  private final Pages pages;
  private final FlatTable table;
  private final Conditional conditional;
  private final KnownNames names;

  SeriesResource(
      ReadBasis basis, Answers answers, Pages pages, FlatTable table, Conditional conditional, KnownNames names) {
    this.basis = basis;
    this.answers = answers;
    this.pages = pages;
    this.table = table;
    this.conditional = conditional;
    this.names = names;
  }

  /// A series and which of its figures are asked for.
  private record Wanted(
      SeriesId series,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Integer marketYear,
      boolean includeHistory,
      @Nullable Instant updatedAfter) {

    /// @throws ProblemException  400 when the days are out of order
    Wanted {
      if (from != null && to != null && to.isBefore(from)) {
        throw new ProblemException(ProblemType.INVALID_PARAMETER,
            "The parameter 'to' (%s) lies before the first day (%s)".formatted(to, from),
            Fault.inParameter("to", "It lies before the first day, %s".formatted(from),
                "give a day from %s on, or leave it out".formatted(from)));
      }
    }

    boolean covers(Observation observation) {
      LocalDate end = observation.period().last();
      return (from == null || !end.isBefore(from))
          && (to == null || !end.isAfter(to))
          && (marketYear == null || marketYear.equals(observation.marketYear()));
    }
  }

  @Override
  public RestResponse<SeriesListDto> listSeries(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      @Nullable String source,
      @Nullable MeasureDto measure,
      @Nullable String commodity,
      @Nullable String destination) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    names.check()
        .source("source", source)
        .commodity("commodity", commodity)
        .destination("destination", destination, of)
        .done();
    Predicate<Trade> wanted = trades(source, commodity, destination);
    return pages.answer(of, pageSize, pageToken,
        () -> series(of, wanted, measure == null ? null : measure.toString()),
        page -> SeriesListDto.builder()
            .asOf(of.asOf())
            .dataVersion(of.dataVersion())
            .newestRelease(ReadBasis.newestRelease(of))
            .series(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<String> listSeriesCsv(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable String source,
      @Nullable MeasureDto measure,
      @Nullable String commodity,
      @Nullable String destination,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    names.check()
        .source("source", source)
        .commodity("commodity", commodity)
        .destination("destination", destination, of)
        .done();
    return conditional.answer(of, () -> table.write(series(of, trades(source, commodity, destination),
        measure == null ? null : measure.toString()), SeriesDto.class, form));
  }

  private static Predicate<Trade> trades(@Nullable String source, @Nullable String commodity, @Nullable String destination) {
    return trade -> (source == null || trade.source().value().equals(source))
        && (commodity == null || trade.commodity().value().equals(commodity))
        && (destination == null || trade.destination().value().equals(destination));
  }

  @Override
  public RestResponse<ObservationListDto> listObservations(
      String series,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Integer marketYear,
      Boolean includeHistory,
      @Nullable Instant updatedAfter,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    var wanted = new Wanted(held(of, series), from, to, marketYear, includeHistory, updatedAfter);
    return pages.answer(of, pageSize, pageToken, () -> rows(of, wanted), page -> ObservationListDto.builder()
        .series(series)
        .unit(wanted.series().unit().id())
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(known(of, wanted.series())
            .map(observation -> observation.release().releasedAt())
            .max(Comparator.naturalOrder())
            .orElse(null))
        .rows(page.rows())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listObservationsCsv(
      String series,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable Integer marketYear,
      Boolean includeHistory,
      @Nullable Instant updatedAfter,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    var wanted = new Wanted(held(of, series), from, to, marketYear, includeHistory, updatedAfter);
    return conditional.answer(of,
        () -> table.write(rows(of, wanted), ObservationDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  /// @throws ProblemException  404 when the series has no figure that was known
  private static SeriesId held(Basis of, String id) {
    SeriesId series;
    try {
      series = SeriesId.parse(id);
    } catch (IllegalArgumentException _) {
      throw ProblemException.notFound("series", id);
    }
    if (ever(of, of.asOf(), series).findAny().isPresent()) {
      return series;
    }
    Optional<Instant> since = ever(of, Instant.MAX, series)
        .map(observation -> observation.release().releasedAt())
        .min(Comparator.naturalOrder());
    throw since
        .map(first -> new ProblemException(ProblemType.NOT_FOUND,
            "Nothing of the series '%s' was known at %s".formatted(id, of.asOf()),
            Fault.inParameter("asOf", "Its first figure came out at " + first, "ask for " + first + " or later")))
        .orElseGet(() -> ProblemException.notFound("series", id));
  }

  /// The figures of a series that were known at an instant, those that had been retracted among them.
  private static Stream<Observation> ever(Basis of, Instant asOf, SeriesId series) {
    return of.snapshot().panel().at(asOf, of.dataVersion()).everyObservation(Trade.of(series))
        .filter(observation -> observation.series().equals(series));
  }

  private static Stream<Observation> known(Basis of, SeriesId series) {
    return of.view().observations(Trade.of(series)).filter(observation -> observation.series().equals(series));
  }

  private static List<SeriesDto> series(Basis of, Predicate<Trade> wanted, @Nullable String measure) {
    var view = of.view();
    return of.snapshot().panel().trades().stream()
        .filter(wanted)
        .flatMap(view::observations)
        .filter(observation -> measure == null || observation.series().measure().id().equals(measure))
        .collect(Collectors.groupingBy(Observation::series))
        .entrySet().stream()
        .<SeriesDto>map(entry -> series(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(SeriesDto::getId))
        .toList();
  }

  private static SeriesDto series(SeriesId series, List<Observation> figures) {
    var ends = figures.stream().map(observation -> observation.period().last()).distinct().sorted().toList();
    return SeriesDto.builder()
        .id(series.toString())
        .source(series.source().value())
        .measure(StatusMapper.measure(series.measure()))
        .kind(series.measure().kind() == Measure.Kind.FLOW ? SeriesDto.KindEnum.FLOW : SeriesDto.KindEnum.LEVEL)
        .commodity(series.commodity().value())
        .origin(series.origin().value())
        .destination(series.destination().value())
        .cadence(CadenceDto.fromValue(series.cadence().id()))
        .unit(series.unit().id())
        .firstPeriodEnd(ends.getFirst())
        .newestPeriodEnd(ends.getLast())
        .newestRelease(figures.stream()
            .map(observation -> observation.release().releasedAt())
            .max(Comparator.naturalOrder())
            .orElseThrow())
        .periods(ends.size())
        .build();
  }

  private List<ObservationDto> rows(Basis of, Wanted wanted) {
    Set<Long> standing = of.view().ledger(Trade.of(wanted.series()), wanted.series().unit()).rows().stream()
        .map(row -> row.cells().get(wanted.series().measure()))
        .filter(Objects::nonNull)
        .flatMap(cell -> cell.observations().stream())
        .map(Observation::id)
        .collect(Collectors.toSet());
    Stream<Observation> asked = wanted.includeHistory()
        ? ever(of, of.asOf(), wanted.series())
        : known(of, wanted.series());
    return asked
        .filter(wanted::covers)
        .filter(observation -> wanted.includeHistory() || standing.contains(observation.id()))
        .sorted(ORDER)
        .<ObservationDto>map(observation -> row(observation,
            !standing.contains(observation.id()) && !isLastWordThatNothingIsListed(of, observation),
            of.view().retraction(observation.release()).orElse(null)))
        .filter(row -> wanted.updatedAfter() == null || row.getRecordedAt().isAfter(wanted.updatedAfter()))
        .toList();
  }

  /// A level that is listed no longer is not said, so that it stands in no ledger; nothing came after it all the same.
  private static boolean isLastWordThatNothingIsListed(Basis of, Observation observation) {
    return !observation.isListed() && known(of, observation.series()).noneMatch(other ->
        !other.correction() && other.period().equals(observation.period())
            && Objects.equals(other.marketYear(), observation.marketYear())
            && Release.BY_KNOWLEDGE.compare(other.release(), observation.release()) > 0);
  }

  private ObservationDto row(Observation observation, boolean superseded, @Nullable Retraction retraction) {
    Release release = observation.release();
    return ObservationDto.builder()
        .periodStart(observation.period().first())
        .periodEnd(observation.period().last())
        .marketYear(observation.marketYear())
        .kind(observation.correction() ? FigureKindDto.CORRECTION : FigureKindDto.PRINT)
        .value(Amounts.quantity(observation.value()))
        .releasedAt(release.releasedAt())
        .releaseBasis(ReleaseBasisDto.fromValue(release.basis().id()))
        .recordedAt(answers.recordedAt(observation.dataVersion()))
        .release(Long.toString(release.id()))
        .document(observation.provenance().document())
        .line(observation.isListed() ? observation.provenance().line() : null)
        .report(observation.provenance().report())
        .superseded(superseded && retraction == null)
        .retracted(retraction != null)
        .retractedAt(retraction == null ? null : retraction.retractedAt())
        .retractionReason(retraction == null ? null : retraction.reason())
        .build();
  }
}
