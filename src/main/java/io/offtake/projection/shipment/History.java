package io.offtake.projection.shipment;

import io.offtake.projection.WeeklySeries;

/// The weekly shipments of one trade without a hole, from its first week that is known to its last.
///
/// A missing week is not a week of nothing: the mean of the four before it, on the root scale, stands for it, so that no
/// week rests on a later one. What is below zero is a correction, not a shipment, and stands as zero here.
///
/// @param firstWeek  number of the first week, counted from the first of 1970
/// @param flows  one a week, in the unit of the question
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
record History(String name, int firstWeek, double[] flows) {

  private static final int DAYS_A_WEEK = 7;
  private static final int BRIDGED_BY = 4;

  static History of(String name, WeeklySeries series) {
    int first = 0;
    while (first < series.size() && Double.isNaN(series.value(first))) {
      first++;
    }
    int end = series.size();
    while (end > first && Double.isNaN(series.value(end - 1))) {
      end--;
    }
    double[] flows = new double[end - first];
    for (int i = 0; i < flows.length; i++) {
      double value = series.value(first + i);
      if (Double.isNaN(value)) {
        flows[i] = bridge(flows, i);
      } else {
        flows[i] = Math.max(0, value);
      }
    }
    long day = series.endOf(Math.min(first, series.size() - 1)).toEpochDay();
    return new History(name, Math.toIntExact(Math.floorDiv(day, DAYS_A_WEEK)), flows);
  }

  int weeks() {
    return flows.length;
  }

  private static double bridge(double[] flows, int at) {
    int from = Math.max(0, at - BRIDGED_BY);
    double root = 0;
    for (int i = from; i < at; i++) {
      root += Math.sqrt(flows[i]) / (at - from);
    }
    return root * root;
  }
}
