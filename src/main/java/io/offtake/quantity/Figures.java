package io.offtake.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// How figures are rounded and written, in JSON and in words alike, so that both say the same.
///
/// - exact figures stand as they are;
/// - estimates are rounded to whole units, half to even;
/// - shares and probabilities are rounded to four digits, half to even; in words they are percentages of those, to one
///   digit after the point.
public final class Figures {

  private static final int SHARE_DIGITS = 4;
  private static final int PERCENT = 2;

  private Figures() {}

  /// An estimate in whole units.
  public static BigDecimal whole(double estimate) {
    return BigDecimal.valueOf(estimate).setScale(0, RoundingMode.HALF_EVEN);
  }

  /// A share or a probability to four digits.
  public static BigDecimal share(double share) {
    return BigDecimal.valueOf(share).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN);
  }

  /// An exact figure in words: `1,234.5 t`.
  public static String say(Quantity quantity) {
    return "%s %s".formatted(grouped(quantity.value()), quantity.unit().id());
  }

  /// An estimate in words: `1,235 t`.
  public static String say(double estimate, Unit unit) {
    return say(estimate, unit.id());
  }

  public static String say(double estimate, String unit) {
    return "%s %s".formatted(grouped(whole(estimate)), unit);
  }

  /// An exact figure in words, with every digit that it has.
  public static String say(BigDecimal exact, String unit) {
    return "%s %s".formatted(grouped(exact.stripTrailingZeros()), unit).strip();
  }

  /// A share or a probability in words: `82.4 %`.
  public static String percent(double share) {
    return percent(share, 1);
  }

  /// Two shares in words, with as many digits as it takes to tell them apart, two at most.
  public static String[] percents(double one, double other) {
    int digits = one != other && percent(one).equals(percent(other)) ? 2 : 1;
    return new String[] {percent(one, digits), percent(other, digits)};
  }

  private static String percent(double share, int digits) {
    BigDecimal percent = share(share).movePointRight(PERCENT).setScale(digits, RoundingMode.HALF_EVEN)
        .stripTrailingZeros();
    return "%s %%".formatted(grouped(percent));
  }

  private static String grouped(BigDecimal value) {
    return String.format(Locale.ROOT, "%,." + Math.max(0, value.scale()) + "f", value);
  }
}
