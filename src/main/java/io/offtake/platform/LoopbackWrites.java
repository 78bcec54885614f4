package io.offtake.platform;

import java.net.InetAddress;
import java.util.Set;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Takes writes from this machine only: there are no keys yet that would tell who may write.
///
/// A reader's link that ends a subscription carries its own proof, and mail programs follow it from anywhere.
///
/// The peer of the socket counts. `X-Forwarded-For` does not: whoever sends a request can write it.
@ApplicationScoped
class LoopbackWrites {

  private static final int PRIORITY = 1_000;
  private static final String PROVES_ITSELF = "/v1/unsubscribe/";
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  void register(@Observes Filters filters) {
    filters.register(LoopbackWrites::filter, PRIORITY);
  }

  private static void filter(RoutingContext context) {
    var request = context.request();
    if (isAllowed(request.method().name(), request.connection().remoteAddress())
        || context.normalizedPath().startsWith(PROVES_ITSELF)) {
      context.next();
    } else {
      context.response()
          .setStatusCode(403)
          .putHeader("Content-Type", "application/problem+json")
          .putHeader("Connection", "close")
          .end(problem(context.normalizedPath()).encode());
    }
  }

  static boolean isAllowed(String method, SocketAddress peer) {
    return !WRITES.contains(method)
        || peer.isDomainSocket()
        || InetAddress.ofLiteral(peer.hostAddress()).isLoopbackAddress();
  }

  private static JsonObject problem(String path) {
    return new JsonObject()
        .put("type", "/problems/writes-from-loopback-only")
        .put("title", "Writes are taken from this machine only")
        .put("status", 403)
        .put("detail", "Until there are keys, writes are taken from the loopback address only. Send the request on "
            + "the machine that runs Offtake, for instance through an SSH tunnel to 127.0.0.1.")
        .put("instance", path);
  }
}
