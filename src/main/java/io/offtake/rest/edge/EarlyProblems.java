package io.offtake.rest.edge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.api.model.ProblemDto;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Writes the problems of requests that are refused before an operation of the contract is reached.
@Singleton
class EarlyProblems {

  private static final long MILLISECONDS_TO_READ_ON = 1_000;

  private final ObjectMapper json;

  EarlyProblems(ObjectMapper json) {
    this.json = json;
  }

  void end(HttpServerRequest request, ProblemType type, String detail, List<Fault> faults) {
    end(request, Problems.problem(type, detail, instance(request), faults));
  }

  /// The same for a request whose body nobody has read: it is read on for a moment first. A connection that is closed while
  /// something unread comes in is reset, and whoever sends never sees the answer.
  void endWhenRead(HttpServerRequest request, ProblemType type, String detail, List<Fault> faults) {
    ProblemDto problem = Problems.problem(type, detail, instance(request), faults);
    Context context = Vertx.currentContext();
    if (context == null || request.isEnded() || request.headers().contains(HttpHeaders.EXPECT)) {
      end(request, problem);
      return;
    }
    Vertx vertx = context.owner();
    long timer = vertx.setTimer(MILLISECONDS_TO_READ_ON, _ -> end(request, problem));
    Runnable done = () -> {
      vertx.cancelTimer(timer);
      end(request, problem);
    };
    request.handler(_ -> {});
    request.endHandler(_ -> done.run());
    request.exceptionHandler(_ -> done.run());
    request.resume();
  }

  void end(HttpServerRequest request, ProblemDto problem) {
    var response = request.response();
    if (response.ended()) {
      return;
    }
    if (response.headWritten()) {
      // Whoever reads must not take the half for the whole.
      request.connection().close();
      return;
    }
    if (problem.getStatus() == ProblemType.KEY_NEEDED.status()) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"Offtake\"");
    }
    response.setStatusCode(problem.getStatus())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problems.PROBLEM_JSON.toString())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(Buffer.buffer(bytes(problem)));
  }

  byte[] bytes(ProblemDto problem) {
    try {
      return json.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem can always be written", e);
    }
  }

  /// The path that was asked for; absent where it is none that can be repeated.
  static @Nullable String instance(HttpServerRequest request) {
    String path = request.path();
    try {
      return path == null || !path.startsWith("/") ? null : new URI(path).toASCIIString();
    } catch (URISyntaxException none) {
      return null;
    }
  }
}
