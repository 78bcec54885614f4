package io.offtake.rest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.EvidenceApi;
import io.offtake.api.model.HeldBackDto;
import io.offtake.api.model.HeldBackListDto;
import io.offtake.api.model.HeldBackStateDto;
import io.offtake.api.model.NewHeldBackReleaseDto;
import io.offtake.api.model.NewRetractionDto;
import io.offtake.api.model.RetractionDto;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.intake.HeldBackFigures;
import io.offtake.intake.Retractions.Outcome;
import io.offtake.intake.Retractions;
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

/// Takes in what publishers withdraw, and tells it; tells what is held back, and releases it.
@Tryable
class EvidenceResource implements EvidenceApi {

  private final ReadBasis basis;
  private final Pages pages;
  private final Retractions retractions;
  private final HeldBackFigures heldBackFigures;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final Caller caller;
  private final FlatTable table;

  EvidenceResource(
      ReadBasis basis,
      Pages pages,
      Retractions retractions,
      HeldBackFigures heldBackFigures,
      Conditional conditional,
      Idempotency idempotency,
      Caller caller,
      FlatTable table) {
    this.basis = basis;
    this.pages = pages;
    this.retractions = retractions;
    this.heldBackFigures = heldBackFigures;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.caller = caller;
    this.table = table;
  }

  @Override
  public RestResponse<HeldBackListDto> listHeldBack(
      @Nullable HeldBackStateDto state,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    return pages.answer(of, pageSize, pageToken, () -> heldBack(of, state), page -> HeldBackListDto.builder()
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(page.rows())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listHeldBackCsv(
      @Nullable HeldBackStateDto state,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of, () -> table.write(heldBack(of, state), HeldBackDto.class, form));
  }

  private static List<HeldBackDto> heldBack(Basis of, @Nullable HeldBackStateDto state) {
    return of.snapshot().panel().heldBack().reversed().stream()
        .filter(each -> each.dataVersion() <= of.dataVersion() && each.release().isKnownAt(of.asOf()))
        .filter(each -> state == null
            || (state == HeldBackStateDto.RELEASED) == of.view().relief(each).isPresent())
        .<HeldBackDto>map(each -> HeldBackMapper.dto(of, each))
        .toList();
  }

  @Override
  public RestResponse<HeldBackDto> releaseHeldBack(String heldBack, NewHeldBackReleaseDto sent, Boolean dryRun) {
    if (sent.getNote().isBlank()) {
      throw unprocessable("/note", "It is blank", "write why the figures are believed");
    }
    return idempotency.once(sent, HeldBackDto.class, () -> released(heldBack, sent));
  }

  private RestResponse<HeldBackDto> released(String heldBack, NewHeldBackReleaseDto sent) {
    return switch (heldBackFigures.release(Long.parseLong(heldBack), sent.getNote().strip(), caller.actor())) {
      case HeldBackFigures.Outcome.Done(HeldBack released) ->
          RestResponse.ResponseBuilder.ok(HeldBackMapper.dto(basis.settle(null, null), released)).build();
      case HeldBackFigures.Outcome.NotFound _ -> throw ProblemException.notFound("held-back figures", heldBack);
      case HeldBackFigures.Outcome.AlreadyReleased(HeldBack.Relief relief) -> throw new ProblemException(
          ProblemType.ALREADY_RELEASED,
          "The held-back figures '%s' were released at %s".formatted(heldBack, relief.at()));
    };
  }

  @Override
  public RestResponse<RetractionDto> getRetraction(
      String release, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Release found = of.snapshot().panel().release(Long.parseLong(release))
        .orElseThrow(() -> ProblemException.notFound("release", release));
    Retraction retraction = of.view().retraction(found).orElseThrow(() -> new ProblemException(
        ProblemType.NOT_FOUND, "The release '%s' had not been retracted at %s".formatted(release, of.asOf())));
    return conditional.answer(of, () -> dto(retraction));
  }

  @Override
  public RestResponse<RetractionDto> retractRelease(String release, NewRetractionDto sent, Boolean dryRun) {
    if (sent.getReason().isBlank()) {
      throw unprocessable("/reason", "The reason is blank", "write why the publisher withdrew it");
    }
    return idempotency.once(sent, RetractionDto.class, () -> answer(release, retractions.retract(
        Long.parseLong(release),
        Optional.ofNullable(sent.getRetractedAt()),
        sent.getReason().strip(),
        sent.getSourceUrl(),
        caller.actor())));
  }

  private static RestResponse<RetractionDto> answer(String release, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Retraction retraction) -> RestResponse.ResponseBuilder
          .<RetractionDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/releases/%s/retraction".formatted(release))
          .entity(dto(retraction))
          .build();
      case Outcome.NotFound _ -> throw ProblemException.notFound("release", release);
      case Outcome.AlreadyRetracted(Retraction retraction) -> throw new ProblemException(
          ProblemType.ALREADY_RETRACTED,
          "The release '%s' was retracted at %s".formatted(release, retraction.retractedAt()));
      case Outcome.BeforeRelease(Instant releasedAt) -> throw unprocessable("/retractedAt",
          "The retraction lies before the release came out, at %s".formatted(releasedAt), "write %s or later".formatted(releasedAt));
      case Outcome.InFuture _ -> throw unprocessable("/retractedAt",
          "The retraction lies in the future", "write the instant the public was told, or leave it out for now");
    };
  }

  private static ProblemException unprocessable(String pointer, String detail, String remedy) {
    return new ProblemException(ProblemType.UNPROCESSABLE, detail,
        Fault.inBody(pointer, detail, remedy));
  }

  private static RetractionDto dto(Retraction retraction) {
    Release release = retraction.release();
    return RetractionDto.builder()
        .release(Long.toString(release.id()))
        .source(release.source().value())
        .periodStart(release.period().first())
        .periodEnd(release.period().last())
        .releasedAt(release.releasedAt())
        .retractedAt(retraction.retractedAt())
        .reason(retraction.reason())
        .sourceUrl(retraction.sourceUrl())
        .recordedAt(retraction.recordedAt())
        .dataVersion(retraction.dataVersion())
        .build();
  }
}
