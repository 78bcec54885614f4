package io.offtake.outbox;

import java.util.List;

/// Brings messages to receivers, by whatever channel they have.
public interface Courier {

  /// Looks up what is needed to reach a receiver for the next few deliveries.
  Receiver receiver(Subscription subscription);

  /// Somebody to bring messages to.
  interface Receiver {

    /// Tries once. No transaction is open meanwhile.
    ///
    /// @param key  the same at every attempt, so that the receiver can tell a repetition
    /// @param messages  one, or those of a digest in their order
    Outcome deliver(String key, List<Message> messages);

    /// How many of the first `messages` fit into one digest, at least 1.
    int fitting(List<Message> messages);
  }
}
