package io.offtake.rest.edge;

import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The pages that the `type` of a problem points to: what it means and what to do. For people, so outside the contract.
@Path("/problems")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class ProblemPages {

  @GET
  public String all() {
    String list = Arrays.stream(ProblemType.values())
        .map(type -> "<li><a href=\"%s\">%s</a> (%d)</li>".formatted(type.uri(), type.title(), type.status()))
        .collect(Collectors.joining("\n"));
    return page("Problems", "<p>What a refusal or failure of this service can be.</p>\n<ul>\n" + list + "\n</ul>");
  }

  @GET
  @Path("/{slug}")
  public String one(@PathParam("slug") String slug) {
    var type = ProblemType.ofSlug(slug).orElseThrow(() -> ProblemException.notFound("kind of problem", slug));
    return page(type.title(), """
        <p>Status %d, type <code>%s</code></p>
        <h2>What it means</h2>
        <p>%s</p>
        <h2>What to do</h2>
        <p>%s</p>
        <p><a href="/problems">All problems</a>, <a href="/docs">all pages</a></p>"""
        .formatted(type.status(), type.uri(), type.meaning(), type.remedy()));
  }

  private static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em}</style>
        </head>
        <body>
        <h1>%1$s</h1>
        %2$s
        </body>
        </html>
        """.formatted(title, body);
  }
}
