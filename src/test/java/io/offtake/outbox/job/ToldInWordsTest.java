package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.alerting.Alerting;
import io.offtake.alerting.PlainWords;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.intake.CalendarSteps;
import io.offtake.rest.edge.ContractValidation;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A commitment falls behind, its terms are amended, its source is late and comes back: what is told of it by mail, by
/// webhook in every format, in the stream's words and in the feed. The figures are made up.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class ToldInWordsTest {

  private static final String TITLE =
      "T\u00FCrkiye wheat \uD83C\uDF3E and soybeans, \u4E2D\u56FD, as announced in a title that is much longer than one line of a mail may be";
  private static final String BASE = "https://offtake.example.com";
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS_BEFORE = 16;
  private static final Pattern LINK = Pattern.compile(Pattern.quote(BASE) + "(/[^\\s\"<>\\\\]*)");
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final HandsOfTheClock clock = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));
  private final String commitment = "us-tr-soybeans-2026";
  private final List<String> made = new ArrayList<>();
  private StrictSmtp server;
  private Receiver standard;
  private Receiver events;
  private Receiver slack;
  private Receiver digests;

  @Inject Relay relay;
  @Inject Alerting alerting;
  @Inject CalendarSteps calendar;
  @Inject PlainWords words;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    words.plain(false);
    server = new StrictSmtp(Receivers.smtpPort());
    standard = new Receiver();
    events = new Receiver();
    slack = new Receiver();
    digests = new Receiver();
  }

  @AfterEach
  void close() throws IOException {
    words.plain(true);
    made.forEach(id -> given().header("If-Match", "*").delete("/v1/subscriptions/" + id));
    server.close();
    for (Receiver each : List.of(standard, events, slack, digests)) {
      each.close();
    }
  }

  /// What a receiver was told, each once: it may be told again what it took when its answer did not come through.
  private static Set<String> messages(Receiver receiver) {
    return receiver.posts().stream().map(Receiver.Post::body).collect(Collectors.toSet());
  }

  @Test
  void whatIsToldIsTakenByStrictReceiversInTheFormsOfTheApiAndEveryLinkLeadsSomewhere() throws Exception {
    story();

    assertThat(server.refusals()).isEmpty();
    List<String> subjects = new ArrayList<>();
    for (StrictSmtp.Mail mail : server.mails()) {
      subjects.add(MimeUtility.decodeText(mail.header("Subject")));
    }
    for (String kind : List.of("Alert: ", "Notice: The terms were amended", "Frozen: ", "Goes on: ", "Cleared: ")) {
      assertThat(subjects).as(kind).anyMatch(subject -> subject.startsWith(kind));
    }
    assertThat(subjects).anyMatch(subject -> subject.contains("T\u00FCrkiye wheat \uD83C\uDF3E and soybeans, \u4E2D\u56FD"));

    assertThat(messages(standard)).hasSizeGreaterThan(5);
    assertThat(standard.posts()).allSatisfy(post ->
        ContractValidation.requireDescribed("AlertMessage", post.body()));
    assertThat(messages(events)).hasSameSizeAs(messages(standard));
    assertThat(events.posts()).allSatisfy(post ->
        ContractValidation.requireDescribed("AlertEvent", post.body()));
    assertThat(messages(slack)).hasSameSizeAs(messages(standard));
    assertThat(slack.posts()).allSatisfy(post ->
        ContractValidation.requireDescribed("SlackMessage", post.body()));
    assertThat(digests.posts()).isNotEmpty().allSatisfy(post -> {
      ContractValidation.requireDescribed("DigestMessage", post.body());
      for (JsonNode part : JSON.readTree(post.body()).at("/data/messages")) {
        ContractValidation.requireDescribed("AlertMessageData", part.get("data").toString());
      }
    });
    int compared = 0;
    for (Receiver.Post post : standard.posts()) {
      assertThat(post.body()).as("numbers without an exponent, nothing null")
          .doesNotContainPattern(":-?[0-9.]+[eE]").doesNotContain(":null");
      compared += assertSameAsTheApi(JSON.readTree(post.body()).get("data")) ? 1 : 0;
    }
    assertThat(compared).as("messages held against the answer that they lead to").isGreaterThan(3);

    Set<String> links = new LinkedHashSet<>();
    for (StrictSmtp.Mail mail : server.mails()) {
      LINK.matcher(mail.body()).results().forEach(found -> links.add(found.group(1)));
    }
    for (Receiver each : List.of(standard, events, slack, digests)) {
      each.posts().forEach(post -> LINK.matcher(post.body()).results().forEach(found -> links.add(found.group(1))));
    }
    String feed = given().get("/v1/alerts.atom").then().statusCode(200).extract().asString();
    assertThat(feed).doesNotContain("href=\"/");
    LINK.matcher(feed).results().forEach(found -> links.add(found.group(1)));
    links.removeIf(link -> link.startsWith("/v1/confirm/"));
    assertThat(links).anyMatch(link -> link.startsWith("/commitments/") && link.contains("?reading=")).anyMatch(link -> link.startsWith("/v1/alerts/"))
        .anyMatch(link -> link.contains("/status?")).contains("/v1/alerts.atom");
    for (String link : links) {
      given().urlEncodingEnabled(false).get(link.replace("&amp;", "&").replaceAll("[.,)]+$", "")).then().statusCode(200);
    }
  }

  /// The parts that an answer of the API has too, number by number as they are written.
  private static boolean assertSameAsTheApi(JsonNode data) throws IOException {
    String answer = data.at("/links/answer").textValue().substring(BASE.length());
    JsonNode reading = null;
    for (JsonNode each : JSON.readTree(given().urlEncodingEnabled(false).get(answer).asString()).get("readings")) {
      reading = each.get("reading").equals(data.get("reading")) ? each : reading;
    }
    assertThat(reading).isNotNull();
    JsonNode now = data.get("now");
    assertSame(now.path("target"), reading.path("target"));
    assertSame(now.path("fulfilled"), reading.path("fulfilled"));
    assertSame(now.path("fulfilledShare"), reading.path("fulfilledShare"));
    assertSame(now.path("requiredPerWeek"), reading.at("/pace/requiredPerWeek"));
    assertSame(now.at("/actualPerWeek/w4"), reading.at("/pace/actualPerWeek/w4"));
    assertSame(now.at("/actualPerWeek/w12"), reading.at("/pace/actualPerWeek/w12"));
    assertSame(now.path("shortfallProbability"), reading.at("/projection/shortfallProbability"));
    assertSame(now.path("p10"), reading.at("/projection/p10"));
    assertSame(now.path("p50"), reading.at("/projection/p50"));
    assertSame(now.path("p90"), reading.at("/projection/p90"));
    assertSame(now.path("verdict"), reading.path("verdict"));
    assertSame(now.path("deadline"), reading.path("deadline"));
    assertSame(now.path("newestRelease"), reading.at("/evidence/newestRelease"));
    return now.has("fulfilled") && now.has("requiredPerWeek");
  }

  private static void assertSame(JsonNode told, JsonNode answered) {
    assertThat(told.toString()).isEqualTo(answered.toString());
  }

  private void story() {
    String tag = given().get("/v1/alert-rules/pace-behind").then().statusCode(200).extract().header("ETag");
    given().contentType("application/json").header("If-Match", tag).body("{\"dwell\": 1}")
        .patch("/v1/alert-rules/pace-behind").then().statusCode(200);
    handIn(0, WEEKS_BEFORE);
    given().contentType("application/json").body(commitment()).post("/v1/commitments").then().statusCode(201);
    subscribe("\"channel\": \"mail\", \"address\": \"desk-%s@example.com\", \"timeZone\": \"Asia/Shanghai\"".formatted(UUID.randomUUID()));
    subscribe(webhook(standard, "standard"));
    subscribe(webhook(events, "cloudevents"));
    subscribe(webhook(slack, "slack"));
    subscribe(webhook(digests, "standard") + ", \"digest\": {\"everyMinutes\": 1}");
    relay.turn(() -> false);
    given().post(server.mails().getLast().body().replaceFirst("(?s)^.*?(/v1/confirm/[A-Za-z0-9_-]{43}).*$", "$1")).then().statusCode(200);

    at("2026-01-15T14:00:00Z");
    handIn(WEEKS_BEFORE, WEEKS_BEFORE + 1);
    at("2026-01-16T14:00:00Z");
    String commitmentTag = given().get("/v1/commitments/" + commitment).then().extract().header("ETag");
    given().contentType("application/json").header("If-Match", commitmentTag).body(terms("2026-01-16T12:00:00Z"))
        .post("/v1/commitments/" + commitment + "/terms").then().statusCode(201);
    alerting.run();
    at("2026-01-24T14:00:00Z");
    calendar.run();
    alerting.run();
    at("2026-01-24T15:00:00Z");
    handIn(WEEKS_BEFORE + 1, WEEKS_BEFORE + 2);
    at("2026-01-24T15:02:00Z");
  }

  private void at(String instant) {
    relay.turn(() -> false);
    clock.set(Instant.parse(instant));
    relay.turn(() -> false);
  }

  private void subscribe(String fields) {
    made.add(given().contentType("application/json")
        .body("{\"name\": \"Desk\", %s, \"match\": {\"commitments\": [\"%s\"]}}".formatted(fields, commitment))
        .post("/v1/subscriptions").then().statusCode(201).extract().path("id"));
  }

  private static String webhook(Receiver receiver, String format) {
    return "\"channel\": \"webhook\", \"url\": \"%s\", \"format\": \"%s\"".formatted(receiver.url(), format);
  }

  /// Sales of 30,000 t a week, but for a cancellation of 100,000.25 t in the first week of the alerts.
  private static void handIn(int from, int to) {
    var text = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,netSales,exported,accumulatedExports,outstandingSales
        """);
    for (int week = from; week < to; week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      boolean cancelled = week >= WEEKS_BEFORE;
      String flow = week == WEEKS_BEFORE ? "-100000.25" : "30000";
      String sold = 30_000L * (week + 1) - (cancelled ? 130_001 : 0) + (cancelled ? ".75" : "");
      String released = week == WEEKS_BEFORE + 1 ? "2026-01-24T14:30:00Z" : end.plusDays(7) + "T13:30:00Z";
      text.append("%s,reported,-,%s,%s,soybeans,US,TR,weekly,2026,print,t,listed,no,%s,0,0,%s\n".formatted(
          released, end.minusDays(6), end, flow, sold));
    }
    given().contentType("text/csv").body(text.toString().getBytes(StandardCharsets.UTF_8))
        .queryParam("name", "sales-%d-%d.csv".formatted(from, to))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  private static String terms(String announcedAt) {
    return """
        {"announcedAt": "%s", "announcedBy": "a test", "summary": "more, by T\u00FCrkiye",
         "source": {"publisher": "a test"}, "headline": "sold-by-2026-03-31",
         "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
           "target": {"operator": "atLeast", "value": 1500000.5, "unit": "t"}}]}""".formatted(announcedAt);
  }

  private String commitment() {
    return """
        {"id": "%s", "title": "%s", "buyer": "TR", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": %s,
         "readings": [{"id": "sold-by-2026-03-31", "label": "sold by the end of March", "tranche": "all",
           "measure": "sold", "unknownDestinations": "none", "windowStart": "2025-10-30", "deadline": "2026-03-31",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-10-30"}]}
        """.formatted(commitment, TITLE, terms("2025-10-30T12:00:00Z").replace("1500000.5", "1000000.5"));
  }
}
