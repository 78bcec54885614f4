package io.offtake.outbox;

import java.util.List;

/// Brings messages to a receiver, by whatever channel it has. No transaction is open meanwhile.
public interface Courier {

  /// Tries once.
  ///
  /// @param key  the same at every attempt, so that the receiver can tell a repetition
  /// @param messages  one, or those of a digest in their order
  Outcome deliver(Subscription subscription, String key, List<Message> messages);

  /// How many of the first `messages` fit into one digest for it, at least 1.
  int fitting(Subscription subscription, List<Message> messages);
}
