package io.offtake.rest;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Speaks HTTP byte by byte, for requests that no client would send.
public final class RawHttp {

  private static final int MOST_MILLISECONDS = 20_000;

  private RawHttp() {}

  /// @param head  the status line and the headers, as they came
  public record Answer(int status, List<String> head, String body) {

    public Optional<String> header(String name) {
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  /// A request without a body, with the service's own host.
  public static Answer get(URI service, String target, String... headers) throws IOException {
    return send(service, "GET", target, "", headers);
  }

  /// @param headers  whole lines; the host of the service is added unless one of them is
  public static Answer send(URI service, String method, String target, String body, String... headers) throws IOException {
    var request = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
    List<String> lines = new ArrayList<>(List.of(headers));
    if (lines.stream().noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      lines.add("Host: %s:%d".formatted(service.getHost(), service.getPort()));
    }
    lines.add("Connection: close");
    if (!body.isEmpty()) {
      lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    }
    lines.forEach(line -> request.append(line).append("\r\n"));
    return send(service, (request + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  /// Whatever the bytes are; the answer is read to the end of the connection.
  public static Answer send(URI service, byte[] bytes) throws IOException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(MOST_MILLISECONDS);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new AssertionError("no answer: '%s'".formatted(answer));
      }
      List<String> head = List.of(answer.substring(0, end).split("\r\n"));
      return new Answer(Integer.parseInt(head.getFirst().split(" ")[1]), head, answer.substring(end + 4));
    }
  }
}
