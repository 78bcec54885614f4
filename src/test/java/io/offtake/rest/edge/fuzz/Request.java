package io.offtake.rest.edge.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as it goes over the wire.
///
/// @param headers  whole lines, without those that frame the body
/// @param chunked  whether the body is sent in pieces of unannounced number
record Request(String method, String target, List<String> headers, byte[] body, boolean chunked) {

  private static final int PIECE = 4_096;

  Request {
    headers = List.copyOf(headers);
  }

  Request with(String header) {
    List<String> more = new ArrayList<>(headers);
    String name = header.substring(0, header.indexOf(':') + 1);
    more.removeIf(line -> name.length() > 1 && line.regionMatches(true, 0, name, 0, name.length()));
    more.add(header);
    return new Request(method, target, more, body, chunked);
  }

  Request to(String address) {
    return new Request(method, address, headers, body, chunked);
  }

  Request by(String other) {
    return new Request(other, target, headers, body, chunked);
  }

  Request saying(byte[] bytes) {
    return new Request(method, target, headers, bytes, chunked);
  }

  Request inPieces() {
    return new Request(method, target, headers, body, true);
  }

  /// Its address up to the query.
  String path() {
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  byte[] bytes() {
    var head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
    headers.forEach(line -> head.append(line).append("\r\n"));
    head.append("Connection: close\r\n");
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    if (chunked) {
      for (int from = 0; from < body.length; from += PIECE) {
        int size = Math.min(PIECE, body.length - from);
        bytes.writeBytes("%x\r\n".formatted(size).getBytes(StandardCharsets.US_ASCII));
        bytes.write(body, from, size);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      bytes.writeBytes(body);
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    String text = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
    return "%s %.300s %s%n%s".formatted(method, target, headers.stream().map("%.120s"::formatted).toList(), text);
  }
}
