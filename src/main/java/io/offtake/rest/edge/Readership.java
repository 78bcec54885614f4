package io.offtake.rest.edge;

import io.vertx.ext.web.RoutingContext;

/// Who an answer is for, as far as that decides who may keep it.
final class Readership {

  private Readership() {}

  /// What `Cache-Control` says of caches between the service and its readers: `public` as long as whoever reaches the
  /// service may read, else `private`.
  static String reach() {
    return "public";
  }

  /// What of the reader an answer depends on besides its address: nothing as long as all are told the same.
  ///
  /// @return the same text for those who may be given the same bytes
  static String of(RoutingContext exchange) {
    return "";
  }
}
