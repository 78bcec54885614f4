package io.offtake.projection.score;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

import org.apache.commons.math3.stat.descriptive.moment.Mean;

/// A mean with the standard error that is left when cases of one series move together. A lower bound all the same: series
/// share shocks.
///
/// @param value  the mean over all cases; NaN without any
/// @param standardError  absent with fewer than two series
public record ClusteredMean(double value, OptionalDouble standardError) {

  /// Gathers values series by series. Values that are not a number are left out.
  static final class Gathered {

    private final Map<String, Mean> bySeries = new LinkedHashMap<>();
    private final Mean all = new Mean();

    void add(String series, double value) {
      if (!Double.isNaN(value)) {
        bySeries.computeIfAbsent(series, _ -> new Mean()).increment(value);
        all.increment(value);
      }
    }

    long size() {
      return all.getN();
    }

    ClusteredMean mean() {
      int clusters = bySeries.size();
      if (clusters < 2) {
        return new ClusteredMean(all.getResult(), OptionalDouble.empty());
      }
      double variance = 0;
      for (Mean each : bySeries.values()) {
        double part = (each.getResult() - all.getResult()) * each.getN() / all.getN();
        variance += part * part;
      }
      return new ClusteredMean(all.getResult(), OptionalDouble.of(Math.sqrt(variance * clusters / (clusters - 1))));
    }
  }
}
