package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.answer.FreshStart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.offtake.rest.RawHttp;
import io.offtake.rest.WithoutClockwork;

/// Bodies that are not framed as they say, or do not say what they are, and addresses with hidden slashes.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class FramingTest {

  @TestHTTPResource
  URI service;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private static void isProblem(RawHttp.Answer answer, int status, String type) throws IOException {
    assertThat(answer.head().getFirst()).as("%s", answer).contains(" " + status + " ");
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(new ObjectMapper().readTree(answer.body()).get("type").textValue()).isEqualTo("/problems/" + type);
  }

  private byte[] silence(String headers, String body) {
    return ("POST /v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Sends, closes its half, and reads.
  private String halfClosed(byte[] request) throws IOException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// A connection that is closed while something comes in is reset, and the answer with it.
  @ParameterizedTest
  @CsvSource({
      "/v1/%/a, localhost, 400", "/v1/silences?=, localhost, 400", "/v1/silences, localhost, 413",
      "/v1/silences, evil.example, 421", "/v1/nothing, localhost, 413"})
  void whoeverStillSendsSeesWhyItWasRefused(String target, String host, int status) throws IOException {
    for (int i = 0; i < 20; i++) {
      RawHttp.Answer answer = RawHttp.send(service, "POST", target, "x".repeat(400_000), "Host: " + host,
          "Content-Type: application/json");
      assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    }
  }

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}\r\nnonsense\r\n\r\n", "-1\r\n{}\r\n", "2\r\n{}x\r\n0\r\n\r\n"})
  void aBrokenChunkIsToldAsAProblem(String body) throws IOException {
    RawHttp.Answer answer = RawHttp.send(service, silence("Transfer-Encoding: chunked\r\n", body));
    isProblem(answer, 400, "unreadable-request");
    assertThat(answer.header("Connection")).contains("close");
  }

  @Test
  void aBodyThatEndsBeforeItsEndIsToldAsAProblem() throws IOException {
    assertThat(halfClosed(silence("Content-Length: 1000\r\n", "{\"owner\""))).startsWith("HTTP/1.1 400 ")
        .contains("/problems/unreadable-request", "after 8 bytes", "1000");
    assertThat(halfClosed(silence("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n"))).startsWith("HTTP/1.1 400 ")
        .contains("/problems/unreadable-request", "after 2 bytes");
    assertThat(RawHttp.get(service, "/v1/units").status()).isEqualTo(200);
  }

  @Test
  void aConnectionGoesOnAfterABody() throws IOException {
    byte[] one = silence("Content-Length: 2\r\n", "{}");
    byte[] two = new byte[one.length * 2];
    System.arraycopy(one, 0, two, 0, one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(3_000);
      socket.getOutputStream().write(two);
      var in = socket.getInputStream();
      var read = new StringBuilder();
      byte[] some = new byte[8_192];
      while (read.toString().split("HTTP/1.1 400", -1).length < 3) {
        int length = in.read(some);
        assertThat(length).isPositive();
        read.append(new String(some, 0, length, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aBodySaysWhatItIs() throws IOException {
    for (String[] write : new String[][] {
        {"POST", "/v1/silences"}, {"PATCH", "/v1/alert-rules/pace-behind"}, {"POST", "/v1/sources/fgis-weekly/documents"}}) {
      RawHttp.Answer answer = RawHttp.send(service, write[0], write[1], "{}");
      isProblem(answer, 415, "unsupported-media-type");
      assertThat(answer.body()).contains("application/json", "Content-Type");
    }
    RawHttp.Answer text = RawHttp.send(service, "POST", "/v1/silences", "{}", "Content-Type: text/plain");
    isProblem(text, 415, "unsupported-media-type");
    assertThat(text.body()).contains("write application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/v1/commitments/x%2fterms", "/v1/commitments/x%2Fterms", "/v1%2funits", "/v1/commitments/x%5cterms", "/docs%2f..%2fq",
      "/v1/commitments/..%2f..%2funits", "/problems/%5C", "/%2f%2fevil.example"})
  void aHiddenSlashIsRefusedEverywhere(String address) throws IOException {
    for (String method : List.of("GET", "POST", "DELETE")) {
      RawHttp.Answer answer = RawHttp.send(service, method, address, "");
      isProblem(answer, 400, "invalid-parameter");
      assertThat(answer.body()).contains("%2F");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Host: a b", "Host:", "Host: localhost:port", "Host: [::1", "Host: user@localhost", "Host: localhost\r\nHost: localhost",
      "Host: <script>", "Host: localhost:99999999", "Host: evil.example/x", "Host: é"})
  void theManagementPortTellsABadHostAsAProblem(String header) throws IOException {
    for (String path : List.of("/q/health", "/q/metrics", "/", "/nothing")) {
      RawHttp.Answer answer = RawHttp.send(management,
          ("GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as("%s", answer).isIn(400, 421);
      assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }
  }
}
