package io.offtake.fetching.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.offtake.platform.FreePort;

/// A publisher's host on this machine. It does byte for byte what a test tells it to, also what no server library would.
public final class Publisher implements AutoCloseable {

  /// What it does with a question.
  @FunctionalInterface
  public interface Manner {

    /// @param head  the question's head, first line first
    void answer(String head, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile Manner manner = (_, out) -> respond(out, "404 Not Found", "text/plain", "nothing here", "");

  /// @param port  0 for any that is free
  public Publisher(int port) throws IOException {
    server = FreePort.server(port, 50);
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public void does(Manner newManner) {
    heads.clear();
    manner = newManner;
  }

  /// The heads of the questions since it was told what to do.
  public List<String> heads() {
    return heads;
  }

  /// A whole, well-formed answer.
  ///
  /// @param headers  more lines, each ended by `\r\n`
  public static void respond(OutputStream out, String status, String type, String body, String headers)
      throws IOException {
    respond(out, status, type, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public static void respond(OutputStream out, String status, String type, byte[] body, String headers)
      throws IOException {
    out.write("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
        .formatted(status, type, body.length, headers).getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
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
      String head = head(socket.getInputStream());
      heads.add(head);
      manner.answer(head, socket.getOutputStream());
    } catch (IOException gone) {
      // The other side has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
