package io.offtake.outbox;

import java.time.Duration;

/// A mailbox was asked for its consent often enough. Nothing was changed.
public final class TooManyConfirmations extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration again;

  /// @param again  when it may be asked again, from now
  public TooManyConfirmations(Duration again) {
    super("the mailbox was asked often enough");
    this.again = again;
  }

  public Duration again() {
    return again;
  }
}
