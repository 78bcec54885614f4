package io.offtake.rest.edge;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Counts and times the requests that are carried out, by operation and status.
///
/// What [Door] refuses and what [PolledAnswers] answers never comes here: the framework's own counting is off, for it would
/// look up and time each poll too.
@ApplicationScoped
class RequestTimes {

  private static final String NAME = "http.server.requests";

  /// After [PolledAnswers].
  private static final int PRIORITY = 8_000;

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String OTHER = "OTHER";

  private final MeterRegistry metrics;
  private final Contract contract;

  RequestTimes(MeterRegistry metrics, Contract contract) {
    this.metrics = metrics;
    this.contract = contract;
  }

  void register(@Observes Filters filters) {
    filters.register(this::time, PRIORITY);
  }

  private void time(RoutingContext exchange) {
    long begun = System.nanoTime();
    exchange.addEndHandler(_ -> record(exchange, System.nanoTime() - begun));
    exchange.next();
  }

  private void record(RoutingContext exchange, long nanoseconds) {
    String method = exchange.request().method().name();
    metrics.timer(NAME,
            "method", METHODS.contains(method) ? method : OTHER,
            "uri", RouteNames.name(contract, exchange.normalizedPath()),
            "status", Integer.toString(exchange.response().getStatusCode()))
        .record(nanoseconds, TimeUnit.NANOSECONDS);
  }
}
