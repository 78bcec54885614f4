package io.offtake.rest.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

import io.offtake.text.Html;

/// What readers want to know, as the pages that come with this version say it. For people, so outside the contract.
@Path("/docs")
public class DocsPages {

  /// Nothing from elsewhere, and nothing that runs.
  static final String POLICY = String.join("; ",
      "default-src 'none'", "style-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'");

  /// The pages and their names in the index, in the order of reading.
  static final List<Page> PAGES = List.of(
      new Page("page", "The page: what it shows"),
      new Page("shapes", "Commitments: what may be owed, and how the verdict follows"),
      new Page("every-commitment", "Every commitment that comes with Offtake, at six instants"),
      new Page("projection", "How Offtake projects"),
      new Page("projection-sales", "Projecting what will have been sold"),
      new Page("projection-orders", "Orders in hand"),
      new Page("projection-protocol", "How a change of the projection is judged"),
      new Page("nowcast", "While a source is silent"),
      new Page("what-if", "What if"),
      new Page("caching", "Polling, and caches in front"),
      new Page("tables", "Tables: CSV, what their columns are, and mirrors"),
      new Page("keys", "Keys: who may do what"),
      new Page("alerts", "Alerts"),
      new Page("webhooks", "Receiving messages: webhooks and mail"),
      new Page("claims", "Claims beside the figures of that day"),
      new Page("statements", "Statements: a text as published, read"),
      new Page("sources", "Sources"),
      new Page("evidence", "Gaps: what is missing, withdrawn or hard to believe"),
      new Page("evidence-table", "Figures of your own: the evidence table"),
      new Page("catalogue-file", "The catalogue as a file"),
      new Page("operations", "Running Offtake"),
      new Page("runbook", "Runbook: what to do when"),
      new Page("security", "Who could do what, and what stops him"),
      new Page("architecture", "Architecture"),
      new Page("CHANGELOG", "What changed"));

  private static final String FOLDER = "/META-INF/docs/";
  private static final Pattern PAGE = Pattern.compile("(?:.*/)?([A-Za-z0-9-]+)\\.md(#.*)?");
  private static final Pattern DECISION = Pattern.compile("(?:.*/)?decisions/[a-z0-9-]+\\.md");

  /// @param name  of its file, and in its address
  record Page(String name, String title) {}

  private final Map<String, String> rendered = new ConcurrentHashMap<>();

  @GET
  public RestResponse<String> index() {
    String list = PAGES.stream()
        .map(page -> "<li><a href=\"/docs/%s\">%s</a></li>".formatted(page.name(), Html.escaped(page.title())))
        .collect(Collectors.joining("\n"));
    return page("Offtake", """
        <h1>Offtake</h1>
        <p>They said they would buy this much by that date. Where does it stand, and where is it heading?</p>
        <ul>
        %s
        </ul>
        <p>The interface, operation by operation: <a href="/docs/reference/">the reference</a> of the
        <a href="/openapi">contract</a>, and <a href="/problems">every problem</a> at its address.</p>""".formatted(list));
  }

  @GET
  @Path("/docs.css")
  public RestResponse<String> style() {
    return ResponseBuilder.ok(read("docs.css").orElseThrow(() -> new IllegalStateException("the jar lacks the style of its pages")))
        .type(MediaType.valueOf("text/css;charset=UTF-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  @GET
  @Path("/{name}")
  public RestResponse<String> one(@PathParam("name") String name) {
    if (!isPage(name)) {
      throw ProblemException.notFound("page", name);
    }
    return written(rendered.computeIfAbsent(name, DocsPages::rendered));
  }

  private static boolean isPage(String name) {
    return PAGES.stream().anyMatch(page -> page.name().equals(name));
  }

  private static String rendered(String name) {
    var page = new Markdown(read(name + ".md").orElseThrow(() -> new IllegalStateException("the jar lacks its page " + name)),
        DocsPages::served);
    return html(page.title(), page.html());
  }

  /// Where a link of a page leads here; null for what lies in the repository alone.
  static @Nullable String served(String link) {
    if (link.startsWith("#") || link.startsWith("/") || link.startsWith("https://")) {
      return link;
    }
    var page = PAGE.matcher(link);
    boolean known = page.matches() && !DECISION.matcher(link).matches() && isPage(page.group(1));
    return known ? "/docs/" + page.group(1) + (page.group(2) == null ? "" : page.group(2)) : null;
  }

  private static RestResponse<String> page(String title, String body) {
    return written(html(title, body));
  }

  private static RestResponse<String> written(String html) {
    return ResponseBuilder.ok(html)
        .type(MediaType.valueOf("text/html;charset=UTF-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "same-origin")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private static String html(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <link rel="stylesheet" href="/docs/docs.css">
        </head>
        <body>
        <nav><a href="/">Portfolio</a> <a href="/docs">All pages</a> <a href="/docs/reference/">Reference</a> <a href="/problems">Problems</a></nav>
        <main>
        %s
        </main>
        </body>
        </html>
        """.formatted(Html.escaped(title), body);
  }

  private static Optional<String> read(String name) {
    try (InputStream file = DocsPages.class.getResourceAsStream(FOLDER + name)) {
      return file == null ? Optional.empty() : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
