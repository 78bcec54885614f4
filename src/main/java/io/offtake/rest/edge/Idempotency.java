package io.offtake.rest.edge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.access.Caller;
import io.offtake.answer.DryRun;
import io.offtake.answer.Writes;
import io.offtake.database.Meanwhile;
import io.offtake.evidence.Actor;
import io.offtake.rest.edge.IdempotentRequests.Kept;
import io.offtake.text.Sha256;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Honours `Idempotency-Key`: the same request under the same key is carried out once and answered the same again.
///
/// The key is reserved, the request carried out, and its answer kept, in one transaction. So only what succeeded is kept:
/// a refused request changed nothing and may be corrected under its key, and of one that failed half-way, with the
/// process or the database, nothing remains.
///
/// Who sends a request under a key of the API has names of his own: what another chose is neither told to him nor in his way.
@RequestScoped
public class Idempotency {

  public static final String HEADER = "Idempotency-Key";
  private static final int LONGEST_KEY = 100;

  private final IdempotentRequests requests;
  private final KeysAtWork atWork;
  private final Writes writes;
  private final Caller caller;
  private final ObjectMapper json;
  private final HttpHeaders headers;
  private final UriInfo address;
  private final Request request;

  Idempotency(
      IdempotentRequests requests,
      KeysAtWork atWork,
      Writes writes,
      Caller caller,
      ObjectMapper json,
      HttpHeaders headers,
      UriInfo address,
      Request request) {
    this.requests = requests;
    this.atWork = atWork;
    this.writes = writes;
    this.caller = caller;
    this.json = json;
    this.headers = headers;
    this.address = address;
    this.request = request;
  }

  /// Carries out a change of the data, which has to wait for its turn.
  ///
  /// @param sent  the body; an empty text where there is none
  /// @param type  of the answer
  /// @throws ProblemException  400 when the key is not usable, 409 while another request with the key is at work, 422
  ///     when it came with something else before
  public <T> RestResponse<T> once(Object sent, Class<T> type, Supplier<RestResponse<T>> action) {
    return once(true, sent, type, action, UnaryOperator.identity());
  }

  /// The same of what is kept without a turn: jobs, subscriptions, deliveries.
  public <T> RestResponse<T> onceAside(Object sent, Class<T> type, Supplier<RestResponse<T>> action) {
    return once(false, sent, type, action, UnaryOperator.identity());
  }

  /// @param kept  what of the answer may be kept, and so told again
  public <T> RestResponse<T> onceAside(
      Object sent, Class<T> type, Supplier<RestResponse<T>> action, UnaryOperator<T> kept) {
    return once(false, sent, type, action, kept);
  }

  private <T> RestResponse<T> once(
      boolean inTurn, Object sent, Class<T> type, Supplier<RestResponse<T>> action, UnaryOperator<T> kept) {
    try {
      return tried(inTurn, sent, type, action, kept);
    } catch (RuntimeException e) {
      if (DryRun.isOn() || !Meanwhile.causes(e)) {
        throw e;
      }
      // Nothing was kept. Looked at again, it is answered as what comes second.
      return tried(inTurn, sent, type, action, kept);
    }
  }

  private <T> RestResponse<T> tried(
      boolean inTurn, Object sent, Class<T> type, Supplier<RestResponse<T>> action, UnaryOperator<T> kept) {
    String sentKey = headers.getHeaderString(HEADER);
    if (sentKey == null || DryRun.isOn()) {
      return action.get();
    }
    if (sentKey.isBlank() || sentKey.length() > LONGEST_KEY) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The header Idempotency-Key cannot be used",
          Fault.inParameter(HEADER, "The key is blank or too long",
              "write 1 to %d characters, a random UUID for instance".formatted(LONGEST_KEY)));
    }
    String key = ofCaller(sentKey);
    String fingerprint = fingerprint(sent);
    if (!atWork.begin(key)) {
      throw isAtWork();
    }
    try {
      Optional<Kept> before = requests.find(key);
      return before.isPresent()
          ? again(before.get(), fingerprint, type)
          : writes.together(inTurn, () -> firstTime(key, fingerprint, type, action, kept));
    } finally {
      atWork.end(key);
    }
  }

  private <T> RestResponse<T> firstTime(
      String key, String fingerprint, Class<T> type, Supplier<RestResponse<T>> action, UnaryOperator<T> kept) {
    // Another replica may be at work on it, or may just have been.
    if (!requests.reserve(key)) {
      throw isAtWork();
    }
    Optional<Kept> before = requests.find(key);
    if (before.isPresent()) {
      return again(before.get(), fingerprint, type);
    }
    RestResponse<T> response = action.get();
    if (response.getStatus() < 300) {
      T entity = response.getEntity();
      requests.keep(key, new Kept(fingerprint, response.getStatus(), header(response, HttpHeaders.LOCATION),
          header(response, HttpHeaders.ETAG), entity == null ? "" : text(kept.apply(entity))));
    }
    return response;
  }

  private static ProblemException isAtWork() {
    return new ProblemException(ProblemType.REQUEST_AT_WORK,
        "A request with the same Idempotency-Key is being carried out",
        Fault.inParameter(HEADER, "The key is at work", "send the request again in a moment, under the same key"));
  }

  private <T> RestResponse<T> again(Kept kept, String fingerprint, Class<T> type) {
    if (!kept.fingerprint().equals(fingerprint)) {
      throw new ProblemException(ProblemType.UNPROCESSABLE,
          "The header Idempotency-Key came with another request before",
          Fault.inParameter(HEADER, "The key was used for another request: of another method, address, query, media type"
              + " or body", "choose a new key for a new request"));
    }
    try {
      var response = RestResponse.ResponseBuilder.<T>create(kept.status())
          .header(HttpHeaders.LOCATION, kept.location())
          .header(HttpHeaders.ETAG, kept.etag());
      return (kept.body().isEmpty() ? response : response.entity(json.readValue(kept.body(), type))).build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the answer that was kept for a key cannot be read", e);
    }
  }

  private static @Nullable String header(RestResponse<?> response, String name) {
    Object value = response.getHeaders().getFirst(name);
    return value == null ? null : value.toString();
  }

  /// A line break is in no header, so nobody writes another's.
  private String ofCaller(String key) {
    Actor actor = caller.actor();
    return actor.kind() == Actor.Kind.KEY ? actor.name() + "\n" + key : key;
  }

  /// Of all that makes one request another.
  private String fingerprint(Object sent) {
    var uri = address.getRequestUri();
    // Without parameters: the boundary between parts is another one each time.
    String mediaType = String.valueOf(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
        .replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    MessageDigest digest = Sha256.digest();
    for (String part : new String[] {
        request.getMethod(), uri.getRawPath(), String.valueOf(uri.getRawQuery()), mediaType}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    digest.update(sent instanceof byte[] raw ? raw : text(sent).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private String text(@Nullable Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every body of the contract can be written", e);
    }
  }
}
