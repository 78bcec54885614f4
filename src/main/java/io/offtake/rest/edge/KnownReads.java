package io.offtake.rest.edge;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.access.Scope;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Reads that [Door] has let in before, and lets in again: a poll is the same request every few seconds.
///
/// Only such as say nothing of who sends them or of a body, so that what is decided about them follows from what is kept
/// here and from settings that do not change while the service runs. What is refused is looked at anew each time.
final class KnownReads {

  private static final int MOST_KNOWN = 2_000;
  private static final int LONGEST = 1_000;

  /// Whoever sends one of these is looked at more closely.
  private static final List<CharSequence> TELLING = List.of(
      HttpHeaders.AUTHORIZATION, HttpHeaders.createOptimized("X-Api-Key"), HttpHeaders.ORIGIN,
      HttpHeaders.createOptimized("Sec-Fetch-Site"), HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH,
      HttpHeaders.CONTENT_ENCODING, HttpHeaders.TRANSFER_ENCODING, HttpHeaders.EXPECT, HttpHeaders.IF_MATCH,
      HttpHeaders.createOptimized(Idempotency.HEADER));

  private final Cache<Like, LetIn> known = Caffeine.newBuilder()
      .maximumSize(MOST_KNOWN)
      .executor(Runnable::run)
      .build();

  /// All that a decision about a read rests on.
  ///
  /// @param host  the header, as it was sent
  /// @param local  the address that the connection came in at
  /// @param accept  the header; absent when there is none, which is not the same as an empty one
  record Like(boolean head, String target, String host, String local, @Nullable String accept) {}

  /// @param accept  what the header is settled to; absent when it is not sent
  /// @param scope  that the operation needs; absent when it needs none
  record LetIn(@Nullable String accept, @Nullable Scope scope) {}

  /// @return null when the request is none that is decided like others
  static @Nullable Like like(HttpServerRequest request) {
    boolean head = request.method().equals(HttpMethod.HEAD);
    String target = request.uri();
    if (!head && !request.method().equals(HttpMethod.GET) || target == null || target.length() > LONGEST) {
      return null;
    }
    MultiMap headers = request.headers();
    for (CharSequence name : TELLING) {
      if (headers.contains(name)) {
        return null;
      }
    }
    List<String> host = headers.getAll(HttpHeaders.HOST);
    List<String> accept = headers.getAll(HttpHeaders.ACCEPT);
    SocketAddress local = request.connection().localAddress();
    if (host.size() != 1 || accept.size() > 1 || local == null || local.hostAddress() == null
        || !arePrintable(headers.getAll(HttpHeaders.IF_NONE_MATCH))) {
      return null;
    }
    String accepted = accept.isEmpty() ? null : accept.getFirst();
    return accepted != null && accepted.length() > LONGEST || host.getFirst().length() > LONGEST
        ? null
        : new Like(head, target, host.getFirst(), local.hostAddress(), accepted);
  }

  @Nullable LetIn find(Like like) {
    return known.getIfPresent(like);
  }

  void remember(Like like, LetIn letIn) {
    known.put(like, letIn);
  }

  private static boolean arePrintable(List<String> lines) {
    for (String line : lines) {
      for (int i = 0; i < line.length(); i++) {
        if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
          return false;
        }
      }
    }
    return true;
  }
}
