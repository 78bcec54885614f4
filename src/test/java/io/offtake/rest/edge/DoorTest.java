package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.answer.FreshStart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.offtake.rest.RawHttp;
import io.offtake.rest.WithoutClockwork;

/// Who is let in, on every operation of the contract, and that whoever is not gets a problem and changes nothing.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class DoorTest {

  private static final Map<String, String> PLACES = Map.ofEntries(
      Map.entry("commitment", "us-cn-soybeans-2025"), Map.entry("claim", "nobody-said-so"),
      Map.entry("statement", "0f3a5c1e9b7d2468"), Map.entry("proposal", "1"), Map.entry("reading", "sold-by-2026-02-28"),
      Map.entry("series", "fas-export-sales.netSales.soybeans.US.CN.weekly.t"), Map.entry("source", "fgis-weekly"),
      Map.entry("release", "1"), Map.entry("heldBack", "1"), Map.entry("document", "1"),
      Map.entry("alert", "0f3a5c1e9b7d2468"), Map.entry("silence", "1"), Map.entry("rule", "pace-behind"),
      Map.entry("job", "1"), Map.entry("subscription", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"),
      Map.entry("delivery", "1"), Map.entry("key", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"),
      Map.entry("token", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a.ytPgA0dX6yXlq3rZ8m0oHnB6s2cYxq0dJf5wO3kVb1Q"));
  private static final String SILENCE = """
      {"rule": "pace-behind", "owner": "%s", "reason": "known", "end": "%s"}""";

  @TestHTTPResource
  URI service;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private static List<Contract.Operation> operations() {
    return new Contract().operations();
  }

  private static Stream<Contract.Operation> writes() {
    return operations().stream().filter(operation -> !operation.method().equals("GET"));
  }

  private static String address(Contract.Operation operation) {
    String address = operation.template();
    for (var place : PLACES.entrySet()) {
      address = address.replace("{" + place.getKey() + "}", place.getValue());
    }
    assertThat(address).as("every parameter has an example here").doesNotContain("{");
    return address;
  }

  private static void isProblem(RawHttp.Answer answer, int status, String type) throws IOException {
    assertThat(answer.head().getFirst()).as("%s", answer).contains(" " + status + " ");
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    var problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.get("type").textValue()).isEqualTo("/problems/" + type);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("detail").textValue()).isNotBlank();
  }

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Origin: https://evil.example", "Origin: null", "Origin:", "Origin: http://localhost:3000",
      "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: anything"})
  void aPageOfAnotherOriginWritesNowhere(String header) throws IOException {
    for (Contract.Operation write : (Iterable<Contract.Operation>) writes()::iterator) {
      for (String type : List.of("Content-Type: text/plain", "Content-Type: application/json",
          "Content-Type: multipart/form-data; boundary=x", "X-None: none")) {
        isProblem(RawHttp.send(service, write.method(), address(write), type.startsWith("X") ? "" : "{}", type, header),
            403, "foreign-origin");
      }
    }
  }

  @Test
  void aPageOfThisServiceAndAProgramMayWrite() throws IOException {
    String own = "http://%s:%d".formatted(service.getHost(), service.getPort());
    for (String[] headers : new String[][] {
        {"Origin: " + own, "Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: none"}, {"X-None: none"}}) {
      String[] all = Stream.concat(Stream.of(headers), Stream.of("Content-Type: text/plain")).toArray(String[]::new);
      isProblem(RawHttp.send(service, "POST", "/v1/sources/fgis-weekly/documents", "no report", all),
          422, "unprocessable");
    }
  }

  @Test
  void aPageOfAnotherOriginDoesNotHandInADocument() throws IOException {
    isProblem(RawHttp.send(service, "POST", "/v1/sources/fgis-weekly/documents", "a forged report",
        "Content-Type: text/plain", "Origin: https://evil.example"), 403, "foreign-origin");
    isProblem(RawHttp.send(service, "POST", "/v1/sources/fgis-weekly/fetch", "", "Origin: https://evil.example"),
        403, "foreign-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Forwarded: for=192.0.2.7", "X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For:",
      "X-Forwarded-Proto: https", "X-Forwarded-Host: localhost", "X-Real-IP: 192.0.2.7", "Via: 1.1 proxy",
      "X-Forwarded: for=192.0.2.7", "X-Forward-For: 192.0.2.7", "Client-IP: 192.0.2.7", "Wl-Proxy-Client-Ip: 192.0.2.7",
      "Fly-Client-IP: 192.0.2.7", "X-Azure-ClientIP: 192.0.2.7", "CDN-Loop: a", "CF-Ray: a", "X-Amzn-Trace-Id: a",
      "X-Original-URL: /v1/status"})
  void whatWasPassedOnIsNotFromThisMachine(String header) throws IOException {
    for (Contract.Operation write : (Iterable<Contract.Operation>) writes()::iterator) {
      // A link of a mail carries its own proof.
      if (!write.template().startsWith("/v1/unsubscribe/") && !write.template().startsWith("/v1/confirm/")) {
        isProblem(RawHttp.send(service, write.method(), address(write), "", header),
            403, "writes-from-loopback-only");
      }
    }
    assertThat(RawHttp.get(service, "/v1/units", header).status()).as("reads go on").isEqualTo(200);
  }

  @Test
  void aLinkThatEndsASubscriptionIsFollowedFromAnywhereButNotFromAnotherPage() throws IOException {
    String link = "/v1/unsubscribe/" + PLACES.get("token");
    isProblem(RawHttp.send(service, "POST", link, "", "X-Forwarded-For: 192.0.2.7"), 404, "not-found");
    isProblem(RawHttp.send(service, "POST", link, "", "Origin: https://evil.example"), 403, "foreign-origin");
    for (String detour : List.of("/v1/unsubscribe/../silences", "/v1/unsubscribe/%2e%2e/silences",
        "/v1/unsubscribe//../silences", "/v1/unsubscribe/x/../../silences", "//v1/unsubscribe/x")) {
      assertThat(RawHttp.send(service, "POST", detour, "", "X-Forwarded-For: 192.0.2.7").status())
          .as(detour).isIn(400, 403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "192.0.2.7", "[2001:db8::1]", "127.1"})
  void anotherHostIsNotAnswered(String host) throws IOException {
    for (Contract.Operation operation : operations()) {
      isProblem(RawHttp.send(service, operation.method(), address(operation), "", "Host: " + host),
          421, "unknown-host");
    }
    for (String path : List.of("/", "/docs/", "/openapi", "/problems", "/nothing")) {
      isProblem(RawHttp.get(service, path, "Host: " + host), 421, "unknown-host");
    }
    for (String path : List.of("/q/health", "/q/metrics", "/")) {
      isProblem(RawHttp.get(management, path, "Host: " + host), 421, "unknown-host");
    }
    isProblem(RawHttp.get(service, "http://%s/v1/units".formatted(host)), 421, "unknown-host");
    isProblem(RawHttp.get(service, "/v1/units", "Host: " + host, "X-Forwarded-Host: localhost"), 421, "unknown-host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.:1", "127.0.0.1", "127.0.0.1:9999", "[::1]:8080"})
  void loopbackNamesAreAnsweredAtWhicheverPortTheyAreForwardedFrom(String host) throws IOException {
    assertThat(RawHttp.get(service, "/v1/units", "Host: " + host).status()).isEqualTo(200);
    assertThat(RawHttp.get(service, "/v1/units", "Host: " + host, "X-Forwarded-Host: evil.example").status())
        .isEqualTo(200);
    assertThat(RawHttp.get(service, "http://%s/v1/units".formatted(host)).status()).isEqualTo(200);
  }

  @Test
  void aHostThatIsMissingMalformedOrGivenTwiceIsToldAsAProblem() throws IOException {
    for (String lines : List.of("X: y\r\n", "Host:\r\n", "Host: a b\r\n", "Host: localhost:port\r\n", "Host: [::1\r\n",
        "Host: user@localhost\r\n", "Host: localhost\r\nHost: localhost\r\n",
        "Host: localhost\r\nHost: evil.example\r\n")) {
      isProblem(RawHttp.send(service,
          ("GET /v1/units HTTP/1.1\r\n" + lines + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8)),
          400, "unreadable-request");
    }
    isProblem(RawHttp.send(service, "GET /v1/units HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
        400, "unreadable-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Accept:", "Accept: ,", "Accept: nonsense", "Accept: application/", "Accept: application/json;q=abc",
      "Accept: application/json;q=0", "Accept: image/png", "Accept: image/png, */*;q=0"})
  void nothingIsCarriedOutWhoseAnswerNobodyWants(String header) throws IOException {
    for (Contract.Operation operation : operations()) {
      if (!operation.successTypes().isEmpty()) {
        isProblem(RawHttp.send(service, operation.method(), address(operation), "", header), 406, "not-acceptable");
      }
    }
    String owner = "Nobody's " + header;
    isProblem(RawHttp.send(service, "POST", "/v1/silences", SILENCE.formatted(owner, "2026-12-31T00:00:00Z"),
        "Content-Type: application/json", header), 406, "not-acceptable");
    assertThat(RawHttp.get(service, "/v1/silences").body()).doesNotContain(owner);
  }

  @Test
  void theWeightOfAFormIsHeededAndNotRepeatedInTheAnswer() throws IOException {
    assertThat(RawHttp.get(service, "/v1/units", "Accept: text/html;q=1, application/json;q=0.9").header("Content-Type"))
        .contains("application/json;charset=UTF-8");
    assertThat(RawHttp.get(service, "/v1/units", "Accept: image/png", "Accept: application/json").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " -> ", value = {
      "/v1/commitments/%E0%A4%A -> invalid-parameter", "/v1/status?asOf=%zz -> invalid-parameter",
      "/v1/units;x -> invalid-parameter", "/v1/commitments;x/%25zz -> invalid-parameter",
      "/v1/commitments/%00 -> invalid-parameter", "/v1/series?source=%00 -> invalid-parameter",
      "/v1/units?{ -> invalid-parameter", "/v1/{units} -> invalid-parameter", "/v1/units?a|b -> invalid-parameter",
      "/v1/units?= -> unknown-parameter", "/v1//units -> invalid-parameter", "/%2e%2e/v1/units -> invalid-parameter",
      "* -> unreadable-request", "foo -> unreadable-request"})
  void anAddressThatCannotBeReadIsToldAsAProblem(String target, String type) throws IOException {
    for (String method : List.of("GET", "POST", "OPTIONS", "FOO")) {
      isProblem(RawHttp.send(service, method, target, ""), 400, type);
    }
  }

  @Test
  void whatTheServerItselfRefusesIsToldAsAProblem() throws IOException {
    isProblem(RawHttp.get(service, "/v1/units?" + "a".repeat(5_000)), 414, "address-too-long");
    isProblem(RawHttp.get(service, "/" + "a".repeat(500_000)), 414, "address-too-long");
    isProblem(RawHttp.get(service, "/v1/units", "X-Long: " + "a".repeat(500_000)), 431, "headers-too-large");
    for (String request : List.of(
        "GARBAGE\r\n\r\n",
        "GET /v1/units HTTP/1.1\nHost: localhost\n\n",
        "GET /v1/units HTTP/1.1\r\nHost: localhost\r\nX Y: z\r\n\r\n",
        "GET /v1/units HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "POST /v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
        "POST /v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
      isProblem(RawHttp.send(service, request.getBytes(StandardCharsets.UTF_8)), 400, "unreadable-request");
    }
    isProblem(RawHttp.get(management, "/nothing"), 404, "not-found");
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsToldAsAProblem() throws IOException {
    String chunk = "%x\r\n%s\r\n".formatted(8_192, "x".repeat(8_192));
    String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\n";
    for (String[] way : new String[][] {
        {"/v1/sources/fgis-weekly/documents", "text/plain"}, {"/v1/silences", "application/json"}}) {
      isProblem(RawHttp.send(service, (head.formatted(way[0], way[1]) + "Transfer-Encoding: chunked\r\n\r\n"
          + "a\r\n{\"owner\":\"\r\n" + chunk.repeat(12) + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8)), 413, "too-large");
      isProblem(RawHttp.send(service, (head.formatted(way[0], way[1]) + "Content-Length: 98304\r\n\r\n"
          + "x".repeat(98_304)).getBytes(StandardCharsets.UTF_8)), 413, "too-large");
    }
  }

  @Test
  void headersThatAreKeptOrComparedArePrintable() throws IOException {
    for (String header : List.of("Idempotency-Key: a\u0085b", "Idempotency-Key: \u00e9", "If-None-Match: \"\u0627\"",
        "Content-Type: text/plain; x=\"\u202E\"")) {
      isProblem(RawHttp.send(service, "POST", "/v1/silences", "{}", header), 400, "invalid-parameter");
    }
    isProblem(RawHttp.send(service, "POST", "/v1/silences", "{}", "Idempotency-Key: a", "Idempotency-Key: b"),
        400, "invalid-parameter");
    for (String type : List.of("Content-Type:", "Content-Type: json", "Content-Type: */*", "Content-Type: text/plain; charset=utf-8\r\nContent-Type: text/csv")) {
      isProblem(RawHttp.send(service, "POST", "/v1/sources/fgis-weekly/documents", "x", type),
          415, "unsupported-media-type");
    }
    isProblem(RawHttp.send(service, "POST", "/v1/sources/fgis-weekly/documents", "x", "Content-Type: text/plain",
        "Content-Encoding: gzip"), 415, "unsupported-media-type");
    isProblem(RawHttp.send(service, "POST", "/v1/silences", "{}", "Content-Type: application/json",
        "Expect: nonsense"), 417, "expectation-failed");
  }
}
