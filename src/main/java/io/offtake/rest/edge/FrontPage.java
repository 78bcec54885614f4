package io.offtake.rest.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// The page for people: one document at each of its addresses, and the script and the style sheet that it names.
///
/// It is a client of the API like any other, so nothing of it needs a key; what it asks for does.
@Path("/")
public class FrontPage {

  /// What stands on the first page where no script runs.
  public interface Plain {
    /// HTML; what comes from outside is escaped already. Empty when it is not for everybody.
    Optional<String> table();
  }


  /// Nothing from elsewhere, nothing written into the document, and no text that becomes code: what a source wrote stays text.
  static final String POLICY = String.join("; ",
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
      "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
      "trusted-types lit-html");

  private static final String FOLDER = "/META-INF/page/";
  private static final Pattern NAME = Pattern.compile("page-[A-Z0-9]{8}\\.(js|css)");
  private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css");

  private static final String TABLE = "<!-- table -->";

  private final Plain plain;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  FrontPage(Plain plain) {
    this.plain = plain;
  }

  @GET
  public RestResponse<byte[]> portfolio() {
    byte[] content = index();
    return document(plain.table()
        .map(table -> new String(content, StandardCharsets.UTF_8).replace(TABLE, table).getBytes(StandardCharsets.UTF_8))
        .orElse(content));
  }

  @GET
  @Path("{place:commitments|documents|statements}/{id:[^/]+}")
  public RestResponse<byte[]> one() {
    return document(index());
  }

  @GET
  @Path("{place:sources|alerts|calendar|scorecard|statements|declare}")
  public RestResponse<byte[]> several() {
    return document(index());
  }

  /// The name of a file says what is in it, so it never changes.
  @GET
  @Path("page/{name}")
  public RestResponse<byte[]> file(@PathParam("name") String name) {
    var named = NAME.matcher(name);
    byte[] content = named.matches() ? read(name).orElse(null) : null;
    if (content == null) {
      throw ProblemException.notFound("file of the page", name);
    }
    return ResponseBuilder.ok(content)
        .type(MediaType.valueOf(TYPES.get(named.group(1)) + ";charset=UTF-8"))
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
        .build();
  }

  private byte[] index() {
    return read("index.html").orElseThrow(() -> new IllegalStateException("the jar lacks the page"));
  }

  private static RestResponse<byte[]> document(byte[] content) {
    return ResponseBuilder.ok(content)
        .type(MediaType.valueOf("text/html;charset=UTF-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .build();
  }

  private Optional<byte[]> read(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      try (InputStream file = FrontPage.class.getResourceAsStream(FOLDER + name)) {
        if (file == null) {
          return Optional.empty();
        }
        content = file.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      files.put(name, content);
    }
    return Optional.of(content);
  }
}
