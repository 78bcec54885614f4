package io.offtake.rest.edge;

import io.offtake.answer.Writes;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;

/// Carries out a request that asks for a dry run, and undoes it: every operation that takes `dryRun` in the contract, in
/// this one place. What would be answered as made or accepted is answered with 200, and nothing can be read at its
/// address.
@Tryable
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class TriedRequests {

  private static final String PARAMETER = "dryRun";

  private final UriInfo address;
  private final Writes writes;

  TriedRequests(UriInfo address, Writes writes) {
    this.writes = writes;
    this.address = address;
  }

  @AroundInvoke
  Object tried(InvocationContext operation) throws Exception {
    if (!"true".equals(address.getQueryParameters().getFirst(PARAMETER))) {
      return operation.proceed();
    }
    Object answer = writes.tried(operation::proceed);
    return answer instanceof RestResponse<?> response
            && (response.getStatus() == RestResponse.StatusCode.CREATED
                || response.getStatus() == RestResponse.StatusCode.ACCEPTED
                || response.getStatus() == RestResponse.StatusCode.OK)
        ? RestResponse.ResponseBuilder.ok(response.getEntity()).header("Cache-Control", "no-store").build()
        : answer;
  }
}
