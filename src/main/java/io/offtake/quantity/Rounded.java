package io.offtake.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// How numbers are rounded wherever they are told, so that words and JSON say the same: estimates to whole units, shares
/// and probabilities to four digits, published figures not at all.
public final class Rounded {

  private static final int SHARE_DIGITS = 4;

  private Rounded() {}

  public static BigDecimal estimate(double value) {
    return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_EVEN);
  }

  /// @param value  a fraction, which may exceed 1
  public static BigDecimal share(double value) {
    return BigDecimal.valueOf(value).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN);
  }

  /// The same in words, without zeros at its end.
  public static String shareInWords(double value) {
    return share(value).stripTrailingZeros().toPlainString();
  }

  /// With commas between thousands, and every digit that it has.
  public static String inWords(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, plain.scale()) + "f", plain);
  }
}
