package io.offtake.rest.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.answer.Assessments;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.database.job.DatabaseWatch;
import io.offtake.rest.edge.KeptAnswers.Answer;
import io.offtake.rest.edge.KeptAnswers.Header;
import io.offtake.rest.edge.KeptAnswers.Question;
import io.offtake.rest.edge.KeptAnswers.Sent;
import io.offtake.work.Heap;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// Answers what was asked before of the snapshot that is served: with the very bytes and headers that the operation sent,
/// on the thread that reads the request, and after [Door] has let the request in.
///
/// Nothing is made here. An operation offers an answer that its address and a snapshot determine; what then goes out is
/// taken down, headers and all, and sent again as long as that snapshot is served. All of it is dropped by the first
/// request that meets a newer one, so no answer is older than what the operation would say at that moment. What is refused
/// was never offered.
@ApplicationScoped
class PolledAnswers {

  /// After [Door].
  private static final int PRIORITY = 9_000;

  /// Of the heap. The bytes are mostly those that [MadeAnswers] holds.
  private static final double MOST_KEPT = 1.0 / 96;

  private static final String ADDRESSES = "/v1/";
  private static final String PORTFOLIO = "/v1/status";

  private final Snapshots snapshots;
  private final Assessments assessments;
  private final DatabaseWatch watch;
  private final long most = Heap.part(MOST_KEPT);
  private final AtomicReference<KeptAnswers> kept;
  private final LongAdder whole = new LongAdder();
  private final LongAdder notModified = new LongAdder();

  PolledAnswers(Snapshots snapshots, Assessments assessments, DatabaseWatch watch, MeterRegistry metrics) {
    this.snapshots = snapshots;
    this.assessments = assessments;
    this.watch = watch;
    this.kept = new AtomicReference<>(new KeptAnswers(snapshots.current(), most));
    count(metrics, "200", whole);
    count(metrics, "304", notModified);
  }

  private static void count(MeterRegistry metrics, String status, LongAdder answers) {
    FunctionCounter.builder("offtake.polled.answers", answers, LongAdder::sum)
        .description("Requests answered with bytes that were kept, without carrying out the operation")
        .tag("status", status)
        .register(metrics);
  }

  void register(@Observes Filters filters) {
    filters.register(this::answer, PRIORITY);
  }

  private void answer(RoutingContext exchange) {
    Question question = question(exchange);
    if (question == null) {
      exchange.next();
      return;
    }
    KeptAnswers held = keptOf(snapshots.current());
    Answer known = held == null ? null : held.find(question);
    if (known == null || !answered(exchange, question, known)) {
      exchange.addHeadersEndHandler(_ -> takeDown(exchange, question));
      exchange.next();
    }
  }

  /// Sends what is known, if it is what is asked for.
  private boolean answered(RoutingContext exchange, Question question, Answer known) {
    boolean isHeld = Conditional.isHeld(known.tag(), exchange.request().headers().getAll(HttpHeaders.IF_NONE_MATCH));
    Sent sent = isHeld ? known.notModified() : known.whole();
    if (sent == null) {
      return false;
    }
    if (question.target().startsWith(PORTFOLIO)) {
      assessments.headlinesAreRead();
    }
    (isHeld ? notModified : whole).increment();
    send(exchange.response(), sent, known.immutable());
    return true;
  }

  /// @return null when it is no plain read of what can be kept
  private static @Nullable Question question(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    boolean head = request.method().equals(HttpMethod.HEAD);
    String target = request.uri();
    if (!head && !request.method().equals(HttpMethod.GET) || !target.startsWith(ADDRESSES)) {
      return null;
    }
    MultiMap headers = request.headers();
    if (headers.contains(HttpHeaders.CONTENT_LENGTH) || headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || headers.contains(HttpHeaders.EXPECT)) {
      return null;
    }
    String accepted = headers.get(HttpHeaders.ACCEPT);
    return new Question(head, target, accepted == null ? "" : accepted,
        ContentCoding.of(headers.getAll(HttpHeaders.ACCEPT_ENCODING)));
  }

  /// What is kept of the snapshot that is served.
  ///
  /// @return null for who has met one that is not served any more
  private @Nullable KeptAnswers keptOf(Snapshot served) {
    KeptAnswers held = kept.get();
    if (held.isBefore(served)) {
      kept.compareAndSet(held, new KeptAnswers(served, most));
      held = kept.get();
    }
    return held.isOf(served) ? held : null;
  }

  private void send(HttpServerResponse response, Sent sent, boolean immutable) {
    MultiMap headers = response.headers();
    headers.clear();
    for (Header header : sent.headers()) {
      headers.add(header.name(), header.value());
    }
    if (!immutable && watch.isAway()) {
      headers.add(AgeOfAnswers.HEADER, AgeOfAnswers.of(watch));
    }
    response.setStatusCode(sent.status());
    if (sent.body() == null) {
      response.end();
    } else {
      response.end(sent.body());
    }
  }

  private void takeDown(RoutingContext exchange, Question question) {
    Offer offer = Offer.of(exchange);
    HttpServerResponse response = exchange.response();
    int status = response.getStatusCode();
    if (offer == null || status != 200 && status != 304) {
      return;
    }
    KeptAnswers held = keptOf(snapshots.current());
    if (held == null || !held.isOf(offer.snapshot())) {
      return;
    }
    boolean hasBody = status == 200 && !question.head();
    if (hasBody && offer.body() == null) {
      return;
    }
    Door.nameNoCodingOfNothing(exchange);
    var headers = new ArrayList<Header>();
    for (Map.Entry<String, String> header : response.headers()) {
      // They are the connection's, the moment's, and his who asks.
      if (!header.getKey().equalsIgnoreCase("Connection") && !header.getKey().equalsIgnoreCase(AgeOfAnswers.HEADER)
          && !RateLimits.isOwn(header.getKey())) {
        headers.add(new Header(
            HttpHeaders.createOptimized(header.getKey()), HttpHeaders.createOptimized(header.getValue())));
      }
    }
    held.keep(question, offer.tag(), offer.immutable(), new Sent(
        status, List.copyOf(headers), hasBody && offer.body() != null ? offer.body().bytes() : null));
  }
}
