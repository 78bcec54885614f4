package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every octet of a mail is what a strict server takes, whatever it tells.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class MailOnTheWireTest {

  private static final String SUBSCRIPTIONS = "/v1/subscriptions";

  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "wired-" + UUID.randomUUID();
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

  @ParameterizedTest
  @ValueSource(strings = {
    "Shipped (T\u00FCrkiye wheat)", "short", "plain but long enough to be folded more than once, for it goes on and on and on and on",
    "\u4E2D\u56FD\u5927\u8C46\u91C7\u8D2D\u627F\u8BFA\u4E2D\u56FD\u5927\u8C46\u91C7\u8D2D\u627F\u8BFA\u4E2D\u56FD\u5927\u8C46\u91C7\u8D2D", "\uD83C\uDF3E\uD83C\uDF3E wheat",
    "a\r\nBcc: victim@example.com", "a\nReply-To: victim@example.com\n\nbody", "a\rCc: victim@example.com",
    "\u00E9\r\n\r\nbody", "=?UTF-8?Q?=0D=0ABcc:_victim=40example.com?=", "tab\there and \u0000 nothing",
    "one-word-without-any-blank-that-is-longer-than-a-line-of-a-mail-may-be-one-word-without-any-blank-that-is-longer"
  })
  void anyTitleMakesASubjectThatAStrictServerTakes(String title) throws Exception {
    confirmed("desk@example.com");
    // The words of these tests put the message's subject into the title.
    keep(title, "T\u00FCrkiye \uD83C\uDF3E\r\n.\r\n..dots\r lone\n" + "no blank".repeat(300));
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
    assertThat(server.mails()).hasSize(2);
    String read = MimeUtility.decodeText(server.mails().getLast().header("Subject"));
    String expected = ("alert.firing " + commitment + title).replaceAll("[\\p{Cntrl} ]+", " ").strip();
    assertThat(read).isEqualTo(expected.length() <= 200 ? expected : read);
  }

  @Test
  void aTitleOfAnyLengthIsCutBetweenCharacters() throws Exception {
    confirmed("desk@example.com");
    keep("\uD83C\uDF3E".repeat(50), "{}");
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
    assertThat(MimeUtility.decodeText(server.mails().getLast().header("Subject"))).endsWith("\uD83C\uDF3E").doesNotContain("?");
  }

  @Test
  void theQuestionTheTestAndADigestAreTakenToo() {
    String id = confirmed("desk@example.com");
    given().post(SUBSCRIPTIONS + "/" + id + "/test").then().statusCode(202);
    relay.turn(() -> false);
    given().contentType("application/json").header("If-Match", "*").body("{\"digest\": {\"everyMinutes\": 1}}")
        .patch(SUBSCRIPTIONS + "/" + id).then().statusCode(200);
    keep("T\u00FCrkiye", "a");
    keep("\u4E2D\u56FD", "b");
    relay.turn(() -> false);
    clock.set(clock.instant().plusSeconds(61));
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
    assertThat(server.mails()).hasSize(3);
    assertThat(server.mails().getLast().header("List-Unsubscribe")).matches("<https://[^>]*>, <mailto:alerts@example.com\\?[^>]*>");
  }

  @Test
  void aMailboxAsLongAsItMayBeIsWrittenWhole() {
    confirmed("a".repeat(64) + "@" + "b".repeat(60) + "." + "c".repeat(60) + ".example");
    assertThat(server.refusals()).isEmpty();
  }

  /// One connection after the other is accepted and never greeted; then the server is well again.
  @Test
  void aServerThatHungIsUsedAgainWhenItIsWell() throws Exception {
    confirmed("desk@example.com");
    server.does(StrictSmtp.Manner.HANGS);
    for (int i = 0; i < 24; i++) {
      keep("hangs-" + i, "{}");
    }
    relay.turn(() -> false);
    server.does(StrictSmtp.Manner.ACCEPTS);
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (server.connections() > 1 && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    clock.set(clock.instant().plusSeconds(6));
    relay.turn(() -> false);
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
    assertThat(server.mails()).hasSize(25);
  }

  private String confirmed(String address) {
    String id = given().contentType("application/json").body("""
        {"name": "Desk", "channel": "mail", "address": "%s", "match": {"commitments": ["%s"]}}"""
        .formatted(address.replace("desk@", "desk-" + UUID.randomUUID() + "@"), commitment))
        .post(SUBSCRIPTIONS).then().statusCode(201).extract().path("id");
    made.add(id);
    relay.turn(() -> false);
    assertThat(server.refusals()).isEmpty();
    String link = server.mails().getLast().body().replaceFirst("(?s)^.*?(/v1/confirm/[A-Za-z0-9_-]{43}).*$", "$1");
    given().post(link).then().statusCode(200);
    return id;
  }

  private void keep(String title, String content) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(
        new Message(0, "k-" + UUID.randomUUID(), (commitment + title).replace("\u0000", "\u0001"), 1, "alert.firing", clock.instant(), 7, commitment, "sold",
            "rule", "watch", content))));
  }
}
