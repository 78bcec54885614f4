package io.offtake.outbox.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
import org.junit.jupiter.api.Test;

/// Many receivers and many alerts at once. The normal run is small; with `-Dofftake-test.receivers=10000
/// -Dofftake-test.alerts=1000` it measures what a large installation would meet.
@QuarkusTest
@TestProfile(Receivers.class)
class ManyReceiversTest {

  private static final int RECEIVERS = Integer.getInteger("offtake-test.receivers", 100);
  private static final int ALERTS = Integer.getInteger("offtake-test.alerts", 40);
  private static final int COMMITMENTS_EACH = 3;
  private static final int ALERTS_OF_A_COMMITMENT = 2;

  @Inject Outbox outbox;
  @Inject Subscriptions subscriptions;
  @Inject Secrets secrets;
  @Inject Relay relay;

  @TestHTTPResource
  URI root;

  @Test
  void everyReceiverGetsEachAlertOfItsCommitmentsOnceWhileTheApiAnswers() throws Exception {
    QuarkusMock.installMockForType(Clock.systemUTC(), Clock.class);
    int commitments = ALERTS / ALERTS_OF_A_COMMITMENT;
    String prefix = "many-" + UUID.randomUUID() + "-";
    var made = new ArrayList<UUID>();
    try (var receiver = new Receiver()) {
      long begun = System.nanoTime();
      for (int i = 0; i < RECEIVERS; i++) {
        int first = i;
        UUID id = UUID.randomUUID();
        made.add(id);
        subscriptions.add(id, new Draft("receiver " + i,
            new Channel.Webhook(URI.create("http://127.0.0.1:%d/%d".formatted(receiver.port(), i)), Format.STANDARD),
            new Matcher(IntStream.range(0, COMMITMENTS_EACH)
                .mapToObj(each -> prefix + (first + each * 7) % commitments).distinct().toList(),
                List.of(), List.of(), List.of(), List.of()),
            ZoneOffset.UTC, Optional.empty(), 0, Optional.empty()),
            Optional.of(secrets.seal(id, secrets.generate())));
      }
      print("%d subscriptions made in %s", RECEIVERS, since(begun));
      List<Duration> before = statusTimes(new AtomicBoolean(), 200);

      begun = System.nanoTime();
      Instant now = Clock.systemUTC().instant();
      List<Message> messages = IntStream.range(0, ALERTS)
          .mapToObj(i -> new Message(0, prefix + "m" + i, prefix + "a" + i / 2, 1 + i % 2, "alert.firing", now, 7,
              prefix + i / ALERTS_OF_A_COMMITMENT, "sold", "rule", "likely", "{\"say\":\"%s\"}".formatted("x".repeat(2_000))))
          .toList();
      QuarkusTransaction.requiringNew().run(() -> outbox.append(messages));
      Duration committed = since(begun);
      print("%d messages committed in %s", ALERTS, committed);

      begun = System.nanoTime();
      var over = new AtomicBoolean();
      var times = new ArrayList<Duration>();
      Thread reader = Thread.ofPlatform().start(() -> times.addAll(statusTimes(over, Integer.MAX_VALUE)));
      relay.turn(() -> false);
      Duration relayed = since(begun);
      over.set(true);
      reader.join();

      long expected = (long) RECEIVERS * Math.min(COMMITMENTS_EACH, commitments) * ALERTS_OF_A_COMMITMENT;
      print("%d deliveries in %s (%.0f a second); /v1/status p99 %s before, %s meanwhile (%d reads)",
          expected, relayed, expected / (relayed.toMillis() / 1000.0), p99(before), p99(times), times.size());
      Map<String, List<String>> came = receiver.posts().stream().collect(Collectors.groupingBy(
          Receiver.Post::path, Collectors.mapping(post -> post.header("webhook-id"), Collectors.toList())));
      assertThat(receiver.posts()).hasSize(Math.toIntExact(expected));
      assertThat(came).hasSize(RECEIVERS).allSatisfy((_, ids) -> {
        assertThat(ids).doesNotHaveDuplicates();
        // Both alerts of a commitment are of one subject here: the first comes first.
        for (String id : ids) {
          int number = Integer.parseInt(id.substring(id.lastIndexOf('m') + 1));
          if (number % 2 == 1) {
            assertThat(ids.indexOf(prefix + "m" + (number - 1))).isLessThan(ids.indexOf(id));
          }
        }
      });
      assertThat(committed).isLessThan(Duration.ofSeconds(10));
    } finally {
      made.forEach(id -> subscriptions.end(id, Optional.empty(), "the test is over"));
    }
  }

  private List<Duration> statusTimes(AtomicBoolean over, int atMost) {
    var times = new ArrayList<Duration>();
    var request = HttpRequest.newBuilder(root.resolve("/v1/status")).build();
    try (var http = HttpClient.newHttpClient()) {
      for (int i = 0; i < atMost && !over.get(); i++) {
        long begun = System.nanoTime();
        http.send(request, BodyHandlers.discarding());
        times.add(since(begun));
        Thread.sleep(5);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return times;
  }

  private static Duration p99(List<Duration> times) {
    Duration[] sorted = times.stream().sorted().toArray(Duration[]::new);
    return sorted.length == 0 ? Duration.ZERO : Arrays.asList(sorted).get((int) (sorted.length * 0.99));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).truncatedTo(ChronoUnit.MICROS);
  }

  private static void print(String format, Object... values) {
    System.out.println("many receivers: " + format.formatted(values));
  }
}
