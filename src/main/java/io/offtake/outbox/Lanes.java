package io.offtake.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// The way from the messages to their receivers, one lane for each subscription.
///
/// A lane is leased to one relay at a time, so no two of them send the same message, and what one left unfinished when
/// it died is taken up when its lease has run out. The lane keeps when it next has something to do: that is set in the
/// transaction that makes or settles deliveries, so what is due is one query.
public interface Lanes {

  /// Makes deliveries of messages for the subscriptions that they match, in one transaction.
  ///
  /// @param atMost  messages to take
  /// @return how many were taken; 0 also while another relay is at it
  int expand(int atMost);

  /// Leases lanes that have something due, those first that were served longest ago.
  List<UUID> claim(String owner, Duration lease, int atMost);

  /// Gives back the lanes that anybody holds. For a relay that has just started and is alone on its database: whoever
  /// held them is dead.
  void takeBack();

  /// The deliveries that may go out now: due, and each the first of its subject that waits.
  List<Delivery> due(UUID subscription, int atMost);

  /// What is collected for the next digest: all that waits and is in none, oldest first.
  List<Delivery> collected(UUID subscription, int atMost);

  /// The deliveries of the digest that is on its way; empty when there is none.
  List<Delivery> digest(UUID subscription);

  /// Binds deliveries together for good.
  void bind(String digest, List<Long> deliveries);

  /// The attempts that began after `since`, oldest first; the parts of a digest count once.
  List<Instant> attemptsAfter(UUID subscription, Instant since);

  /// Writes down what came of attempts, disables the subscription when that is due, and gives the lane back.
  ///
  /// Results of a relay whose lease has run out are logged; of them, only acceptance settles a delivery.
  ///
  /// @param heldUntil  before which nothing of the lane is due but what is urgent
  void settle(UUID subscription, String owner, List<Result> results, Optional<Instant> heldUntil);

  /// What came of one delivery's attempt.
  ///
  /// @param next  when it is tried again; absent when it is settled
  record Result(Delivery delivery, Instant startedAt, Instant finishedAt, Outcome outcome, @Nullable Instant next) {}
}
