package io.offtake.rest.edge;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;

/// Leads on in a list that only grows at its end.
@RequestScoped
public class Onward {

  private final UriInfo address;

  Onward(UriInfo address) {
    this.address = address;
  }

  /// Adds a `Link`: to the next page while there is one, and on the last page to where later rows will be.
  ///
  /// @param to  the token or cursor after the last row
  public <R> RestResponse<R> linked(String to, boolean complete, RestResponse<R> response) {
    var next = UriBuilder.fromUri(address.getRequestUri())
        .replaceQueryParam("updatedAfter")
        .replaceQueryParam("cursor")
        .replaceQueryParam("pageToken")
        .queryParam(complete ? "cursor" : "pageToken", to)
        .build();
    response.getHeaders().add(HttpHeaders.LINK,
        "<%s?%s>; rel=\"%s\"".formatted(next.getRawPath(), next.getRawQuery(), complete ? "monitor" : "next"));
    return response;
  }
}
