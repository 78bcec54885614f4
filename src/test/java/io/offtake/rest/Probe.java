package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.offtake.api.model.NewTermsDto;
import io.offtake.api.model.QuantityDto;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.UploadedDocument;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/// Operations that only tests meet: they provoke what the edge must handle before the real ones exist.
@Path("/probe")
@Produces("application/json")
public class Probe {

  static final AtomicInteger COMPUTED = new AtomicInteger();

  private final Conditional conditional;

  Probe(Conditional conditional) {
    this.conditional = conditional;
  }

  @GET
  @Path("/failure")
  public String failure() {
    throw new IllegalStateException("a secret of the program");
  }

  @GET
  @Path("/conditional")
  public RestResponse<QuantityDto> conditional(@QueryParam("immutable") boolean immutable) {
    return conditional.answer("7", "version 1", immutable, () -> {
      COMPUTED.incrementAndGet();
      return QuantityDto.builder().value(new BigDecimal("9.886612E+6")).unit("t").build();
    });
  }

  @POST
  @Path("/change")
  public void change(@HeaderParam("If-Match") String ifMatch) {
    Conditional.requireRevision(ifMatch, "7");
  }

  @POST
  @Path("/terms")
  public NewTermsDto terms(@Valid @NotNull NewTermsDto newTermsDto) {
    return newTermsDto;
  }

  @GET
  @Path("/instant")
  public Instant instant(@QueryParam("at") Instant at) {
    return at;
  }

  @POST
  @Path("/document")
  @Consumes({"application/octet-stream", "text/plain", "application/json", "multipart/form-data"})
  @Produces("text/plain")
  public String document(@HeaderParam("Content-Type") MediaType type, byte[] body) {
    var document = UploadedDocument.of(type, body);
    return document.name() + " " + document.contentType() + " " + document.bytes().length;
  }
}
