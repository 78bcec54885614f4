package io.offtake.rest.edge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Takes the body of a request in before anything else is done with it, as it comes and without a thread: a sender who
/// stops half-way, or dribbles, holds a connection for a while and nothing else.
///
/// Bodies take a part of the memory at most, all together and until their requests are answered; who would take more is
/// asked to come back.
@ApplicationScoped
class WholeBodies {

  /// Between one piece and the next.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// From the first piece to the last: 32 MB at some 4 MBit/s.
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final int SECONDS_TO_RETRY = 5;
  private static final long TICK_MILLIS = 1_000;

  private final Vertx vertx;
  private final EarlyProblems problems;
  private final long maxBytes;
  private final long mostAtOnce;
  private final AtomicLong underWay = new AtomicLong();

  WholeBodies(
      Vertx vertx,
      EarlyProblems problems,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.vertx = vertx;
    this.problems = problems;
    this.maxBytes = limit.asLongValue();
    this.mostAtOnce = Math.max(maxBytes, Runtime.getRuntime().maxMemory() / 8);
  }

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(this::takeIn);
  }

  private void takeIn(RoutingContext exchange) {
    if (hasBody(exchange.request())) {
      new Intake(exchange).begin();
    } else {
      exchange.next();
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    if (request.isEnded()) {
      return false;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null
        ? !length.equals("0")
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /// One body on its way. All of it happens on the one thread of its connection.
  private final class Intake {

    private final RoutingContext exchange;
    private final Buffer body = Buffer.buffer();
    private final long begunAt = System.nanoTime();
    private long movedAt = begunAt;
    private long timer;
    private boolean over;
    private Runnable reader = () -> {};
    private long counted;

    Intake(RoutingContext exchange) {
      this.exchange = exchange;
    }

    void begin() {
      HttpServerRequest request = exchange.request();
      timer = vertx.setPeriodic(TICK_MILLIS, _ -> look());
      request.handler(this::take);
      request.endHandler(_ -> whole());
      request.exceptionHandler(_ -> broken());
      reader = BrokenOff.watch(request, this::endedEarly);
      exchange.addEndHandler(_ -> {
        end();
        underWay.addAndGet(-counted);
      });
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        request.response().writeContinue();
      }
    }

    private void take(Buffer piece) {
      if (over) {
        return;
      }
      movedAt = System.nanoTime();
      if (body.length() + (long) piece.length() > maxBytes) {
        refuse(ProblemType.TOO_LARGE, "The body has more than the %d bytes that are taken".formatted(maxBytes));
        return;
      }
      counted += piece.length();
      if (underWay.addAndGet(piece.length()) > mostAtOnce) {
        refuse(ProblemType.UNAVAILABLE, "Other bodies are on their way, and there is no room for another one");
      } else {
        body.appendBuffer(piece);
      }
    }

    private void look() {
      long now = System.nanoTime();
      if (over) {
        vertx.cancelTimer(timer);
      } else if (now - movedAt > LONGEST_PAUSE.toNanos()) {
        refuse(ProblemType.TOO_SLOW, "Nothing more of the body has come for %d seconds".formatted(
            LONGEST_PAUSE.toSeconds()));
      } else if (now - begunAt > LONGEST.toNanos()) {
        refuse(ProblemType.TOO_SLOW, "The body was not whole after %d seconds".formatted(LONGEST.toSeconds()));
      }
    }

    private void whole() {
      if (!over) {
        end();
        ((RoutingContextInternal) exchange).setBody(body);
        exchange.next();
      }
    }

    private void end() {
      if (!over) {
        over = true;
        vertx.cancelTimer(timer);
        reader.run();
      }
    }

    /// It is not framed as it says, or the connection is gone; then nobody reads the answer.
    private void broken() {
      if (!over) {
        refuse(ProblemType.UNREADABLE_REQUEST, "The body is not sent as HTTP has it: after %d bytes of it comes no chunk, or the"
            .formatted(body.length()) + " connection ends");
      }
    }

    /// Its sender says that nothing more comes, and still listens.
    private void endedEarly() {
      if (!over) {
        String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        refuse(ProblemType.UNREADABLE_REQUEST, "The body ends or breaks after %d bytes%s".formatted(body.length(),
            length == null ? ", before its last chunk" : " and not after the %s that Content-Length says".formatted(length)));
      }
    }

    /// The rest of the body is not taken, so nothing can follow it on this connection.
    private void refuse(ProblemType type, String detail) {
      end();
      exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
      if (type == ProblemType.UNAVAILABLE) {
        exchange.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(SECONDS_TO_RETRY));
      }
      exchange.addEndHandler(_ -> exchange.request().connection().close());
      if (type == ProblemType.TOO_LARGE || type == ProblemType.UNAVAILABLE) {
        problems.endWhenRead(exchange.request(), type, detail, List.of());
      } else {
        problems.end(exchange.request(), type, detail, List.of());
      }
    }
  }
}
