package io.offtake.projection.orders;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the order book says of the shipments to come.
public sealed interface OrdersProjection {

  /// @param windows  by their length in weeks: the sum of the next so many weeks
  /// @param declinedFrom  the shortest window that could not be told because the history is too short, and with it every
  ///     longer one; 0 if none
  record Estimated(NavigableMap<Integer, Window> windows, int declinedFrom) implements OrdersProjection {
    public Estimated {
      windows = new TreeMap<>(windows);
    }
  }

  /// @param quantiles  of the sum at [OrdersModel#levels], in the unit, never below zero, ascending
  /// @param ordersLead  whether orders improve on the pace by this trade's own past errors; if not, the quantiles are
  ///     those of the pace alone and no gain is claimed
  /// @param errorRatio  the mean absolute error with orders over that of the pace alone, on past seasons not seen; 1 if
  ///     they were not compared
  /// @param capped  whether thin cover cut the median
  /// @param drivers  what the numbers rest on, in words
  @SuppressWarnings("ArrayRecordComponent") // asked once, never compared
  record Window(
      double[] quantiles, boolean ordersLead, double errorRatio, boolean capped, List<String> drivers) {
    public Window {
      drivers = List.copyOf(drivers);
    }

    /// The same window with other quantiles.
    Window with(double[] otherQuantiles) {
      return new Window(otherQuantiles, ordersLead, errorRatio, capped, drivers);
    }
  }

  /// The model declines to answer.
  record NotEstimable(String detail) implements OrdersProjection {}
}
