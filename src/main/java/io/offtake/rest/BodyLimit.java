package io.offtake.rest;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.api.model.ProblemDto;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses a body that announces itself as too large, as a problem: the server's own refusal, a step later, has no
/// body.
///
/// A body that is sent in chunks announces no length: when it turns out too large the server closes the connection.
@ApplicationScoped
class BodyLimit {

  private final long maxBytes;
  private final ObjectMapper json;

  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, ObjectMapper json) {
    this.maxBytes = limit.asLongValue();
    this.json = json;
  }

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::refuseTooLarge);
  }

  private void refuseTooLarge(RoutingContext exchange) {
    String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= maxBytes) {
      exchange.next();
      return;
    }
    // The body is not read, so nothing can follow it on this connection.
    exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
    end(exchange, Problems.problem(ProblemType.TOO_LARGE,
        "The body has %s bytes; at most %d are taken".formatted(length, maxBytes),
        exchange.request().path(), List.of()));
  }

  private void end(RoutingContext exchange, ProblemDto problem) {
    try {
      byte[] body = json.writeValueAsBytes(problem);
      exchange.response()
          .setStatusCode(problem.getStatus())
          .putHeader(HttpHeaders.CONTENT_TYPE, Problems.PROBLEM_JSON.toString())
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(Buffer.buffer(body));
    } catch (JsonProcessingException e) {
      exchange.fail(e);
    }
  }
}
