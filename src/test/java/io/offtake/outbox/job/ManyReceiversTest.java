package io.offtake.outbox.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.offtake.answer.FreshStart;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many receivers and many alerts at once, two of them of one subject each.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class ManyReceiversTest {

  private static final int RECEIVERS = 100;
  private static final int ALERTS = 40;
  private static final int COMMITMENTS_EACH = 3;
  private static final int ALERTS_OF_A_COMMITMENT = 2;

  @Inject Outbox outbox;
  @Inject Subscriptions subscriptions;
  @Inject Secrets secrets;
  @Inject Relay relay;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void everyReceiverGetsEachAlertOfItsCommitmentsOnceAndInOrder() throws Exception {
    QuarkusMock.installMockForType(Clock.systemUTC(), Clock.class);
    int commitments = ALERTS / ALERTS_OF_A_COMMITMENT;
    String prefix = "many-" + UUID.randomUUID() + "-";
    var made = new ArrayList<UUID>();
    try (var receiver = new Receiver()) {
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
      Instant now = Clock.systemUTC().instant();
      List<Message> messages = IntStream.range(0, ALERTS)
          .mapToObj(i -> new Message(0, prefix + "m" + i, prefix + "a" + i / 2, 1 + i % 2, "alert.firing", now, 7,
              prefix + i / ALERTS_OF_A_COMMITMENT, "sold", "rule", "likely", "{\"say\":\"%s\"}".formatted("x".repeat(2_000))))
          .toList();
      QuarkusTransaction.requiringNew().run(() -> outbox.append(messages));

      relay.turn(() -> false);

      long expected = (long) RECEIVERS * Math.min(COMMITMENTS_EACH, commitments) * ALERTS_OF_A_COMMITMENT;
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
    } finally {
      made.forEach(id -> subscriptions.end(id, Optional.empty(), "the test is over"));
    }
  }
}
