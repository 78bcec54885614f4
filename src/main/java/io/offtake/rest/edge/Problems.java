package io.offtake.rest.edge;

import java.util.List;

import io.offtake.api.model.ProblemDto;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Puts refusals and failures into the words of RFC 9457.
final class Problems {

  static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

  private static final int SECONDS_TO_RETRY = 30;

  private Problems() {}

  /// @param instance  the path that was asked for
  static ProblemDto problem(ProblemType type, @Nullable String detail, @Nullable String instance, List<Fault> faults) {
    return ProblemDto.builder()
        .type(type.uri())
        .title(type.title())
        .status(type.status())
        .detail(detail)
        .instance(instance)
        .errors(faults.isEmpty() ? null : faults.stream().map(Fault::toDto).toList())
        .build();
  }

  /// The reason phrase of a status line.
  static String reason(int status) {
    var known = Status.fromStatusCode(status);
    return known == null ? "Status " + status : known.getReasonPhrase();
  }

  /// A status that has no kind of its own.
  static ProblemDto bare(int status, @Nullable String instance) {
    return ProblemDto.builder()
        .type("about:blank")
        .title(reason(status))
        .status(status)
        .instance(instance)
        .build();
  }

  static RestResponse<ProblemDto> response(ProblemDto problem) {
    return response(problem, SECONDS_TO_RETRY);
  }

  /// @param secondsToRetry  after which a 503 may be asked again
  static RestResponse<ProblemDto> response(ProblemDto problem, int secondsToRetry) {
    var response = RestResponse.ResponseBuilder.<ProblemDto>create(problem.getStatus())
        .type(PROBLEM_JSON)
        .header("Cache-Control", "no-store")
        .entity(problem);
    if (problem.getStatus() == ProblemType.UNAVAILABLE.status()) {
      response.header("Retry-After", secondsToRetry);
    }
    return response.build();
  }
}
