package io.offtake.projection.bench;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.offtake.calendar.MarketingYear;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.orders.OrderBook;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;

/// The order books of a bench's series.
///
/// A series is named by its commodity, a hyphen and its destination. A week's row is known a week after its end, so what
/// stands at the end of a week is the row of the week before, less what has been shipped since.
final class BenchOrders {

  private static final List<String> COLUMNS =
      List.of("series", "week_ending", "outstanding", "next_outstanding", "net_sales", "next_net_sales");
  private static final int DAYS_A_WEEK = 7;

  /// @param opens  the month that opens its marketing year
  private record Book(Month opens, Map<LocalDate, Row> rows) {}

  private record Row(double outstanding, double nextOutstanding, double netSales) {}

  private final Map<String, Book> books = new HashMap<>();

  private BenchOrders() {}

  static BenchOrders read(String text) throws BenchFile.Unreadable {
    List<CsvRecord> records = BenchFile.rows("orders", text);
    if (!records.getFirst().getFields().equals(COLUMNS)) {
      throw new BenchFile.Unreadable("orders: the header must be " + String.join(",", COLUMNS));
    }
    var orders = new BenchOrders();
    for (CsvRecord each : records.subList(1, records.size())) {
      String series = each.getField(0);
      Book book = orders.books.get(series);
      if (book == null) {
        book = new Book(opens(each), new HashMap<>());
        orders.books.put(series, book);
      }
      book.rows().put(BenchFile.day("orders", each, 1), new Row(amount(each, 2), amount(each, 3), amount(each, 4) + amount(each, 5)));
    }
    return orders;
  }

  /// The same trades with the books that there are.
  List<Named> with(List<Named> trades) {
    return trades.stream()
        .map(trade -> new Named(trade.name(), trade.flows(), book(trade)))
        .toList();
  }

  private Optional<OrderBook> book(Named trade) {
    Book held = books.get(trade.name());
    if (held == null) {
      return Optional.empty();
    }
    WeeklySeries flows = trade.flows();
    int weeks = flows.size();
    double[][] figures = new double[3][weeks];
    int[] weeksLeft = new int[weeks];
    for (int i = 0; i < weeks; i++) {
      LocalDate known = flows.endOf(i).minusWeeks(1);
      LocalDate last = MarketingYear.of(known.plusDays(1), held.opens()).last();
      weeksLeft[i] = Math.toIntExact((ChronoUnit.DAYS.between(known, last) + DAYS_A_WEEK - 1) / DAYS_A_WEEK) - 1;
      Row row = held.rows().get(known);
      double since = Double.isNaN(flows.value(i)) ? 0 : flows.value(i);
      figures[0][i] = row == null ? Double.NaN : Math.max(0, row.outstanding() - since);
      figures[1][i] = row == null ? Double.NaN : row.nextOutstanding();
      figures[2][i] = row == null ? Double.NaN : row.netSales();
    }
    return Optional.of(new OrderBook(flows.values(), figures[0], figures[1], figures[2], weeksLeft));
  }

  /// The month that opens the marketing year of what a series is named by: `CORN-MEXICO`, `MEAL-CUBA` for soybean meal.
  private static Month opens(CsvRecord row) throws BenchFile.Unreadable {
    String word = row.getField(0).split("-", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Stream.of(word, "soybean-" + word)
        .flatMap(id -> Commodities.standard().find(new CommodityId(id)).stream())
        .map(Commodity::marketingYearStart)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseThrow(() -> new BenchFile.Unreadable(
            "orders, line %d: %s does not begin with a commodity whose marketing year is known; name it as CORN-MEXICO"
                .formatted(row.getStartingLineNumber(), row.getField(0))));
  }

  private static double amount(CsvRecord row, int column) throws BenchFile.Unreadable {
    String cell = row.getField(column);
    if (cell.isBlank()) {
      return Double.NaN;
    }
    try {
      return new BigDecimal(cell.strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw new BenchFile.Unreadable("orders, line %d: %s of %s is not a number; leave the cell empty where nothing is known"
          .formatted(row.getStartingLineNumber(), cell, COLUMNS.get(column)));
    }
  }
}
