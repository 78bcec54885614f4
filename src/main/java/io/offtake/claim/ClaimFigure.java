package io.offtake.claim;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// An amount as it was said.
///
/// @param from  the lower end, where a range was said
/// @param unit  that of the commodity, money, or percent of what is owed
/// @param roundedTo  what the printed figure was rounded to, where that is known
public record ClaimFigure(
    BigDecimal value,
    @Nullable BigDecimal from,
    Unit unit,
    @Nullable BigDecimal roundedTo,
    Bound bound,
    Scope scope,
    Destinations destinations) {

  /// What the words around a figure make of it.
  public enum Bound { EXACTLY, ABOUT, NEARLY, AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN }

  /// What a figure is.
  public enum Scope {
    /// All so far.
    TOTAL,
    /// Something added, such as a few cargoes.
    ADDITION,
    /// What one period brought.
    PERIOD
  }

  /// Whose a figure is.
  public enum Destinations { BUYER, UNKNOWN, BOTH }

  /// "About" allows for a hundredth at least: nobody says "about one third" of 33.3 %.
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

  public boolean isPercent() {
    return unit == Unit.PERCENT;
  }

  /// What it says once rounding and words are taken in.
  public Reach reach() {
    BigDecimal half = step(value).divide(BigDecimal.TWO);
    BigDecimal lower = from == null ? value : from;
    BigDecimal least = lower.subtract(step(lower).divide(BigDecimal.TWO));
    return switch (bound) {
      case EXACTLY -> new Reach(least, value.add(half));
      case ABOUT -> new Reach(lower.subtract(wide(lower)), value.add(wide(value)));
      case NEARLY -> new Reach(least, value);
      case AT_LEAST, MORE_THAN -> new Reach(lower, null);
      case AT_MOST, LESS_THAN -> new Reach(from == null ? null : least, value);
    };
  }

  private BigDecimal wide(BigDecimal of) {
    return step(of).max(of.abs().multiply(HUNDREDTH));
  }

  /// What a printed figure was rounded to: its last digit that is no zero, and its second digit at most, so that 10 million
  /// is not taken for anything from 5 to 15. Zero is exact.
  private BigDecimal step(BigDecimal of) {
    if (roundedTo != null) {
      return roundedTo;
    }
    if (of.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal plain = of.stripTrailingZeros();
    int last = -plain.scale();
    int second = plain.precision() - plain.scale() - 2;
    return BigDecimal.ONE.scaleByPowerOfTen(Math.min(last, second)).setScale(Math.max(0, -Math.min(last, second)),
        RoundingMode.UNNECESSARY);
  }
}
