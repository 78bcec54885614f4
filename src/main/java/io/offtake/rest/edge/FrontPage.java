package io.offtake.rest.edge;

import java.net.URI;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestResponse;

/// Leads whoever opens the bare address to the reader's page of the contract.
@Path("/")
class FrontPage {

  @GET
  public RestResponse<Void> toDocs() {
    return RestResponse.seeOther(URI.create("/docs/"));
  }
}
