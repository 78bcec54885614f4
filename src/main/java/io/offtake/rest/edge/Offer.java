package io.offtake.rest.edge;

import io.offtake.answer.Snapshot;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// An answer that the address and a snapshot determine, for the next who asks: see [PolledAnswers].
///
/// @param tag  its `ETag`
/// @param immutable  whether its bytes never change
/// @param body  absent when it says that nothing was modified, or when its bytes are not kept
record Offer(Snapshot snapshot, String tag, boolean immutable, @Nullable Written body) {

  private static final String KEY = Offer.class.getName();

  /// Lays it beside the request that it answers.
  static void make(RoutingContext exchange, Snapshot snapshot, boolean immutable, RestResponse<?> response) {
    exchange.put(KEY, new Offer(
        snapshot,
        response.getHeaderString(HttpHeaders.ETAG),
        immutable,
        response.getEntity() instanceof Written written ? written : null));
  }

  /// What was made of a request; null when nothing was.
  static @Nullable Offer of(RoutingContext exchange) {
    return exchange.get(KEY);
  }
}
