package io.offtake.rest.edge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Answers requests that the server cannot read, because they are too long or not HTTP, with a problem; by itself it
/// answers with a bare status.
///
/// Vert.x has a handler for them (`HttpServer.invalidRequestHandler`), and Quarkus makes the server without letting
/// anybody set it. A connection has it too; the one call that comes before a connection's first request is given to its
/// handler is that of the tracer. So this is a tracer that traces nothing.
@Singleton
class UnreadableRequests implements VertxOptionsCustomizer {

  private static final long MILLISECONDS_TO_READ_ON = 1_000;

  private final EarlyProblems problems;

  UnreadableRequests(EarlyProblems problems) {
    this.problems = problems;
  }

  @Override
  @SuppressWarnings("deprecation") // no other way in before the request is read
  public void accept(VertxOptions options) {
    options.setTracingOptions(new TracingOptions().setFactory(_ -> new Tracer()));
  }

  private final class Tracer implements VertxTracer<Object, Object> {

    @Override
    public <R> @Nullable Object receiveRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        Iterable<Map.Entry<String, String>> headers,
        TagExtractor<R> tags) {
      if (request instanceof HttpServerRequest received
          && received.connection() instanceof Http1xServerConnection connection) {
        connection.invalidRequestHandler(UnreadableRequests.this::answer);
        if (!isRoutable(received.uri())) {
          // The connection ends with the answer, so no other request of it meets this handler.
          connection.handler(UnreadableRequests.this::answerTarget);
        }
      }
      return null;
    }
  }

  /// Whether routers before ours would let it pass: they answer what they cannot parse with a bare status.
  private static boolean isRoutable(@Nullable String target) {
    return RequestTarget.parts(target).filter(parts -> RequestTarget.faults(parts).isEmpty()).isPresent();
  }

  private void answerTarget(HttpServerRequest request) {
    List<Fault> faults = RequestTarget.parts(request.uri()).map(RequestTarget::faults).orElse(List.of());
    ProblemType type = RequestTarget.typeOf(faults);
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    request.response().endHandler(_ -> request.connection().close());
    problems.endWhenRead(request, type, faults.isEmpty() ? type.meaning() : faults.getFirst().detail(), faults);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // whoever is gone needs no answer
  private void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    ProblemType type = cause instanceof TooLongHttpLineException ? ProblemType.ADDRESS_TOO_LONG
        : cause instanceof TooLongHttpHeaderException ? ProblemType.HEADERS_TOO_LARGE
        : ProblemType.UNREADABLE_REQUEST;
    if (!(request.connection() instanceof HttpServerConnection connection)) {
      problems.end(request, type, type.meaning(), List.of());
      return;
    }
    byte[] body = problems.bytes(Problems.problem(type, type.meaning(), null, List.of()));
    byte[] head = """
        HTTP/1.1 %d %s\r
        Content-Type: application/problem+json\r
        Content-Length: %d\r
        Cache-Control: no-store\r
        X-Content-Type-Options: nosniff\r
        Connection: close\r
        \r
        """.formatted(type.status(), Problems.reason(type.status()), body.length)
        .getBytes(StandardCharsets.US_ASCII);
    var channel = connection.channel();
    // Past the encoder: it holds no request that this could be the response to.
    channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(head, body)).addListener(_ -> {
      // Whoever is still sending would not see the answer if the connection were closed at once.
      if (channel instanceof DuplexChannel both) {
        both.shutdownOutput();
      }
      channel.eventLoop().schedule(() -> channel.close(), MILLISECONDS_TO_READ_ON, TimeUnit.MILLISECONDS);
    });
  }
}
