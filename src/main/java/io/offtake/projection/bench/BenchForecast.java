package io.offtake.projection.bench;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.shipment.ShipmentPanel;

/// Forecasts sums of weekly flows for cases of a series, an origin and a horizon, from a matrix of weekly flows.
///
/// All series of the matrix are the panel. A forecast uses no week after its case's origin.
public final class BenchForecast {

  private static final int[] PERCENTS = {1, 5, 10, 25, 50, 75, 90, 95, 99};
  private static final int DAYS_A_WEEK = 7;
  private static final int FARTHEST = 104;
  private static final MathContext DIGITS = new MathContext(9);

  /// @param row  the line it stands on
  record Case(long row, String series, LocalDate origin, int horizon) {}

  /// @param forecast  how many cases were answered
  /// @param declined  the others, each with its reason
  public record Result(int forecast, List<String> declined) {}

  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Named> trades;
  private final List<Case> cases;

  /// @param matrix  CSV: `week_ending`, then one column a series, in tonnes; one row a week; an empty cell is a week
  ///     that is not known
  /// @param cases  CSV with the columns `series`, `origin` (the last day of the last known week) and `horizon` (weeks)
  public BenchForecast(String matrix, String cases) throws BenchFile.Unreadable {
    this(trades(matrix), cases);
  }

  /// The same with order books.
  ///
  /// @param orders  CSV: `series,week_ending,outstanding,next_outstanding,net_sales,next_net_sales`; a week's row is known a
  ///     week after its end
  public BenchForecast(String matrix, String orders, String cases) throws BenchFile.Unreadable {
    this(BenchOrders.read(orders).with(trades(matrix)), cases);
  }

  private BenchForecast(List<Named> trades, String cases) throws BenchFile.Unreadable {
    this.trades = trades;
    for (Named trade : trades) {
      places.put(trade.name(), places.size());
    }
    this.cases = cases(cases);
  }

  /// Writes `series,origin,horizon,q0.01,...,q0.99` in the order of the cases.
  public Result write(Writer out) {
    int[] horizons = cases.stream().mapToInt(Case::horizon).distinct().toArray();
    var panel = new ShipmentPanel(trades, horizons);
    var byOrigin = cases.stream().collect(groupingBy(Case::origin, TreeMap::new, groupingBy(Case::horizon)));
    Map<Case, double[]> answers = new LinkedHashMap<>();
    byOrigin.entrySet().parallelStream()
        .map(origin -> forecasts(panel, origin.getKey(), origin.getValue()))
        .toList()
        .forEach(answers::putAll);
    List<String> declined = new ArrayList<>();
    int forecast = 0;
    try (CsvWriter csv = CsvWriter.builder().build(out)) {
      var header = new ArrayList<>(List.of("series", "origin", "horizon"));
      for (int percent : PERCENTS) {
        header.add("q" + BigDecimal.valueOf(percent, 2).stripTrailingZeros().toPlainString());
      }
      csv.writeRecord(header);
      for (Case asked : cases) {
        double[] quantiles = answers.get(asked);
        if (quantiles == null) {
          declined.add("line %d: %s has fewer than %d known weeks up to %s, or none for that week".formatted(
              asked.row(), asked.series(), ShipmentPanel.FEWEST_WEEKS, asked.origin()));
          continue;
        }
        var row = new ArrayList<>(
            List.of(asked.series(), asked.origin().toString(), Integer.toString(asked.horizon())));
        for (int percent : PERCENTS) {
          row.add(new BigDecimal(quantiles[percent - 1], DIGITS).toPlainString());
        }
        csv.writeRecord(row);
        forecast++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Result(forecast, declined);
  }

  private Map<Case, double[]> forecasts(
      ShipmentPanel panel, LocalDate origin, Map<Integer, List<Case>> byHorizon) {
    Map<Case, double[]> answers = new LinkedHashMap<>();
    int week = Math.toIntExact(Math.floorDiv(origin.toEpochDay(), DAYS_A_WEEK));
    byHorizon.forEach((horizon, asked) -> {
      ShipmentPanel.Forecasts forecasts = panel.at(week, horizon);
      for (Case one : asked) {
        int place = places.getOrDefault(one.series(), -1);
        if (forecasts.isPossible(place)) {
          answers.put(one, forecasts.quantiles(place));
        }
      }
    });
    return answers;
  }

  private static List<Named> trades(String matrix) throws BenchFile.Unreadable {
    List<CsvRecord> rows = BenchFile.rows("matrix", matrix);
    List<String> names = rows.getFirst().getFields();
    if (names.size() < 2 || !names.getFirst().equals("week_ending")) {
      throw new BenchFile.Unreadable("matrix: the header must be week_ending and one column for each series");
    }
    List<TreeMap<LocalDate, Double>> columns = new ArrayList<>();
    names.stream().skip(1).forEach(_ -> columns.add(new TreeMap<>()));
    LocalDate before = null;
    for (CsvRecord row : rows.subList(1, rows.size())) {
      LocalDate end = BenchFile.day("matrix", row, 0);
      if (before != null && !end.equals(before.plusDays(DAYS_A_WEEK))) {
        throw new BenchFile.Unreadable("matrix, line %d: %s does not follow %s by a week; give every week a row, with empty cells where nothing is known"
            .formatted(row.getStartingLineNumber(), end, before));
      }
      before = end;
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).put(end, flow(row, i + 1, names.get(i + 1)));
      }
    }
    List<Named> trades = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      trades.add(new Named(names.get(i + 1), WeeklySeries.of(columns.get(i))));
    }
    return trades;
  }

  private List<Case> cases(String text) throws BenchFile.Unreadable {
    List<CsvRecord> rows = BenchFile.rows("cases", text);
    List<String> names = rows.getFirst().getFields();
    int series = column(names, "series");
    int origin = column(names, "origin");
    int horizon = column(names, "horizon");
    List<Case> found = new ArrayList<>();
    for (CsvRecord row : rows.subList(1, rows.size())) {
      String name = row.getField(series);
      if (!places.containsKey(name)) {
        throw new BenchFile.Unreadable("cases, line %d: the matrix has no column %s"
            .formatted(row.getStartingLineNumber(), name));
      }
      found.add(new Case(row.getStartingLineNumber(), name, BenchFile.day("cases", row, origin), weeks(row, horizon)));
    }
    return found;
  }

  private static int column(List<String> names, String name) throws BenchFile.Unreadable {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new BenchFile.Unreadable("cases: the column %s is missing; series, origin and horizon are needed".formatted(name));
    }
    return at;
  }

  private static double flow(CsvRecord row, int column, String name) throws BenchFile.Unreadable {
    String cell = row.getField(column);
    if (cell.isBlank()) {
      return Double.NaN;
    }
    try {
      return new BigDecimal(cell.strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw new BenchFile.Unreadable("matrix, line %d: %s of %s is not a number; leave the cell empty where nothing is known"
          .formatted(row.getStartingLineNumber(), cell, name));
    }
  }

  private static int weeks(CsvRecord row, int column) throws BenchFile.Unreadable {
    String cell = row.getField(column);
    try {
      int weeks = Integer.parseInt(cell);
      if (weeks >= 1 && weeks <= FARTHEST) {
        return weeks;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of bounds is.
    }
    throw new BenchFile.Unreadable("cases, line %d: horizon %s is not a whole number of weeks from 1 to %d"
        .formatted(row.getStartingLineNumber(), cell, FARTHEST));
  }
}
