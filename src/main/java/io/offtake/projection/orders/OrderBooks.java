package io.offtake.projection.orders;

import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.Ledger;
import io.offtake.evidence.Ledger.Row;
import io.offtake.evidence.Measure;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;

/// Draws order books from the weekly Export Sales report.
public final class OrderBooks {

  private static final int DAYS_A_WEEK = 7;

  private OrderBooks() {}

  /// The book of one trade up to the newest week of which its orders and its shipments are both known.
  ///
  /// Weeks stand at fixed steps back from that week. Shipments that end up to three days off a step count for it; a
  /// week of which nothing is known stays empty. Empty when no week has both.
  ///
  /// @param ledger  of the Export Sales report
  /// @param sold  the track of `sold` of that ledger: its flow is the net sales, carry-over left out
  /// @param shipped  exported or inspected, in the same unit
  /// @param from  weeks that end before it are left out, so that the books of a group answer to the same weeks
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Optional<OrderBook> of(Ledger ledger, Track sold, Track shipped, LocalDate from, Month startMonth) {
    var standing = new TreeMap<LocalDate, Row>();
    // In a boundary week the new year's row, which comes last, contains what the old year left over.
    ledger.rows().stream()
        .filter(row -> row.isPrinted() && row.marketYear() != null)
        .filter(row -> row.cells().isEmpty() || row.cells().containsKey(Measure.OUTSTANDING_SALES))
        .forEach(row -> standing.put(row.period().last(), row));
    var flows = new TreeMap<LocalDate, Double>();
    shipped.periods().stream().filter(Point::printed)
        .forEach(point -> spread(point, point.counted().toDouble(), flows));
    var newest = standing.descendingKeySet().stream().filter(end -> nearest(flows, end).isPresent()).findFirst();
    if (newest.isEmpty() || newest.get().isBefore(from)) {
      return Optional.empty();
    }
    Set<LocalDate> nextYearHeld = sold.periods().stream()
        .filter(point -> point.nextYear().isHeld()).map(Point::end).collect(Collectors.toSet());
    var sales = new TreeMap<LocalDate, Double>();
    sold.periods().stream().filter(Point::printed)
        .forEach(point -> spread(point, point.flow().toDouble(), sales));

    int weeks = Math.toIntExact(ChronoUnit.DAYS.between(from, newest.get()) / DAYS_A_WEEK) + 1;
    double[][] figures = new double[4][weeks];
    int[] weeksLeft = new int[weeks];
    for (double[] figure : figures) {
      Arrays.fill(figure, Double.NaN);
    }
    for (int week = 0; week < weeks; week++) {
      LocalDate end = newest.get().minusWeeks(weeks - 1L - week);
      MarketingYear next = MarketingYear.of(end.plusDays(1), startMonth);
      weeksLeft[week] = Math.toIntExact(
          (ChronoUnit.DAYS.between(end, next.last()) + DAYS_A_WEEK - 1) / DAYS_A_WEEK);
      figures[0][week] = nearest(flows, end).orElse(Double.NaN);
      figures[3][week] = nearest(sales, end).orElse(Double.NaN);
      Row row = standing.get(end);
      if (row == null) {
        continue;
      }
      // A full report that does not list the destination says that nothing is sold to it.
      double own = row.cells().isEmpty() ? 0 : amount(row, Measure.OUTSTANDING_SALES);
      double listed = row.cells().isEmpty() ? 0 : amount(row, Measure.NEXT_YEAR_OUTSTANDING_SALES);
      double ahead = nextYearHeld.contains(end) ? listed : Double.NaN;
      boolean turned = !Integer.valueOf(next.endingYear()).equals(row.marketYear());
      // On a year's very last day its row still speaks of the old year, and its carry-over stands in the next year's field.
      figures[1][week] = turned ? ahead > 0 ? ahead : Double.NaN : own;
      figures[2][week] = turned ? Double.NaN : ahead;
    }
    return Optional.of(new OrderBook(figures[0], figures[1], figures[2], figures[3], weeksLeft));
  }

  /// A period longer than a week is spread evenly. What stands in the orders is known at its end alone.
  private static void spread(Point point, double flow, TreeMap<LocalDate, Double> weeks) {
    int length = Math.max(1, Math.toIntExact(point.period().days() / DAYS_A_WEEK));
    for (int back = 0; back < length; back++) {
      weeks.put(point.end().minusWeeks(back), flow / length);
    }
  }

  private static double amount(Row row, Measure measure) {
    return row.value(measure).map(value -> value.toDouble()).orElse(Double.NaN);
  }

  private static Optional<Double> nearest(TreeMap<LocalDate, Double> values, LocalDate end) {
    for (int off = 0; off <= DAYS_A_WEEK / 2; off++) {
      for (LocalDate day : new LocalDate[] {end.plusDays(off), end.minusDays(off)}) {
        Double found = values.get(day);
        if (found != null) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }
}
