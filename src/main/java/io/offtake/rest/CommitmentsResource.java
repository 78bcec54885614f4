package io.offtake.rest;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.CommitmentsApi;
import io.offtake.api.model.CommitmentDto;
import io.offtake.api.model.CommitmentListDto;
import io.offtake.api.model.CommitmentSummaryDto;
import io.offtake.api.model.NewCommitmentDto;
import io.offtake.api.model.NewReadingDto;
import io.offtake.api.model.NewTermsDto;
import io.offtake.api.model.NewWithdrawalDto;
import io.offtake.api.model.ReadingChangeDto;
import io.offtake.api.model.ReadingDto;
import io.offtake.api.model.TermsDto;
import io.offtake.api.model.TermsListDto;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Withdrawal;
import io.offtake.intake.CatalogueChanges.Outcome;
import io.offtake.intake.CatalogueChanges;
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
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells the catalogue of commitments, and adds to it.
@Tryable
class CommitmentsResource implements CommitmentsApi {

  private final ReadBasis basis;
  private final Pages pages;
  private final Conditional conditional;
  private final CommitmentMapper mapper;
  private final CatalogueChanges changes;
  private final Idempotency idempotency;
  private final Caller caller;
  private final KnownNames names;
  private final FlatTable table;

  CommitmentsResource(
      ReadBasis basis,
      Pages pages,
      Conditional conditional,
      CommitmentMapper mapper,
      CatalogueChanges changes,
      Idempotency idempotency,
      Caller caller,
      KnownNames names,
      FlatTable table) {
    this.basis = basis;
    this.pages = pages;
    this.conditional = conditional;
    this.mapper = mapper;
    this.changes = changes;
    this.idempotency = idempotency;
    this.caller = caller;
    this.names = names;
    this.table = table;
  }

  @Override
  public RestResponse<CommitmentListDto> listCommitments(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      @Nullable String buyer,
      @Nullable String commodity) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    names.check().buyer("buyer", buyer, of).commodity("commodity", commodity).done();
    return pages.answer(of, pageSize, pageToken,
        () -> summaries(of, buyer, commodity),
        page -> CommitmentListDto.builder()
            .asOf(of.asOf())
            .dataVersion(of.dataVersion())
            .newestRelease(ReadBasis.newestRelease(of))
            .commitments(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<String> listCommitmentsCsv(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable String buyer,
      @Nullable String commodity,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    names.check().buyer("buyer", buyer, of).commodity("commodity", commodity).done();
    return conditional.answer(of, () -> table.write(summaries(of, buyer, commodity), CommitmentSummaryDto.class, form));
  }

  private List<CommitmentSummaryDto> summaries(Basis of, @Nullable String buyer, @Nullable String commodity) {
    return of.snapshot().catalogueAt(of.dataVersion()).stream()
        .map(Catalogue.Entry::commitment)
        .filter(commitment -> isAnnounced(commitment, of.asOf()))
        .filter(commitment -> buyer == null || commitment.buyer().equals(buyer))
        .filter(commitment -> commodity == null
            || commitment.commodities().stream().anyMatch(each -> each.value().equals(commodity)))
        .sorted(Comparator.comparing(Commitment::id))
        .<CommitmentSummaryDto>map(commitment -> mapper.summary(commitment, of.asOf()))
        .toList();
  }

  @Override
  public RestResponse<CommitmentDto> getCommitment(
      String commitment, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Catalogue.Entry entry = basis.announced(of, commitment);
    return conditional.answer(revision(entry), of,
        () -> mapper.commitment(of, entry));
  }

  @Override
  public RestResponse<TermsListDto> listTerms(
      String commitment, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Catalogue.Entry entry = basis.announced(of, commitment);
    return conditional.answer(revision(entry), of, () -> TermsListDto.builder()
        .commitment(commitment)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .terms(entry.commitment().terms().stream()
            .filter(version -> version.announced().isKnownAt(of.asOf()))
            .<TermsDto>map(mapper::terms)
            .toList())
        .build());
  }

  @Override
  public RestResponse<CommitmentDto> createCommitment(NewCommitmentDto newCommitmentDto, Boolean dryRun) {
    return idempotency.once(newCommitmentDto, CommitmentDto.class, () -> {
      Catalogue.Entry entry = done(changes.create(CommitmentBody.document(newCommitmentDto), caller.actor()),
          problems -> CommitmentBody.faultsOfCommitment(newCommitmentDto, problems));
      return created("/v1/commitments/" + entry.commitment().id(), entry,
          mapper.commitment(basis.settle(null, null), entry));
    });
  }

  @Override
  public RestResponse<TermsDto> amendTerms(
      String commitment, NewTermsDto newTermsDto, @Nullable String ifMatch, Boolean dryRun) {
    return idempotency.once(newTermsDto, TermsDto.class, () -> {
      Catalogue.Entry held = held(commitment, ifMatch);
      Catalogue.Entry entry = done(
          changes.amend(new CommitmentId(commitment), CommitmentBody.document(newTermsDto, held.commitment()),
              expected(held, ifMatch), caller.actor()),
          CommitmentBody::faultsOfTerms);
      return created("/v1/commitments/%s/terms".formatted(commitment), entry,
          mapper.terms(entry.commitment().terms().getLast()));
    });
  }

  @Override
  public RestResponse<ReadingDto> createReading(
      String commitment, NewReadingDto newReadingDto, @Nullable String ifMatch, Boolean dryRun) {
    return idempotency.once(newReadingDto, ReadingDto.class, () -> {
      Catalogue.Entry held = held(commitment, ifMatch);
      Catalogue.Entry entry = done(
          changes.addReading(new CommitmentId(commitment),
              CommitmentBody.document(newReadingDto, held.commitment()), expected(held, ifMatch), caller.actor()),
          CommitmentBody::faultsOfReading);
      return created("/v1/commitments/" + commitment, entry, mapper.readings(entry).getLast());
    });
  }

  @Override
  public RestResponse<ReadingDto> changeReading(
      String commitment, String reading, ReadingChangeDto readingChangeDto, @Nullable String ifMatch, Boolean dryRun) {
    Catalogue.Entry held = held(commitment, ifMatch);
    if (held.commitment().reading(reading).isEmpty()) {
      throw ProblemException.notFound("reading", reading);
    }
    if (!Boolean.TRUE.equals(readingChangeDto.getRetired())) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "A reading is not brought back",
          Fault.inBody("/retired", "A reading that is retired stays so",
              "write true, or add it again under another id"));
    }
    Catalogue.Entry entry = done(
        changes.retireReading(held.commitment().id(), reading, expected(held, ifMatch), caller.actor()),
        CommitmentBody::faultsOfRetirement);
    ReadingDto answer = mapper.readings(entry).stream()
        .filter(each -> each.getId().equals(reading))
        .findFirst()
        .orElseThrow();
    return RestResponse.ResponseBuilder.ok(answer)
        .header(HttpHeaders.ETAG, tag(entry))
        .build();
  }

  @Override
  public RestResponse<CommitmentDto> withdrawCommitment(
      String commitment, NewWithdrawalDto newWithdrawalDto, @Nullable String ifMatch, Boolean dryRun) {
    return idempotency.once(newWithdrawalDto, CommitmentDto.class, () -> {
      Catalogue.Entry held = held(commitment, ifMatch);
      Catalogue.Entry entry = done(
          changes.withdraw(held.commitment().id(), newWithdrawalDto.getReason(), newWithdrawalDto.getBy(),
              expected(held, ifMatch), caller.actor()),
          CommitmentBody::faultsOfWithdrawal);
      return created("/v1/commitments/" + commitment, entry, mapper.commitment(basis.settle(null, null), entry));
    });
  }

  @Override
  public RestResponse<Void> takeBackCommitment(String commitment, @Nullable String ifMatch, Boolean dryRun) {
    Catalogue.Entry held = held(commitment, ifMatch);
    done(changes.takeBack(held.commitment().id(), expected(held, ifMatch), caller.actor()), CommitmentBody::faultsOfWithdrawal);
    return RestResponse.noContent();
  }

  private static boolean isAnnounced(Commitment commitment, Instant asOf) {
    return commitment.terms().isEmpty() || commitment.termsAsOf(asOf).isPresent();
  }

  private static String revision(Catalogue.Entry entry) {
    return Integer.toString(entry.revision());
  }

  /// The commitment that a change is based on, as it stands.
  ///
  /// @throws ProblemException  404, 428 or 412
  private Catalogue.Entry held(String commitment, @Nullable String ifMatch) {
    Basis now = basis.newest();
    Catalogue.Entry entry = now.snapshot().entry(new CommitmentId(commitment), now.dataVersion())
        .orElseThrow(() -> ProblemException.notFound("commitment", commitment));
    Conditional.requireRevision(ifMatch, revision(entry));
    return entry;
  }

  /// The revision that a change is based on; empty when its sender does not mind.
  private static Optional<Integer> expected(Catalogue.Entry entry, @Nullable String ifMatch) {
    return "*".equals(ifMatch == null ? null : ifMatch.strip()) ? Optional.empty() : Optional.of(entry.revision());
  }

  private static Catalogue.Entry done(Outcome outcome, Function<List<Problem>, List<Fault>> faults) {
    return switch (outcome) {
      case Outcome.Done(Catalogue.Entry entry) -> entry;
      case Outcome.Invalid(List<Problem> problems) ->
          throw ProblemException.of(ProblemType.UNPROCESSABLE, faults.apply(problems));
      case Outcome.IdTaken(CommitmentId id) -> throw new ProblemException(ProblemType.ALREADY_EXISTS,
          "There is a commitment '%s' already".formatted(id),
          Fault.inBody("/id", "The id is taken", "choose another, or amend the terms of the one there is"));
      case Outcome.NotFound(CommitmentId id) -> throw ProblemException.notFound("commitment", id.value());
      case Outcome.Withdrawn(Withdrawal withdrawal) -> throw new ProblemException(ProblemType.COMMITMENT_WITHDRAWN,
          "The commitment was withdrawn at %s: %s".formatted(withdrawal.at(), withdrawal.reason()));
      case Outcome.TooLate(String reason) -> throw new ProblemException(ProblemType.NOT_TAKEN_BACK,
          "It cannot be taken back: %s; withdraw it with a reason".formatted(reason));
      case Outcome.Stale(int revision) -> throw new ProblemException(ProblemType.PRECONDITION_FAILED,
          "The commitment has changed since; it is at revision %d now".formatted(revision));
    };
  }

  /// The tag begins with the revision, so that it can be given back in `If-Match` at once.
  private static <T> RestResponse<T> created(String location, Catalogue.Entry entry, T body) {
    return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .header(HttpHeaders.ETAG, tag(entry))
        .entity(body)
        .build();
  }

  private static String tag(Catalogue.Entry entry) {
    return "\"%s-new\"".formatted(revision(entry));
  }
}
