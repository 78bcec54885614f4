package io.offtake.projection.orders;

import java.util.Arrays;

/// What is known of one trade week by week: what was shipped, what was sold and is still to ship.
///
/// All arrays answer to the same weeks, oldest first; the last week is the origin and nothing after it is in here.
/// `NaN` is a figure that is not held. Quantities are in one unit.
///
/// @param shipped  in the week; exported or inspected
/// @param outstanding  sold for the marketing year then running and not shipped at the week's end. In the week a year
///     turns it is the new year's figure, which contains what the old one left over
/// @param nextYear  sold for the marketing year after that at the week's end
/// @param netSales  of the week, all marketing years that are held, without what was carried over; may be negative
/// @param weeksLeft  weeks of the running marketing year that end after this one, the week of its turn included
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record OrderBook(
    double[] shipped, double[] outstanding, double[] nextYear, double[] netSales, int[] weeksLeft) {

  /// @throws IllegalArgumentException if the arrays differ in length
  public OrderBook {
    shipped = shipped.clone();
    outstanding = outstanding.clone();
    nextYear = nextYear.clone();
    netSales = netSales.clone();
    weeksLeft = weeksLeft.clone();
    int weeks = shipped.length;
    if (outstanding.length != weeks || nextYear.length != weeks || netSales.length != weeks
        || weeksLeft.length != weeks) {
      throw new IllegalArgumentException("every figure needs the same weeks, but there are %d, %d, %d, %d and %d"
          .formatted(weeks, outstanding.length, nextYear.length, netSales.length, weeksLeft.length));
    }
  }

  public int weeks() {
    return shipped.length;
  }

  /// The book as it stood when only its first `weeks` weeks were known.
  public OrderBook first(int weeks) {
    return new OrderBook(
        Arrays.copyOf(shipped, weeks),
        Arrays.copyOf(outstanding, weeks),
        Arrays.copyOf(nextYear, weeks),
        Arrays.copyOf(netSales, weeks),
        Arrays.copyOf(weeksLeft, weeks));
  }
}
