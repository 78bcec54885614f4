package io.offtake.fetching.client;

import static io.offtake.fetching.client.Publisher.respond;
import static io.restassured.RestAssured.given;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Backfills;
import io.offtake.fetching.Connector;
import io.offtake.fetching.Fetches;
import io.offtake.fetching.Fetching;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Publisher.Manner;
import io.offtake.intake.CatalogueChanges;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.reference.PartyId;
import io.offtake.work.Job;
import io.offtake.work.JobRun;
import io.offtake.work.Jobs;
import io.offtake.answer.FreshStart;
import io.offtake.outbox.job.Receivers;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The service keeps itself current from publishers, and takes nothing from hosts that misbehave.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
@TestMethodOrder(OrderAnnotation.class)
class FetchingTest {

  private static final String SALES = "/v1/sources/fas-export-sales";
  private static final String INSPECTIONS = "/v1/sources/fgis-weekly";
  private static final String EXPORTS = "/v1/sources/census-exports";
  private static final String REPORT = "/io/offtake/publisher/fgis/inspections-2025-12-18.txt";

  private static final int EVERY_COMMODITY_TWO_YEARS = 100;

  private static final ExportSalesOf2025 REAL = new ExportSalesOf2025();
  private static final ReleasesOf2025 RELEASES = new ReleasesOf2025();

  private static final String TWELVE_MILLION = "us-cn-soybeans-2025";
  private static final LocalDate WINDOW_START = LocalDate.of(2025, 10, 30);
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 4);
  private static final PartyId CHINA = new PartyId("CN");

  /// Faults are tried long after the happy run, each a day after the one before.
  private static Instant now = Instant.parse("2025-10-02T14:00:00Z");

  private final HandsOfTheClock clock = new HandsOfTheClock(now);
  private static Publisher publisher;

  @Inject Fetching fetching;
  @Inject Fetches fetches;
  @Inject CatalogueChanges catalogue;
  @Inject Jobs jobs;
  @Inject Backfills backfills;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    if (publisher == null) {
      publisher = new Publisher(Live.port());
    }
  }

  @AfterAll
  static void close() throws IOException {
    publisher.close();
  }

  @Test
  @Order(1)
  void fromAnEmptyDatabaseTheServiceIsAsCurrentAsThePublicEveryThursday() throws IOException {
    // What is to come is not asked here, and the usual model would be asked a thousand times.
    QuarkusMock.installMockForType(new SeasonResampling(), ProjectionModel.class);
    catalogue.addMissing(twelveMillion());
    publisher.does((head, out) -> {
      boolean soybeans = head.contains("/commodityCode/801/allCountries/marketYear/2026 ");
      if (head.contains("wa_gr101")) {
        respond(out, "503 Service Unavailable", "text/plain", "later", "Retry-After: 86400\r\n");
      } else {
        respond(out, "200 OK", "application/json; charset=utf-8", soybeans ? REAL.answerAt(clock.instant()) : "[]", "");
      }
    });
    for (LocalDate day = LocalDate.of(2025, 10, 2); !day.isAfter(LocalDate.of(2026, 3, 5)); day = day.plusWeeks(1)) {
      at(ExportSalesOf2025.thursdayAfternoon(day));
      fetching.run(() -> false);

      JsonPath source = source(SALES);
      assertThat(source.getString("newestPeriodEnd")).as("on " + day)
          .isEqualTo(REAL.newestWeekAt(now).toString());
      boolean behind = !day.isBefore(LocalDate.of(2025, 10, 2)) && day.isBefore(LocalDate.of(2026, 1, 8));
      assertThat(source.getString("timeliness")).as("on " + day).isEqualTo(behind ? "overdue" : "current");
      assertThat(source.getString("fetching.lastAttempt.outcome")).as("on " + day)
          .isEqualTo(behind ? "notYetPublished" : "current");
      assertThat(source.getString("fetching.state")).isEqualTo("waiting");
      statusIsWhatTheReleasesAllowed(day, behind);
    }
    assertThat(given().get("/v1/series/fas-export-sales.netSales.soybeans.US.CN.weekly.t/observations").jsonPath()
        .getString("rows.find { it.periodEnd == '2025-11-13' }.value.value")).isEqualTo("-100000");
    assertThat(publisher.heads().stream().filter(head -> head.contains("api/esr")))
        .allMatch(head -> head.contains("X-Api-Key: " + Live.KEY))
        .allMatch(head -> head.contains("desk@example.com"));
    assertThat(publisher.heads().stream().filter(head -> head.contains("wa_gr101")))
        .noneMatch(head -> head.contains(Live.KEY));
  }

  /// The terms were stated on days, so the public knew them from the day after: of 30 October, 1 November and
  /// 3 December.
  private static void statusIsWhatTheReleasesAllowed(LocalDate day, boolean behind) {
    JsonPath list = source("/v1/status");
    if (day.isBefore(LocalDate.of(2025, 10, 31))) {
      assertThat(list.getList("rows")).as("on " + day).isEmpty();
      return;
    }
    LocalDate newest = RELEASES.newestAt(now);
    String headline = day.isBefore(LocalDate.of(2025, 12, 4)) ? "sold-by-2025-12-31" : "sold-by-2026-02-28";
    assertThat(list.getString("rows[0].commitment")).isEqualTo(TWELVE_MILLION);
    assertThat(list.getString("rows[0].reading")).as("on " + day).isEqualTo(headline);
    assertThat(list.getString("rows[0].newestPeriodEnd")).as("on " + day).isEqualTo(newest.toString());
    assertThat(list.getBoolean("rows[0].overdue")).as("on " + day).isEqualTo(behind);

    JsonPath status = source("/v1/commitments/" + TWELVE_MILLION + "/status");
    reading(day, behind, status, "sold-by-2026-02-28", newest, sum(Measure.NET_SALES, CHINA, newest));
    reading(day, behind, status, "shipped-by-2026-02-28", newest, sum(Measure.EXPORTED, CHINA, newest));
    reading(day, behind, status, "sold-with-unknown-by-2026-02-28", newest, sum(Measure.NET_SALES, CHINA, newest)
        .add(REAL.sum(Measure.OUTSTANDING_SALES, PartyId.UNKNOWN, newest, newest)));
    String row = "readings.find { it.reading == '%s' }.".formatted(headline);
    assertThat(list.getString("rows[0].verdict")).isEqualTo(status.getString(row + "verdict"));
    assertThat(list.getString("rows[0].fulfilled.value")).isEqualTo(status.getString(row + "fulfilled.value"));
  }

  private static void reading(
      LocalDate day, boolean behind, JsonPath status, String reading, LocalDate newest, BigDecimal fulfilled) {
    String what = "%s on %s".formatted(reading, day);
    String row = "readings.find { it.reading == '%s' }.".formatted(reading);
    assertThat(status.getString(row + "evidence.newestPeriodEnd")).as(what).isEqualTo(newest.toString());
    if (newest.isBefore(WINDOW_START)) {
      assertThat(status.getString(row + "fulfilled")).as(what).isNull();
    } else {
      assertThat(new BigDecimal(status.getString(row + "fulfilled.value"))).as(what).isEqualByComparingTo(fulfilled);
    }
    nextYearSales(what, status.getMap(row + "nextYearSales"), reading, newest);
    boolean met = fulfilled.compareTo(new BigDecimal(12_000_000)) >= 0;
    boolean over = day.isAfter(LocalDate.of(2026, 2, 28));
    if (met || behind || over) {
      assertThat(status.getString(row + "verdict")).as(what)
          .isEqualTo(met ? "met" : behind ? "unobserved" : "missed");
    } else {
      assertThat(status.getString(row + "verdict")).as(what).isIn("onTrack", "atRisk", "shortfallLikely");
    }
  }

  /// Next-year sales are zero in every row of the stub, which fills the gap with them: the reading says so.
  private static void nextYearSales(String what, Map<String, Object> said, String reading, LocalDate newest) {
    if (reading.startsWith("shipped") || newest.isBefore(WINDOW_START)) {
      assertThat(said).as(what).isNull();
    } else {
      assertThat(said).as(what).containsEntry("held", false).containsEntry("zeroSince", FIRST_WEEK.toString());
      assertThat(said.get("note")).asString().as(what).startsWith(
          "next-year sales are zero in every row held, to every destination, since the week to " + FIRST_WEEK);
    }
  }

  private static BigDecimal sum(Measure measure, PartyId destination, LocalDate newest) {
    return REAL.sum(measure, destination, WINDOW_START, newest);
  }

  /// The one commitment of the starter that the figures are about.
  private static String twelveMillion() throws IOException {
    var json = new ObjectMapper();
    ArrayNode one = json.createArrayNode();
    json.readTree(ExportSalesOf2025.resource("/starter/commitments.json")).forEach(commitment -> {
      if (commitment.get("id").asText().equals(TWELVE_MILLION)) {
        one.add(commitment);
      }
    });
    return json.writeValueAsString(one);
  }

  @Test
  @Order(2)
  void whenWhatIsDueIsHeldTheNextTurnIsTheNextReleaseAndNobodyIsAskedBefore() {
    JsonPath source = source(SALES);
    assertThat(source.getString("fetching.nextAttemptAt")).isEqualTo(source.getString("nextReleaseDue"));
    publisher.does((_, out) -> respond(out, "200 OK", "application/json", "[]", ""));
    at(now.plus(Duration.ofDays(2)));
    fetching.run(() -> false);
    assertThat(publisher.heads()).noneMatch(head -> head.contains("api/esr"));
  }

  @Test
  @Order(3)
  void aReportThatHasNotChangedIsNotSentAgain() {
    byte[] report = ExportSalesOf2025.resource(REPORT);
    publisher.does((head, out) -> {
      if (head.contains("If-None-Match: \"r1\"")) {
        respond(out, "304 Not Modified", "text/plain", "", "ETag: \"r1\"\r\n");
      } else {
        respond(out, "200 OK", "text/plain", report, "ETag: \"r1\"\r\n");
      }
    });
    fetch("fgis-weekly");
    // The content counts, not the status: this report is old.
    assertThat(source(INSPECTIONS).getString("fetching.lastAttempt.outcome")).isEqualTo("notYetPublished");
    assertThat(source(INSPECTIONS).getString("newestPeriodEnd")).isEqualTo("2025-12-18");
    assertThat(source(INSPECTIONS).getInt("fetching.lastAttempt.figuresNew")).isPositive();
    fetch("fgis-weekly");
    assertThat(questions("wa_gr101")).hasSize(2);
    assertThat(questions("wa_gr101").getLast()).contains("If-None-Match: \"r1\"");
    assertThat(source(INSPECTIONS).getString("fetching.lastAttempt.outcome")).isEqualTo("notYetPublished");
    assertThat(source(INSPECTIONS).getString("fetching.lastAttempt.newestPeriodEnd")).isEqualTo("2025-12-18");
  }

  static Stream<Arguments> misbehaviour() throws IOException {
    String json = "application/json";
    byte[] bomb = gzipped(40_000_000);
    byte[] cut = cut(gzipped(10_000));
    return Stream.of(
        fault("a slow loris", "timedOut", 4, (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < 1000; i++) {
            out.write(' ');
            out.flush();
            Thread.sleep(50);
          }
        }),
        fault("half a body", "brokenOff", 4, (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n[{\"commodityCode\""
              .getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }),
        fault("half a body of unannounced length", "unreadable", EVERY_COMMODITY_TWO_YEARS, (head, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[{\"commodityCode\""
              .getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }),
        fault("a gzip bomb", "tooLarge", 1, (_, out) ->
            respond(out, "200 OK", json, bomb, "Content-Encoding: gzip\r\n")),
        fault("a packed answer that is cut", "brokenOff", 4, (_, out) ->
            respond(out, "200 OK", json, cut, "Content-Encoding: gzip\r\n")),
        fault("more bytes than any document has", "tooLarge", 1, (_, out) ->
            respond(out, "200 OK", json, new byte[4_000_000], "")),
        fault("a wrong content type", "wrongType", 1, (_, out) ->
            respond(out, "200 OK", "text/csv", "a,b", "")),
        fault("HTML with 200", "wrongType", 1, (_, out) ->
            respond(out, "200 OK", json, "<!DOCTYPE html><html>Sign in</html>", "")),
        fault("403 as v1 said it", "refused", 1, (_, out) ->
            respond(out, "403 Forbidden", json, "\"Bad API Key\"", "")),
        fault("403 as v2 says it, with the key in it", "refused", 1, (_, out) ->
            respond(out, "403 Forbidden", json,
                "{\"error\":{\"code\":\"API_KEY_INVALID\",\"message\":\"" + Live.KEY + "\"}}", "")),
        fault("429 that asks for an hour", "rateLimited", 1, (_, out) ->
            respond(out, "429 Too Many Requests", json, "{\"error\":{\"code\":\"OVER_RATE_LIMIT\"}}",
                "Retry-After: 3600\r\n")),
        fault("429 with nothing said", "rateLimited", 1, (_, out) ->
            respond(out, "429 Too Many Requests", json, "{}", "")),
        fault("a redirect to another host", "redirected", 1, (_, out) ->
            respond(out, "302 Found", "text/html", "", "Location: http://localhost:1/missing_key.html\r\n")),
        fault("a redirect in a circle", "redirected", 1, (head, out) ->
            respond(out, "302 Found", "text/html", "", "Location: " + head.split(" ")[1] + "\r\n")),
        fault("an object in place of rows", "unreadable", EVERY_COMMODITY_TWO_YEARS, (_, out) ->
            respond(out, "200 OK", json, "{\"message\":\"An error has occurred.\"}", "")),
        fault("404", "unexpectedStatus", EVERY_COMMODITY_TWO_YEARS, (_, out) ->
            respond(out, "404 Not Found", json, "{}", "")),
        fault("a 500 storm", "serverError", 12, (_, out) ->
            respond(out, "500 Internal Server Error", json, "{\"message\":\"An error has occurred.\"}", "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misbehaviour")
  @Order(4)
  void aHostThatMisbehavesChangesNothingAndIsTold(String what, String kind, int atMost, Manner manner) {
    long before = version();
    publisher.does((head, out) -> {
      if (head.contains("api/esr")) {
        manner.answer(head, out);
      }
    });
    // Long enough for the breaker, and for what a host before asked for.
    at(now.plus(Duration.ofDays(1)));
    fetch("fas-export-sales");

    JsonPath source = source(SALES);
    assertThat(source.getString("fetching.lastAttempt.outcome")).isEqualTo("failed");
    assertThat(source.getString("fetching.lastAttempt.fault")).isEqualTo(kind);
    assertThat(source.getString("fetching.lastAttempt.text")).isNotBlank().doesNotContain(Live.KEY, "Exception");
    assertThat(source.getInt("fetching.failures")).isPositive();
    assertThat(Instant.parse(source.getString("fetching.nextAttemptAt"))).isAfter(now);
    assertThat(questions("api/esr")).hasSizeLessThanOrEqualTo(atMost);
    assertThat(version()).as("the store").isEqualTo(before);
    assertThat(source.getString("newestPeriodEnd")).isEqualTo("2026-02-26");
  }

  @Test
  @Order(5)
  void somebodyMayAskForItNowAndIsToldWhyNotWhereItCannotBe() {
    given().post(SALES + "/fetch").then().statusCode(202);
    assertThat(source(SALES).getString("fetching.state")).isIn("due", "waiting");
    given().post("/v1/sources/un-comtrade/fetch").then().statusCode(409);
    given().post("/v1/sources/fas-daily-sales/fetch").then().statusCode(409);
    given().post("/v1/sources/none/fetch").then().statusCode(404);
    assertThat(source("/v1/sources/fas-daily-sales").getString("fetching.state")).isEqualTo("byHand");
    assertThat(source("/v1/sources/un-comtrade").getString("fetching.state")).isEqualTo("off");
    assertThat(source("/v1/sources/un-comtrade").getString("fetching.setting")).isEqualTo("OFFTAKE_COMTRADE_KEY");
    assertThat(source("/v1/sources/fgis-certificates").getString("fetching.setting"))
        .isEqualTo("OFFTAKE_FGIS_CERTIFICATES");
  }

  @Test
  @Order(6)
  void aShortRetryAfterIsWaitedForAndTheQuestionAskedAgain() throws SourceFault {
    var asked = new AtomicInteger();
    publisher.does((_, out) -> {
      if (asked.incrementAndGet() == 1) {
        respond(out, "429 Too Many Requests", "text/plain", "slower", "Retry-After: 0\r\n");
      } else {
        respond(out, "200 OK", "text/plain", "at last", "");
      }
    });
    assertThat(ask(client(100, 100))).isInstanceOf(Connector.Answer.Content.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  @Order(7)
  void aRetryAfterMayBeADateByThePublishersOwnClock() {
    publisher.does((_, out) -> respond(out, "429 Too Many Requests", "text/plain", "slower",
        "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nRetry-After: Thu, 01 Jan 2026 00:10:00 GMT\r\n"));
    assertThat(catchThrowableOfType(SourceFault.class, () -> ask(client(100, 100))).retryAfter())
        .contains(Duration.ofMinutes(10));
    assertThat(publisher.heads()).hasSize(1);
  }

  @Test
  @Order(8)
  void aHostThatKeepsFailingIsLeftAlone() {
    publisher.does((_, out) -> respond(out, "500 Internal Server Error", "text/plain", "oh", ""));
    PublisherClient client = client(6, 100);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> ask(client)).isInstanceOf(SourceFault.class);
    }
    assertThat(publisher.heads()).hasSize(6);
    assertThatThrownBy(() -> ask(client)).hasMessageContaining("left alone");
  }

  @Test
  @Order(9)
  void nobodyIsAskedMoreOftenThanAllowed() throws SourceFault {
    publisher.does((_, out) -> respond(out, "200 OK", "text/plain", "fine", ""));
    PublisherClient client = client(100, 3);
    for (int i = 0; i < 3; i++) {
      ask(client);
    }
    SourceFault exhausted = catchThrowableOfType(SourceFault.class, () -> ask(client));
    assertThat(exhausted).hasMessageContaining("within an hour");
    assertThat(exhausted.retryAfter()).as("how long to wait").hasValueSatisfying(
        wait -> assertThat(wait).isBetween(Duration.ofMinutes(50), Duration.ofHours(1)));
    assertThat(publisher.heads()).hasSize(3);
  }

  @Test
  @Order(10)
  void aRedirectOnTheSameHostIsFollowed() throws SourceFault {
    publisher.does((head, out) -> {
      if (head.startsWith("GET /x ")) {
        respond(out, "301 Moved Permanently", "text/html", "", "Location: /y\r\n");
      } else {
        respond(out, "200 OK", "text/plain", "here", "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n");
      }
    });
    clock.set(Instant.parse("2026-01-01T00:07:00Z"));
    assertThat(ask(client(100, 100))).isInstanceOfSatisfying(Connector.Answer.Content.class, content -> {
      assertThat(content.received()).asString(StandardCharsets.UTF_8).isEqualTo("here");
      assertThat(content.clockAhead()).contains(Duration.ofMinutes(7));
    });
  }

  @Test
  @Order(11)
  void whatAnotherReplicaIsFetchingIsLeftToItUntilItsLeaseRunsOut() {
    publisher.does((_, out) -> respond(out, "403 Forbidden", "text/plain", "no", ""));
    at(now.plus(Duration.ofDays(30)));
    assertThat(fetches.claim(SourceId.FAS_EXPORT_SALES, "another replica", Duration.ofMinutes(6))).isTrue();
    fetching.run(() -> false);
    assertThat(questions("api/esr")).isEmpty();
    assertThat(source(SALES).getString("fetching.state")).isEqualTo("running");

    at(now.plus(Duration.ofMinutes(7)));
    fetching.run(() -> false);
    assertThat(questions("api/esr")).hasSize(1);
    assertThat(fetches.renew(SourceId.FAS_EXPORT_SALES, "another replica", Duration.ofMinutes(6)))
        .as("it comes back to life, and has lost it").isFalse();
  }

  @Test
  @Order(12)
  void aHostThatFailsForOneCommodityIsAskedForTheOthers() {
    publisher.does((head, out) -> {
      if (head.contains("/commodityCode/401/")) {
        respond(out, "500 Internal Server Error", "application/json", "{}", "");
      } else {
        respond(out, "200 OK", "application/json", "[]", "");
      }
    });
    at(now.plus(Duration.ofDays(1)));
    fetch("fas-export-sales");
    assertThat(source(SALES).getString("fetching.lastAttempt.fault")).isEqualTo("serverError");
    assertThat(questions("/commodityCode/1702/")).as("the last one").isNotEmpty();
  }

  @Test
  @Order(13)
  void aClockThatIsMinutesOffIsToldBesideWhatCame() {
    at(now.plus(Duration.ofDays(1)));
    publisher.does((_, out) -> respond(out, "200 OK", "text/plain", ExportSalesOf2025.resource(REPORT),
        "Date: " + RFC_1123_DATE_TIME.format(clock.instant().minusSeconds(600).atOffset(ZoneOffset.UTC)) + "\r\n"));
    fetch("fgis-weekly");
    JsonPath attempt = source(INSPECTIONS);
    assertThat(attempt.getString("fetching.lastAttempt.outcome")).isEqualTo("notYetPublished");
    assertThat(attempt.getString("fetching.lastAttempt.fault")).isEqualTo("clockDiffers");
    assertThat(attempt.getLong("fetching.lastAttempt.clockAheadSeconds")).isBetween(600L, 601L);
    assertThat(attempt.getString("fetching.lastAttempt.text")).contains("ahead of the publisher's");
  }

  @Test
  @Order(14)
  void aMissingKeyOfTheCensusBureauIsToldByItsPageAboutKeys() {
    long before = version();
    publisher.does((_, out) -> respond(out, "302 Found", "text/html", "", "Location: /data/missing_key.html\r\n"));
    fetch("census-exports");
    assertThat(source(EXPORTS).getString("fetching.lastAttempt.fault")).isEqualTo("refused");
    assertThat(source(EXPORTS).getString("fetching.lastAttempt.text"))
        .contains("the key is missing or refused; check OFFTAKE_CENSUS_KEY").doesNotContain(Live.CENSUS_KEY);
    assertThat(questions("/data/timeseries")).as("the page is not fetched").hasSize(1);
    assertThat(questions("missing_key")).isEmpty();
    assertThat(questions("/data/timeseries").getFirst()).contains("&key=c3nsus%2Fk3y");
    assertThat(version()).isEqualTo(before);
  }

  @Test
  @Order(15)
  void aCensusAnswerWithoutContentIsNothingAndOneWithRowsIsKeptWithoutTheKey() {
    at(now.plus(Duration.ofDays(1)));
    publisher.does((_, out) -> out.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        .getBytes(StandardCharsets.US_ASCII)));
    fetch("census-exports");
    assertThat(source(EXPORTS).getString("fetching.lastAttempt.outcome")).isEqualTo("notYetPublished");
    assertThat(source(EXPORTS).getString("timeliness")).isEqualTo("nothingReceived");

    publisher.does((head, out) -> {
      String month = head.replaceFirst("(?s).*\\+to\\+(\\d{4}-\\d{2}).*", "$1");
      String code = head.contains("E_COMMODITY=1005*") ? "1005902030" : "1007900000";
      if (head.contains("=1005*") || head.contains("=1007*")) {
        respond(out, "200 OK", "application/json;charset=utf-8", """
            [["CTY_CODE","CTY_NAME","QTY_1_MO","UNIT_QY1","E_COMMODITY","COMM_LVL","time"],
            ["5700","CHINA","1000","T","%s","HS10","%s"],
            ["-","TOTAL FOR ALL COUNTRIES","1000","T","%s","HS10","%s"]]
            """.formatted(code, month, code, month), "");
      } else {
        out.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    });
    fetch("census-exports");
    JsonPath exports = source(EXPORTS);
    assertThat(exports.getString("fetching.lastAttempt.outcome")).isEqualTo("current");
    assertThat(exports.getInt("fetching.lastAttempt.figuresNew")).isEqualTo(2);
    assertThat(exports.getString("timeliness")).isEqualTo("current");
    assertThat(given().get("/v1/series/census-exports.exported.corn.US.CN.monthly.t/observations").asString())
        .contains("1000").doesNotContain("c3nsus");
  }

  @Test
  @Order(16)
  void anAnswerOfSeveralPagesIsReadToItsEnd() {
    publisher.does((head, out) -> {
      int offset = Integer.parseInt(head.replaceFirst("(?s).*offset=(\\d+).*", "$1"));
      respond(out, "200 OK", "application/json", page(offset), "");
    });
    fetch("eia-lng");
    assertThat(questions("/v2/natural-gas")).hasSize(3);
    assertThat(source("/v1/sources/eia-lng").getInt("fetching.lastAttempt.figuresNew")).isEqualTo(3);
    assertThat(source("/v1/sources/eia-lng").getInt("fetching.lastAttempt.documentsNew")).isEqualTo(3);
    assertThat(given().get("/v1/series/eia-lng.exported.lng.US.CN.monthly.MMcf/observations").asString())
        .contains("4576").doesNotContain(Live.EIA_KEY);
  }

  @Test
  @Order(17)
  void pagesThatOverlapFailTheAttempt() {
    publisher.does((_, out) -> respond(out, "200 OK", "application/json", crude("3", "2025-05", "NCH", "11"), ""));
    fetch("eia-crude");
    JsonPath attempt = source("/v1/sources/eia-crude");
    assertThat(attempt.getString("fetching.lastAttempt.outcome")).isEqualTo("failed");
    assertThat(attempt.getString("fetching.lastAttempt.text")).contains("overlap");
  }

  /// Warnings are objects too, and no rows; the key comes back inside what was asked for.
  @Test
  @Order(18)
  void aWalkOfPagesCountsRowsAndNoKeyThatIsRepeatedIsKept() {
    publisher.does((head, out) -> respond(out, "200 OK", "application/json", head.contains("offset=0")
        ? crude("3", "2025-06", "NCH", "11").replace("]}}", ",{\"period\":\"2025-06\",\"units\":\"MBBL\",\"duoarea\":\"NUS-NJA\","
            + "\"value\":\"22\"}],\"warnings\":[{\"warning\":\"incomplete return\"}]},"
            + "\"request\":{\"params\":{\"api_key\":\"" + Live.EIA_KEY + "\"}}}")
        : crude("3", "2025-06", "NKS", "33"), ""));
    int before = questions("offset=2").size();
    fetch("eia-crude");
    assertThat(questions("offset=2")).hasSize(before + 1);
    assertThat(given().get("/v1/series/eia-crude.exported.crude-oil.US.KR.monthly.kbbl/observations").asString())
        .contains("33");
    String document = given().get("/v1/series/eia-crude.exported.crude-oil.US.JP.monthly.kbbl/observations").jsonPath()
        .getString("rows[0].document");
    assertThat(given().get("/v1/documents/" + document + "/raw").asString()).contains("***").doesNotContain(Live.EIA_KEY);
    assertThat(given().get("/v1/documents/" + document).jsonPath().getList("keysCut"))
        .containsExactly("the key of OFFTAKE_EIA_KEY, once");
  }

  private static String crude(String total, String month, String area, String value) {
    return ("{\"response\":{\"total\":\"%s\",\"data\":[{\"period\":\"%s\",\"units\":\"MBBL\",\"duoarea\":\"NUS-%s\","
        + "\"value\":\"%s\"}]}}").formatted(total, month, area, value);
  }

  @Test
  @Order(31)
  void yearsOfHistoryAreAskedForDocumentByDocument() throws Exception {
    at(Instant.parse("2026-03-05T14:00:00Z"));
    var broken = new AtomicBoolean(true);
    publisher.does((head, out) -> {
      if (broken.get() && head.contains("/marketYear/2025 ")) {
        respond(out, "500 Internal Server Error", "application/json", "{}", "");
      } else {
        respond(out, "200 OK", "application/json", head.contains("/marketYear/2026 ") ? REAL.answerAt(now)
            : head.contains("/marketYear/2025 ") ? madeUp("2024-09-12") : madeUp("2023-09-14"), "");
      }
    });
    String path = backfill();
    assertThat(carryOut("one")).isEqualTo(Job.State.FAILED);
    JsonPath job = job(path);
    assertThat(job.getInt("done")).isEqualTo(1);
    assertThat(job.getInt("total")).isEqualTo(3);
    assertThat(job.getString("failure")).contains("/marketYear/2025").contains("500").doesNotContain(Live.KEY);
    assertThat(job.getInt("counted")).as("figures of 2024").isPositive();
    assertThat(job.getString("current")).endsWith("/marketYear/2024");

    // It is resumed; the replica dies after it has handed a document in and before the step is counted.
    broken.set(false);
    given().post(path + "/resumption").then().statusCode(200);
    Job taken = jobs.claim("two", Duration.ofSeconds(-1)).orElseThrow();
    assertThat(taken.done()).isEqualTo(1);
    assertThat(backfills.open(taken).carryOut(1, () -> {}).counted()).isPositive();
    long version = version();
    JsonPath series = given().get(MADE_UP).jsonPath();
    assertThat(series.getList("rows")).hasSize(2);

    assertThat(carryOut("three")).isEqualTo(Job.State.SUCCEEDED);
    assertThat(version()).as("the step is repeated and adds nothing").isEqualTo(version);
    assertThat(given().get(MADE_UP).jsonPath().getList("rows")).hasSize(2);
    assertThat(job(path).getFloat("progress")).isEqualTo(1f);
    assertThat(questions("/marketYear/2024 ")).as("what was done is not asked for again").hasSize(1);
    given().post(path + "/resumption").then().statusCode(409);
  }

  @Test
  @Order(32)
  void aBackfillOfWhatIsHeldAddsNothingAndCanBeCancelledAndResumed() {
    long version = version();
    String path = backfill();
    given().post(path + "/cancellation").then().statusCode(200);
    assertThat(job(path).getString("state")).isEqualTo("cancelled");
    given().post(path + "/resumption").then().statusCode(200);
    assertThat(carryOut("one")).isEqualTo(Job.State.SUCCEEDED);
    assertThat(job(path).getInt("counted")).isZero();
    assertThat(version()).isEqualTo(version);
    // One address holds the newest inspections only.
    given().contentType("application/json")
        .body("{\"kind\": \"backfill\", \"source\": \"fgis-weekly\", \"from\": \"2023-10-01\"}")
        .post("/v1/jobs").then().statusCode(422);
  }

  @Test
  @Order(33)
  void whereNoDocumentCanBeHadItIsNotTheDocuments() {
    publisher.does((_, out) -> respond(out, "404 Not Found", "application/json", "{}", ""));
    String path = backfill();
    assertThat(carryOut("one")).isEqualTo(Job.State.FAILED);
    assertThat(job(path).getInt("done")).isEqualTo(2);
    assertThat(job(path).getString("failure")).contains("3 documents in a row").contains("404");
  }

  @Test
  @Order(33)
  void aDocumentThatCanNeverBeReadIsSkippedAndTold() {
    long version = version();
    publisher.does((head, out) -> {
      if (head.contains("/marketYear/2024 ")) {
        respond(out, "404 Not Found", "application/json", "{}", "");
      } else if (head.contains("/marketYear/2025 ")) {
        respond(out, "200 OK", "application/json", "[{\"commodityCode\"", "");
      } else {
        respond(out, "200 OK", "application/json", REAL.answerAt(now), "");
      }
    });
    String path = backfill();
    assertThat(carryOut("one")).isEqualTo(Job.State.SUCCEEDED);
    JsonPath job = job(path);
    assertThat(job.getInt("done")).isEqualTo(3);
    assertThat(job.getInt("skipped")).isEqualTo(2);
    assertThat(job.getList("skips.step")).containsExactly(0, 1);
    assertThat(job.getString("skips[0].what")).endsWith("/marketYear/2024");
    assertThat(job.getString("skips[0].reason")).contains("404").doesNotContain(Live.KEY);
    assertThat(job.getString("skips[1].reason")).startsWith("what was sent cannot be read: ");
    assertThat(version()).isEqualTo(version);
    assertThat(given().get("/v1/jobs").jsonPath().getInt("jobs[0].skipped")).isEqualTo(2);
  }

  @Test
  @Order(34)
  void aJobThatCannotBeginSaysWhatToDo() {
    long id = jobs.add("backfill", "{\"source\": \"un-comtrade\", \"from\": \"2023-10-01\"}", version()).id();
    assertThat(carryOut("one")).isEqualTo(Job.State.FAILED);
    assertThat(job("/v1/jobs/" + id).getString("failure")).isEqualTo(
        "un-comtrade cannot be asked: OFFTAKE_COMTRADE_KEY is not set; set it, start again and resume the job");
  }

  /// The same figures still lie where they lay, in the same bytes and then in others.
  @Test
  @Order(35)
  void aBackfillBringsNothingBackThatWasWithdrawn() {
    String current = MADE_UP.replaceFirst("\\?asOf=.*", "");
    String release = given().get(current).jsonPath().getString("rows.find { it.periodEnd == '2024-09-12' }.release");
    given().contentType("application/json").body("{\"reason\": \"withdrawn, a test says\"}")
        .post("/v1/releases/" + release + "/retraction").then().statusCode(201);
    long version = version();
    for (String end : new String[] {"", "\n"}) {
      publisher.does((head, out) -> respond(out, "200 OK", "application/json",
          head.contains("/marketYear/2026 ") ? REAL.answerAt(now)
              : (head.contains("/marketYear/2025 ") ? madeUp("2024-09-12") : madeUp("2023-09-14")) + end, ""));
      backfill();
      assertThat(carryOut("one")).isEqualTo(Job.State.SUCCEEDED);
      assertThat(given().get(current).jsonPath().getList("rows.periodEnd")).doesNotContain("2024-09-12");
      assertThat(version()).isBetween(version, version + (end.isEmpty() ? 0 : 2));
    }
  }

  private static final String MADE_UP =
      "/v1/series/fas-export-sales.exported.soybeans.US.JP.weekly.t/observations?asOf=2025-01-01T00:00:00Z";

  /// One row, of soybeans to Japan; the figures are made up.
  private static String madeUp(String weekEnd) {
    return """
        [{"commodityCode":801,"countryCode":5880,"weeklyExports":100,"accumulatedExports":200,"outstandingSales":300,\
        "grossNewSales":50,"currentMYNetSales":50,"currentMYTotalCommitment":500,"nextMYOutstandingSales":0,\
        "nextMYNetSales":0,"unitId":1,"weekEndingDate":"%sT00:00:00"}]""".formatted(weekEnd);
  }

  private static String backfill() {
    return given().contentType("application/json").body("""
        {"kind": "backfill", "source": "fas-export-sales", "commodity": "soybeans", "from": "2023-10-01"}""")
        .post("/v1/jobs").then().statusCode(201).extract().header("Location");
  }

  private Job.State carryOut(String replica) {
    Job taken = jobs.claim(replica, Jobs.LEASE).orElseThrow();
    return new JobRun(jobs, replica, Jobs.LEASE).carryOut(taken, backfills, () -> false).orElseThrow();
  }

  private static JsonPath job(String path) {
    return given().get(path).then().statusCode(200).extract().jsonPath();
  }

  /// One destination on each page. The figures are made up in part.
  private static String page(int offset) {
    String[] rows = {"NCH\",\"value\":\"4576", "NJA\",\"value\":\"28827", "NKS\",\"value\":\"100"};
    return "{\"response\":{\"total\":\"3\",\"data\":[{\"period\":\"2025-06\",\"units\":\"MMCF\",\"duoarea\":\"NUS-%s\"}]}}"
        .formatted(rows[offset]);
  }

  private PublisherClient client(int breakerAfter, int perHour) {
    var second = Duration.ofSeconds(1);
    return new PublisherClient(new Manners("a test", second, second, 1000, 3, Duration.ofMillis(2), second,
        Duration.ZERO, perHour, breakerAfter, Duration.ofMinutes(1)), clock, new SplittableRandom(1));
  }

  private static Connector.Answer ask(PublisherClient client) throws SourceFault {
    return client.get(URI.create("http://127.0.0.1:" + Live.port() + "/x"), Set.of("text/plain"),
        Optional.empty(), Optional.empty());
  }

  private static Arguments fault(String what, String kind, int atMost, Manner manner) {
    return Arguments.of(what, kind, atMost, manner);
  }

  private static List<String> questions(String about) {
    return publisher.heads().stream().filter(head -> head.contains(about)).toList();
  }

  private void fetch(String source) {
    given().post("/v1/sources/" + source + "/fetch").then().statusCode(202);
    fetching.run(() -> false);
  }

  private void at(Instant instant) {
    now = instant;
    clock.set(instant);
  }

  private static JsonPath source(String path) {
    return given().queryParam("asOf", now.toString()).get(path).then().statusCode(200).extract().jsonPath();
  }

  private static long version() {
    return given().get("/v1/status").then().statusCode(200).extract().jsonPath().getLong("dataVersion");
  }

  private static byte[] gzipped(int zeros) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      var block = new byte[100_000];
      for (int sent = 0; sent < zeros; sent += block.length) {
        out.write(block, 0, Math.min(block.length, zeros - sent));
      }
    }
    return packed.toByteArray();
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 12);
  }
}
