package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.DocumentsApi;
import io.offtake.api.model.DocumentDto;
import io.offtake.document.Document;
import io.offtake.document.Documents;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ReadBasis;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells what was received, and gives it back as received.
class DocumentsResource implements DocumentsApi {

  private final ReadBasis basis;
  private final Documents documents;
  private final DocumentMapper mapper;
  private final Conditional conditional;

  DocumentsResource(ReadBasis basis, Documents documents, DocumentMapper mapper, Conditional conditional) {
    this.basis = basis;
    this.documents = documents;
    this.mapper = mapper;
    this.conditional = conditional;
  }

  @Override
  public RestResponse<DocumentDto> getDocument(String document) {
    Document found = find(document);
    Basis of = basis.reached(found.dataVersion()).orElseThrow();
    return conditional.answer(found.id() + " " + of.dataVersion(), false, () -> mapper.document(of, found));
  }

  /// A document is somebody else's content: it is offered for saving and never shown as a page of this service.
  @Override
  public RestResponse<byte[]> downloadDocument(String document) {
    Document found = find(document);
    RestResponse<byte[]> response = conditional.answer(found.id(), false,
        () -> documents.content(found.id()).orElseThrow(() -> ProblemException.notFound("document", document)));
    response.getHeaders().putSingle(HttpHeaders.CONTENT_DISPOSITION, disposition(found.told().name(), found.id()));
    response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    return response;
  }

  private Document find(String id) {
    return documents.find(id).orElseThrow(() -> ProblemException.notFound("document", id));
  }

  /// RFC 6266: a plain name for everyone, and the exact one (RFC 8187) for who understands it.
  static String disposition(@Nullable String name, String id) {
    String exact = name == null ? id : name;
    var encoded = new StringBuilder();
    for (byte each : exact.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xFF);
      boolean plain = character < 0x80
          && (Character.isLetterOrDigit(character) || "!#$&+-.^_`|~".indexOf(character) >= 0);
      encoded.append(plain ? String.valueOf(character) : "%" + HexFormat.of().withUpperCase().toHexDigits(each));
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(
        exact.replaceAll("[^A-Za-z0-9._ -]", "_"), encoded);
  }
}
