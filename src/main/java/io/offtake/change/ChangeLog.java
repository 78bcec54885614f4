package io.offtake.change;

import java.time.Instant;
import java.util.List;

import io.offtake.change.Change.Position;

/// The store of changes.
public interface ChangeLog {

  /// The changes after a position, in order.
  ///
  /// @param upTo  the newest data version that is wholly kept
  List<Change> after(Position position, long upTo, int atMost);

  /// After everything that was recorded up to an instant.
  Position recordedUpTo(Instant instant);
}
