package io.offtake.outbox.client;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.offtake.outbox.Addresses;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/// Posts signed bodies by Standard Webhooks 1.0, to addresses that were looked at.
///
/// The name is resolved here, at every attempt, and the connection goes to the very address that was found harmless:
/// a name server that answers differently a moment later gains nothing. That is why the transport is Vert.x's client,
/// which takes the address apart from the name; the certificate and the `Host` header are still those of the name.
/// Nothing is followed, and of the answer only the head is read.
@ApplicationScoped
public class WebhookClient {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /// The most that the relay makes at once for one subscription.
  private static final int ATTEMPTS_OF_A_LANE = 4;

  private final Secrets secrets;
  private final Subscriptions subscriptions;
  private final Resolver resolver;
  private final Clock clock;
  private final Addresses allowed;
  private final Duration timeout;
  private final HttpClient http;

  WebhookClient(
      Secrets secrets, Subscriptions subscriptions, Resolver resolver, Clock clock, OutboxConfig config, Vertx vertx) {
    this.secrets = secrets;
    this.subscriptions = subscriptions;
    this.resolver = resolver;
    this.clock = clock;
    this.allowed = config.webhookAllow().map(Addresses::parse).orElse(Addresses.PUBLIC_ONLY);
    this.timeout = config.timeout();
    // A connection for each attempt: one that is kept may be dead, which would cost an attempt of the schedule. As many
    // to one host as there are attempts at once: on a host that many share nobody waits for the slot of another.
    this.http = vertx.httpClientBuilder()
        .with(new HttpClientOptions()
            .setKeepAlive(false)
            // For one that was opened for an attempt whose time was over before: nobody uses it, and the pool would keep it.
            .setKeepAliveTimeout(1)
            .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
            .setSslHandshakeTimeout(config.connectTimeout().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setVerifyHost(true)
            .setDecompressionSupported(false))
        // The builder reads the size of the pool from here and nowhere else.
        .with(new PoolOptions().setHttp1MaxSize(config.lanes() * ATTEMPTS_OF_A_LANE))
        // What goes wrong on a connection is the outcome of its attempt; no more is to be told.
        .withConnectHandler(connection -> connection.exceptionHandler(_ -> { }))
        .build();
  }

  @PreDestroy
  void close() {
    http.close();
  }

  /// Why nothing is sent to `url`; empty when there is no reason at present.
  public Optional<String> objectionTo(URI url) {
    return allowed.objectionTo(url).or(() -> allowed.objectionTo(host(url), resolver.resolve(host(url))));
  }

  /// The secrets that sign now, the present one first; empty when they cannot be read.
  List<String> secrets(UUID subscription) {
    List<byte[]> sealed = subscriptions.secrets(subscription, clock.instant());
    List<String> opened = sealed.stream().flatMap(each -> secrets.open(subscription, each).stream()).toList();
    return opened.size() == sealed.size() ? opened : List.of();
  }

  Outcome post(List<String> signers, URI url, String key, String mediaType, String body) {
    Optional<String> objection = allowed.objectionTo(url);
    if (objection.isPresent()) {
      return failed(objection.get());
    }
    List<InetAddress> addresses = resolver.resolve(host(url));
    objection = allowed.objectionTo(host(url), addresses);
    if (objection.isPresent()) {
      return failed(objection.get());
    }
    Instant now = clock.instant();
    if (signers.isEmpty()) {
      return failed("the secret cannot be read: OFFTAKE_SECRET_KEY is not the one it was sealed with");
    }
    boolean tls = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
    var options = new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, addresses.getFirst().getHostAddress()))
        .setHost(host(url))
        .setPort(port)
        .setConnectTimeout(timeout.toMillis())
        .setSsl(tls)
        .setURI((url.getRawPath().isEmpty() ? "/" : url.getRawPath())
            + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()))
        .setFollowRedirects(false)
        .putHeader("Content-Type", mediaType)
        .putHeader("User-Agent", "Offtake-Webhooks/1")
        .putHeader("webhook-id", key)
        .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .putHeader("webhook-signature", signature(signers, key, now, body));
    return send(options, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Outcome send(RequestOptions options, Buffer body) {
    var sent = new AtomicReference<HttpClientRequest>();
    var over = new AtomicBoolean();
    CompletableFuture<Outcome> outcome = http.request(options)
        .compose(request -> {
          sent.set(request);
          if (over.get()) {
            // Nobody waits for this connection any more; whoever does not close it keeps its slot for ever.
            giveBack(request);
            return Future.<HttpClientResponse>failedFuture("the time for this attempt is over");
          }
          return request.send(body);
        })
        .map(this::judged)
        .toCompletionStage().toCompletableFuture();
    try {
      return outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed("no answer within %d s".formatted(Math.max(1, timeout.toSeconds())));
    } catch (ExecutionException e) {
      return failed(words(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the service was stopping");
    } finally {
      // In this order: a connection that comes between the two is closed by whoever sees it second.
      over.set(true);
      HttpClientRequest request = sent.get();
      if (request != null) {
        // Whatever body there is, it is not read.
        giveBack(request);
      }
    }
  }

  private static void giveBack(HttpClientRequest request) {
    request.connection().close();
  }

  /// With what lies beneath: of a certificate that is refused only that says why.
  private static String words(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage());
    return root.equals(failure) ? said : "%s: %s".formatted(said, root.getMessage());
  }

  private Outcome judged(HttpClientResponse response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Accepted(status);
    }
    if (status == 410) {
      return new Outcome.Gone("the receiver answered 410 Gone");
    }
    String detail = status >= 300 && status < 400
        ? "the receiver answered %d; redirections are not followed".formatted(status)
        : "the receiver answered %d".formatted(status);
    return new Outcome.Failed(status, detail,
        Optional.ofNullable(response.getHeader("Retry-After")).flatMap(this::patience));
  }

  private Optional<Duration> patience(String retryAfter) {
    String text = retryAfter.strip();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), until)).filter(each -> !each.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// One signature for each secret.
  private static String signature(List<String> signers, String key, Instant at, String body) {
    var signatures = new ArrayList<String>();
    for (String secret : signers) {
      try {
        signatures.add(new Webhook(secret).sign(key, at.getEpochSecond(), body));
      } catch (WebhookSigningException e) {
        throw new IllegalStateException("a body cannot be signed", e);
      }
    }
    return String.join(" ", signatures);
  }

  private static String host(URI url) {
    return url.getHost().replaceAll("^\\[|]$", "");
  }

  private static Outcome failed(String detail) {
    return new Outcome.Failed(null, detail, Optional.empty());
  }
}
