package io.offtake.outbox;

import java.util.List;

/// Where messages wait for their receivers. A message is kept in the transaction of what it tells, so that neither is
/// ever without the other.
public interface Outbox {

  /// Keeps messages; their `id` is given here. The caller holds the writer's lock and a transaction.
  void append(List<Message> messages);
}
