package io.offtake.rest.edge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.offtake.answer.FreshStart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.offtake.rest.WithoutClockwork;

/// Senders that do not send the whole of their bodies, or send too much of it.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class WholeBodiesTest {

  private static final int HALF_SENT = 220;
  private static final String END = Clock.systemUTC().instant().plus(Duration.ofDays(30)).toString();

  @TestHTTPResource
  URI root;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void halfSentBodiesHoldNobodyUpAndEndByThemselves() throws Exception {
    List<Socket> senders = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_SENT; i++) {
        senders.add(sender("Content-Length: 1000\r\n", "half of it"));
      }
      Thread.sleep(500);
      long began = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        given().get("/v1/units").then().statusCode(200);
        given().get("/v1/silences").then().statusCode(200);
      }
      given().contentType("application/json").body("""
          {"severity": "watch", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(END))
          .post("/v1/silences").then().statusCode(201);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as("while they are open")
          .isLessThan(WholeBodies.LONGEST_PAUSE);

      for (Socket sender : senders) {
        assertThat(answer(sender)).startsWith("HTTP/1.1 408 ").contains("application/problem+json",
            "/problems/too-slow");
      }
    } finally {
      for (Socket sender : senders) {
        sender.close();
      }
    }
  }

  @Test
  void whoSendsAByteNowAndThenIsNotWaitedForForEver() throws Exception {
    try (var sender = sender("Content-Length: 1000\r\n", "x")) {
      long began = System.nanoTime();
      String answer = "";
      while (answer.isEmpty() && System.nanoTime() - began < WholeBodies.LONGEST.multipliedBy(2).toNanos()) {
        Thread.sleep(2_000);
        try {
          sender.getOutputStream().write('x');
        } catch (IOException closed) {
          // It was answered and closed meanwhile.
        }
        if (sender.getInputStream().available() > 0) {
          answer = answer(sender);
        }
      }
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("/problems/too-slow");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000_000})
  void aBodyInPiecesIsTakenInWhole(int pause) throws Exception {
    byte[] body = """
        {"severity": "watch", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(END)
        .getBytes(US_ASCII);
    try (var sender = sender("Content-Length: %d\r\n".formatted(body.length), "")) {
      for (int i = 0; i < body.length; i++) {
        sender.getOutputStream().write(body, i, 1);
        if (i % pause == pause - 1) {
          sender.getOutputStream().flush();
          Thread.sleep(1);
        }
      }
      assertThat(answer(sender)).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void whoSendsMoreThanIsTakenIsToldAlsoWhenItWasNotAnnounced() throws Exception {
    try (var sender = sender("Transfer-Encoding: chunked\r\n", "")) {
      String chunk = "%x\r\n%s\r\n".formatted(8_192, "x".repeat(8_192));
      try {
        for (int sent = 0; sent <= WithoutClockwork.MAX_BODY; sent += 8_192) {
          sender.getOutputStream().write(chunk.getBytes(US_ASCII));
        }
        sender.getOutputStream().flush();
      } catch (IOException closed) {
        // It need not wait for the rest.
      }
      assertThat(answer(sender)).startsWith("HTTP/1.1 413 ").contains("/problems/too-large");
    }
  }

  @Test
  void whoAsksBeforeSendingIsTold() throws Exception {
    byte[] body = """
        {"severity": "watch", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(END)
        .getBytes(US_ASCII);
    try (var sender = sender("Expect: 100-continue\r\nContent-Length: %d\r\n".formatted(body.length), "")) {
      byte[] goOn = sender.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(goOn, US_ASCII)).startsWith("HTTP/1.1 100 ");
      sender.getOutputStream().write(body);
      assertThat(answer(sender)).startsWith("HTTP/1.1 201 ");
    }
  }

  private Socket sender(String headers, String begin) throws IOException {
    var socket = new Socket(root.getHost(), root.getPort());
    socket.setSoTimeout(Math.toIntExact(WholeBodies.LONGEST.toMillis()));
    socket.getOutputStream().write("POST /v1/silences HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n%s\r\n%s"
        .formatted(root.getHost(), root.getPort(), headers, begin).getBytes(US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  /// Head and body, as much as came at once.
  private static String answer(Socket socket) throws IOException {
    var bytes = new byte[16_384];
    int length = 0;
    do {
      int read = socket.getInputStream().read(bytes, length, bytes.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    } while (!new String(bytes, 0, length, US_ASCII).contains("\r\n\r\n{"));
    return new String(bytes, 0, length, US_ASCII);
  }
}
