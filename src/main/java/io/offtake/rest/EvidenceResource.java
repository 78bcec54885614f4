package io.offtake.rest;

import java.time.Instant;
import java.util.Optional;

import io.offtake.api.EvidenceApi;
import io.offtake.api.model.NewRetractionDto;
import io.offtake.api.model.RetractionDto;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.monitoring.Answers.Basis;
import io.offtake.monitoring.Retractions;
import io.offtake.monitoring.Retractions.Outcome;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Takes in what publishers withdraw, and tells it.
class EvidenceResource implements EvidenceApi {

  private final ReadBasis basis;
  private final Retractions retractions;
  private final Conditional conditional;
  private final Idempotency idempotency;

  EvidenceResource(ReadBasis basis, Retractions retractions, Conditional conditional, Idempotency idempotency) {
    this.basis = basis;
    this.retractions = retractions;
    this.conditional = conditional;
    this.idempotency = idempotency;
  }

  @Override
  public RestResponse<RetractionDto> getRetraction(
      String release, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Release found = of.snapshot().panel().release(Long.parseLong(release))
        .orElseThrow(() -> ProblemException.notFound("release", release));
    Retraction retraction = of.view().retraction(found).orElseThrow(() -> new ProblemException(
        ProblemType.NOT_FOUND, "The release '%s' had not been retracted at %s".formatted(release, of.asOf())));
    return conditional.answer(ReadBasis.validator(of), of.fixed(), () -> dto(retraction));
  }

  @Override
  public RestResponse<RetractionDto> retractRelease(String release, NewRetractionDto sent) {
    if (sent.getReason().isBlank()) {
      throw unprocessable("/reason", "It is blank", "write why the publisher withdrew it");
    }
    return idempotency.once(sent, RetractionDto.class, () -> answer(release, retractions.retract(
        Long.parseLong(release),
        Optional.ofNullable(sent.getRetractedAt()),
        sent.getReason().strip(),
        sent.getSourceUrl())));
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
          "It lies before the release came out", "write %s or later".formatted(releasedAt));
      case Outcome.InFuture _ -> throw unprocessable("/retractedAt",
          "It lies in the future", "write the instant the public was told, or leave it out for now");
    };
  }

  private static ProblemException unprocessable(String pointer, String detail, String remedy) {
    return new ProblemException(ProblemType.UNPROCESSABLE, "The retraction does not make sense",
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
