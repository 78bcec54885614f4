package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.monitoring.DryRun;
import io.offtake.monitoring.IdempotentRequests;
import io.offtake.monitoring.IdempotentRequests.Kept;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Honours `Idempotency-Key`: the same request under the same key is carried out once and answered the same again.
///
/// Only what made something is kept. A refused request changed nothing and may be corrected under its key.
@RequestScoped
class Idempotency {

  static final String HEADER = "Idempotency-Key";
  private static final int LONGEST_KEY = 100;

  private final IdempotentRequests requests;
  private final ObjectMapper json;
  private final HttpHeaders headers;
  private final UriInfo address;

  Idempotency(IdempotentRequests requests, ObjectMapper json, HttpHeaders headers, UriInfo address) {
    this.requests = requests;
    this.json = json;
    this.headers = headers;
    this.address = address;
  }

  /// @param sent  the body
  /// @param type  of the answer
  /// @throws ProblemException  400 when the key is not usable, 422 when it came with something else before
  <T> RestResponse<T> once(Object sent, Class<T> type, Supplier<RestResponse<T>> action) {
    return once(sent, type, action, UnaryOperator.identity());
  }

  /// @param kept  what of the answer may be kept, and so told again
  <T> RestResponse<T> once(Object sent, Class<T> type, Supplier<RestResponse<T>> action, UnaryOperator<T> kept) {
    String key = headers.getHeaderString(HEADER);
    if (key == null || DryRun.isOn()) {
      return action.get();
    }
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The header Idempotency-Key cannot be used",
          Fault.inParameter(HEADER, "The key is blank or too long",
              "write 1 to %d characters, a random UUID for instance".formatted(LONGEST_KEY)));
    }
    String id = "POST %s %s".formatted(address.getRequestUri().getRawPath(), key);
    String fingerprint = fingerprint(sent);
    Optional<Kept> before = requests.find(id);
    if (before.isPresent()) {
      return again(before.get(), fingerprint, type);
    }
    RestResponse<T> response = action.get();
    if (response.getStatus() == RestResponse.StatusCode.CREATED) {
      requests.keep(id, new Kept(fingerprint, response.getStatus(), location(response), text(kept.apply(response.getEntity()))));
    }
    return response;
  }

  private <T> RestResponse<T> again(Kept kept, String fingerprint, Class<T> type) {
    if (!kept.fingerprint().equals(fingerprint)) {
      throw new ProblemException(ProblemType.UNPROCESSABLE,
          "The header Idempotency-Key came with another body before",
          Fault.inParameter(HEADER, "The key was used for another body", "choose a new key for a new request"));
    }
    try {
      return RestResponse.ResponseBuilder.<T>create(kept.status())
          .header(HttpHeaders.LOCATION, kept.location())
          .entity(json.readValue(kept.body(), type))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the answer that was kept for a key cannot be read", e);
    }
  }

  private static @Nullable String location(RestResponse<?> response) {
    Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
    return location == null ? null : location.toString();
  }

  private String fingerprint(Object sent) {
    byte[] bytes = sent instanceof byte[] raw ? raw : text(sent).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private String text(@Nullable Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every body of the contract can be written", e);
    }
  }
}
