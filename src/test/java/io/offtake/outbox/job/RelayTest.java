package io.offtake.outbox.job;

import static io.offtake.outbox.job.Receiver.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.standardwebhooks.Webhook;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Digest;
import io.offtake.outbox.Lanes;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.QuietHours;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.Secrets;
import io.offtake.outbox.job.Receiver.Manner;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages reach their receivers at least once, in order, on the schedule, however the receivers behave.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class RelayTest {

  private static final Matcher NOTHING = new Matcher(List.of("no-such-commitment"), List.of(), List.of(), List.of(), List.of());

  /// In seconds after the first: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, one after the other.
  private static final List<Long> SCHEDULE = List.of(
      0L, 5L, 305L, 2_105L, 9_305L, 27_305L, 63_305L, 113_705L, 185_705L, 272_105L);

  /// The official library looks at the machine's clock, so time begins now.
  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "made-" + UUID.randomUUID();
  private final List<UUID> made = new ArrayList<>();
  private Receiver receiver;
  /// Of the newest subscription.
  private String secret;

  @Inject Outbox outbox;
  @Inject Subscriptions subscriptions;
  @Inject Deliveries deliveries;
  @Inject Lanes lanes;
  @Inject Secrets secrets;
  @Inject Relay relay;

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
    made.forEach(id -> subscriptions.end(id, Optional.empty(), "the test is over"));
  }

  @Test
  void aMessageReachesThoseWhomItConcernsOnceAndSigned() throws Exception {
    subscribe(NOTHING);
    subscribe(new Matcher(List.of(commitment), List.of(), List.of(), List.of("likely"), List.of()));
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    relay();
    relay();

    assertThat(receiver.posts()).hasSize(1);
    Receiver.Post post = receiver.posts().getFirst();
    new Webhook(secret).verify(post.body(), post.headers());
    assertThat(post.path()).isEqualTo("/hook?desk=1");
    assertThat(post.header("webhook-id")).isEqualTo(key("a", 1));
    assertThat(post.header("webhook-timestamp")).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
    assertThat(post.header("content-type")).isEqualTo("application/json");
    var body = new JsonPath(post.body());
    assertThat(body.getString("type")).isEqualTo("alert.firing");
    assertThat(body.getString("timestamp")).isEqualTo(clock.instant().toString());
    assertThat(body.getString("data.say")).isEqualTo("a 1");
    assertThat(newest(subscription).state()).isEqualTo(Delivery.State.DELIVERED);
  }

  @Test
  void whoSubscribesLaterGetsNothingOfBefore() {
    keep(message("a", 1));
    Subscription subscription = subscribe(ours());
    relay();
    assertThat(deliveries.newest(subscription.id(), Long.MAX_VALUE, 10)).isEmpty();
  }

  static Stream<Arguments> receiversThatFail() {
    return Stream.of(
        Arguments.of("fails", (Manner) (_, out) -> answer(out, "500 Internal Server Error", ""), "answered 500"),
        Arguments.of("hangs", (Manner) (_, _) -> Thread.sleep(10_000), "no answer within 2 s"),
        Arguments.of("accepts and dies", (Manner) (_, _) -> { }, "Closed"),
        Arguments.of("redirects", (Manner) (_, out) -> answer(out, "301 Moved Permanently", "Location: /else\r\n"),
            "redirections are not followed"),
        Arguments.of("has enough", (Manner) (_, out) -> answer(out, "429 Too Many Requests", ""), "answered 429"),
        Arguments.of("talks nonsense", (Manner) (_, out) -> out.write("SMTP ready\r\n\r\n".getBytes()), ""));
  }

  @ParameterizedTest(name = "a receiver that {0}")
  @MethodSource("receiversThatFail")
  void aReceiverThatDoesNotAcceptGetsExactlyTheAttemptsOfTheSchedule(String name, Manner manner, String detail) {
    receiver.does(manner);
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    Instant begin = clock.instant();
    for (int i = 0; i < SCHEDULE.size(); i++) {
      if (i > 0) {
        clock.set(begin.plusSeconds(SCHEDULE.get(i) - 1));
        relay();
        assertThat(receiver.posts()).as("a second before attempt %d", i + 1).hasSize(i);
      }
      clock.set(begin.plusSeconds(SCHEDULE.get(i)));
      relay();
      assertThat(receiver.posts()).as("at attempt %d", i + 1).hasSize(i + 1);
    }
    clock.set(begin.plus(Duration.ofDays(30)));
    relay();

    assertThat(receiver.posts()).extracting(post -> post.header("webhook-id")).containsOnly(key("a", 1)).hasSize(10);
    assertThat(receiver.posts()).extracting(Receiver.Post::path).containsOnly("/hook?desk=1");
    Delivery delivery = newest(subscription);
    assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
    assertThat(delivery.attempts()).extracting(attempt -> attempt.startedAt().getEpochSecond() - begin.getEpochSecond())
        .isEqualTo(SCHEDULE);
    assertThat(delivery.attempts()).allSatisfy(attempt -> assertThat(attempt.detail()).contains(detail));
  }

  @Test
  void aReceiverThatAsksForPatienceIsLeftAloneForSoLong() {
    receiver.does((_, out) -> answer(out, "429 Too Many Requests", "Retry-After: 3600\r\n"));
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    relay();
    assertThat(newest(subscription).dueAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    receiver.does((_, out) -> answer(out, "503 Service Unavailable", "Retry-After: 1\r\n"));
    at(Duration.ofHours(1));
    relay();
    assertThat(newest(subscription).dueAt()).as("never sooner than the schedule")
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    receiver.does((_, out) -> answer(out, "204 No Content", ""));
    at(Duration.ofMinutes(5));
    relay();
    assertThat(newest(subscription).state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(newest(subscription).attempts()).extracting(Delivery.Attempt::status).containsExactly(429, 503, 204);
  }

  @Test
  void aReceiverThatIsGoneIsDisabledAtOnceAndTheOthersAreTold() throws IOException {
    receiver.does((_, out) -> answer(out, "410 Gone", ""));
    Subscription gone = subscribe(ours());
    keep(message("a", 1), message("b", 1));
    try (var other = new Receiver()) {
      Subscription told = subscribe(draft(other.url(),
          new Matcher(List.of(), List.of(), List.of(), List.of(), List.of(ServiceNotice.DISABLED))));
      relay();
      relay();
      Subscription now = subscriptions.find(gone.id()).orElseThrow();
      assertThat(now.state()).isEqualTo(Subscription.State.DISABLED);
      assertThat(now.cause()).hasValue("the receiver answered 410 Gone");
      assertThat(other.posts()).hasSize(1);
      var notice = new JsonPath(other.posts().getFirst().body());
      assertThat(notice.getString("type")).isEqualTo("subscription.disabled");
      assertThat(notice.getString("data.subscription")).isEqualTo(gone.id().toString());
      assertThat(newest(told).state()).isEqualTo(Delivery.State.DELIVERED);
    }
    int sofar = receiver.posts().size();
    receiver.does((_, out) -> answer(out, "200 OK", ""));
    at(Duration.ofDays(1));
    relay();
    assertThat(receiver.posts()).hasSize(sofar);

    int revision = subscriptions.find(gone.id()).orElseThrow().revision();
    subscriptions.change(gone.id(), revision, gone.draft(), Subscription.State.ACTIVE).orElseThrow();
    relay();
    assertThat(deliveries.newest(gone.id(), Long.MAX_VALUE, 10))
        .as("what waited goes out").hasSize(2)
        .allMatch(each -> each.state() == Delivery.State.DELIVERED);
  }

  @Test
  void aReceiverThatGaveUpThreeMessagesIsDisabled() {
    receiver.does((_, out) -> answer(out, "500 Internal Server Error", ""));
    Subscription subscription = subscribe(ours());
    keep(message("a", 1), message("b", 1), message("c", 1));
    Instant begin = clock.instant();
    for (long seconds : SCHEDULE) {
      clock.set(begin.plusSeconds(seconds));
      relay();
    }
    Subscription now = subscriptions.find(subscription.id()).orElseThrow();
    assertThat(now.state()).isEqualTo(Subscription.State.DISABLED);
    assertThat(now.cause().orElseThrow()).contains("3 messages had to be given up");
    assertThat(now.failingSince()).hasValue(begin);
  }

  @Test
  void messagesOfOneAlertStayInOrderAndThoseOfAnotherDoNotWaitForThem() {
    receiver.does((post, out) ->
        answer(out, post.header("webhook-id").equals(key("a", 1)) ? "500 Internal Server Error" : "204 No Content", ""));
    subscribe(ours());
    keep(message("a", 1));
    keep(message("a", 2), message("b", 1));
    relay();
    assertThat(ids()).containsExactlyInAnyOrder(key("a", 1), key("b", 1));
    receiver.does((_, out) -> answer(out, "204 No Content", ""));
    at(Duration.ofSeconds(5));
    relay();
    assertThat(ids()).hasSize(4).endsWith(key("a", 1), key("a", 2));
  }

  @Test
  void whatARelayLeftWhenItDiedIsSentByAnotherUnderTheSameKey() {
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    lanes.expand(10);
    assertThat(lanes.claim("a relay that dies", Duration.ofSeconds(90), 100)).contains(subscription.id());
    relay();
    assertThat(receiver.posts()).isEmpty();
    at(Duration.ofSeconds(91));
    relay();
    assertThat(ids()).containsExactly(key("a", 1));
  }

  @Test
  void whatALateRelayReportsIsKeptAndOnlyItsSuccessCounts() {
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    lanes.expand(10);
    lanes.claim("a relay that sleeps", Duration.ofSeconds(90), 100);
    Delivery slept = lanes.due(subscription.id(), 10).getFirst();
    at(Duration.ofSeconds(91));
    receiver.does((_, out) -> answer(out, "500 Internal Server Error", ""));
    relay();
    Instant due = newest(subscription).dueAt();
    lanes.settle(subscription.id(), "a relay that sleeps", List.of(new Lanes.Result(slept, clock.instant(),
        clock.instant(), new Outcome.Failed(null, "late", Optional.empty()), clock.instant())),
        Optional.empty());
    assertThat(newest(subscription).dueAt()).isEqualTo(due);
    assertThat(newest(subscription).attempts()).hasSize(2);
    lanes.settle(subscription.id(), "a relay that sleeps", List.of(new Lanes.Result(slept, clock.instant(),
        clock.instant(), new Outcome.Accepted(204), null)), Optional.empty());
    assertThat(newest(subscription).state()).isEqualTo(Delivery.State.DELIVERED);
  }

  @Test
  void aRelayThatIsAloneTakesBackAtOnceWhatADeadOneHeld() {
    subscribe(ours());
    keep(message("a", 1));
    lanes.expand(10);
    assertThat(lanes.claim("dead", Duration.ofSeconds(90), 10)).hasSize(1);
    relay();
    assertThat(receiver.posts()).isEmpty();
    lanes.takeBack();
    relay();
    assertThat(ids()).containsExactly(key("a", 1));
  }

  @Test
  void twoRelaysNeverTakeTheSameLane() {
    IntStream.range(0, 20).forEach(_ -> subscribe(ours()));
    keep(message("a", 1));
    lanes.expand(10);
    var first = lanes.claim("one", Duration.ofSeconds(90), 12);
    var second = lanes.claim("other", Duration.ofSeconds(90), 12);
    assertThat(first).hasSize(12).doesNotContainAnyElementsOf(second);
    assertThat(second).hasSize(8);
  }

  @Test
  void manyRelaysAtOnceSendEachMessageOnceAndInOrder() throws InterruptedException {
    subscribe(ours());
    subscribe(ours());
    for (int i = 1; i <= 20; i++) {
      keep(message("a", i), message("b", i));
    }
    var relays = IntStream.range(0, 4)
        .mapToObj(_ -> Thread.ofVirtual().start(() -> relay.turn(() -> false)))
        .toList();
    for (Thread each : relays) {
      each.join();
    }
    relay();
    assertThat(receiver.posts()).hasSize(80);
    assertThat(ids().stream().filter(id -> id.contains("-a-")).distinct())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(i -> key("a", i)).toList());
  }

  @Test
  void whileASecretIsRotatedBothSign() throws Exception {
    Subscription subscription = subscribe(ours());
    String old = secret;
    String next = secrets.generate();
    subscriptions.rotate(subscription.id(), secrets.seal(subscription.id(), next),
        clock.instant().plus(Duration.ofHours(24)));
    keep(message("a", 1));
    relay();
    Receiver.Post post = receiver.posts().getFirst();
    assertThat(post.header("webhook-signature").split(" ")).hasSize(2);
    new Webhook(old).verify(post.body(), post.headers());
    new Webhook(next).verify(post.body(), post.headers());

    at(Duration.ofHours(24));
    keep(message("a", 2));
    relay();
    assertThat(receiver.posts().getLast().header("webhook-signature").split(" ")).hasSize(1);
  }

  @Test
  void aReplayGoesOutAtOnceUnderTheSameKeyWithAScheduleOfItsOwn() {
    Subscription subscription = subscribe(ours());
    keep(message("a", 1));
    relay();
    at(Duration.ofHours(1));
    receiver.does((_, out) -> answer(out, "500 Internal Server Error", ""));
    deliveries.replay(subscription.id(), newest(subscription).id()).orElseThrow();
    relay();
    assertThat(ids()).containsExactly(key("a", 1), key("a", 1));
    Delivery delivery = newest(subscription);
    assertThat(delivery.dueAt()).isEqualTo(clock.instant().plusSeconds(5));
    assertThat(delivery.attempts()).extracting(Delivery.Attempt::number).containsExactly(1, 2);
  }

  @Test
  void nothingIsSentInQuietHoursButWhatAPersonAsksFor() {
    clock.set(Instant.parse("2027-01-15T23:30:00Z"));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Subscription subscription = subscribe(new Draft("quiet", new Channel.Webhook(receiver.url(), Format.STANDARD), ours(),
        berlin, Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30))), 0, Optional.empty()));
    keep(message("a", 1));
    relay();
    assertThat(receiver.posts()).isEmpty();
    deliveries.ping(subscription.id());
    relay();
    assertThat(receiver.posts()).hasSize(1);
    clock.set(Instant.parse("2027-01-16T05:29:59Z"));
    relay();
    assertThat(receiver.posts()).hasSize(1);
    clock.set(Instant.parse("2027-01-16T05:30:00Z"));
    relay();
    assertThat(ids()).hasSize(2).endsWith(key("a", 1));
  }

  @Test
  void noMoreIsSentInAMinuteThanTheRateAllows() {
    subscribe(new Draft("slow", new Channel.Webhook(receiver.url(), Format.STANDARD), ours(), ZoneOffset.UTC,
        Optional.empty(), 3, Optional.empty()));
    for (int i = 1; i <= 7; i++) {
      keep(message("subject" + i, 1));
    }
    relay();
    assertThat(receiver.posts()).hasSize(3);
    at(Duration.ofSeconds(59));
    relay();
    assertThat(receiver.posts()).hasSize(3);
    at(Duration.ofSeconds(1));
    relay();
    assertThat(receiver.posts()).hasSize(6);
    at(Duration.ofSeconds(60));
    relay();
    assertThat(receiver.posts()).hasSize(7);
  }

  @Test
  void aDigestCollectsAndKeepsItsKeyAndItsPartsOverAllAttempts() {
    receiver.does((_, out) -> answer(out, "500 Internal Server Error", ""));
    Subscription subscription = subscribe(new Draft("digest", new Channel.Webhook(receiver.url(), Format.STANDARD), ours(),
        ZoneOffset.UTC, Optional.empty(), 0, Optional.of(new Digest.Every(Duration.ofMinutes(30)))));
    keep(message("a", 1));
    relay();
    at(Duration.ofMinutes(20));
    keep(message("a", 2), message("b", 1));
    relay();
    assertThat(receiver.posts()).isEmpty();
    at(Duration.ofMinutes(10));
    relay();
    assertThat(ids()).containsExactly("digest-" + key("a", 1));
    keep(message("b", 2));
    receiver.does((_, out) -> answer(out, "204 No Content", ""));
    at(Duration.ofSeconds(5));
    relay();
    assertThat(ids()).containsExactly("digest-" + key("a", 1), "digest-" + key("a", 1));
    assertThat(receiver.posts().get(1).body()).isEqualTo(receiver.posts().get(0).body());
    var body = new JsonPath(receiver.posts().getLast().body());
    assertThat(body.getString("type")).isEqualTo("digest");
    assertThat(body.getList("data.messages.id")).isEqualTo(List.of(key("a", 1), key("a", 2), key("b", 1)));
    at(Duration.ofMinutes(30));
    relay();
    assertThat(ids()).hasSize(3).endsWith("digest-" + key("b", 2));
    assertThat(deliveries.waiting(subscription.id())).isZero();
  }

  @Test
  void bodiesAreAlsoCloudEventsAndSlackMessagesAndNeverTooLarge() {
    subscribe(new Draft("events", new Channel.Webhook(receiver.url(), Format.CLOUDEVENTS), ours(), ZoneOffset.UTC,
        Optional.empty(), 0, Optional.empty()));
    keep(message("a", 1));
    relay();
    Receiver.Post event = receiver.posts().getLast();
    assertThat(event.header("content-type")).isEqualTo("application/cloudevents+json");
    var body = new JsonPath(event.body());
    assertThat(body.getString("specversion")).isEqualTo("1.0");
    assertThat(body.getString("id")).isEqualTo(key("a", 1));
    assertThat(body.getString("data.say")).isEqualTo("a 1");

    subscribe(new Draft("slack", new Channel.Webhook(receiver.url(), Format.SLACK),
        new Matcher(List.of(commitment), List.of(), List.of("other"), List.of(), List.of()), ZoneOffset.UTC,
        Optional.empty(), 0, Optional.empty()));
    keep(new Message(0, key("s", 1), commitment + "-s", 1, "alert.firing", clock.instant(), 7, commitment, null, "other",
        "watch", "less <than> & \"more\""));
    relay();
    assertThat(receiver.posts()).extracting(Receiver.Post::body).anySatisfy(text ->
        assertThat(new JsonPath(text).getString("text")).contains("less &lt;than&gt; &amp; \"more\""));

    keep(new Message(0, key("l", 1), commitment + "-l", 1, "alert.firing", clock.instant(), 7, commitment, null, "rule",
        "watch", "{\"say\":\"%s\"}".formatted("long ".repeat(8_000))));
    relay();
    Receiver.Post large = receiver.posts().getLast();
    assertThat(large.body().length()).isLessThan(20_000);
    assertThat(new JsonPath(large.body()).getBoolean("data.shortened")).isTrue();
  }

  @Test
  void aNameThatLeadsElsewhereByTheTimeOfDeliveryGainsNothing() {
    subscribe(draft(URI.create("https://localhost:%d/".formatted(receiver.port())), ours()));
    keep(message("a", 1));
    relay();
    assertThat(receiver.posts()).isEmpty();
  }

  private Matcher ours() {
    return new Matcher(List.of(commitment), List.of(), List.of(), List.of(), List.of());
  }

  private Draft draft(URI url, Matcher matcher) {
    return new Draft("desk", new Channel.Webhook(url, Format.STANDARD), matcher, ZoneOffset.UTC, Optional.empty(), 0,
        Optional.empty());
  }

  private Subscription subscribe(Matcher matcher) {
    return subscribe(draft(receiver.url(), matcher));
  }

  private Subscription subscribe(Draft draft) {
    UUID id = UUID.randomUUID();
    made.add(id);
    secret = secrets.generate();
    return subscriptions.add(id, draft, Optional.of(secrets.seal(id, secret)));
  }

  private String key(String subject, int sequence) {
    return "%s-%s-%d".formatted(commitment, subject, sequence);
  }

  private Message message(String subject, int sequence) {
    return new Message(0, key(subject, sequence), commitment + "-" + subject, sequence, "alert.firing", clock.instant(), 7,
        commitment, "sold", "rule", "watch", "{\"say\":\"%s %d\"}".formatted(subject, sequence));
  }

  private void keep(Message... messages) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(messages)));
  }

  private void relay() {
    relay.turn(() -> false);
  }

  private void at(Duration later) {
    clock.set(clock.instant().plus(later));
  }

  private List<String> ids() {
    return receiver.posts().stream().map(post -> post.header("webhook-id")).toList();
  }

  private Delivery newest(Subscription subscription) {
    return deliveries.newest(subscription.id(), Long.MAX_VALUE, 1).getFirst();
  }
}
