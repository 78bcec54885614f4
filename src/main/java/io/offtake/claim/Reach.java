package io.offtake.claim;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/// The amounts that a claim allows, both ends included; an end that is open is absent.
public record Reach(@Nullable BigDecimal low, @Nullable BigDecimal high) {

  public boolean holds(BigDecimal amount) {
    return !isBelow(amount) && !isAbove(amount);
  }

  /// Whether all of it lies below `amount`.
  public boolean isBelow(BigDecimal amount) {
    return high != null && high.compareTo(amount) < 0;
  }

  /// Whether all of it lies above `amount`.
  public boolean isAbove(BigDecimal amount) {
    return low != null && low.compareTo(amount) > 0;
  }

  /// Whether anything from `one` to `other` is in it.
  public boolean meets(BigDecimal one, BigDecimal other) {
    return !isBelow(one.min(other)) && !isAbove(one.max(other));
  }

  public boolean meets(Reach other) {
    return (other.low == null || !isBelow(other.low)) && (other.high == null || !isAbove(other.high));
  }

  public Reach times(BigDecimal factor) {
    return new Reach(low == null ? null : low.multiply(factor), high == null ? null : high.multiply(factor));
  }
}
