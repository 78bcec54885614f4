package io.offtake.rest.edge;

import io.offtake.database.job.DatabaseWatch;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Says in the header `Age` for how many seconds nobody could ask whether anything newer is kept, while the database
/// is away. What was asked for as of a data version is the same for ever.
class AgeOfAnswers {

  static final String HEADER = "Age";

  private final DatabaseWatch watch;

  AgeOfAnswers(DatabaseWatch watch) {
    this.watch = watch;
  }

  @ServerResponseFilter
  void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (watch.isAway() && response.getStatus() < 400 && isRead(request.getMethod())
        && !String.valueOf(response.getHeaderString(HttpHeaders.CACHE_CONTROL)).contains("immutable")) {
      response.getHeaders().putSingle(HEADER, of(watch));
    }
  }

  static String of(DatabaseWatch watch) {
    return Long.toString(watch.silence().toSeconds());
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }
}
