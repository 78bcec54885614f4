package io.offtake.rest.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.rest.RawHttp;
import io.offtake.rest.WithoutClockwork;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is polled is answered from bytes that were sent before: the same to the byte, and never older than the data.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class PolledAnswersTest {

  private static final String COMMITMENT = "/v1/commitments/made-for-polls";
  private static final String READING = COMMITMENT + "/readings/sold";
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS = 40;
  private static final List<String> DESTINATIONS = List.of("PE", "CO", "MX", "EG", "JP", "KR");
  private static final AtomicInteger RELEASED = new AtomicInteger();
  private static final Pattern VERSION = Pattern.compile("\"dataVersion\":(\\d+)");
  private static final int POLLERS = 4;
  private static final int RELEASES = 15;

  @TestHTTPResource
  URI service;

  @Inject MeterRegistry metrics;

  @BeforeEach
  void somethingIsKnown() {
    if (RELEASED.get() == 0) {
      handIn();
      given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);
    }
    // A new version, of which nothing was asked yet.
    handIn();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/v1/status", "/v1/status.csv", COMMITMENT + "/status", COMMITMENT + "/status.csv", "/v1/status?commodity=soybeans",
      "/v1/status?buyer=PE&commodity=soybeans", "/v1/status?commodity=soybeans&buyer=%50E", COMMITMENT, COMMITMENT + "/terms",
      READING + "/progress", READING + "/progress.csv", READING + "/projection", READING + "/evidence?pageSize=1",
      READING + "/evidence.csv?bom=true&delimiter=%3B", "/v1/calendar", "/v1/calendar.ics", "/v1/series?pageSize=1",
      "/v1/commitments", "/v1/status?asOf=2025-12-01T00:00:00Z", "/v1/status?dataVersion=1",
      "/v1/status?asOf=2025-12-01T00:00:00Z&dataVersion=1"})
  void whatIsSentAgainIsWhatWasSent(String target) throws IOException {
    for (String method : List.of("GET", "HEAD")) {
      for (String coding : List.of("X-None: none", "Accept-Encoding: identity", "Accept-Encoding: gzip", "Accept-Encoding: deflate",
          "Accept-Encoding: br, gzip;q=0.5")) {
        for (String tag : List.of("X-None: none", "If-None-Match: *", "If-None-Match: \"other\"")) {
          double before = hits();
          var answers = new ArrayList<List<Byte>>();
          for (int i = 0; i < 4; i++) {
            answers.add(bytes(send(method, target, coding, tag)));
          }
          assertThat(hits() - before).as("%s %s with %s, %s", method, target, coding, tag).isGreaterThanOrEqualTo(2);
          assertThat(Map.copyOf(asMap(answers))).as("%s %s with %s, %s", method, target, coding, tag).hasSize(1);
        }
      }
    }
  }

  private static Map<List<Byte>, Boolean> asMap(List<List<Byte>> answers) {
    var different = new ConcurrentHashMap<List<Byte>, Boolean>();
    answers.forEach(answer -> different.put(answer, true));
    return different;
  }

  private static List<Byte> bytes(byte[] bytes) {
    var list = new ArrayList<Byte>(bytes.length);
    for (byte each : bytes) {
      list.add(each);
    }
    return list;
  }

  @Test
  void anAnswerSaysHowLongItIsAndWhoMayKeepIt() throws Exception {
    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> plain = get("/v1/status");
      HttpResponse<byte[]> packed = get("/v1/status", "Accept-Encoding", "gzip");
      for (HttpResponse<byte[]> answer : List.of(plain, packed)) {
        assertThat(answer.headers().allValues("Content-Length")).containsExactly(Integer.toString(answer.body().length));
        assertThat(answer.headers().allValues("Transfer-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("public, max-age=0, must-revalidate");
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
      }
      assertThat(packed.headers().allValues("Content-Encoding")).containsExactly("gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
      assertThat(packed.headers().firstValue("ETag")).isNotEqualTo(plain.headers().firstValue("ETag"));
    }
  }

  @Test
  void whoHoldsItIsToldSoHoweverHeSaysIt() throws Exception {
    get("/v1/status");
    get("/v1/status");
    HttpResponse<byte[]> answer = get("/v1/status");
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    for (int i = 0; i < 3; i++) {
      for (String held : List.of(tag, "*", "W/" + tag, "\"other\", " + tag, "W/\"other\",W/" + tag)) {
        HttpResponse<byte[]> same = get("/v1/status", "If-None-Match", held);
        assertThat(same.statusCode()).as(held).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(tag);
      }
      String packed = get("/v1/status", "Accept-Encoding", "gzip").headers().firstValue("ETag").orElseThrow();
      assertThat(get("/v1/status", "If-None-Match", packed).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsRefusedIsRefusedHoweverOftenItIsAsked() throws IOException {
    for (int i = 0; i < 4; i++) {
      send("GET", "/v1/status");
    }
    double before = hits();
    for (int i = 0; i < 4; i++) {
      assertThat(status("/v1/status?made-up=1")).isEqualTo(400);
      assertThat(status("/v1/status?verdict=made-up")).isEqualTo(400);
      assertThat(status("/v1/status?commodity=soybeans&commodity=soybeans")).isEqualTo(400);
      assertThat(status("/v1/status?asOf=2999-01-01T00:00:00Z")).isEqualTo(400);
      assertThat(status("/v1/status?dataVersion=999999999")).isEqualTo(400);
      assertThat(status("/v1/commitments/made-up/status")).isEqualTo(404);
      assertThat(status("/v1/status;a=b")).isEqualTo(400);
      assertThat(status("/v1/status", "Host: evil.example")).isEqualTo(421);
      assertThat(status("http://evil.example/v1/status")).isEqualTo(421);
      assertThat(status("/v1/status", "Accept: text/html")).isEqualTo(406);
      assertThat(status("/v1/status", "If-None-Match: \"\u00e4\"")).isEqualTo(400);
      assertThat(status("/v1/status", "Expect: a miracle")).isEqualTo(417);
      assertThat(RawHttp.send(service, "POST", "/v1/status", "").status()).isEqualTo(405);
    }
    assertThat(hits()).isEqualTo(before);
  }

  /// What moves them is something else than the data: an alert, a job, a run, the clock.
  @Test
  void whatTheDataAloneDoNotDetermineIsAskedEachTime() throws IOException {
    double before = hits();
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    for (String target : List.of("/v1/alerts", "/v1/alerts.csv", "/v1/alerts.atom", "/v1/alert-rules", "/v1/silences", "/v1/jobs",
        "/v1/subscriptions", "/v1/sources", "/v1/sources/fgis-weekly", "/v1/scorecard", "/v1/changes", "/v1/changes.csv",
        "/v1/status?asOf=" + today, COMMITMENT + "/status?asOf=" + today)) {
      for (int i = 0; i < 4; i++) {
        assertThat(status(target)).as(target).isEqualTo(200);
      }
    }
    assertThat(hits()).isEqualTo(before);
  }

  @Test
  void anAddressThatIsAskedInAnotherWayIsAnotherQuestion() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(status("/v1/status?verdict=met")).isEqualTo(200);
    }
    double before = hits();
    assertThat(status("/v1/status?verdict=%6det")).isEqualTo(200);
    assertThat(hits()).isEqualTo(before);
  }

  /// The version that an answer names, its tag and its bytes belong together, on no connection it goes back, and whoever has
  /// been told that his document is kept is not answered from before.
  @Test
  void nobodyIsAnsweredFromBefore() throws Exception {
    var bodies = new ConcurrentHashMap<String, String>();
    var over = new AtomicBoolean();
    var polls = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(POLLERS)) {
      List<Future<Void>> pollers = new ArrayList<>();
      for (int i = 0; i < POLLERS; i++) {
        String target = i % 2 == 0 ? "/v1/status" : COMMITMENT + "/status";
        String coding = i < POLLERS / 2 ? "identity" : "gzip";
        Callable<Void> poller = () -> {
          poll(target, coding, over, bodies, polls);
          return null;
        };
        pollers.add(threads.submit(poller));
      }
      try {
        long known = version(text(get("/v1/status")));
        for (int i = 0; i < RELEASES; i++) {
          handIn();
          for (String target : List.of("/v1/status", COMMITMENT + "/status")) {
            assertThat(version(text(get(target)))).isGreaterThan(known);
            assertThat(version(text(get(target, "Accept-Encoding", "gzip")))).isGreaterThan(known);
          }
          known = version(text(get("/v1/status")));
          Thread.sleep(50);
        }
      } finally {
        over.set(true);
      }
      for (Future<Void> poller : pollers) {
        poller.get();
      }
    }
    assertThat(polls.get()).isGreaterThan(RELEASES * POLLERS);
    assertThat(bodies.size()).isGreaterThan(RELEASES);
  }

  private void poll(
      String target, String coding, AtomicBoolean over, Map<String, String> bodies, AtomicInteger polls) throws Exception {
    // One client, one connection: each waits for its answer.
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      long newest = 0;
      String held = "\"none\"";
      while (!over.get()) {
        String asked = polls.incrementAndGet() % 3 == 0 ? held : "\"none\"";
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(service.resolve(target))
            .header("Accept-Encoding", coding).header("If-None-Match", asked).build(), BodyHandlers.ofByteArray());
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        if (answer.statusCode() == 304) {
          assertThat(tag).isEqualTo(asked);
          continue;
        }
        String body = text(answer);
        String before = bodies.putIfAbsent(target + coding + tag, body);
        assertThat(body).isEqualTo(before == null ? body : before);
        long version = version(body);
        assertThat(version).isGreaterThanOrEqualTo(newest);
        assertThat(version > newest || newest == 0).isEqualTo(!tag.equals(held));
        newest = version;
        held = tag;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/status, true", "/v1/status.csv, true", "/v1/status?asOf=2025-12-01, true"})
  void whatIsKeptIsDroppedWithItsVersion(String target, boolean kept) throws IOException {
    for (int i = 0; i < 4; i++) {
      send("GET", target);
    }
    double before = hits();
    handIn();
    byte[] first = send("GET", target);
    assertThat(hits()).isEqualTo(before);
    send("GET", target);
    assertThat(send("GET", target)).isEqualTo(first);
    assertThat(hits() > before).isEqualTo(kept);
  }

  private double hits() {
    return metrics.get("offtake.polled.answers").functionCounters().stream().mapToDouble(each -> each.count()).sum();
  }

  private static long version(String body) {
    var version = VERSION.matcher(body);
    assertThat(version.find()).as(body).isTrue();
    return Long.parseLong(version.group(1));
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    byte[] bytes = answer.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent()
        ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
        : answer.body();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(String target, String... headers) throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(service.resolve(target));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return http.send(request.build(), BodyHandlers.ofByteArray());
    }
  }

  private int status(String target, String... headers) throws IOException {
    return RawHttp.get(service, target, headers).status();
  }

  /// All that comes, head and body.
  private byte[] send(String method, String target, String... headers) throws IOException {
    String own = "Host: %s:%d".formatted(service.getHost(), service.getPort());
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n%s\r\n".formatted(method, target, own,
          String.join("", Arrays.stream(headers).map(line -> line + "\r\n").toList())).getBytes(StandardCharsets.UTF_8));
      return socket.getInputStream().readAllBytes();
    }
  }

  /// One invented week of one destination.
  private static void handIn() {
    int release = RELEASED.getAndIncrement();
    LocalDate week = FIRST_WEEK.plusWeeks(release % WEEKS);
    given().contentType("text/csv").body("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: made for a test
        # address: https://example.org/
        # read: %s
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,\
        complete,netSales,exported,accumulatedExports,outstandingSales
        %sT13:30:00Z,reported,-,%s,%s,soybeans,US,%s,weekly,2026,print,t,listed,no,30000,0,0,30000
        """.formatted(LocalDate.now(ZoneOffset.UTC), week.plusDays(7), week.minusDays(6), week, DESTINATIONS.get(release / WEEKS)))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static String commitment() {
    return """
        {"id": "made-for-polls", "title": "made for a test", "buyer": "PE", "seller": "US",
         "commodities": ["soybeans"], "strength": "statement",
         "terms": {"announcedOn": "2025-11-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "windowStart": "2025-09-12", "deadline": "2026-08-31",
             "target": {"operator": "atLeast", "value": 900000, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "sold within the window", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2025-09-12", "deadline": "2026-08-31",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-11-01"}]}
        """;
  }
}
