package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.ClaimsApi;
import io.offtake.api.model.ClaimDto;
import io.offtake.api.model.ClaimImportDto;
import io.offtake.api.model.ClaimImportRowDto;
import io.offtake.api.model.ClaimListDto;
import io.offtake.api.model.ClaimRoleDto;
import io.offtake.api.model.ClaimVerdictDto;
import io.offtake.api.model.ClaimVersionListDto;
import io.offtake.api.model.NewClaimDto;
import io.offtake.api.model.NewClaimWithdrawalDto;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimId;
import io.offtake.claim.ClaimTable;
import io.offtake.claim.Claims;
import io.offtake.claim.Ids;
import io.offtake.commitment.Problem;
import io.offtake.intake.ClaimChanges.Imported;
import io.offtake.intake.ClaimChanges.Outcome;
import io.offtake.intake.ClaimChanges;
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

/// Tells what was said in public, takes it in, and says how it stands against the figures.
@Tryable
class ClaimsResource implements ClaimsApi {

  private static final int MOST_IN_A_TABLE = 5_000;

  private final ReadBasis basis;
  private final Pages pages;
  private final Conditional conditional;
  private final ClaimMapper mapper;
  private final ClaimChanges changes;
  private final Idempotency idempotency;
  private final Caller caller;
  private final KnownNames names;
  private final FlatTable table;
  private final HttpHeaders headers;

  ClaimsResource(
      ReadBasis basis,
      Pages pages,
      Conditional conditional,
      ClaimMapper mapper,
      ClaimChanges changes,
      Idempotency idempotency,
      Caller caller,
      KnownNames names,
      FlatTable table,
      HttpHeaders headers) {
    this.basis = basis;
    this.pages = pages;
    this.conditional = conditional;
    this.mapper = mapper;
    this.changes = changes;
    this.idempotency = idempotency;
    this.caller = caller;
    this.names = names;
    this.table = table;
    this.headers = headers;
  }

  /// Which claims are asked for; null asks for all.
  private record Filter(
      @Nullable String commitment,
      @Nullable String speaker,
      @Nullable ClaimRoleDto role,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String state) {

    boolean takes(Claims.Entry entry) {
      Claim claim = entry.claim();
      return (commitment == null || claim.commitment().filter(each -> each.value().equals(commitment)).isPresent())
          && (speaker == null || claim.speaker().toLowerCase(Locale.ROOT).contains(speaker.toLowerCase(Locale.ROOT)))
          && (role == null || Ids.of(claim.role()).equals(role.toString()))
          && (from == null || !claim.said().onDay().isBefore(from))
          && (to == null || !claim.said().onDay().isAfter(to))
          && (state == null || state.equals("withdrawn") == entry.isWithdrawn());
    }
  }

  @Override
  public RestResponse<ClaimListDto> listClaims(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      @Nullable String commitment,
      @Nullable String speaker,
      @Nullable ClaimRoleDto role,
      @Nullable LocalDate saidFrom,
      @Nullable LocalDate saidTo,
      @Nullable String state) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    names.check().commitment("commitment", commitment, of).done();
    var filter = new Filter(commitment, speaker, role, saidFrom, saidTo, state);
    return pages.answer(of, pageSize, pageToken,
        () -> found(of, filter).<ClaimDto>map(ClaimMapper::claim).toList(),
        page -> ClaimListDto.builder()
            .asOf(of.asOf())
            .dataVersion(of.dataVersion())
            .claims(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<String> listClaimsCsv(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable String commitment,
      @Nullable String speaker,
      @Nullable ClaimRoleDto role,
      @Nullable LocalDate saidFrom,
      @Nullable LocalDate saidTo,
      @Nullable String state,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    names.check().commitment("commitment", commitment, of).done();
    var filter = new Filter(commitment, speaker, role, saidFrom, saidTo, state);
    var form = TableForm.of(bom, delimiter, decimal);
    return conditional.answer(of, () -> table.write(
        found(of, filter).limit(MOST_IN_A_TABLE).<ClaimDto>map(ClaimMapper::claim).toList(), ClaimDto.class, form));
  }

  /// In the order in which it was said.
  private static Stream<Claims.Entry> found(Basis of, Filter filter) {
    return of.snapshot().claimsAt(of.dataVersion()).stream()
        .filter(entry -> !entry.claim().said().at().isAfter(of.asOf()))
        .filter(filter::takes)
        .sorted(Comparator.comparing((Claims.Entry entry) -> entry.claim().said().at())
            .thenComparing(entry -> entry.claim().id()));
  }

  @Override
  public RestResponse<ClaimDto> getClaim(String claim, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Claims.Entry entry = said(of, claim);
    return conditional.answer(Integer.toString(entry.version()), of, () -> ClaimMapper.claim(entry));
  }

  @Override
  public RestResponse<ClaimVersionListDto> listClaimVersions(
      String claim, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    said(of, claim);
    return conditional.answer(of, () -> ClaimVersionListDto.builder()
        .claim(claim)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .versions(of.snapshot().versions(new ClaimId(claim), of.dataVersion()).stream()
            .<ClaimDto>map(ClaimMapper::claim).toList())
        .build());
  }

  @Override
  public RestResponse<ClaimVerdictDto> getClaimVerdict(
      String claim, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Claims.Entry entry = said(of, claim);
    return conditional.answer(of, () -> mapper.verdict(of, entry));
  }

  @Override
  public RestResponse<ClaimDto> createClaim(NewClaimDto newClaimDto, Boolean dryRun) {
    return idempotency.once(newClaimDto, ClaimDto.class, () ->
        created(done(changes.make(ClaimMapper.draft(newClaimDto), caller.actor()))));
  }

  @Override
  public RestResponse<ClaimDto> amendClaim(
      String claim, NewClaimDto newClaimDto, @Nullable String ifMatch, Boolean dryRun) {
    return idempotency.once(newClaimDto, ClaimDto.class, () -> {
      Claims.Entry held = held(claim, ifMatch);
      if (newClaimDto.getId() != null && !newClaimDto.getId().equals(claim)) {
        throw new ProblemException(ProblemType.UNPROCESSABLE, "The id is another one than that of the claim",
            Fault.inBody("/id", "The id of a claim never changes", "leave it out"));
      }
      return created(done(changes.amend(held.claim().id(), ClaimMapper.draft(newClaimDto), expected(held, ifMatch),
          caller.actor())));
    });
  }

  @Override
  public RestResponse<ClaimDto> withdrawClaim(
      String claim, NewClaimWithdrawalDto newClaimWithdrawalDto, @Nullable String ifMatch, Boolean dryRun) {
    return idempotency.once(newClaimWithdrawalDto, ClaimDto.class, () -> {
      Claims.Entry held = held(claim, ifMatch);
      return created(done(changes.withdraw(held.claim().id(), newClaimWithdrawalDto.getReason(), expected(held, ifMatch),
          caller.actor())));
    });
  }

  @Override
  public RestResponse<ClaimImportDto> importClaims(byte[] body, Boolean dryRun) {
    MediaType type = Optional.ofNullable(headers.getMediaType()).orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    UploadedDocument uploaded = UploadedDocument.of(type, body);
    return idempotency.once(uploaded.bytes(), ClaimImportDto.class, () ->
        switch (changes.importTable(uploaded.bytes(), caller.actor())) {
          case Imported.Refused(List<ClaimTable.Fault> faults) -> throw new ProblemException(ProblemType.UNPROCESSABLE,
              "The table cannot be taken; nothing of it was kept", faults.stream().map(fault -> new Fault(null, null,
                  fault.line() == null ? fault.detail() : "line %d: %s".formatted(fault.line(), fault.detail()),
                  fault.remedy())).toArray(Fault[]::new));
          case Imported.Done(long version, List<ClaimChanges.Row> rows) -> imported(version, rows);
        });
  }

  private static RestResponse<ClaimImportDto> imported(long version, List<ClaimChanges.Row> rows) {
    int held = (int) rows.stream().filter(ClaimChanges.Row::held).count();
    var answer = ClaimImportDto.builder()
        .dataVersion(version)
        .added(rows.size() - held)
        .alreadyHeld(held)
        .rows(rows.stream().<ClaimImportRowDto>map(row -> ClaimImportRowDto.builder()
            .line(row.line())
            .claim(row.claim().id().value())
            .outcome(row.held() ? ClaimImportRowDto.OutcomeEnum.ALREADY_HELD : ClaimImportRowDto.OutcomeEnum.NEW)
            .assumed(row.claim().assumed())
            .build()).toList())
        .build();
    return held == rows.size()
        ? RestResponse.ResponseBuilder.<ClaimImportDto>ok(answer).build()
        : RestResponse.ResponseBuilder.<ClaimImportDto>create(RestResponse.Status.CREATED)
            .header(HttpHeaders.LOCATION, "/v1/claims")
            .entity(answer)
            .build();
  }

  /// The claim as it stood.
  ///
  /// @throws ProblemException  404 when there is none, or when it had not been made at the instant asked for
  private static Claims.Entry said(Basis of, String id) {
    List<Claims.Entry> versions = ClaimId.isOne(id) ? of.snapshot().versions(new ClaimId(id), of.dataVersion()) : List.of();
    if (versions.isEmpty()) {
      throw ProblemException.notFound("claim", id);
    }
    Claims.Entry entry = versions.getLast();
    Instant at = entry.claim().said().at();
    if (at.isAfter(of.asOf())) {
      throw new ProblemException(ProblemType.NOT_FOUND, "The claim '%s' had not been made at %s".formatted(id, of.asOf()),
          Fault.inParameter("asOf", "It was made at " + at, "ask for " + at + " or later"));
    }
    return entry;
  }

  /// The claim that a change is based on, as it stands.
  ///
  /// @throws ProblemException  404, 428 or 412
  private Claims.Entry held(String claim, @Nullable String ifMatch) {
    Basis now = basis.newest();
    List<Claims.Entry> versions =
        ClaimId.isOne(claim) ? now.snapshot().versions(new ClaimId(claim), now.dataVersion()) : List.of();
    if (versions.isEmpty()) {
      throw ProblemException.notFound("claim", claim);
    }
    Conditional.requireRevision(ifMatch, Integer.toString(versions.getLast().version()));
    return versions.getLast();
  }

  /// The version that a change is based on; empty when its sender does not mind.
  private static Optional<Integer> expected(Claims.Entry held, @Nullable String ifMatch) {
    return "*".equals(ifMatch == null ? null : ifMatch.strip()) ? Optional.empty() : Optional.of(held.version());
  }

  private static Claims.Entry done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Claims.Entry entry) -> entry;
      case Outcome.Invalid(List<Problem> problems) ->
          throw ProblemException.of(ProblemType.UNPROCESSABLE, ClaimSense.faults(problems));
      case Outcome.IdTaken(ClaimId id) -> throw new ProblemException(ProblemType.ALREADY_EXISTS,
          "There is a claim '%s' already".formatted(id),
          Fault.inBody("/id", "The same was kept before, or the id is taken", "read /v1/claims/%s, or give another id".formatted(id)));
      case Outcome.NotFound(ClaimId id) -> throw ProblemException.notFound("claim", id.value());
      case Outcome.Withdrawn(Claims.Entry entry) -> throw new ProblemException(ProblemType.CLAIM_WITHDRAWN,
          "The claim was withdrawn at %s: %s".formatted(entry.recordedAt(), entry.reason()));
      case Outcome.Stale(int version) -> throw new ProblemException(ProblemType.PRECONDITION_FAILED,
          "The claim has changed since; it is at version %d now".formatted(version));
    };
  }

  /// The tag begins with the version, so that it can be given back in `If-Match` at once.
  private static RestResponse<ClaimDto> created(Claims.Entry entry) {
    return RestResponse.ResponseBuilder.<ClaimDto>create(RestResponse.Status.CREATED)
        .header(HttpHeaders.LOCATION, "/v1/claims/" + entry.claim().id())
        .header(HttpHeaders.ETAG, "\"%d-new\"".formatted(entry.version()))
        .entity(ClaimMapper.claim(entry))
        .build();
  }
}
