package io.offtake.outbox;

import java.util.List;
import java.util.UUID;

/// The messages that were kept, for those who read along.
public interface Messages {

  /// The id of the newest; 0 when there is none.
  long newestId();

  /// In the order they were kept; without those that are for a single subscription.
  ///
  /// @param id  only later ones
  List<Message> after(long id, int atMost);

  /// What tells this installation from every other; the same for all its replicas and for good.
  UUID installation();

  /// The newest first; without those that are for a single subscription.
  List<Message> newest(int atMost);
}
