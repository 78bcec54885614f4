package io.offtake.projection;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import org.jspecify.annotations.Nullable;

/// Figures week by week without a gap in the weeks: a week that is missing stands as NaN, never as zero.
///
/// @param firstEnd  the last day of the first week
/// @param values  one a week from that week on, in the unit of the question; NaN where the week is missing
@SuppressWarnings("ArrayRecordComponent") // compared by its values, below
public record WeeklySeries(LocalDate firstEnd, double[] values) {

  private static final int DAYS_A_WEEK = 7;
  private static final int HALF_A_WEEK = 3;

  public WeeklySeries {
    values = values.clone();
  }

  /// The flows of a track, without what came to light beyond the weekly figures. A period longer than a week is spread
  /// evenly. Empty when no period was printed.
  public static Optional<WeeklySeries> of(Track track) {
    var byEnd = new TreeMap<LocalDate, Double>();
    for (Point point : track.periods()) {
      if (point.printed()) {
        int weeks = Math.max(1, Math.toIntExact(point.period().days() / DAYS_A_WEEK));
        for (int back = 0; back < weeks; back++) {
          byEnd.put(point.end().minusWeeks(back), point.flow().toDouble() / weeks);
        }
      }
    }
    return byEnd.isEmpty() ? Optional.empty() : Optional.of(of(byEnd));
  }

  /// The series of figures that are known by the end of their week. Weeks run back from the newest; a week whose end
  /// is off that beat by up to three days takes its place on it.
  ///
  /// @param byEnd  at least one
  /// @throws IllegalArgumentException  when none is given
  public static WeeklySeries of(NavigableMap<LocalDate, Double> byEnd) {
    if (byEnd.isEmpty()) {
      throw new IllegalArgumentException("a weekly series needs at least one week");
    }
    LocalDate last = byEnd.lastKey();
    int weeks = weeksBetween(byEnd.firstKey(), last) + 1;
    double[] values = new double[weeks];
    Arrays.fill(values, Double.NaN);
    byEnd.forEach((end, value) -> values[weeks - 1 - weeksBetween(end, last)] = value);
    return new WeeklySeries(last.minusWeeks(weeks - 1L), values);
  }

  /// By what it says, unlike an array's own idea of equality.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WeeklySeries series
        && firstEnd.equals(series.firstEnd) && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return 31 * firstEnd.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  public int size() {
    return values.length;
  }

  /// The last day of the week at `index`, counted from 0.
  public LocalDate endOf(int index) {
    return firstEnd.plusWeeks(index);
  }

  /// The last day of the newest week.
  public LocalDate lastEnd() {
    return endOf(values.length - 1);
  }

  /// The figure at `index`; NaN where the week is missing.
  public double value(int index) {
    return values[index];
  }

  /// The figure of the week that ends within three days of `end`; NaN where it is missing or outside of the series.
  public double at(LocalDate end) {
    int index = weeksBetween(firstEnd, end);
    return index < 0 || index >= values.length ? Double.NaN : values[index];
  }

  /// How many weeks after the newest one the week ends that ends on `end`.
  public int weeksAhead(LocalDate end) {
    return weeksBetween(lastEnd(), end);
  }

  private static int weeksBetween(LocalDate from, LocalDate to) {
    return Math.toIntExact(Math.floorDiv(ChronoUnit.DAYS.between(from, to) + HALF_A_WEEK, DAYS_A_WEEK));
  }
}
