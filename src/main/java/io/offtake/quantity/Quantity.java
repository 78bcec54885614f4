package io.offtake.quantity;

import java.math.BigDecimal;
import java.util.Objects;

/// An exact published figure with its unit. Negative values are normal: net sales are negative in a
/// week when cancellations outweigh new business.
///
/// Equal amounts are `equals` however they were written (`1.0`, `1.000`). Estimates are not exact;
/// they stay plain `double` inside `pace` and `projection` and never become a quantity again.
public record Quantity(BigDecimal value, Unit unit) implements Comparable<Quantity> {

  public Quantity {
    Objects.requireNonNull(unit);
    var plain = value.stripTrailingZeros();
    value = plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  public static Quantity of(BigDecimal value, Unit unit) {
    return new Quantity(value, unit);
  }

  public static Quantity of(long value, Unit unit) {
    return new Quantity(BigDecimal.valueOf(value), unit);
  }

  public static Quantity tonnes(long value) {
    return of(value, Unit.TONNE);
  }

  public static Quantity zero(Unit unit) {
    return new Quantity(BigDecimal.ZERO, unit);
  }

  /// @throws IllegalArgumentException if the units differ
  public Quantity plus(Quantity other) {
    if (sameUnit(other).isZero()) {
      return this;
    }
    return isZero() ? other : new Quantity(value.add(other.value), unit);
  }

  /// @throws IllegalArgumentException if the units differ
  public Quantity minus(Quantity other) {
    return new Quantity(value.subtract(sameUnit(other).value), unit);
  }

  public Quantity times(BigDecimal factor) {
    return new Quantity(value.multiply(factor), unit);
  }

  public boolean isNegative() {
    return value.signum() < 0;
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  public boolean isPositive() {
    return value.signum() > 0;
  }

  /// The nearest `double`, for statistics. Never convert back.
  public double toDouble() {
    return value.doubleValue();
  }

  /// @throws IllegalArgumentException if the units differ
  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(sameUnit(other).value);
  }

  @Override
  public String toString() {
    return value.toPlainString() + " " + unit.id();
  }

  private Quantity sameUnit(Quantity other) {
    if (unit != other.unit) {
      throw new IllegalArgumentException(
          "cannot combine %s with %s: the units differ".formatted(this, other));
    }
    return other;
  }
}
