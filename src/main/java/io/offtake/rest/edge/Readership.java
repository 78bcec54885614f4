package io.offtake.rest.edge;

import io.offtake.access.AccessMode;
import io.offtake.access.Scope;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// Who an answer is for, as far as that decides who may keep it.
final class Readership {

  private static final String EVERYBODY = "offtake.for-everybody";

  private Readership() {}

  /// Remembers with the request whether everybody may read what it asks for.
  ///
  /// @param scope  that it needs; null where it needs none
  static void note(RoutingContext exchange, AccessMode mode, @Nullable Scope scope) {
    exchange.put(EVERYBODY, scope == null || scope == Scope.READ && mode != AccessMode.CLOSED);
  }

  /// What `Cache-Control` says of caches between the service and its readers: `public` where everybody may read the answer,
  /// else `private`.
  static String reach(RoutingContext exchange) {
    return Boolean.FALSE.equals(exchange.get(EVERYBODY)) ? "private" : "public";
  }
}
