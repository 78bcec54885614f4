package io.offtake.outbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What was sent to whom, and what came of it.
public interface Deliveries {

  /// The newest first, with their attempts.
  ///
  /// @param before  only those with a lower id
  List<Delivery> newest(UUID subscription, long before, int atMost);

  Optional<Delivery> find(UUID subscription, long id);

  /// Begins a new round of attempts at once, under the same key.
  ///
  /// @return empty when there is no such delivery
  Optional<Delivery> replay(UUID subscription, long id);

  /// Sends a message to this subscription alone, at once, to try its receiver.
  Delivery ping(UUID subscription);

  /// How many wait.
  long waiting(UUID subscription);

  /// What waits for all subscriptions together.
  Backlog backlog();
}
