package io.offtake.rest.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.offtake.answer.Overloaded;
import io.offtake.api.model.ProblemDto;
import io.offtake.database.Meanwhile;
import io.offtake.database.Outage;
import io.offtake.database.Troubles;
import io.offtake.database.TurnedAway;
import io.offtake.outbox.Masked;
import io.quarkus.logging.Log;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path.Node;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every refusal and failure into `application/problem+json`, and nothing of the program into it.
class ProblemMapper {

  private static final int RETRY_WHEN_FULL = 60;
  private static final int RETRY_WHEN_AWAY = 10;
  private static final int RETRY_WHEN_BUSY = 5;

  private final Contract contract;

  ProblemMapper(Contract contract) {
    this.contract = contract;
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(ProblemException e, UriInfo address) {
    RestResponse<ProblemDto> response = problem(e.type(), e.detail(), address, e.faults());
    e.retryAfter().ifPresent(time ->
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, time.toSeconds()))));
    return response;
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(ConstraintViolationException e, UriInfo address, Request request) {
    List<Fault> faults = e.getConstraintViolations().stream()
        .map(violation -> fault(violation, request.getMethod(), path(address)))
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .toList();
    boolean ofBody = faults.stream().anyMatch(fault -> fault.pointer() != null);
    return problem(ofBody ? ProblemType.INVALID_BODY : ProblemType.INVALID_PARAMETER, faults.getFirst().detail(),
        address, faults);
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(MismatchedInputException e, UriInfo address) {
    return unreadable(e, address);
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(JsonProcessingException e, UriInfo address) {
    return unreadable(e, address);
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(WebApplicationException e, UriInfo address) {
    if (e.getCause() instanceof JsonProcessingException unreadable) {
      return unreadable(unreadable, address);
    }
    int status = e.getResponse().getStatus();
    if (status == 404 && e.getCause() != null) {
      // So the framework answers a parameter that it cannot convert.
      return problem(ProblemType.INVALID_PARAMETER, "A parameter does not have the form it should", address, List.of());
    }
    Optional<ProblemType> type = ProblemType.ofStatus(status);
    var response = type.isPresent()
        ? problem(type.get(), detail(type.get(), address), address, List.of())
        : Problems.response(Problems.bare(status, path(address)));
    e.getResponse().getHeaders().forEach((name, values) -> {
      if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
        values.forEach(value -> response.getHeaders().add(name, value));
      }
    });
    if (status == 405 && !response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      response.getHeaders().add(HttpHeaders.ALLOW, String.join(", ", contract.methodsAt(path(address))));
    }
    return response;
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(Overloaded e, UriInfo address) {
    return problem(ProblemType.UNAVAILABLE, String.valueOf(e.getMessage()), address, List.of());
  }

  @ServerExceptionMapper
  RestResponse<ProblemDto> map(Exception e, UriInfo address) {
    Optional<Outage> outage = Outage.of(e);
    if (outage.isPresent()) {
      return unavailable(outage.get(), e, address);
    }
    if (Meanwhile.causes(e)) {
      return problem(ProblemType.CHANGED_MEANWHILE, "Somebody else has changed the same at this moment", address, List.of());
    }
    Log.errorf(e, "the request for %s failed", withoutToken(path(address)));
    return problem(ProblemType.INTERNAL_ERROR, "The failure was logged", address, List.of());
  }

  /// What the database cannot do for the moment is not a failure of the service, and is told apart.
  private static RestResponse<ProblemDto> unavailable(Outage outage, Exception e, UriInfo address) {
    Troubles.met(outage);
    return switch (outage.kind()) {
      case FULL -> {
        Log.error("a change could not be kept", e);
        yield Problems.response(Problems.problem(ProblemType.STORAGE_FULL,
            "The disk of the database is full; nothing was changed", path(address), List.of()), RETRY_WHEN_FULL);
      }
      case UNREACHABLE -> {
        Log.error("a request could not be answered", e);
        yield Problems.response(Problems.problem(ProblemType.UNAVAILABLE,
            "The database cannot be reached", path(address), List.of()), RETRY_WHEN_AWAY);
      }
      case BUSY -> Problems.response(Problems.problem(ProblemType.UNAVAILABLE,
          e instanceof TurnedAway ? "It is not its turn: " + e.getMessage() : "The database has no room for this now",
          path(address), List.of()), RETRY_WHEN_BUSY);
    };
  }

  private static RestResponse<ProblemDto> unreadable(JsonProcessingException e, UriInfo address) {
    if (e instanceof JsonMappingException mapping) {
      var fault = UnreadableBody.fault(mapping);
      return problem(ProblemType.INVALID_BODY, fault.detail(), address, List.of(fault));
    }
    var fault = NotJson.fault(e);
    return problem(ProblemType.INVALID_BODY, fault.detail(), address, List.of(fault));
  }

  private Fault fault(ConstraintViolation<?> violation, String method, String path) {
    List<Node> nodes = new ArrayList<>();
    violation.getPropertyPath().forEach(nodes::add);
    var parameter = nodes.stream().filter(node -> node.getKind() == ElementKind.PARAMETER).findFirst();
    var inside = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
        .filter(node -> node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT)
        .toList();
    String name = parameter.map(Node::getName).orElse("");
    boolean body = !inside.isEmpty() || name.equals("body") || name.endsWith("Dto");
    if (!body) {
      return Fault.inParameter(name, "The parameter '%s' %s".formatted(name, violation.getMessage()), null);
    }
    var pointer = new StringBuilder();
    for (Node node : inside) {
      if (node.getIndex() != null) {
        pointer.append('/').append(node.getIndex());
      }
      if (node.getKind() == ElementKind.PROPERTY) {
        pointer.append('/').append(node.getName());
      }
    }
    if (pointer.isEmpty()) {
      return contract.find(method, RequestTarget.decodedPath(path)).map(Contract.Operation::bodySchema)
          .map(schema -> BodyForm.missing(contract.resolved(schema)))
          .orElseGet(() -> Fault.inBody("", "The body is missing", "send it"));
    }
    boolean missing = violation.getConstraintDescriptor().getAnnotation() instanceof NotNull;
    return Fault.inBody(pointer.toString(),
        "The field %s %s".formatted(pointer, missing ? "is missing" : violation.getMessage()), null);
  }

  private static String detail(ProblemType type, UriInfo address) {
    return type == ProblemType.NOT_FOUND ? "Nothing is at " + path(address) : type.meaning();
  }

  private static RestResponse<ProblemDto> problem(
      ProblemType type, String detail, UriInfo address, List<Fault> faults) {
    return Problems.response(Problems.problem(type, detail, path(address), faults));
  }

  /// What a reader's link carries does what it says for whoever has it, so the log does not.
  private static String withoutToken(String path) {
    return path.replaceFirst("^(/v1/(?:confirm|unsubscribe)/).*$", "$1" + Masked.HIDDEN);
  }

  private static String path(UriInfo address) {
    return address.getRequestUri().getRawPath();
  }
}
