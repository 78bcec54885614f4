package io.offtake.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.Actor;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// Who sent the request that the present thread answers.
@ApplicationScoped
public class Caller {

  private static final String ACTOR = "offtake.actor";
  private static final String CHANGES = "offtake.changes";

  private final CurrentVertxRequest current;

  Caller(CurrentVertxRequest current) {
    this.current = current;
  }

  /// Remembers it with the request.
  ///
  /// @param change  whether the request changes something
  public static void note(RoutingContext exchange, Actor actor, boolean change) {
    exchange.put(ACTOR, actor);
    exchange.put(CHANGES, change);
  }

  /// As whom whoever sent a request is known by now; null before that is settled.
  public static @Nullable Actor of(RoutingContext exchange) {
    return exchange.get(ACTOR);
  }

  public Actor actor() {
    return exchange().map(each -> each.<Actor>get(ACTOR)).orElseGet(Actor::anybody);
  }

  /// Whoever the present thread changes something for; empty when it works for the service itself, or reads.
  Optional<Actor> changing() {
    return exchange().filter(each -> Boolean.TRUE.equals(each.get(CHANGES))).map(_ -> actor());
  }

  private Optional<RoutingContext> exchange() {
    return Arc.container().requestContext().isActive() ? Optional.ofNullable(current.getCurrent()) : Optional.empty();
  }
}
