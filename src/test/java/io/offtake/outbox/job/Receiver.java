package io.offtake.outbox.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A receiver of webhooks on this machine that does what a test tells it to.
public final class Receiver implements AutoCloseable {

  /// One post, as it came.
  ///
  /// @param headers  with names in lower case
  public record Post(String path, Map<String, List<String>> headers, String body) {

    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /// What it does with a post.
  @FunctionalInterface
  public interface Manner {
    void answer(Post post, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Post> posts = Collections.synchronizedList(new ArrayList<>());
  private volatile Manner manner = (_, out) -> answer(out, "204 No Content", "");

  public Receiver() throws IOException {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:%d/hook?desk=1".formatted(server.getLocalPort()));
  }

  public int port() {
    return server.getLocalPort();
  }

  public void does(Manner newManner) {
    manner = newManner;
  }

  /// Those that came so far, in order.
  public List<Post> posts() {
    synchronized (posts) {
      return List.copyOf(posts);
    }
  }

  public static void answer(OutputStream out, String status, String headers) throws IOException {
    out.write("HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n".formatted(status, headers)
        .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Post post = read(socket.getInputStream());
      posts.add(post);
      manner.answer(post, socket.getOutputStream());
    } catch (IOException gone) {
      // The other side has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Post read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the post broke off");
      }
      head.append((char) next);
    }
    String[] lines = head.toString().strip().split("\r\n");
    Map<String, List<String>> headers = Arrays.stream(lines).skip(1)
        .collect(Collectors.groupingBy(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
            Collectors.mapping(line -> line.substring(line.indexOf(':') + 1).strip(), Collectors.toList())));
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
    return new Post(lines[0].split(" ")[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
