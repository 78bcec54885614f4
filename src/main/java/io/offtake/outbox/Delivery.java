package io.offtake.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// One message on its way to one subscription.
///
/// @param digest  the key of the digest it goes out in, if it does
/// @param tries  attempts in the present round; a replay begins a new one
/// @param dueAt  when it is next tried, not before the earlier messages of its subject are through
/// @param urgent  asked for by a person: quiet hours, the rate and the digest do not hold it
public record Delivery(
    long id,
    UUID subscription,
    Message message,
    Optional<String> digest,
    State state,
    int tries,
    Instant createdAt,
    Instant dueAt,
    boolean urgent,
    Optional<Instant> settledAt,
    List<Attempt> attempts) {

  public enum State {
    WAITING,
    /// The receiver said so.
    DELIVERED,
    /// The schedule was exhausted. It can be replayed.
    FAILED
  }

  /// One attempt that ended.
  ///
  /// @param number  counts the attempts of the delivery, from 1
  /// @param status  of the answer, if there was one
  /// @param detail  what went wrong; absent when it was accepted
  public record Attempt(
      int number, Instant startedAt, Instant finishedAt, boolean accepted, @Nullable Integer status,
      @Nullable String detail) {}
}
