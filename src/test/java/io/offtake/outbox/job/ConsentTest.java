package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nobody is sent mail who has not agreed, whoever named the address.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class ConsentTest {

  private static final String SUBSCRIPTIONS = "/v1/subscriptions";
  private static final Pattern LINK = Pattern.compile("https://offtake\\.example\\.com(/v1/confirm/[A-Za-z0-9_-]{43})");

  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "asked-" + UUID.randomUUID();
  /// Nobody else's in this database.
  private final String reader = "reader-" + UUID.randomUUID();
  private final List<String> made = new ArrayList<>();
  private StrictSmtp server;

  @Inject Outbox outbox;
  @Inject Relay relay;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    server = new StrictSmtp(Receivers.smtpPort());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    made.forEach(id -> given().header("If-Match", "*").delete(SUBSCRIPTIONS + "/" + id));
  }

  @Test
  void nothingButTheQuestionIsSentBeforeItsReaderAgrees() {
    String id = subscribe(reader + "@example.com").statusCode(201)
        .body("state", equalTo("unconfirmed"), "cause", containsString("nobody has agreed")).extract().path("id");
    String address = SUBSCRIPTIONS + "/" + id;
    keep("before", 1);
    relay();
    relay();
    assertThat(subjects()).containsExactly("Do you want messages of Offtake?");
    String link = newestLink();

    given().post(address + "/test").then().statusCode(409).body("type", equalTo("/problems/unconfirmed"));
    patch(address, "{\"state\": \"active\"}").statusCode(200).body("state", equalTo("unconfirmed"));
    int delivery = given().get(address + "/deliveries").then()
        .body("deliveries", hasSize(1), "deliveries[0].type", equalTo("subscription.confirmation"))
        .extract().path("deliveries[0].id");
    given().post(address + "/deliveries/" + delivery + "/replay").then().statusCode(409);
    // Programs that look at the links of a mail.
    given().get(link).then().statusCode(200).contentType("text/html").body(containsString("method=\"post\""));
    given().head(link).then().statusCode(200);
    given().get(link).then().statusCode(200).header("Cache-Control", equalTo("no-store"));
    given().get(address).then().body("state", equalTo("unconfirmed"));
    keep("before", 2);
    relay();
    assertThat(server.mails()).hasSize(1);

    given().post(link).then().statusCode(200).body(containsString("r***@example.com"));
    given().get(address).then().body("state", equalTo("active"), "cause", nullValue());
    relay();
    assertThat(server.mails()).as("what came about before is not sent").hasSize(1);
    keep("after", 1);
    relay();
    assertThat(subjects()).hasSize(2).last().asString().contains(commitment + "-after");
    given().post(address + "/test").then().statusCode(202);
  }

  @Test
  void aLinkWorksOnceAndOnlyForHisAddress() {
    subscribe(reader + "@example.com").statusCode(201);
    relay();
    String link = newestLink();
    given().post(link).then().statusCode(200);
    given().post(link).then().statusCode(410).body("type", equalTo("/problems/confirmation-over"),
        "detail", containsString("used before"));
    given().get(link).then().statusCode(410);
    given().post("/v1/confirm/" + "A".repeat(43)).then().statusCode(404);
    given().post("/v1/confirm/short").then().statusCode(400);
    given().post(link + "?again=1").then().statusCode(400);
  }

  @Test
  void aLinkIsGoodForTwoDaysAndTheQuestionCanBeAskedAgain() {
    Instant begin = clock.instant();
    String id = subscribe(reader + "@example.com").extract().path("id");
    relay();
    String late = newestLink();
    clock.set(begin.plus(Duration.ofHours(48)));
    given().post(late).then().statusCode(410).body("detail", containsString("expired"));
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(202)
        .body("type", equalTo("subscription.confirmation"));
    relay();
    String link = newestLink();
    assertThat(link).isNotEqualTo(late);
    clock.set(begin.plus(Duration.ofHours(96)).minusSeconds(1));
    given().post(link).then().statusCode(200);
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(409)
        .body("type", equalTo("/problems/nothing-to-confirm"));
  }

  @Test
  void aMailboxIsAskedThreeTimesADayWhoeverAsksAndHoweverItIsWritten() {
    Instant begin = clock.instant();
    String id = subscribe(reader + "@example.com").statusCode(201).extract().path("id");
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(202);
    subscribe(reader.toUpperCase(Locale.ROOT) + "+grain@Example.COM").statusCode(201);
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(429)
        .body("type", equalTo("/problems/too-many-confirmations")).header("Retry-After", equalTo("86400"));
    int before = given().get(SUBSCRIPTIONS).then().extract().path("subscriptions.size()");
    subscribe(reader + "+other@example.com").statusCode(429).header("Retry-After", equalTo("86400"));
    given().get(SUBSCRIPTIONS).then().body("subscriptions", hasSize(before));
    subscribe("other-" + reader + "@example.com").statusCode(201);
    for (int day = 1; day < 4; day++) {
      clock.set(begin.plus(Duration.ofDays(day)));
      for (int i = 0; i < 3 && 3 * day + i < 10; i++) {
        given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(202);
      }
    }
    clock.set(begin.plus(Duration.ofDays(5)));
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(429);
    clock.set(begin.plus(Duration.ofDays(30)));
    given().post(SUBSCRIPTIONS + "/" + id + "/confirmation").then().statusCode(202);
  }

  @Test
  void thoseWhoAskAtOnceAreCountedToo() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        requests.add(() -> given().contentType("application/json").body(mail(reader + "@example.com")).post(SUBSCRIPTIONS)
            .then().extract().statusCode());
      }
      var answers = new ArrayList<Integer>();
      for (Future<Integer> each : executor.invokeAll(requests)) {
        answers.add(each.get());
      }
      assertThat(answers.stream().filter(status -> status == 201)).hasSize(3);
      assertThat(answers.stream().filter(status -> status == 429)).hasSize(5);
    }
    relay();
    assertThat(server.mails().stream().filter(mail -> mail.to().startsWith(reader))).hasSize(3);
  }

  @Test
  void anotherAddressIsAskedAndWhatCameAboutMeanwhileWaits() {
    String id = subscribe(reader + "@example.com").extract().path("id");
    String address = SUBSCRIPTIONS + "/" + id;
    relay();
    String first = newestLink();
    given().post(first).then().statusCode(200);
    keep("told", 1);
    relay();
    patch(address, "{\"address\": \"new-%s@example.org\"}".formatted(reader)).statusCode(200)
        .body("state", equalTo("unconfirmed"), "address", equalTo("n***@example.org"));
    keep("waits", 1);
    relay();
    relay();
    assertThat(server.mails()).hasSize(3).last().satisfies(mail -> assertThat(mail.to()).startsWith("new-"));
    given().get(address).then().body("waiting", equalTo(1));
    given().post(newestLink()).then().statusCode(200);
    relay();
    assertThat(server.mails()).hasSize(4).last().satisfies(mail -> {
      assertThat(mail.to()).startsWith("new-");
      assertThat(mail.header("Subject")).contains("waits");
    });
  }

  @Test
  void whoChangesTheAddressBeforeTheAnswerMakesTheOldLinkUseless() {
    String id = subscribe(reader + "@example.com").extract().path("id");
    relay();
    String old = newestLink();
    patch(SUBSCRIPTIONS + "/" + id, "{\"address\": \"new-%s@example.org\", \"state\": \"paused\"}".formatted(reader))
        .statusCode(200).body("state", equalTo("unconfirmed"));
    relay();
    given().post(old).then().statusCode(410);
    given().post(newestLink()).then().statusCode(200);
    given().get(SUBSCRIPTIONS + "/" + id).then().body("state", equalTo("paused"));
  }

  @Test
  void aQuestionThatCannotBeHandedOverDoesNotEndInAlerts() {
    server.does(StrictSmtp.Manner.KNOWS_NOBODY);
    String id = subscribe(reader + "@example.com").extract().path("id");
    relay();
    given().get(SUBSCRIPTIONS + "/" + id + "/deliveries").then()
        .body("deliveries[0].attempts[0].detail", containsString("550"),
            "deliveries[0].attempts[0].detail", not(containsString(reader)));
    given().get(SUBSCRIPTIONS).then().body("subscriptions.address", hasItem("r***@example.com"));
  }

  private ValidatableResponse subscribe(String address) {
    ValidatableResponse answer =
        given().contentType("application/json").body(mail(address)).post(SUBSCRIPTIONS).then();
    if (answer.extract().statusCode() == 201) {
      made.add(answer.extract().path("id"));
    }
    return answer;
  }

  private String mail(String address) {
    return "{\"name\": \"Desk\", \"channel\": \"mail\", \"address\": \"%s\", \"match\": {\"commitments\": [\"%s\"]}}"
        .formatted(address, commitment);
  }

  private static ValidatableResponse patch(String address, String body) {
    return given().contentType("application/json").header("If-Match", "*").body(body).patch(address).then();
  }

  private void keep(String subject, int sequence) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(
        new Message(0, "%s-%s-%d".formatted(commitment, subject, sequence), commitment + "-" + subject, sequence,
            "alert.firing", clock.instant(), 7, commitment, "sold", "rule", "watch", "{}"))));
  }

  private void relay() {
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
  }

  private List<String> subjects() {
    return server.mails().stream().map(mail -> mail.header("Subject")).toList();
  }

  private String newestLink() {
    return LINK.matcher(server.mails().getLast().body()).results().map((MatchResult found) -> found.group(1))
        .findFirst().orElseThrow();
  }
}
