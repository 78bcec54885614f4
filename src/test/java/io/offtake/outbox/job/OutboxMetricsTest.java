package io.offtake.outbox.job;

import static io.offtake.outbox.job.Receiver.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What `/q/metrics` tells of messages on their way. Other tests leave messages behind, so differences are looked at.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class OutboxMetricsTest {

  private final HandsOfTheClock clock =
      new HandsOfTheClock(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()));
  private final String commitment = "counted-" + UUID.randomUUID();
  private final List<UUID> made = new ArrayList<>();
  private Receiver receiver;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject Outbox outbox;
  @Inject Subscriptions subscriptions;
  @Inject Secrets secrets;
  @Inject Relay relay;
  @Inject OutboxMetrics metrics;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    receiver = new Receiver();
    relay.turn(() -> false);
  }

  @AfterEach
  void close() throws IOException {
    receiver.close();
    made.forEach(id -> subscriptions.end(id, Optional.empty(), "the test is over"));
  }

  @Test
  void tellsWhatWaitsForHowLongAndWhatCameOfAttempts() {
    subscribe();
    keep("a");
    double retried = value("offtake_outbox_attempts_total{outcome=\"retried\"}");
    double accepted = value("offtake_outbox_attempts_total{outcome=\"accepted\"}");
    double waiting = value("offtake_outbox_deliveries_waiting{subscription=\"active\"}");
    assertThat(value("offtake_outbox_messages_waiting")).isEqualTo(1);
    assertThat(value("offtake_outbox_subscriptions{state=\"active\"}")).isPositive();

    receiver.does((_, out) -> answer(out, "500 Internal Server Error", ""));
    relay.turn(() -> false);
    clock.set(clock.instant().plus(Duration.ofSeconds(65)));
    assertThat(value("offtake_outbox_messages_waiting")).isZero();
    assertThat(value("offtake_outbox_deliveries_waiting{subscription=\"active\"}")).isEqualTo(waiting + 1);
    assertThat(value("offtake_outbox_oldest_age_seconds")).isGreaterThanOrEqualTo(65);
    assertThat(value("offtake_outbox_overdue_seconds")).as("the second attempt was due after 5 s")
        .isGreaterThanOrEqualTo(60);
    assertThat(value("offtake_outbox_attempts_total{outcome=\"retried\"}")).isEqualTo(retried + 1);

    receiver.does((_, out) -> answer(out, "204 No Content", ""));
    relay.turn(() -> false);
    assertThat(value("offtake_outbox_attempts_total{outcome=\"accepted\"}")).isGreaterThan(accepted);
    assertThat(value("offtake_outbox_deliveries_waiting{subscription=\"active\"}")).isEqualTo(waiting);
    assertThat(value("offtake_outbox_overdue_seconds")).isZero();
  }

  @Test
  void countsSubscriptionsThatAreDisabled() {
    double disabled = value("offtake_outbox_subscriptions{state=\"disabled\"}");
    subscribe();
    keep("a");
    receiver.does((_, out) -> answer(out, "410 Gone", ""));
    relay.turn(() -> false);
    assertThat(value("offtake_outbox_subscriptions{state=\"disabled\"}")).isEqualTo(disabled + 1);
    assertThat(value("offtake_outbox_attempts_total{outcome=\"gone\"}")).isPositive();
  }

  /// After a fresh look.
  private double value(String name) {
    metrics.look();
    return given().get(management.resolve("/q/metrics")).then().statusCode(200).extract().asString().lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no metric " + name));
  }

  private void subscribe() {
    UUID id = UUID.randomUUID();
    made.add(id);
    subscriptions.add(id, new Draft("desk", new Channel.Webhook(receiver.url(), Format.STANDARD),
        new Matcher(List.of(commitment), List.of(), List.of(), List.of(), List.of()), ZoneOffset.UTC, Optional.empty(), 0,
        Optional.empty()), Optional.of(secrets.seal(id, secrets.generate())));
  }

  private void keep(String subject) {
    Message message = new Message(0, commitment + subject, commitment + subject, 1, "alert.firing", clock.instant(), 7,
        commitment, "sold", "rule", "watch", "{}");
    QuarkusTransaction.requiringNew().run(() -> outbox.append(List.of(message)));
  }
}
