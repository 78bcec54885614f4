package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever may read everything learns no address that could be posted or written to.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class MaskedAnswersTest {

  private static final String SUBSCRIPTIONS = "/v1/subscriptions";
  private static final String SECRET = "T0SeCrEt9/B1SeCrEt9/AbCdEfGhIjKlMnOpQrStLu2v";

  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "masked-" + UUID.randomUUID();
  private final String reader = "gretel-" + UUID.randomUUID();
  private final List<String> made = new ArrayList<>();
  /// All that anybody was told.
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Handler log = new Handler() {
    @Override
    public void publish(LogRecord line) {
      told.add(line.getMessage() + " " + List.of(line.getParameters() == null ? new Object[0] : line.getParameters())
          + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };
  private Receiver receiver;

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
    Logger.getLogger("").addHandler(log);
  }

  @AfterEach
  void close() throws IOException {
    Logger.getLogger("").removeHandler(log);
    receiver.close();
    made.forEach(id -> given().header("If-Match", "*").delete(SUBSCRIPTIONS + "/" + id));
  }

  @Test
  void noAnswerLogMetricOrRecordHasTheSecretOfAWebhook() throws Exception {
    String url = "http://127.0.0.1:%d/services/%s?key=0123456789ab".formatted(receiver.port(), SECRET);
    String mask = "http://127.0.0.1:%d/***89ab".formatted(receiver.port());
    String key = UUID.randomUUID().toString();
    String id = null;
    for (int i = 0; i < 2; i++) {
      Response answer = tell(given().header("Idempotency-Key", key).contentType("application/json")
          .body(webhook(url)).post(SUBSCRIPTIONS));
      answer.then().statusCode(201).body("url", equalTo(mask));
      id = answer.path("id");
    }
    made.add(id);
    String address = SUBSCRIPTIONS + "/" + id;
    keep("a");
    receiver.does((post, out) -> Receiver.answer(out, "302 Found", "Location: http://127.0.0.1:1/services/%s\r\n".formatted(SECRET)));
    relay.turn(() -> false);
    receiver.close();
    keep("b");
    relay.turn(() -> false);
    tell(given().get(address)).then().body("url", equalTo(mask));
    tell(given().get(SUBSCRIPTIONS));
    tell(given().get(address + "/deliveries")).then().body("deliveries.size()", equalTo(2));
    tell(given().post(address + "/test"));
    tell(given().post(address + "/secret-rotation"));
    tell(given().get(management.resolve("/q/metrics")));
    tell(given().get("/v1/alerts.atom"));
    tell(given().get("/v1/changes"));
    // And mistyped, or in the wrong place.
    for (String wrong : List.of(url + " with blanks", "https://hooks.example.com/" + SECRET + "/[x", "https://0177.0.0.1/" + SECRET,
        "ftp://example.com/" + SECRET, "https://no-such-host.invalid/" + SECRET, "https://user:" + SECRET + "@example.com/")) {
      tell(given().contentType("application/json").body(webhook(wrong)).post(SUBSCRIPTIONS));
      tell(given().contentType("application/json").header("If-Match", "*").body("{\"url\": \"%s\"}".formatted(wrong)).patch(address));
    }
    tell(given().contentType("application/json").body(webhook(url).replace("\"Desk\"", '"' + url + '"')).post(SUBSCRIPTIONS))
        .then().statusCode(422).body("errors[0].pointer", equalTo("/name"));
    tell(given().contentType("application/json").body(webhook(url).replace("webhook", url)).post(SUBSCRIPTIONS));

    assertThat(told).isNotEmpty().allSatisfy(words ->
        assertThat(words).doesNotContain("SeCrEt9", "AbCdEfGh", "0123456789ab"));
    assertThat(records()).doesNotContain("SeCrEt9", "AbCdEfGh", "0123456789ab");
  }

  @Test
  void noAnswerLogOrRecordHasAMailAddress() throws Exception {
    try (var server = new StrictSmtp(Receivers.smtpPort())) {
      server.does(StrictSmtp.Manner.KNOWS_NOBODY);
      Response answer = tell(given().contentType("application/json").body(mail(reader + "@example.com")).post(SUBSCRIPTIONS));
      answer.then().statusCode(201).body("address", equalTo("g***@example.com"));
      String id = answer.path("id");
      made.add(id);
      relay.turn(() -> false);
      assertThat(server.mails()).isEmpty();
      // As it was kept before such words were masked.
      insertAttempt(id, "SMTPException: 550 <%s@example.com>: no such user, see %s".formatted(reader, reader));
      String address = SUBSCRIPTIONS + "/" + id;
      tell(given().get(address));
      tell(given().get(SUBSCRIPTIONS));
      tell(given().get(address + "/deliveries")).then().body("deliveries[0].attempts.size()", equalTo(2));
      tell(given().post(address + "/test")).then().statusCode(409);
      tell(given().post(address + "/confirmation")).then().statusCode(202);
      tell(given().contentType("application/json").body(mail(reader + "@nodot")).post(SUBSCRIPTIONS)).then().statusCode(400);
      tell(given().contentType("application/json").body(mail(reader + "@example.com").replace("\"Desk\"",
          "\"for %s@example.com\"".formatted(reader))).post(SUBSCRIPTIONS)).then().statusCode(422);
      tell(given().get(management.resolve("/q/metrics")));
    }
    assertThat(told).isNotEmpty().allSatisfy(words -> assertThat(words).doesNotContain(reader));
  }

  @Test
  void whatWasReadCanBeSentBackAndTheSecretStays() throws Exception {
    String path = "/services/" + SECRET;
    String id = given().contentType("application/json").body(webhook("http://127.0.0.1:%d%s".formatted(receiver.port(), path)))
        .post(SUBSCRIPTIONS).then().statusCode(201).extract().path("id");
    made.add(id);
    String address = SUBSCRIPTIONS + "/" + id;
    String shown = given().get(address).then().extract().path("url");
    given().contentType("application/json").header("If-Match", "*")
        .body("{\"name\": \"Other\", \"url\": \"%s\", \"format\": \"cloudevents\"}".formatted(shown)).patch(address)
        .then().statusCode(200).body("url", equalTo(shown), "name", equalTo("Other"), "format", equalTo("cloudevents"));
    keep("a");
    relay.turn(() -> false);
    assertThat(receiver.posts()).singleElement().satisfies(post -> assertThat(post.path()).isEqualTo(path));
    for (String mask : List.of("http://127.0.0.1:1/***Lu2v", shown.replace("Lu2v", "Lu2w"), "https://hooks.example.com/***")) {
      given().contentType("application/json").header("If-Match", "*").body("{\"url\": \"%s\"}".formatted(mask)).patch(address)
          .then().statusCode(422).body("errors[0].pointer", equalTo("/url"));
      given().contentType("application/json").body(webhook(mask)).post(SUBSCRIPTIONS)
          .then().statusCode(422).body("errors[0].pointer", equalTo("/url"));
    }
  }

  @Test
  void aMaskedMailAddressStandsForTheOneThatIsKept() throws Exception {
    try (var server = new StrictSmtp(Receivers.smtpPort())) {
      String id = given().contentType("application/json").body(mail(reader + "@example.com")).post(SUBSCRIPTIONS)
          .then().statusCode(201).extract().path("id");
      made.add(id);
      relay.turn(() -> false);
      String link = server.mails().getLast().body().replaceFirst("(?s)^.*?(/v1/confirm/[A-Za-z0-9_-]{43}).*$", "$1");
      given().post(link).then().statusCode(200);
      String address = SUBSCRIPTIONS + "/" + id;
      given().contentType("application/json").header("If-Match", "*").body("{\"address\": \"g***@example.com\"}").patch(address)
          .then().statusCode(200).body("state", equalTo("active"));
      given().contentType("application/json").header("If-Match", "*").body("{\"address\": \"h***@example.com\"}").patch(address)
          .then().statusCode(422).body("errors[0].pointer", equalTo("/address"));
      given().contentType("application/json").body(mail("g***@example.com")).post(SUBSCRIPTIONS).then().statusCode(422);
      keep("a");
      relay.turn(() -> false);
      assertThat(server.mails().getLast().to()).isEqualTo(reader + "@example.com");
    }
  }

  private Response tell(Response answer) {
    told.add(answer.headers() + answer.asString());
    return answer;
  }

  private String webhook(String url) {
    return "{\"name\": \"Desk\", \"channel\": \"webhook\", \"url\": \"%s\", \"match\": {\"commitments\": [\"%s\"]}}"
        .formatted(url, commitment);
  }

  private String mail(String address) {
    return "{\"name\": \"Desk\", \"channel\": \"mail\", \"address\": \"%s\", \"match\": {\"commitments\": [\"%s\"]}}"
        .formatted(address, commitment);
  }

  private void keep(String subject) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(
        new Message(0, commitment + subject, commitment + subject, 1, "alert.firing", clock.instant(), 7, commitment, "sold",
            "rule", "watch", "{}"))));
  }

  private void insertAttempt(String subscription, String detail) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.prepareStatement("""
        insert into delivery_attempt select id, 99, subscription_id, 'old', now(), now(), false, null, ?
        from delivery where subscription_id = cast(? as uuid)""")) {
      statement.setString(1, detail);
      statement.setString(2, subscription);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  /// What is kept beside the subscription itself.
  private String records() throws SQLException {
    var text = new StringBuilder();
    try (var connection = database.getConnection()) {
      for (String table : List.of("idempotent_request", "outbox_message", "delivery", "delivery_attempt")) {
        try (var rows = connection.createStatement().executeQuery("select cast(t as text) from %s t".formatted(table))) {
          while (rows.next()) {
            text.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    return text.toString();
  }
}
