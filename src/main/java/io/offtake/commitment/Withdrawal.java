package io.offtake.commitment;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// That a commitment is no longer followed here. What was said of it before stays as it was.
///
/// @param at  from when on
/// @param reason  why, in words
/// @param by  who decided so, where that was given
public record Withdrawal(Instant at, String reason, @Nullable String by) {

  public boolean holdsAt(Instant asOf) {
    return !at.isAfter(asOf);
  }
}
