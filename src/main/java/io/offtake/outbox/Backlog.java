package io.offtake.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.offtake.outbox.Subscription.State;

/// How much waits, and for how long.
///
/// @param messages  kept, and not yet turned into deliveries
/// @param deliveries  that wait, by the state of their subscriptions; without those that have ended
/// @param subscriptions  by their state; without those that have ended
/// @param oldest  when the oldest message came about that is on its way to an active subscription
/// @param dueSince  since when the lane has been due that has waited longest for a relay
public record Backlog(
    long messages,
    Map<State, Long> deliveries,
    Map<State, Long> subscriptions,
    Optional<Instant> oldest,
    Optional<Instant> dueSince) {

  public static final Backlog NONE = new Backlog(0, Map.of(), Map.of(), Optional.empty(), Optional.empty());

  public Backlog {
    deliveries = Map.copyOf(deliveries);
    subscriptions = Map.copyOf(subscriptions);
  }
}
