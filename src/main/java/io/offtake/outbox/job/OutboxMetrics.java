package io.offtake.outbox.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.offtake.outbox.Backlog;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Lanes;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.Subscription.State;
import io.offtake.work.job.Round;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Tells those who run the service whether messages get through.
///
/// What waits is looked up now and then, not at each scrape, and is the same on every replica; attempts are counted by
/// the replica that made them.
@ApplicationScoped
@Startup
class OutboxMetrics {

  private static final List<State> STATES = List.of(State.UNCONFIRMED, State.ACTIVE, State.PAUSED, State.DISABLED);

  private final Deliveries deliveries;
  private final Clock clock;
  private final Counter accepted;
  private final Counter retried;
  private final Counter givenUp;
  private final Counter gone;
  private volatile Backlog backlog = Backlog.NONE;

  OutboxMetrics(Deliveries deliveries, Clock clock, MeterRegistry registry) {
    this.deliveries = deliveries;
    this.clock = clock;
    Gauge.builder("offtake.outbox.messages.waiting", () -> backlog.messages())
        .description("Messages not yet turned into deliveries")
        .register(registry);
    for (State state : STATES) {
      Tags tags = Tags.of("subscription", state.name().toLowerCase(Locale.ROOT));
      Gauge.builder("offtake.outbox.deliveries.waiting", () -> backlog.deliveries().getOrDefault(state, 0L))
          .description("Deliveries that wait, by the state of their subscription")
          .tags(tags)
          .register(registry);
      Gauge.builder("offtake.outbox.subscriptions", () -> backlog.subscriptions().getOrDefault(state, 0L))
          .description("Subscriptions by state; Offtake disables those whose receivers are gone or have failed for long")
          .tags(Tags.of("state", state.name().toLowerCase(Locale.ROOT)))
          .register(registry);
    }
    age(registry, "offtake.outbox.oldest.age", "Age of the oldest message on its way to an active subscription",
        Backlog::oldest);
    age(registry, "offtake.outbox.overdue", "How long a subscription has been due and no relay has come to it",
        Backlog::dueSince);
    this.accepted = attempts(registry, "accepted");
    this.retried = attempts(registry, "retried");
    this.givenUp = attempts(registry, "given_up");
    this.gone = attempts(registry, "gone");
  }

  private static Counter attempts(MeterRegistry registry, String outcome) {
    return Counter.builder("offtake.outbox.attempts")
        .description("Attempts to deliver a message, by what came of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private void age(MeterRegistry registry, String name, String description, Function<Backlog, Optional<Instant>> since) {
    Gauge.builder(name, () -> since.apply(backlog)
            .map(instant -> Math.max(0, Duration.between(instant, clock.instant()).toMillis() / 1000.0))
            .orElse(0.0))
        .description(description)
        .baseUnit("seconds")
        .register(registry);
  }

  @Scheduled(every = "15s", delayed = "4s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void look() {
    backlog = deliveries.backlog();
  }

  void count(List<Lanes.Result> results) {
    results.forEach(each -> counter(each).increment());
  }

  private Counter counter(Lanes.Result result) {
    return switch (result.outcome()) {
      case Outcome.Accepted _ -> accepted;
      case Outcome.Failed _ -> result.next() == null ? givenUp : retried;
      case Outcome.Gone _ -> gone;
    };
  }
}
