package io.offtake.database;

/// Others are at work, and this would have to wait longer than anybody should: nothing was done.
public final class TurnedAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param reason  in words fit for a stranger
  public TurnedAway(String reason) {
    super(reason);
  }
}
