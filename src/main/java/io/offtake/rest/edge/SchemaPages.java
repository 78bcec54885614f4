package io.offtake.rest.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// JSON Schemas of the forms that are handed in, at the addresses that they name themselves.
@Path("/schemas")
public class SchemaPages {

  private static final Set<String> KNOWN = Set.of("evidence-table.json", "catalogue.json");

  @GET
  @Path("/{name}")
  @Produces("application/schema+json")
  public byte[] one(@PathParam("name") String name) {
    if (!KNOWN.contains(name)) {
      throw ProblemException.notFound("schema", name);
    }
    try (InputStream schema = SchemaPages.class.getResourceAsStream("/schemas/" + name)) {
      if (schema == null) {
        throw new IllegalStateException("the jar lacks the schema " + name);
      }
      return schema.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
