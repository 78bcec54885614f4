package io.offtake.rest.edge;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.offtake.answer.Answers.Basis;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Answers a list page by page. A token leads to the next page of the very list that the first page was of: it names
/// the instant and the data version, so that nothing is lost or repeated when the data move on in between.
@RequestScoped
public class Pages {

  private static final int DEFAULT_SIZE = 500;
  private static final Pattern TOKEN = Pattern.compile("([1-9]\\d{0,17}) (\\d{4}-\\d{2}-\\d{2}T\\S{1,25}Z) (\\d{1,9})");
  private static final Pattern PLACE = Pattern.compile("\\d{1,9}");

  private final Conditional conditional;
  private final UriInfo address;

  Pages(Conditional conditional, UriInfo address) {
    this.conditional = conditional;
    this.address = address;
  }

  /// @param nextPageToken  absent on the last page
  public record Page<T>(List<T> rows, @Nullable String nextPageToken) {}

  /// What a page speaks of: the basis that its token names, or else the request's own.
  ///
  /// @throws ProblemException  400 when the token is none of ours
  public Basis basis(ReadBasis reads, Basis asked, @Nullable String pageToken) {
    if (pageToken == null) {
      return asked;
    }
    var token = decoded(pageToken);
    return reads.settle(Instant.parse(token.group(2)), Long.valueOf(token.group(1)));
  }

  /// Answers one page of the rows, with a `Link` to the next.
  public <T, R> RestResponse<R> answer(
      Basis of,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      Supplier<List<T>> rows,
      Function<Page<T>, R> body) {
    int start = pageToken == null ? 0 : Integer.parseInt(decoded(pageToken).group(3));
    Page<T> page = page(rows.get(), start, pageSize, to -> "%d %s %d".formatted(of.dataVersion(), of.asOf(), to));
    return linked(page.nextPageToken(),
        conditional.answer(of, () -> body.apply(page)));
  }

  /// Answers one page of rows that only grow at their end: the place among them is all that its token says.
  public <T, R> RestResponse<R> answer(
      String validator,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      Supplier<List<T>> rows,
      Function<Page<T>, R> body) {
    int start = pageToken == null ? 0 : Integer.parseInt(decoded(pageToken, PLACE).group());
    var found = new AtomicReference<@Nullable Page<T>>();
    Supplier<Page<T>> page = () -> {
      Page<T> known = found.get();
      if (known == null) {
        known = page(rows.get(), start, pageSize, Integer::toString);
        found.set(known);
      }
      return known;
    };
    // Kept beside the body: whoever gets a body that was made before, or holds it, is led on as well.
    String next = conditional.once(validator, "next", () -> Objects.requireNonNullElse(page.get().nextPageToken(), ""));
    return linked(next.isEmpty() ? null : next, conditional.answer(validator, false, () -> body.apply(page.get())));
  }

  /// One page of rows that a store gives by their keys.
  ///
  /// @param found  one more than a page holds, where there are more
  /// @param key  of a row, from which the next page goes on
  public static <T> Page<T> of(List<T> found, int size, Function<T, String> key) {
    List<T> rows = List.copyOf(found.subList(0, Math.min(size, found.size())));
    return new Page<>(rows, found.size() > size ? encoded(key.apply(rows.getLast())) : null);
  }

  /// The key that a token names; empty for the first page.
  ///
  /// @throws ProblemException  400 when the token is none of ours
  public static Optional<String> key(@Nullable String pageToken, Pattern form) {
    return Optional.ofNullable(pageToken).map(token -> decoded(token, form).group());
  }

  /// Answers such a page, with a `Link` to the next.
  public <T, R> RestResponse<R> answer(String validator, Page<T> page, Function<Page<T>, R> body) {
    return linked(page.nextPageToken(), conditional.answer(validator, false, () -> body.apply(page)));
  }

  private static <T> Page<T> page(List<T> all, int start, @Nullable Integer pageSize, IntFunction<String> token) {
    int from = Math.min(start, all.size());
    int to = Math.min(from + (pageSize == null ? DEFAULT_SIZE : pageSize), all.size());
    return new Page<>(all.subList(from, to), to < all.size() ? encoded(token.apply(to)) : null);
  }

  private <R> RestResponse<R> linked(@Nullable String next, RestResponse<R> response) {
    if (next != null) {
      var uri = UriBuilder.fromUri(address.getRequestUri()).replaceQueryParam("pageToken", next).build();
      response.getHeaders().add(HttpHeaders.LINK,
          "<%s?%s>; rel=\"next\"".formatted(uri.getRawPath(), uri.getRawQuery()));
    }
    return response;
  }

  /// A token that says where the rows go on, opaque to whoever gives it back.
  public static String token(String place) {
    return encoded(place);
  }

  static String encoded(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  private static MatchResult decoded(String pageToken) {
    MatchResult token = decoded(pageToken, TOKEN);
    try {
      Instant.parse(token.group(2));
      return token;
    } catch (DateTimeException notOurs) {
      throw notOurs();
    }
  }

  /// What a token says: bytes of Base64 that have the form.
  ///
  /// @param form  digits, letters and marks only, so that nothing else reaches a query
  /// @throws ProblemException  400 when the token is none of ours
  public static MatchResult decoded(String pageToken, Pattern form) {
    try {
      var token = form.matcher(new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8));
      if (token.matches()) {
        return token.toMatchResult();
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below, like every token that does not have the form.
    }
    throw notOurs();
  }

  private static ProblemException notOurs() {
    return new ProblemException(ProblemType.INVALID_PARAMETER, "The parameter 'pageToken' is not one of ours",
        Fault.inParameter("pageToken", "It does not name a page", "take nextPageToken of the page before as it is"));
  }
}
