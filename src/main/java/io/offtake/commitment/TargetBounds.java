package io.offtake.commitment;

import java.math.BigDecimal;

import io.offtake.quantity.Unit;

/// What a target may be. Beyond these it is a slip of the keyboard: years of the whole world's trade, or less than
/// anybody counts.
public final class TargetBounds {

  /// In any unit.
  public static final BigDecimal SMALLEST = new BigDecimal("0.001");

  private TargetBounds() {}

  /// The largest target in `unit`.
  public static BigDecimal largest(Unit unit) {
    return BigDecimal.TEN.pow(switch (unit) {
      case THOUSAND_BARRELS -> 9;
      case TONNE, MILLION_CUBIC_FEET -> 10;
      case RUNNING_BALE -> 11;
      case PIECE, NUMBER -> 12;
      case KILOGRAM, POUND -> 13;
      case US_DOLLAR -> 14;
      case PERCENT -> 7;
    });
  }
}
