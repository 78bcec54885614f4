package io.offtake.rest.edge;

import java.util.List;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses a body that announces itself as too large, as a problem: the server's own refusal, a step later, has no
/// body.
///
/// A body that is sent in chunks announces no length. Where it turns out too large the server would answer with a bare
/// status too, so that limit is taken off here, and kept where the body is read ([BodyCheck]).
@ApplicationScoped
class BodyLimit {

  private final long maxBytes;
  private final EarlyProblems problems;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, EarlyProblems problems) {
    this.maxBytes = limit.asLongValue();
    this.problems = problems;
  }

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::refuseTooLarge);
    router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(exchange -> {
      exchange.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
      exchange.next();
    });
  }

  private void refuseTooLarge(RoutingContext exchange) {
    String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= maxBytes) {
      exchange.next();
      return;
    }
    // The body is not taken, so nothing can follow it on this connection.
    exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
    exchange.addEndHandler(_ -> exchange.request().connection().close());
    problems.endWhenRead(exchange.request(), ProblemType.TOO_LARGE,
        "The body has %s bytes; at most %d are taken".formatted(length, maxBytes), List.of());
  }
}
