package io.offtake.rest.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.offtake.reference.PartyNames;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Holds every request against the contract before anything of it is converted, and names answers as it does.
class ContractFilter {

  private static final String PARTY = "x-party";

  private final Contract contract;
  private final PartyNames parties;

  ContractFilter(Contract contract, PartyNames parties) {
    this.contract = contract;
    this.parties = parties;
  }

  /// Refuses a parameter that is unknown, given twice, or not of its form, and says what would be right.
  @ServerRequestFilter
  void refuseWhatIsNotDescribed(ContainerRequestContext request) {
    contract.find(request.getMethod(), request.getUriInfo().getRequestUri().getPath()).ifPresent(operation -> {
      var unknown = new ArrayList<Fault>();
      var invalid = new ArrayList<Fault>();
      request.getUriInfo().getQueryParameters().forEach((name, values) -> {
        var parameter = operation.parameters().get(name);
        if (parameter == null || !parameter.in().equals("query")) {
          unknown.add(Fault.inParameter(name, "There is no parameter '%s' here".formatted(name), known(operation)));
        } else if (values.size() > 1) {
          invalid.add(Fault.inParameter(name, "The parameter '%s' is given %d times".formatted(name, values.size()),
              "give it once"));
        } else if (values.getFirst().isEmpty()) {
          invalid.add(Fault.inParameter(name, "The parameter '%s' is empty".formatted(name), parameter.faultOf("")
              .map(fault -> fault.remedy() + ", or leave it out")
              .orElse("give it a value, or leave it out")));
        } else {
          parameter.faultOf(values.getFirst())
              .or(() -> parameter.schema().path(PARTY).asBoolean()
                  ? ofParty(name, values.getFirst())
                  : Optional.empty())
              .ifPresent(invalid::add);
        }
      });
      request.getUriInfo().getPathParameters().forEach((name, values) -> {
        var parameter = operation.parameters().get(name);
        if (parameter != null) {
          parameter.faultOf(values.getFirst()).ifPresent(invalid::add);
        }
      });
      if (!unknown.isEmpty()) {
        throw ProblemException.of(ProblemType.UNKNOWN_PARAMETER, unknown);
      }
      if (!invalid.isEmpty()) {
        throw ProblemException.of(ProblemType.INVALID_PARAMETER, invalid);
      }
    });
  }

  /// The generated interfaces list the media type of problems for every operation, so a client that prefers it would
  /// get its answers under that name too.
  @ServerResponseFilter
  void nameTheAnswerAsTheContractDoes(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() < 400 && response.getMediaType() != null
        && Problems.PROBLEM_JSON.isCompatible(response.getMediaType())) {
      contract.find(request.getMethod(), request.getUriInfo().getRequestUri().getPath())
          .flatMap(operation -> operation.successTypes().stream().findFirst())
          .ifPresent(type -> response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, type));
    }
  }

  /// A name that finds nothing because a code was meant.
  private Optional<Fault> ofParty(String name, String value) {
    return parties.of(value) instanceof PartyNames.Meaning.Slip slip && !slip.candidates().isEmpty()
        ? Optional.of(Fault.inParameter(name, "The parameter '%s': %s".formatted(name, slip.detail()), slip.remedy()))
        : Optional.empty();
  }

  private static String known(Contract.Operation operation) {
    List<String> names = operation.queryParameters();
    return names.isEmpty() ? "none is taken" : "known are " + String.join(", ", names);
  }
}
