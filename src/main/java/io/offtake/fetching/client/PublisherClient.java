package io.offtake.fetching.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import io.offtake.document.CsvText;
import io.offtake.document.Secrets;
import io.offtake.fetching.Connector.Answer;
import io.offtake.fetching.Connector.Validators;
import io.offtake.fetching.SourceFault.Kind;
import io.offtake.fetching.SourceFault;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.faulttolerance.api.RateLimitException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/// Asks one publisher's host with good manners, and believes nothing of what it answers.
///
/// The transport is the JDK's client: it bounds a body while it arrives, and can drop an answer that trickles.
/// Retries, circuit breaker and the hourly limit are those of SmallRye Fault Tolerance.
public final class PublisherClient {

  private static final int MOST_REDIRECTS = 3;
  private static final int WORDS_LOOKED_AT = 1 << 14;
  private static final Pattern KEY_PAGE = Pattern.compile("key[^/]*\\.html?$");
  private static final Duration WITHOUT_RETRY_AFTER = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

  private final Manners manners;
  private final Clock clock;
  private final HttpClient http;
  private final Guard guard;
  private final Secrets secrets;
  private long lastAsked = Long.MIN_VALUE;

  public PublisherClient(Manners manners, Clock clock, RandomGenerator jitter) {
    this(manners, clock, jitter, Secrets.none());
  }

  /// @param secrets  that no text of a fault may hold, whosesoever they are
  public PublisherClient(Manners manners, Clock clock, RandomGenerator jitter, Secrets secrets) {
    this.secrets = secrets;
    this.manners = manners;
    this.clock = clock;
    this.http = HttpClient.newBuilder()
        .connectTimeout(manners.connect())
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
    this.guard = Guard.create()
        .withRetry()
            .maxRetries(manners.retries())
            .jitter(0, ChronoUnit.MILLIS)
            .maxDuration(0, ChronoUnit.MILLIS)
            .whenException(this::isWorthAnotherTry)
            .withCustomBackoff().strategy(() -> new Backoff(manners.firstDelay(), jitter)).done()
            .done()
        .withCircuitBreaker()
            .requestVolumeThreshold(manners.breakerAfter())
            .failureRatio(0.5)
            .delay(manners.breakerDelay().toMillis(), ChronoUnit.MILLIS)
            .when(failure -> failure instanceof SourceFault fault && fault.isPassing())
            .done()
        .withRateLimit()
            .limit(manners.perHour())
            .window(1, ChronoUnit.HOURS)
            .done()
        .build();
  }

  /// @param address  without the key
  /// @param mediaTypes  one of which the answer must have
  public Answer get(URI address, Set<String> mediaTypes, Optional<Key> key, Optional<Validators> known)
      throws SourceFault {
    try {
      return guard.call(() -> {
        space();
        return ask(address, mediaTypes, key, known);
      }, Answer.class);
    } catch (SourceFault fault) {
      throw new SourceFault(fault.kind(), without(fault.text(), key), fault.retryAfter().orElse(null));
    } catch (CircuitBreakerOpenException open) {
      throw new SourceFault(Kind.NOT_ASKED, "%s failed so often just now that it is left alone for %d s"
          .formatted(address.getHost(), manners.breakerDelay().toSeconds()), manners.breakerDelay());
    } catch (RateLimitException exhausted) {
      throw new SourceFault(Kind.NOT_ASKED, "%s was asked %d times within an hour, as often as we allow ourselves"
          .formatted(address.getHost(), manners.perHour()), waitFor(exhausted));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new SourceFault(Kind.NOT_ASKED, "the service is stopping");
    } catch (Exception e) {
      throw new IllegalStateException("asking " + address.getHost() + " failed unforeseen", e);
    }
  }

  private static Duration waitFor(RateLimitException exhausted) {
    return exhausted.getRetryAfterMillis() > 0 ? Duration.ofMillis(exhausted.getRetryAfterMillis()) : Duration.ofHours(1);
  }

  /// The wait before a retry: what the publisher asked for, otherwise drawn below a bound that doubles.
  private static final class Backoff implements CustomBackoffStrategy {

    private final RandomGenerator jitter;
    private long bound;

    Backoff(Duration first, RandomGenerator jitter) {
      this.bound = first.toMillis();
      this.jitter = jitter;
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
      long drawn = bound / 2 + jitter.nextLong(bound / 2 + 1);
      bound *= 2;
      return failure instanceof SourceFault fault
          ? fault.retryAfter().map(Duration::toMillis).orElse(drawn) + drawn / 4
          : drawn;
    }
  }

  private boolean isWorthAnotherTry(Throwable failure) {
    return failure instanceof SourceFault fault
        && fault.isPassing()
        && fault.retryAfter().filter(wait -> wait.compareTo(manners.patience()) > 0).isEmpty();
  }

  private synchronized void space() throws InterruptedException {
    long sinceLast = System.nanoTime() - lastAsked;
    if (lastAsked != Long.MIN_VALUE && sinceLast < manners.spacing().toNanos()) {
      TimeUnit.NANOSECONDS.sleep(manners.spacing().toNanos() - sinceLast);
    }
    lastAsked = System.nanoTime();
  }

  private Answer ask(URI address, Set<String> mediaTypes, Optional<Key> key, Optional<Validators> known)
      throws SourceFault, InterruptedException {
    URI at = key.map(each -> each.in(address)).orElse(address);
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<byte[]> response = send(request(at, mediaTypes, key, known));
      Optional<URI> next = redirected(at, response, key);
      if (next.isEmpty()) {
        return answer(response, mediaTypes, key, known.isPresent());
      }
      at = next.get();
    }
    throw new SourceFault(Kind.REDIRECTED, "%s points on and on; %d redirects were followed"
        .formatted(address.getHost(), MOST_REDIRECTS));
  }

  private HttpRequest request(
      URI address, Set<String> mediaTypes, Optional<Key> key, Optional<Validators> known) {
    var request = HttpRequest.newBuilder(address)
        .timeout(manners.deadline())
        .header("User-Agent", manners.userAgent())
        .header("Accept", String.join(", ", mediaTypes))
        .header("Accept-Encoding", "gzip");
    key.ifPresent(each -> each.addTo(request));
    known.map(Validators::etag).ifPresent(etag -> request.header("If-None-Match", etag));
    known.map(Validators::lastModified).ifPresent(day -> request.header("If-Modified-Since", day));
    return request.GET().build();
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws SourceFault, InterruptedException {
    String host = request.uri().getHost();
    var body = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), manners.maxBytes());
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, body);
    try {
      return answer.get(manners.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      answer.cancel(true);
      throw timedOut(host);
    } catch (InterruptedException stopping) {
      answer.cancel(true);
      throw stopping;
    } catch (ExecutionException e) {
      throw fault(host, e.getCause());
    }
  }

  private SourceFault timedOut(String host) {
    return new SourceFault(Kind.TIMED_OUT, "%s had not answered in full after %d ms"
        .formatted(host, manners.deadline().toMillis()));
  }

  private SourceFault fault(String host, @Nullable Throwable cause) {
    String words = String.valueOf(cause == null ? null : cause.getMessage());
    return switch (cause) {
      case HttpConnectTimeoutException _ -> new SourceFault(Kind.UNREACHABLE,
          "%s took no connection within %d ms".formatted(host, manners.connect().toMillis()));
      case HttpTimeoutException _ -> timedOut(host);
      case ConnectException _ -> new SourceFault(Kind.UNREACHABLE, host + " takes no connection");
      case IOException _ when words.contains("body exceeds capacity") -> tooLarge(host);
      case IOException _ when words.contains("fixed content-length") || words.contains("EOF")
          || words.contains("closed") || words.contains("chunked") ->
          new SourceFault(Kind.BROKEN_OFF, host + " broke off in the middle of its answer");
      case null, default -> new SourceFault(Kind.UNREACHABLE,
          "the connection to %s failed: %s".formatted(host, CsvText.shortened(words)));
    };
  }

  private SourceFault tooLarge(String host) {
    return new SourceFault(Kind.TOO_LARGE, "%s sends more than %d bytes, which no such document has"
        .formatted(host, manners.maxBytes()));
  }

  /// Where the publisher sends us on; only on the same host and port, and never from TLS to plain text.
  private static Optional<URI> redirected(URI at, HttpResponse<?> response, Optional<Key> key) throws SourceFault {
    int status = response.statusCode();
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
      return Optional.empty();
    }
    URI to;
    try {
      to = at.resolve(response.headers().firstValue("Location").orElse(""));
    } catch (IllegalArgumentException unreadable) {
      throw new SourceFault(Kind.REDIRECTED, at.getHost() + " points to an address that cannot be read");
    }
    boolean same = at.getScheme().equalsIgnoreCase(to.getScheme())
        && at.getAuthority().equalsIgnoreCase(to.getAuthority());
    if (!same || to.equals(at)) {
      throw new SourceFault(Kind.REDIRECTED, "%s points to %s, where we do not go"
          .formatted(at.getHost(), to.equals(at) ? "itself" : "another host (" + to.getHost() + ")"));
    }
    // Where a publisher explains what a missing or an invalid key is.
    if (KEY_PAGE.matcher(String.valueOf(to.getPath())).find()) {
      throw new SourceFault(Kind.REFUSED, "%s points to its page %s: the key is missing or refused%s"
          .formatted(at.getHost(), CsvText.shortened(key.map(each -> each.removedFrom(to.getPath())).orElse(to.getPath())), checkKey(key)));
    }
    return Optional.of(to);
  }

  private Answer answer(
      HttpResponse<byte[]> response, Set<String> mediaTypes, Optional<Key> key, boolean conditional)
      throws SourceFault {
    int status = response.statusCode();
    String host = response.uri().getHost();
    if (status == 304 && conditional) {
      return new Answer.NotModified();
    }
    if (status == 204) {
      return new Answer.Nothing();
    }
    byte[] body = unpacked(host, response);
    if (status != 200) {
      throw refused(host, status, response, body, key);
    }
    String mediaType = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip()
        .toLowerCase(Locale.ROOT);
    if (startsLikePage(body)) {
      throw new SourceFault(Kind.WRONG_TYPE, ("%s answered 200 with a page (HTML or XML) in place of figures: "
          + "'%s'").formatted(host, words(body, key)));
    }
    if (!mediaTypes.contains(mediaType)) {
      throw new SourceFault(Kind.WRONG_TYPE, "%s answered with '%s'; %s was asked for"
          .formatted(host, CsvText.shortened(mediaType), String.join(" or ", mediaTypes)));
    }
    if (body.length == 0) {
      throw new SourceFault(Kind.BROKEN_OFF, host + " answered 200 with an empty body");
    }
    return new Answer.Content(body, mediaType,
        validators(response).filter(each -> isWithoutKey(each.etag(), key) && isWithoutKey(each.lastModified(), key)),
        clockAhead(response));
  }

  private boolean isWithoutKey(@Nullable String text, Optional<Key> key) {
    return text == null || text.equals(without(text, key));
  }

  private String without(String text, Optional<Key> key) {
    String cut = secrets.cut(text);
    return key.map(each -> each.removedFrom(cut)).orElse(cut);
  }

  private byte[] unpacked(String host, HttpResponse<byte[]> response) throws SourceFault {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
    if (encoding.equals("identity") || response.body().length == 0) {
      return response.body();
    }
    if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
      throw new SourceFault(Kind.WRONG_TYPE, "%s packed its answer as '%s'; only gzip was offered"
          .formatted(host, CsvText.shortened(encoding)));
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] unpacked = in.readNBytes(manners.maxBytes() + 1);
      if (unpacked.length > manners.maxBytes()) {
        throw tooLarge(host);
      }
      return unpacked;
    } catch (ZipException damaged) {
      throw new SourceFault(Kind.BROKEN_OFF, host + " sent a packed answer that is damaged");
    } catch (IOException cut) {
      throw new SourceFault(Kind.BROKEN_OFF, host + " broke off in the middle of a packed answer");
    }
  }

  private SourceFault refused(
      String host, int status, HttpResponse<?> response, byte[] body, Optional<Key> key) {
    Optional<Duration> wait = retryAfter(response);
    String said = "%s answered %d: '%s'".formatted(host, status, words(body, key));
    if (status == 429) {
      return new SourceFault(Kind.RATE_LIMITED, said, wait.orElse(WITHOUT_RETRY_AFTER));
    }
    if (status == 401 || status == 403) {
      return new SourceFault(Kind.REFUSED, said + (key.isEmpty()
          ? "; it may refuse programs, or this address"
          : checkKey(key)));
    }
    return status >= 500
        ? new SourceFault(Kind.SERVER_ERROR, said, wait.orElse(null))
        : new SourceFault(Kind.UNEXPECTED_STATUS, said);
  }

  /// `Retry-After` in seconds or as a date; the date is held against the publisher's own clock.
  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    Instant publishersNow = date(response, "Date").orElseGet(clock::instant);
    return response.headers().firstValue("Retry-After")
        .flatMap(value -> value.strip().matches("[0-9]{1,9}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())))
            : date(response, "Retry-After").map(until -> Duration.between(publishersNow, until)))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
  }

  private Optional<Duration> clockAhead(HttpResponse<?> response) {
    // A cache between hands on the publisher's own instant, and says for how long it kept it.
    Duration kept = response.headers().firstValue("Age")
        .filter(value -> value.strip().matches("[0-9]{1,9}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value.strip())))
        .orElse(Duration.ZERO);
    return date(response, "Date").map(theirs -> Duration.between(theirs, clock.instant()).minus(kept));
  }

  private static Optional<Instant> date(HttpResponse<?> response, String header) {
    return response.headers().firstValue(header).flatMap(value -> {
      try {
        return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException notADate) {
        return Optional.empty();
      }
    });
  }

  private static Optional<Validators> validators(HttpResponse<?> response) {
    String etag = response.headers().firstValue("ETag").orElse(null);
    String lastModified = response.headers().firstValue("Last-Modified").orElse(null);
    return etag == null && lastModified == null ? Optional.empty() : Optional.of(new Validators(etag, lastModified));
  }

  private static boolean startsLikePage(byte[] body) {
    int start = 0;
    while (start < body.length && (body[start] <= ' ' && body[start] >= 0)) {
      start++;
    }
    return start < body.length && body[start] == '<';
  }

  private static String checkKey(Optional<Key> key) {
    return key.map(each -> "; check " + each.setting()).orElse("");
  }

  /// The first words of a body, with nothing secret in them.
  private String words(byte[] body, Optional<Key> key) {
    // Keys go first: what is shortened before could keep the half of one.
    String text = without(new String(body, 0, Math.min(body.length, WORDS_LOOKED_AT), StandardCharsets.UTF_8), key)
        .replaceAll("[\\s\\p{Cntrl}]+", " ");
    return CsvText.shortened(text.strip());
  }
}
