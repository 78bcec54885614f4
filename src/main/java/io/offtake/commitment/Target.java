package io.offtake.commitment;

import java.math.BigDecimal;
import java.util.List;

import io.offtake.quantity.Quantity;

/// What is owed. The shapes that declared commitments have taken so far; a new one is a new case here.
public sealed interface Target {

  /// At least `quantity`.
  ///
  /// @param perYear  owed in each year of the window
  /// @param additional  on top of a baseline
  record AtLeast(Quantity quantity, boolean perYear, boolean additional) implements Target {}

  /// At most, or "up to", `quantity`: a wish or a ceiling, never a floor.
  record UpTo(Quantity quantity, boolean perYear) implements Target {}

  /// From `min` to `max`; only `min` is owed.
  record Between(Quantity min, Quantity max, boolean perYear) implements Target {}

  /// The lower of several targets, usually one of money and one of quantity.
  record LowerOf(List<AtLeast> legs) implements Target {
    public LowerOf {
      legs = List.copyOf(legs);
    }
  }

  /// A rise by `percent` over a baseline.
  record UpliftPercent(BigDecimal percent) implements Target {}

  /// Nothing was said of how much.
  record Undeclared() implements Target {}
}
