package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.standardwebhooks.Webhook;
import io.agroal.api.AgroalDataSource;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.offtake.outbox.client.Resolver;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// Subscribing over HTTP; and what comes by post, by mail, as a stream and as a feed.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class TellingTest {

  private static final String SUBSCRIPTIONS = "/v1/subscriptions";

  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "told-" + UUID.randomUUID();
  private final List<String> made = new ArrayList<>();
  private Receiver receiver;

  @TestHTTPResource
  URI root;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject Outbox outbox;
  @Inject Relay relay;
  @Inject AgroalDataSource database;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws IOException {
    receiver.close();
    made.forEach(id -> given().header("If-Match", "*").delete(SUBSCRIPTIONS + "/" + id));
  }

  @Test
  void whoSubscribesIsToldTheSecretOnceAndCanVerifyWhatComes() throws Exception {
    var answer = subscribe(webhook(receiver.url().toString()))
        .statusCode(201)
        .header("Location", startsWith(SUBSCRIPTIONS + "/"))
        .body("secret", startsWith("whsec_"), "state", equalTo("active"), "timeZone", equalTo("UTC"),
            "format", equalTo("standard"), "match.commitments", contains(commitment), "waiting", equalTo(0));
    String id = answer.extract().path("id");
    String secret = answer.extract().path("secret");
    given().get(SUBSCRIPTIONS + "/" + id).then().statusCode(200).body("secret", nullValue());
    given().get(SUBSCRIPTIONS).then().statusCode(200)
        .body("subscriptions.id", hasItem(id), "subscriptions.secret", not(hasItem(notNullValue())));
    assertThat(everythingKept()).doesNotContain(secret, secret.substring("whsec_".length()));

    given().post(SUBSCRIPTIONS + "/" + id + "/test").then().statusCode(202).body("state", equalTo("waiting"));
    relay.turn(() -> false);
    Receiver.Post ping = receiver.posts().getFirst();
    new Webhook(secret).verify(ping.body(), ping.headers());
    assertThat(ping.body()).contains("\"type\":\"subscription.ping\"");
    given().get(SUBSCRIPTIONS + "/" + id + "/deliveries").then().statusCode(200)
        .body("deliveries", hasSize(1), "deliveries[0].state", equalTo("delivered"),
            "deliveries[0].attempts[0].status", equalTo(204), "deliveries[0].messageKey",
            equalTo(ping.header("webhook-id")));
  }

  @Test
  void aRepeatedRequestSubscribesOnceAndDoesNotTellTheSecretAgain() {
    String key = UUID.randomUUID().toString();
    var first = given().header("Idempotency-Key", key).contentType("application/json")
        .body(webhook(receiver.url().toString())).post(SUBSCRIPTIONS).then().statusCode(201);
    String id = first.extract().path("id");
    made.add(id);
    given().header("Idempotency-Key", key).contentType("application/json")
        .body(webhook(receiver.url().toString())).post(SUBSCRIPTIONS).then()
        .statusCode(201).body("id", equalTo(id), "secret", nullValue());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      http://example.com/hook                   | only https addresses
      https://10.0.0.1/hook                     | resolves to 10.0.0.1
      https://169.254.169.254/latest/meta-data/ | resolves to 169.254.169.254
      https://[::ffff:10.0.0.1]/                | written plainly
      https://0177.0.0.1/                       | written plainly
      https://localhost./                       | written plainly
      https://[fd00::1]/                        | not a public address
      https://167772161/                        | written plainly
      https://127.1/                            | written plainly
      https://user@example.com/                 | neither user nor
      https://no-such-host.invalid/             | has no address
      """)
  void aReceiverInsideTheNetworkIsRefusedWhereItIsNamed(String url, String objection) {
    subscribe(webhook(url)).statusCode(422)
        .body("errors[0].pointer", equalTo("/url"), "errors[0].detail", containsString(objection),
            "errors[0].remedy", containsString("OFFTAKE_WEBHOOK_ALLOW"));
  }

  @Test
  void aNameThatMovesIntoTheNetworkAfterwardsIsNotFollowed() {
    var addresses = new AtomicReference<>(InetAddress.ofLiteral("93.184.216.34"));
    QuarkusMock.installMockForType(new Resolver() {
      @Override
      public List<InetAddress> resolve(String host) {
        return List.of(addresses.get());
      }
    }, Resolver.class);
    String id = subscribe(webhook("https://moving.test:%d/".formatted(receiver.port())))
        .statusCode(201).extract().path("id");
    addresses.set(InetAddress.ofLiteral("169.254.169.254"));
    keep(message("a", 1, "{}"));
    relay.turn(() -> false);
    given().get(SUBSCRIPTIONS + "/" + id + "/deliveries").then()
        .body("deliveries[0].attempts[0].detail", containsString("resolves to 169.254.169.254"));
    assertThat(receiver.posts()).isEmpty();
  }

  @Test
  void theConnectionGoesToTheAddressThatWasLookedAtUnderTheNameThatWasGiven() {
    QuarkusMock.installMockForType(new Resolver() {
      @Override
      public List<InetAddress> resolve(String host) {
        return List.of(InetAddress.getLoopbackAddress());
      }
    }, Resolver.class);
    subscribe(webhook("http://hooks.test:%d/x".formatted(receiver.port()))).statusCode(201);
    keep(message("a", 1, "{}"));
    relay.turn(() -> false);
    assertThat(receiver.posts()).singleElement().satisfies(post ->
        assertThat(post.header("host")).isEqualTo("hooks.test:" + receiver.port()));
  }

  @Test
  void aChangeNeedsTheStateItIsBasedOn() {
    String id = subscribe(webhook(receiver.url().toString())).extract().path("id");
    String address = SUBSCRIPTIONS + "/" + id;
    String tag = given().get(address).then().extract().header("ETag");
    patch(address, null, "{\"name\": \"other\"}").statusCode(428);
    patch(address, tag, "{\"name\": \"other\", \"timeZone\": \"Europe/Berlin\", \"ratePerMinute\": 5, "
        + "\"quietHours\": {\"from\": \"22:00\", \"to\": \"06:30\"}, \"digest\": {\"dailyAt\": \"07:00\"}, "
        + "\"state\": \"paused\"}")
        .statusCode(200)
        .body("name", equalTo("other"), "timeZone", equalTo("Europe/Berlin"), "ratePerMinute", equalTo(5),
            "quietHours.to", equalTo("06:30"), "digest.dailyAt", equalTo("07:00"), "state", equalTo("paused"),
            "match.commitments", contains(commitment));
    patch(address, tag, "{\"name\": \"third\"}").statusCode(412);
    patch(address, "*", "{\"timeZone\": \"Mars/Olympus\"}").statusCode(422)
        .body("errors[0].pointer", equalTo("/timeZone"));
    patch(address, "*", "{\"nome\": \"x\"}").statusCode(400);
    given().post(address + "/test").then().statusCode(409).body("type", equalTo("/problems/not-active"));

    keep(message("a", 1, "{}"));
    relay.turn(() -> false);
    given().get(address).then().body("waiting", equalTo(1));
    patch(address, "*", "{\"state\": \"active\", \"digest\": {\"everyMinutes\": 0}, "
        + "\"quietHours\": {\"from\": \"00:00\", \"to\": \"00:00\"}}")
        .statusCode(200).body("digest", nullValue(), "quietHours", nullValue());
    relay.turn(() -> false);
    assertThat(receiver.posts()).hasSize(1);

    given().delete(address).then().statusCode(428);
    given().header("If-Match", "*").delete(address).then().statusCode(204);
    given().get(address).then().statusCode(200).body("state", equalTo("ended"));
    given().get(address + "/deliveries").then().statusCode(200).body("deliveries", hasSize(1));
    given().header("If-Match", "*").delete(address).then().statusCode(404);
  }

  @Test
  void aDeliveryIsReplayedUnderItsKey() {
    String id = subscribe(webhook(receiver.url().toString())).extract().path("id");
    keep(message("a", 1, "{}"), message("b", 1, "{}"), message("c", 1, "{}"));
    relay.turn(() -> false);
    String deliveries = SUBSCRIPTIONS + "/" + id + "/deliveries";
    var page = given().get(deliveries + "?pageSize=2").then().statusCode(200)
        .body("deliveries.subject", contains(commitment + "-c", commitment + "-b")).extract();
    given().get(deliveries + "?pageSize=2&pageToken=" + page.path("nextPageToken")).then()
        .body("deliveries.subject", contains(commitment + "-a"), "nextPageToken", nullValue());
    int delivery = page.path("deliveries[0].id");
    given().post(deliveries + "/" + delivery + "/replay").then().statusCode(202)
        .header("Location", equalTo(deliveries + "/" + delivery)).body("state", equalTo("waiting"));
    clock.set(clock.instant().plusSeconds(1));
    relay.turn(() -> false);
    given().get(deliveries + "/" + delivery).then().body("state", equalTo("delivered"), "attempts", hasSize(2));
    assertThat(receiver.posts().stream().filter(post -> post.header("webhook-id").equals(commitment + "-c-1"))).hasSize(2);
    given().post(deliveries + "/999999999/replay").then().statusCode(404);
  }

  @Test
  void aRotatedSecretIsToldOnceToo() {
    String id = subscribe(webhook(receiver.url().toString())).extract().path("id");
    given().post(SUBSCRIPTIONS + "/" + id + "/secret-rotation").then().statusCode(200)
        .body("secret", startsWith("whsec_"), "oldSecretUntil", notNullValue());
    given().get(SUBSCRIPTIONS + "/" + id).then().body("secret", nullValue());
  }

  @Test
  void mailComesAsTextAndHtmlWithAWayOutAndNoLineOfItsOwnMaking() throws Exception {
    var server = new GreenMail(new ServerSetup(Receivers.smtpPort(), "127.0.0.1", "smtp"));
    server.start();
    try {
      String id = subscribe("""
          {"name": "Desk", "channel": "mail", "address": "desk@example.com", "timeZone": "Europe/Berlin",
           "match": {"commitments": ["%s"]}}""".formatted(commitment))
          .statusCode(201).body("secret", nullValue(), "url", nullValue(), "state", equalTo("unconfirmed"),
              "address", equalTo("d***@example.com")).extract().path("id");
      relay.turn(() -> false);
      String question = texts((MimeMultipart) server.getReceivedMessages()[0].getContent()).getFirst();
      assertThat(question).contains("https://offtake.example.com/v1/confirm/");
      given().post(question.replaceFirst("(?s)^.*?https://offtake.example.com(/v1/confirm/[A-Za-z0-9_-]+).*$", "$1"))
          .then().statusCode(200);
      server.purgeEmailFromAllMailboxes();
      keep(new Message(0, commitment + "-m-1", commitment + "\r\nBcc: victim@example.com", 1, "alert.firing",
          clock.instant(), 7, commitment, null, "rule", "likely", "Sold < needed & <script>alert(1)</script>"));
      relay.turn(() -> false);

      assertThat(server.getReceivedMessages()).hasSize(1);
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("desk@example.com");
      assertThat(mail.getHeader("Bcc")).isNull();
      assertThat(mail.getSubject()).doesNotContain("\r", "\n").contains("alert.firing");
      assertThat(mail.getMessageID()).isEqualTo("<" + commitment + "-m-1@example.com>");
      assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
      List<String> parts = texts((MimeMultipart) mail.getContent());
      assertThat(parts).hasSize(2);
      assertThat(parts.get(0)).contains("Sold < needed");
      assertThat(parts.get(1)).contains("Sold &lt; needed &amp; &lt;script&gt;").doesNotContain("<script>");

      String link = mail.getHeader("List-Unsubscribe")[0].replaceFirst("(?s)^<([^>]*)>.*$", "$1");
      assertThat(link).startsWith("https://offtake.example.com/v1/unsubscribe/" + id);
      String path = URI.create(link).getPath();
      given().get(path).then().statusCode(200).contentType("text/html").body(containsString("d***@example.com"));
      given().get(path.substring(0, path.length() - 4) + "AAAA").then().statusCode(404);
      given().formParam("List-Unsubscribe", "One-Click").post(path).then().statusCode(200);
      given().get(SUBSCRIPTIONS + "/" + id).then()
          .body("state", equalTo("ended"), "cause", equalTo("its reader unsubscribed"));
    } finally {
      server.stop();
    }
  }

  @Test
  void mailThatCannotBeHandedOverIsTriedAgain() {
    String id = subscribe("""
        {"name": "Desk", "channel": "mail", "address": "desk@example.com", "match": {"commitments": ["%s"]}}"""
        .formatted(commitment)).statusCode(201).extract().path("id");
    relay.turn(() -> false);
    given().get(SUBSCRIPTIONS + "/" + id + "/deliveries").then()
        .body("deliveries[0].state", equalTo("waiting"), "deliveries[0].attempts", hasSize(1),
            "deliveries[0].type", equalTo("subscription.confirmation"));
  }

  @Test
  void theExampleOfTheReadmeIsTakenAsItIsWritten() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Matcher example = Pattern.compile("http://127.0.0.1:8080/v1/subscriptions -d '([^']*)'").matcher(readme);
    assertThat(example.find()).isTrue();
    // The README starts the service with this range allowed, as these tests do.
    assertThat(readme).contains("OFFTAKE_WEBHOOK_ALLOW=127.0.0.1 ./offtake run");
    subscribe(example.group(1)).statusCode(201).body("state", equalTo("active"), "secret", startsWith("whsec_"));
  }

  @Test
  void aStreamGoesOnWhereItsListenerWas() throws Exception {
    keep(message("a", 1, "{\"say\": \"before\"}"));
    long last = newestId();
    keep(message("a", 2, "{\"say\": \"missed\"}"));
    var request = HttpRequest.newBuilder(root.resolve("/v1/events"))
        .header("Accept", "text/event-stream").header("Last-Event-ID", Long.toString(last)).build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
      try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        var missed = event(lines);
        assertThat(missed).containsEntry("event", "alert.firing").containsEntry("data", "{\"say\": \"missed\"}")
            .as("what a listener of events understands").containsOnlyKeys("id", "event", "data");
        keep(message("a", 3, "{\"say\": \"new\"}"));
        var next = event(lines);
        assertThat(next.get("data")).isEqualTo("{\"say\": \"new\"}");
        assertThat(Long.parseLong(next.get("id"))).isGreaterThan(Long.parseLong(missed.get("id")));
      }
    }
    given().get("/v1/events?since=1").then().statusCode(400);
  }

  /// A browser that is refused gives up for good, and one that is served in silence believes to have missed nothing.
  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "999999999999999999", "99999999999999999999999", "%C3%A9"})
  void aListenerWhoComesWithAnIdThatIsNoneOfOursIsToldToLookAnew(String id) throws Exception {
    keep(message("a", 1, "{\"say\": \"before\"}"));
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(HttpRequest.newBuilder(root.resolve("/v1/events")).header("Last-Event-ID", id).build(),
          BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        var resync = event(lines);
        assertThat(resync).containsEntry("event", "resync").containsEntry("id", Long.toString(newestId()));
        assertThat(new JsonPath(resync.get("data")).getLong("newest")).isEqualTo(newestId());
        keep(message("a", 2, "{\"say\": \"new\"}"));
        assertThat(event(lines)).containsEntry("data", "{\"say\": \"new\"}");
      }
    }
  }

  @Test
  void noProxyHoldsAStreamBack() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response = listen(http);
      response.body().close();
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
      assertThat(response.headers().firstValue("Content-Encoding").orElse("identity")).isEqualTo("identity");
    }
  }

  @Test
  void aStreamBeginsWithWhatComesNext() throws Exception {
    keep(message("a", 1, "{\"say\": \"before\"}"));
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(HttpRequest.newBuilder(root.resolve("/v1/events")).build(), BodyHandlers.ofInputStream());
      try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).startsWith(":");
        keep(message("a", 2, "{\"say\": \"new\"}"));
        assertThat(event(lines)).containsEntry("data", "{\"say\": \"new\"}");
      }
    }
  }

  @Test
  void oneListenerMoreThanThereIsRoomForIsToldWhatToDo() throws Exception {
    var streams = new ArrayList<InputStream>();
    try (var http = HttpClient.newHttpClient()) {
      try {
        // One of another test may still be taken for connected.
        HttpResponse<InputStream> response = listen(http);
        while (response.statusCode() == 200) {
          streams.add(response.body());
          assertThat(streams).hasSizeLessThanOrEqualTo(3);
          response = listen(http);
        }
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(new JsonPath(response.body()).getString("detail"))
            .isEqualTo("3 listeners are connected to this replica, and it takes no more. "
                + "Come back later, or read /v1/alerts.atom");
        streams.removeFirst().close();
        while (response.statusCode() == 503) {
          Thread.sleep(100);
          response = listen(http);
        }
        streams.add(response.body());
        assertThat(response.statusCode()).as("who leaves makes room").isEqualTo(200);
      } finally {
        for (InputStream stream : streams) {
          stream.close();
        }
      }
    }
  }

  private HttpResponse<InputStream> listen(HttpClient http) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(root.resolve("/v1/events")).build(), BodyHandlers.ofInputStream());
  }

  @Test
  void aListenerThatDoesNotReadIsWaitedForAndMissesNothing() throws Exception {
    long last = newestId();
    int messages = 1_500;
    String content = "{\"say\": \"%s\"}".formatted("x".repeat(20_000));
    QuarkusTransaction.requiringNew().run(() -> outbox.append(IntStream.rangeClosed(1, messages)
        .mapToObj(i -> message("slow", i, content)).toList()));
    double start = eventsRead();
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(64_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), root.getPort()));
      socket.getOutputStream().write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %d\r\n\r\n"
          .formatted(last).getBytes(StandardCharsets.US_ASCII));
      double before = -1;
      double read = eventsRead();
      while (read == start || read != before) {
        before = read;
        Thread.sleep(1_000);
        read = eventsRead();
      }
      assertThat(read - start).as("messages of 20 kB that were read while nobody took them").isLessThan(messages / 2.0);
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      long events = 0;
      while (events < messages) {
        events += lines.readLine().startsWith("id:") ? 1 : 0;
      }
    }
  }

  private double eventsRead() {
    return given().get(management.resolve("/q/metrics")).then().statusCode(200).extract().asString().lines()
        .filter(line -> line.startsWith("offtake_events_read_total "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private String installation() throws SQLException {
    try (var connection = database.getConnection();
        var id = connection.createStatement().executeQuery("select id from installation")) {
      assertThat(id.next()).isTrue();
      return id.getString(1);
    }
  }

  /// Two feeds of one id are one to a reader who follows both.
  @Test
  void theFeedOfAnotherInstallationHasOtherIds() throws Exception {
    keep(message("h", 1, "{}"));
    String here = given().get("/v1/alerts.atom").asString();
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      String mine = installation();
      try {
        statement.execute("update installation set id = gen_random_uuid()");
        keep(message("h", 2, "{}"));
        assertThat(ids(given().get("/v1/alerts.atom").asString())).doesNotContainAnyElementsOf(ids(here));
      } finally {
        statement.execute("update installation set id = '%s'".formatted(mine));
      }
    }
  }

  private static List<String> ids(String feed) {
    return Pattern.compile("<id>([^<]+)</id>").matcher(feed).results().map(found -> found.group(1)).toList();
  }

  @Test
  void theFeedIsAtomAndPolledCheaply() throws Exception {
    keep(new Message(0, commitment + "-f-1", commitment + "-f", 1, "alert.firing", clock.instant(), 7, commitment, null,
        "rule", "likely", "\"a\" <b> & \u0007 ]]> done"));
    var answer = given().get("/v1/alerts.atom").then().statusCode(200).contentType("application/atom+xml").extract();
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var feed = factory.newDocumentBuilder()
        .parse(new InputSource(new StringReader(answer.asString()))).getDocumentElement();
    assertThat(feed.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
    assertThat(feed.getElementsByTagName("id").item(0).getTextContent()).isEqualTo("urn:uuid:" + installation());
    var entry = (Element) feed.getElementsByTagName("entry").item(0);
    assertThat(entry.getElementsByTagName("content").item(0).getTextContent()).isEqualTo("\"a\" <b> &   ]]> done");
    assertThat(entry.getElementsByTagName("updated").item(0).getTextContent()).isEqualTo(clock.instant().toString());
    given().header("If-None-Match", answer.header("ETag")).get("/v1/alerts.atom").then().statusCode(304);
    keep(message("g", 1, "{}"));
    given().header("If-None-Match", answer.header("ETag")).get("/v1/alerts.atom").then().statusCode(200);
  }

  private String webhook(String url) {
    return """
        {"name": "Desk", "channel": "webhook", "url": "%s", "match": {"commitments": ["%s"]}}""".formatted(url, commitment);
  }

  private ValidatableResponse subscribe(String body) {
    ValidatableResponse answer = given().contentType("application/json").body(body).post(SUBSCRIPTIONS).then();
    if (answer.extract().statusCode() == 201) {
      made.add(answer.extract().path("id"));
    }
    return answer;
  }

  private static ValidatableResponse patch(String address, String tag, String body) {
    var request = given().contentType("application/json").body(body);
    return (tag == null ? request : request.header("If-Match", tag)).patch(address).then();
  }

  private Message message(String subject, int sequence, String content) {
    return new Message(0, "%s-%s-%d".formatted(commitment, subject, sequence), commitment + "-" + subject, sequence,
        "alert.firing", clock.instant(), 7, commitment, "sold", "rule", "watch", content);
  }

  private void keep(Message... messages) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(messages)));
  }

  private long newestId() throws SQLException {
    try (var connection = database.getConnection();
        var rows = connection.createStatement().executeQuery("select max(id) from outbox_message")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Whatever lies in the tables that a secret passes by, as text.
  private String everythingKept() throws SQLException {
    var text = new StringBuilder();
    try (var connection = database.getConnection()) {
      for (String table : List.of("subscription", "idempotent_request", "outbox_message", "delivery_attempt")) {
        try (var rows = connection.createStatement()
            .executeQuery("select convert_from(convert_to(cast(t as text), 'UTF8'), 'UTF8') from %s t".formatted(table))) {
          while (rows.next()) {
            text.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    return text.toString();
  }

  private static List<String> texts(MimeMultipart parts) throws MessagingException, IOException {
    var texts = new ArrayList<String>();
    for (int i = 0; i < parts.getCount(); i++) {
      Object content = parts.getBodyPart(i).getContent();
      if (content instanceof MimeMultipart inner) {
        texts.addAll(texts(inner));
      } else {
        texts.add(content.toString());
      }
    }
    return texts;
  }

  /// The next event that is not a comment.
  private static Map<String, String> event(BufferedReader lines) throws IOException {
    var fields = new HashMap<String, String>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && fields.containsKey("data")) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    throw new IOException("the stream ended");
  }
}
