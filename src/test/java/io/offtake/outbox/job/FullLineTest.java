package io.offtake.outbox.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.offtake.alerting.Alerting;
import io.offtake.alerting.PlainWords;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.intake.CalendarSteps;
import io.offtake.intake.Starter;
import io.offtake.outbox.Messages;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.Secrets;
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

/// From one look at the whole catalogue to every receiver. The normal run is small; with
/// `-Dofftake-test.receivers=10000 -Dofftake-test.alerts=1000` it is what a large installation would meet. What that
/// costs those who read meanwhile, `src/bench/relay` measures on the packaged service.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class FullLineTest {

  private static final int RECEIVERS = Integer.getInteger("offtake-test.receivers", 60);
  private static final int ALERTS = Integer.getInteger("offtake-test.alerts", 60);
  private static final int COMMITMENTS_EACH = 3;
  private static final int RULES_EACH = 1;
  private static final String LATE = "late-by-rule-";

  private final HandsOfTheClock clock = new HandsOfTheClock(midnightAfter(Clock.systemUTC().instant()));

  @Inject Subscriptions subscriptions;
  @Inject Secrets secrets;
  @Inject Relay relay;
  @Inject Alerting alerting;
  @Inject CalendarSteps calendar;
  @Inject Messages messages;
  @Inject Starter starter;
  @Inject PlainWords words;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  /// All that comes with Offtake, told in its own words.
  @BeforeEach
  void open() {
    words.plain(false);
    starter.load();
  }

  @AfterEach
  void close() {
    words.plain(true);
  }

  /// A receiver's place in the run.
  ///
  /// @param path  where it is posted to
  /// @param expected  how many messages concern it
  private record Desk(String path, long expected) {}

  @Test
  void oneLookReachesEveryReceiverOnce() throws Exception {
    QuarkusMock.installMockForType(clock, Clock.class);
    rule("late-probe");
    look();
    List<String> late = given().get("/v1/alerts?rule=late-probe&state=firing&pageSize=5000").then().statusCode(200)
        .extract().jsonPath().getList("alerts.commitment");
    assertThat(late).as("commitments of the starter whose evidence is late").hasSizeGreaterThan(3);
    int rules = (ALERTS + late.size() - 1) / late.size();
    IntStream.range(0, rules).forEach(i -> rule(LATE + i));

    long newest = messages.newestId();
    try (var receiver = new Receiver()) {
      long begun = System.nanoTime();
      List<Desk> desks = subscribe(receiver.port(), late, rules);
      print("%d subscriptions made in %s", desks.size(), since(begun));
      clock.set(clock.instant().plus(1, ChronoUnit.DAYS));
      calendar.run();

      begun = System.nanoTime();
      alerting.run();
      Duration committed = since(begun);
      long told = messages.newestId() - newest;
      print("%d readings looked at by %d rules, %d transitions committed in %s", readings(), rules + 10, told, committed);
      assertThat(told).isGreaterThanOrEqualTo(ALERTS);

      begun = System.nanoTime();
      relay.turn(() -> false);
      Duration relayed = since(begun);
      if (RECEIVERS > 1_000) {
        // Of so many connections one may break off; its attempt is made again.
        clock.set(clock.instant().plus(1, ChronoUnit.MINUTES));
        relay.turn(() -> false);
      }

      long expected = desks.stream().mapToLong(Desk::expected).sum();
      print("%d deliveries in %s (%.0f a second)", expected, relayed, expected / (relayed.toMillis() / 1000.0));
      Map<String, List<String>> came = receiver.posts().stream().collect(Collectors.groupingBy(
          Receiver.Post::path, Collectors.mapping(post -> post.header("webhook-id"), Collectors.toList())));
      for (Desk desk : desks) {
        assertThat(came.getOrDefault(desk.path(), List.of())).as(desk.path()).doesNotHaveDuplicates()
            .hasSize(Math.toIntExact(desk.expected()));
      }
      assertThat(receiver.posts()).hasSize(Math.toIntExact(expected));
    }
  }

  private List<Desk> subscribe(int port, List<String> late, int rules) {
    List<String> commitments = late.stream().distinct().sorted().toList();
    Map<String, Long> alerts = late.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    var desks = new ArrayList<Desk>();
    for (int i = 0; i < RECEIVERS; i++) {
      int first = i;
      List<String> watched = IntStream.range(0, COMMITMENTS_EACH)
          .mapToObj(each -> commitments.get((first + each * 5) % commitments.size())).distinct().toList();
      List<String> heeded = IntStream.range(0, RULES_EACH)
          .mapToObj(each -> LATE + (first / commitments.size() + each) % rules).distinct().toList();
      UUID id = UUID.randomUUID();
      subscriptions.add(id, new Draft("desk " + i,
          new Channel.Webhook(URI.create("http://127.0.0.1:%d/%d".formatted(port, i)), Format.STANDARD),
          new Matcher(watched, List.of(), heeded, List.of(), List.of()), ZoneOffset.UTC, Optional.empty(), 0,
          Optional.empty()), Optional.of(secrets.seal(id, secrets.generate())));
      desks.add(new Desk("/" + i, watched.stream().mapToLong(alerts::get).sum() * heeded.size()));
    }
    return desks;
  }

  private void look() {
    calendar.run();
    alerting.run();
  }

  private static void rule(String id) {
    given().contentType("application/json").body("""
        {"id": "%s", "title": "The source is late", "kind": "sourceLate", "parameters": {"hours": 24},
         "severity": "watch"}""".formatted(id)).post("/v1/alert-rules").then().statusCode(201);
  }

  private static int readings() {
    return JsonPath.from(given().get("/v1/status").asString()).getList("rows").size();
  }

  private static Instant midnightAfter(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).truncatedTo(ChronoUnit.MICROS);
  }

  private static void print(String format, Object... values) {
    System.out.println("full line: " + format.formatted(values));
  }
}
