package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.SourcesApi;
import io.offtake.api.model.CadenceDto;
import io.offtake.api.model.DocumentDto;
import io.offtake.api.model.DocumentReceiptDto;
import io.offtake.api.model.HeldBackDto;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.OverduePeriodDto;
import io.offtake.api.model.ReleaseDto;
import io.offtake.api.model.ReleaseListDto;
import io.offtake.api.model.RevisionRowDto;
import io.offtake.api.model.RevisionsDto;
import io.offtake.api.model.SourceDto;
import io.offtake.api.model.SourceListDto;
import io.offtake.calendar.BusinessDayReleases;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.calendar.WeeklyReleases;
import io.offtake.document.Document;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.Readers;
import io.offtake.document.Submission;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.Revisions;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Timeliness;
import io.offtake.fetching.Fetching.Standing;
import io.offtake.fetching.Fetching;
import io.offtake.intake.Intake.Receipt;
import io.offtake.intake.Intake;
import io.offtake.publisher.Source;
import io.offtake.publisher.Sources;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import io.offtake.rest.edge.Tryable;
import io.offtake.rest.edge.UploadedDocument;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells the sources, whether they are on time, and their releases; takes in their documents.
@Tryable
class SourcesResource implements SourcesApi {

  private static final double LOW = 0.05;
  private static final double MIDDLE = 0.5;
  private static final double LATE = 0.9;
  private static final double HIGH = 0.95;

  private final ReadBasis basis;
  private final Pages pages;
  private final Conditional conditional;
  private final ReleaseCalendars calendars;
  private final Readers readers;
  private final Intake intake;
  private final Releases releases;
  private final DocumentMapper documents;
  private final Idempotency idempotency;
  private final Caller caller;
  private final Fetching fetching;
  private final FlatTable table;
  private final HttpHeaders headers;

  SourcesResource(
      ReadBasis basis,
      Pages pages,
      Conditional conditional,
      ReleaseCalendars calendars,
      Readers readers,
      Intake intake,
      Releases releases,
      DocumentMapper documents,
      Idempotency idempotency,
      Caller caller,
      Fetching fetching,
      FlatTable table,
      HttpHeaders headers) {
    this.basis = basis;
    this.pages = pages;
    this.conditional = conditional;
    this.calendars = calendars;
    this.readers = readers;
    this.intake = intake;
    this.releases = releases;
    this.documents = documents;
    this.idempotency = idempotency;
    this.caller = caller;
    this.fetching = fetching;
    this.table = table;
    this.headers = headers;
  }

  @Override
  public RestResponse<SourceListDto> listSources(@Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Map<SourceId, Standing> standings = standings();
    // How sources are fetched moves without the data: no answer that tells it lasts for ever.
    return conditional.answer(ReadBasis.validator(of) + new TreeMap<>(standings), false, () -> SourceListDto.builder()
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .sources(sources(of, standings))
        .build());
  }

  @Override
  public RestResponse<String> listSourcesCsv(
      @Nullable Instant asOf, @Nullable Long dataVersion, Boolean bom, @Nullable String delimiter, String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    Map<SourceId, Standing> standings = standings();
    return conditional.answer(ReadBasis.validator(of) + new TreeMap<>(standings), false,
        () -> table.write(sources(of, standings), SourceDto.class, form));
  }

  private Map<SourceId, Standing> standings() {
    return Sources.all().stream().collect(Collectors.toMap(Source::id, source -> fetching.standing(source.id())));
  }

  private List<SourceDto> sources(Basis of, Map<SourceId, Standing> standings) {
    return Sources.all().stream()
        .sorted(Comparator.comparing(Source::id))
        .<SourceDto>map(source -> source(of, source, Objects.requireNonNull(standings.get(source.id()))))
        .toList();
  }

  @Override
  public RestResponse<SourceDto> getSource(String source, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Source asked = source(source);
    Basis of = basis.settle(asOf, dataVersion);
    Standing standing = fetching.standing(asked.id());
    return conditional.answer(ReadBasis.validator(of) + standing, false, () -> source(of, asked, standing));
  }

  @Override
  public RestResponse<SourceDto> fetchSource(String source, Boolean dryRun) {
    Source asked = source(source);
    return idempotency.onceAside("", SourceDto.class, () -> fetched(source, asked));
  }

  private RestResponse<SourceDto> fetched(String source, Source asked) {
    Standing standing = fetching.request(asked.id());
    return switch (standing) {
      case Standing.On _ -> RestResponse.ResponseBuilder.<SourceDto>create(RestResponse.Status.ACCEPTED)
          .header(HttpHeaders.LOCATION, "/v1/sources/" + source)
          .entity(source(basis.settle(null, null), asked, standing))
          .build();
      case Standing.Off(String setting) -> throw new ProblemException(ProblemType.NOT_FETCHED,
          "%s is not fetched: %s".formatted(source, FetchStanding.remedy(setting)));
      case Standing.ByHand _ -> throw new ProblemException(ProblemType.NOT_FETCHED,
          "Offtake cannot ask %s by itself; hand its documents in at /v1/sources/%s/documents"
              .formatted(source, source));
    };
  }

  @Override
  public RestResponse<ReleaseListDto> listReleases(
      String source,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    SourceId id = known(source);
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    List<Release> log = of.view().everyRelease(id).reversed();
    return pages.answer(of, pageSize, pageToken, () -> log, page -> ReleaseListDto.builder()
        .source(source)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(of.view().releases(id).reversed().stream().findFirst().map(Release::releasedAt).orElse(null))
        .rows(releases.of(of, page.rows()))
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listReleasesCsv(
      String source, @Nullable Instant asOf, @Nullable Long dataVersion, Boolean bom, @Nullable String delimiter, String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    SourceId id = known(source);
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of,
        () -> table.write(releases.of(of, of.view().everyRelease(id).reversed()), ReleaseDto.class, form));
  }

  @Override
  public RestResponse<RevisionsDto> getRevisions(
      String source, @Nullable Instant asOf, @Nullable Long dataVersion) {
    SourceId id = known(source);
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of, () -> RevisionsDto.builder()
        .source(source)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(revisions(of, id))
        .build());
  }

  @Override
  public RestResponse<String> getRevisionsCsv(
      String source, @Nullable Instant asOf, @Nullable Long dataVersion, Boolean bom, @Nullable String delimiter, String decimal) {
    SourceId id = known(source);
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of,
        () -> table.write(revisions(of, id), RevisionRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private static List<RevisionRowDto> revisions(Basis of, SourceId source) {
    return Revisions.of(source, of.view()).stream()
        .<RevisionRowDto>map(row -> RevisionRowDto.builder()
            .measure(StatusMapper.measure(row.measure()))
            .commodity(row.commodity().value())
            .figures(row.figures())
            .revised(row.revised())
            .revisedShare(Amounts.share(row.revisedShare()))
            .revisions(row.revisions())
            .upward(Amounts.share(row.upwardShare()))
            .changeP05(Amounts.share(Revisions.quantile(row.changes(), LOW)))
            .changeP50(Amounts.share(Revisions.quantile(row.changes(), MIDDLE)))
            .changeP95(Amounts.share(Revisions.quantile(row.changes(), HIGH)))
            .total(row.total().map(Amounts::quantity).orElse(null))
            .daysP50(Amounts.ratio(Revisions.quantile(row.days(), MIDDLE)))
            .daysP90(Amounts.ratio(Revisions.quantile(row.days(), LATE)))
            .daysMost(Amounts.ratio(Revisions.quantile(row.days(), 1)))
            .build())
        .toList();
  }

  @Override
  public RestResponse<DocumentReceiptDto> createDocument(
      String source,
      byte[] body,
      @Nullable String name,
      @Nullable String documentType,
      @Nullable Integer marketYear,
      @Nullable LocalDate periodEnd,
      @Nullable Instant releasedAt,
      @Nullable String sourceUrl,
      Boolean dryRun) {
    SourceId id = known(source);
    MediaType type = Optional.ofNullable(headers.getMediaType()).orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    UploadedDocument uploaded = UploadedDocument.of(type, body);
    if (uploaded.bytes().length == 0) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "The document is empty",
          new Fault(null, null, "The document has no bytes", "send it as published"));
    }
    var submission = new Submission(id, uploaded.bytes(), uploaded.contentType(),
        name == null ? uploaded.name() : name, documentType, marketYear, periodEnd, releasedAt, sourceUrl);
    return idempotency.once(uploaded.bytes(), DocumentReceiptDto.class, () -> answer(intake.handIn(submission, caller.actor())));
  }

  private RestResponse<DocumentReceiptDto> answer(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Taken taken -> response(taken.again() ? RestResponse.Status.OK : RestResponse.Status.CREATED,
          taken.document(), documentOf(taken.document()), taken.again(), taken.added(),
          taken.figures() - taken.added(), taken.dataVersion());
      case Receipt.AlreadyHeld(Document document) -> {
        DocumentDto held = documentOf(document);
        yield response(RestResponse.Status.OK, document, held, true, 0, held.getFigures(), document.dataVersion());
      }
      case Receipt.Refused(Optional<String> parameter, List<Problem> problems) -> throw refusal(parameter, problems);
    };
  }

  private DocumentDto documentOf(Document document) {
    return documents.document(basis.settle(null, null), document);
  }

  private static List<HeldBackDto> doubted(Basis of, Predicate<HeldBack> wanted) {
    return of.snapshot().panel().heldBack().stream()
        .filter(wanted)
        .<HeldBackDto>map(each -> HeldBackMapper.dto(of, each))
        .toList();
  }

  private RestResponse<DocumentReceiptDto> response(
      RestResponse.Status status,
      Document document,
      DocumentDto told,
      boolean alreadyHeld,
      int added,
      int held,
      long dataVersion) {
    Basis of = basis.settle(null, null);
    return RestResponse.ResponseBuilder.<DocumentReceiptDto>create(status)
        .header(HttpHeaders.LOCATION, "/v1/documents/" + document.id())
        .entity(DocumentReceiptDto.builder()
            .document(told)
            .alreadyHeld(alreadyHeld)
            .figuresNew(added)
            .figuresAlreadyHeld(held)
            .heldBack(doubted(of, each -> each.document().equals(document.id()) && each.dataVersion() == dataVersion))
            .confirmed(doubted(of, each -> of.view().relief(each)
                .filter(relief -> relief.document().equals(document.id()) && relief.dataVersion() == dataVersion)
                .isPresent()))
            .dataVersion(dataVersion)
            .build())
        .build();
  }

  static ProblemException refusal(Optional<String> parameter, List<Problem> problems) {
    return parameter
        .map(name -> ProblemException.of(ProblemType.INVALID_PARAMETER, problems.stream()
            .map(problem -> Fault.inParameter(name,
                "The parameter '%s' does not fit: %s".formatted(name, problem.reason()), null))
            .toList()))
        .orElseGet(() -> new ProblemException(ProblemType.UNPROCESSABLE,
            "The document cannot be read; nothing of it was kept",
            problems.stream()
                .map(problem -> new Fault(null, null, problem.line() == null
                    ? problem.reason()
                    : "line %d: %s".formatted(problem.line(), problem.reason()), null))
                .toArray(Fault[]::new)));
  }

  private SourceDto source(Basis of, Source source, Standing standing) {
    Optional<ReleaseCalendar> calendar = calendars.of(source.id());
    Timeliness timeliness = Timeliness.of(calendar, of.view().releases(source.id()), of.asOf());
    return SourceDto.builder()
        .id(source.id().value())
        .title(source.name())
        .publisher(source.publisher())
        .url(source.address())
        .cadence(CadenceDto.fromValue(source.cadence().id()))
        .measures(source.measures().stream().<MeasureDto>map(StatusMapper::measure).toList())
        .documentTypes(readers.formsOf(source.id()).stream().map(Readers.Form::id).toList())
        .timeZone(calendar.map(rule -> rule.zone().getId()).orElse(null))
        .releaseRule(calendar.map(SourcesResource::inWords).orElse(null))
        .timeliness(timeliness.newest().isEmpty()
            ? SourceDto.TimelinessEnum.NOTHING_RECEIVED
            : timeliness.overdue().isEmpty() ? SourceDto.TimelinessEnum.CURRENT : SourceDto.TimelinessEnum.OVERDUE)
        .newestPeriodEnd(timeliness.newest().map(release -> release.period().last()).orElse(null))
        .newestRelease(timeliness.newest().map(Release::releasedAt).orElse(null))
        .nextPeriodEnd(timeliness.next().map(Timeliness.Expected::periodEnd).orElse(null))
        .nextReleaseDue(timeliness.next().map(Timeliness.Expected::due).orElse(null))
        .overduePeriodCount(timeliness.overdue().size())
        .overduePeriods(timeliness.overdue().stream().limit(EvidenceSummaryMapper.MOST_PERIODS)
            .<OverduePeriodDto>map(period ->
                OverduePeriodDto.builder().periodEnd(period.periodEnd()).dueAt(period.due()).build())
            .toList())
        .withdrawnReleases(releases.of(of, of.view().withdrawn(source.id())))
        .fetching(FetchStanding.dto(standing))
        .build();
  }

  /// Such as `Monday 11:00, 4 days after the week that ends on Thursday; on the next business day when that is a
  /// federal holiday`.
  static String inWords(ReleaseCalendar calendar) {
    return switch (calendar) {
      case WeeklyReleases rule -> "%s %s, %d days after the week that ends on %s; %s".formatted(
          rule.periodEnd().plus(rule.lagDays()).getDisplayName(TextStyle.FULL, Locale.ENGLISH),
          rule.at(),
          rule.lagDays(),
          rule.periodEnd().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
          switch (rule.shift()) {
            case NEXT_BUSINESS_DAY -> "on the next business day when that is a federal holiday";
            case DAY_LATER_AFTER_HOLIDAY_IN_PREPARATION ->
                "a day later when that day, the Monday before it or the Friday before that is a federal holiday";
          });
      case MonthlyReleases rule -> ("%s on the day that the publisher named; otherwise taken to be day %d of month %d "
          + "after that of the figures (or its last day), the next business day when that is none; asked for from %d "
          + "days before on").formatted(rule.at(), rule.day(), rule.monthsAfter(), rule.leewayDays());
      case BusinessDayReleases rule ->
          "%s on business days, only when there is something to tell".formatted(rule.at());
    };
  }

  private static SourceId known(String source) {
    return source(source).id();
  }

  private static Source source(String source) {
    return Sources.find(new SourceId(source))
        .orElseThrow(() -> ProblemException.notFound("source", source));
  }
}
