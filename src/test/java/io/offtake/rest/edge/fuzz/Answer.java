package io.offtake.rest.edge.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// What came back, read within bounds.
///
/// @param head  the status line and the headers
/// @param body  as text, whatever it was sent as
record Answer(int status, List<String> head, String body) {

  private static final int LONGEST_SILENCE = 20_000;
  private static final int MOST_BYTES = 8_000_000;
  private static final String END_OF_HEAD = "\r\n\r\n";

  /// @throws IOException  when nothing came for too long, or the connection ended without an answer
  static Answer to(URI service, byte[] request) throws IOException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(LONGEST_SILENCE);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
      } catch (IOException _) {
        // It was answered before all of it was sent.
      }
      return of(read(socket.getInputStream()));
    }
  }

  /// To the end of the connection; of a stream that has none, the head.
  private static byte[] read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[16_384];
    for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
      bytes.write(piece, 0, got);
      if (bytes.size() > MOST_BYTES) {
        throw new IOException("more than %d bytes".formatted(MOST_BYTES));
      }
      String soFar = bytes.size() > 4_096 ? "" : bytes.toString(StandardCharsets.ISO_8859_1);
      if (soFar.contains(END_OF_HEAD) && soFar.toLowerCase(Locale.ROOT).contains("content-type: text/event-stream")) {
        break;
      }
    }
    return bytes.toByteArray();
  }

  private static Answer of(byte[] all) throws IOException {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    while (text.startsWith("HTTP/1.1 100 ")) {
      text = text.substring(text.indexOf(END_OF_HEAD) + END_OF_HEAD.length());
    }
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0) {
      throw new IOException("no answer but '%.200s'".formatted(text));
    }
    List<String> head = List.of(text.substring(0, end).split("\r\n"));
    byte[] body = text.substring(end + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
    var answer = new Answer(Integer.parseInt(head.getFirst().split(" ")[1]), head, "");
    if (answer.header("transfer-encoding").equals("chunked") && !answer.isStream()) {
      body = joined(body);
    }
    return new Answer(answer.status(), head, new String(plain(body, answer.header("content-encoding")), StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    var whole = new ByteArrayOutputStream();
    String text = new String(chunks, StandardCharsets.ISO_8859_1);
    for (int at = 0; at < text.length();) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        throw new IOException("a chunk without its size");
      }
      int size = Integer.parseInt(text.substring(at, line), 16);
      if (size == 0) {
        return whole.toByteArray();
      }
      whole.write(chunks, line + 2, size);
      at = line + 2 + size + 2;
    }
    // Nothing follows the answer to HEAD.
    return whole.toByteArray();
  }

  private static byte[] plain(byte[] body, String coding) throws IOException {
    if (body.length == 0) {
      return body;
    }
    try (var in = switch (coding) {
      case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body));
      case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body));
      default -> new ByteArrayInputStream(body);
    }) {
      return in.readAllBytes();
    }
  }

  boolean isStream() {
    return header("content-type").startsWith("text/event-stream");
  }

  /// Its value in small letters; empty without it.
  String header(String name) {
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return "%s %.400s".formatted(Arrays.toString(head.toArray()), body);
  }
}
