package io.offtake.rest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.CatalogueApi;
import io.offtake.api.model.CatalogueFileDto;
import io.offtake.api.model.CatalogueImportDto;
import io.offtake.api.model.CatalogueImportRowDto;
import io.offtake.claim.Claims;
import io.offtake.claim.form.CatalogueFile;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Problem;
import io.offtake.document.CsvText;
import io.offtake.document.Refusal;
import io.offtake.intake.CatalogueImport.Change;
import io.offtake.intake.CatalogueImport.Outcome;
import io.offtake.intake.CatalogueImport.Row;
import io.offtake.intake.CatalogueImport;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.Tryable;
import io.offtake.rest.edge.UploadedDocument;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Gives the catalogue as a file, and takes one.
@Tryable
class CatalogueResource implements CatalogueApi {

  private final ReadBasis basis;
  private final Conditional conditional;
  private final CatalogueImport imports;
  private final Idempotency idempotency;
  private final Caller caller;
  private final HttpHeaders headers;

  CatalogueResource(
      ReadBasis basis,
      Conditional conditional,
      CatalogueImport imports,
      Idempotency idempotency,
      Caller caller,
      HttpHeaders headers) {
    this.basis = basis;
    this.conditional = conditional;
    this.imports = imports;
    this.idempotency = idempotency;
    this.caller = caller;
    this.headers = headers;
  }

  @Override
  public RestResponse<CatalogueFileDto> exportCatalogue(@Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of, () -> {
      CatalogueFile.Parts parts = CatalogueFile.parts(commitments(of), claims(of));
      return CatalogueFileDto.builder()
          .format(CatalogueFile.FORMAT)
          .commitments(List.copyOf(parts.commitments()))
          .claims(List.copyOf(parts.claims()))
          .build();
    });
  }

  @Override
  public RestResponse<String> exportCatalogueYaml(@Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    return conditional.answer(of, () -> CatalogueFile.yaml(CatalogueFile.parts(commitments(of), claims(of))));
  }

  private static Collection<Catalogue.Entry> commitments(Basis of) {
    return of.snapshot().catalogueAt(of.dataVersion()).stream()
        .filter(entry -> entry.commitment().terms().isEmpty() || entry.commitment().termsAsOf(of.asOf()).isPresent()).toList();
  }

  /// Without those of what was taken back: they could not be taken in again.
  private static Collection<Claims.Entry> claims(Basis of) {
    return of.snapshot().claimsAt(of.dataVersion()).stream()
        .filter(entry -> !entry.claim().said().at().isAfter(of.asOf()) && entry.claim().commitment()
            .map(id -> of.snapshot().entry(id, of.dataVersion()).isPresent()).orElse(true)).toList();
  }

  @Override
  public RestResponse<CatalogueImportDto> importCatalogue(byte[] body, Boolean dryRun) {
    MediaType type = Optional.ofNullable(headers.getMediaType()).orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    UploadedDocument uploaded = UploadedDocument.of(type, body);
    return idempotency.once(uploaded.bytes(), CatalogueImportDto.class, () ->
        switch (imports.take(text(uploaded.bytes()), caller.actor())) {
          case Outcome.Refused(List<Problem> problems) -> throw new ProblemException(ProblemType.UNPROCESSABLE,
              "The catalogue cannot be taken; nothing of it was kept", problems.stream()
                  .map(each -> Fault.inBody(each.pointer(), each.detail(), each.remedy())).toArray(Fault[]::new));
          case Outcome.Done(long version, List<Row> rows) -> imported(version, rows);
        });
  }

  private static String text(byte[] bytes) {
    try {
      return CsvText.decode(bytes);
    } catch (Refusal refusal) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "The catalogue cannot be read; nothing of it was kept",
          Fault.inBody("", "The text " + refusal.getMessage(), "send YAML or JSON in UTF-8"));
    }
  }

  private static RestResponse<CatalogueImportDto> imported(long version, List<Row> rows) {
    int unchanged = (int) rows.stream().filter(row -> row.change() == Change.UNCHANGED).count();
    var answer = CatalogueImportDto.builder()
        .dataVersion(version)
        .changed(rows.size() - unchanged)
        .unchanged(unchanged)
        .rows(rows.stream().<CatalogueImportRowDto>map(row -> CatalogueImportRowDto.builder()
            .kind(row.claim() ? CatalogueImportRowDto.KindEnum.CLAIM : CatalogueImportRowDto.KindEnum.COMMITMENT)
            .id(row.id())
            .line(row.line())
            .change(CatalogueImportRowDto.ChangeEnum.fromValue(row.change().name().toLowerCase(Locale.ROOT)))
            .added(row.added())
            .build()).toList())
        .build();
    return unchanged == rows.size()
        ? RestResponse.ResponseBuilder.<CatalogueImportDto>ok(answer).build()
        : RestResponse.ResponseBuilder.<CatalogueImportDto>create(RestResponse.Status.CREATED)
            .header(HttpHeaders.LOCATION, "/v1/catalogue")
            .entity(answer)
            .build();
  }
}
