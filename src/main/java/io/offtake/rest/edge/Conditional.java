package io.offtake.rest.edge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.offtake.answer.Answers.Basis;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.offtake.text.Sha256;

/// Answers reads with a strong `ETag`, and does not compute what the client already holds.
///
/// The tag is a digest of what determines the bytes: a *validator*, such as the data version, the whole address, and
/// the form in which the answer is sent. So it is known before the answer is.
@RequestScoped
public class Conditional {

  private static final String FOR_EVER = "max-age=31536000, immutable";
  /// A list of strong tags (RFC 9110, section 8.8.3), or `*`.
  private static final Pattern TAGS = Pattern.compile("\\*|\"[\\x21\\x23-\\x7e]*\"(?:[ \\t]*,[ \\t]*\"[\\x21\\x23-\\x7e]*\")*");
  /// To clients what `no-cache` is, and shared caches keep it: they ask whether it still holds, and many at once wait for
  /// one answer.
  private static final String REVALIDATED = "max-age=0, must-revalidate";

  private final HttpHeaders headers;
  private final UriInfo address;
  private final MadeAnswers made;
  private final RoutingContext exchange;

  Conditional(HttpHeaders headers, UriInfo address, MadeAnswers made, RoutingContext exchange) {
    this.headers = headers;
    this.address = address;
    this.made = made;
    this.exchange = exchange;
  }

  /// An answer that is determined by `of` and the address, and by nothing else: so it is kept as bytes for those who poll.
  ///
  /// Whether the resource exists must be settled before, for `If-None-Match: *` asks nothing else.
  public <T> RestResponse<T> answer(Basis of, Supplier<T> body) {
    String validator = ReadBasis.validator(of);
    return answer(digest(validator), of, body);
  }

  /// The same for a resource that can be changed.
  ///
  /// @param revision  as below; `of` and the address determine it too
  public <T> RestResponse<T> answer(String revision, Basis of, Supplier<T> body) {
    RestResponse<T> response = answer(revision, ReadBasis.validator(of), of.fixed(), body);
    if (of.lasting()) {
      Offer.make(exchange, of.snapshot(), of.fixed(), response);
    }
    return response;
  }

  /// An answer that is determined by `validator` and the address.
  ///
  /// Whether the resource exists must be settled before, for `If-None-Match: *` asks nothing else.
  ///
  /// @param validator  changes whenever the bytes at this address may
  /// @param immutable  whether the bytes at this address never change, as under `asOf` and `dataVersion` together
  public <T> RestResponse<T> answer(String validator, boolean immutable, Supplier<T> body) {
    return answer(digest(validator), validator, immutable, body);
  }

  /// The same for a resource that can be changed: its tag begins with `revision`, which a change then gives back in
  /// `If-Match`, whatever else has moved in the meantime.
  ///
  /// @param revision  letters and digits that change exactly when the resource itself does
  public <T> RestResponse<T> answer(String revision, String validator, boolean immutable, Supplier<T> body) {
    String coding = ContentCoding.of(headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING));
    String tag = '"' + revision + '-' + digest(validator, path(), coding) + '"';
    var response = isHeld(tag, headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH))
        ? RestResponse.ResponseBuilder.<T>create(RestResponse.Status.NOT_MODIFIED)
        : RestResponse.ResponseBuilder.ok(made.once(validator + "\n" + path(), coding, body));
    return response
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, Readership.reach(exchange) + ", " + (immutable ? FOR_EVER : REVALIDATED))
        // An address has one media type: who accepts another is refused, which no cache keeps.
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .build();
  }

  /// What goes with an answer of [#answer] and is determined by the same, such as a header's text.
  ///
  /// @param what  tells it from the answer, and from others that go with it
  public String once(String validator, String what, Supplier<String> text) {
    return made.text("%s%n%s%n%s".formatted(what, validator, path()), text);
  }

  /// Lets a change pass that is based on the present revision.
  ///
  /// @param ifMatch  the header as given: tags of [#answer], or `*`
  /// @throws ProblemException  428 without the header, 400 when it holds no tags, 412 when it names other revisions only
  public static void requireRevision(@Nullable String ifMatch, String revision) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ProblemException(ProblemType.PRECONDITION_REQUIRED, "The header If-Match is missing",
          Fault.inParameter("If-Match", "The header is missing", "send the ETag of the resource as it was read"));
    }
    if (!TAGS.matcher(ifMatch.strip()).matches()) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The header If-Match is not a list of strong tags",
          Fault.inParameter("If-Match", ifMatch.strip().startsWith("W/")
                  ? "A weak tag does not say which state a change is based on"
                  : "It is neither a tag in quotes nor *",
              "send the ETag as it was read, with its quotes, such as \"3-9f86d081884c7d65\"; or * for any state"));
    }
    boolean current = Arrays.stream(ifMatch.split(","))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.startsWith('"' + revision + '-'));
    if (!current) {
      throw new ProblemException(ProblemType.PRECONDITION_FAILED, "The resource has changed since " + ifMatch);
    }
  }

  /// @param given  the lines of `If-None-Match`; null or empty when there are none
  static boolean isHeld(String tag, @Nullable List<String> given) {
    if (given == null || given.isEmpty()) {
      return false;
    }
    if (given.size() == 1 && given.getFirst().equals(tag)) {
      return true;
    }
    // Weak comparison, as RFC 9110 asks for If-None-Match.
    return given.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
        .anyMatch(each -> each.equals("*") || each.equals(tag));
  }

  private String path() {
    var uri = address.getRequestUri();
    return uri.getRawPath() + '?' + uri.getRawQuery();
  }

  private static String digest(String... determining) {
    byte[] bytes = Sha256.digest().digest(String.join("\n", determining).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, 8));
  }
}
