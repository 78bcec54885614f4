package io.offtake.pairing;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.Ledger;
import io.offtake.evidence.Ledger.Cell;
import io.offtake.evidence.Ledger.Row;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.Stated;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// One rung of the ladder of measures along time, for one trade, as it was known at an instant.
///
/// For `sold` the counting rules are those of the weekly Export Sales report:
///
/// - the level of a marketing year is its accumulated exports plus its outstanding sales;
/// - sales for the next marketing year stand in their own field until that year's first row takes them over;
/// - what a year leaves outstanding is carried over: it stays in the old year's last row and stands again inside
///   the new year's first row, so it is taken off there once;
/// - in the boundary week both years have a row, and both count.
///
/// Every tonne then counts once in any window, also across the turn of a year.
///
/// @param periods  in order of their end; periods that are missing are not among them
public record Track(Trade trade, Measure measure, Unit unit, List<Point> periods) {

  private static final int DAYS_A_WEEK = 7;

  /// One of them at least must be held of a week for it to be a week of sales.
  private static final Set<Measure> SALES = Set.of(Measure.NET_SALES, Measure.ACCUMULATED_EXPORTS,
      Measure.OUTSTANDING_SALES, Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);

  /// What the track of `sold` is made of.
  public static final List<Measure> PARTS_OF_SALES = List.of(
      Measure.NET_SALES, Measure.ACCUMULATED_EXPORTS, Measure.OUTSTANDING_SALES, Measure.EXPORTED,
      Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);

  public Track {
    periods = List.copyOf(periods);
  }

  /// One period of a track.
  ///
  /// @param printed  whether a report spoke for it; if not, only corrections did, and the period is missing
  /// @param flow  what the period brought by its own figures: the basis of every rate
  /// @param caughtUp  what the levels show beyond `flow`: sales for the next marketing year that come to light in its
  ///     first row because their weekly figures are not held, or weeks missing in between; counted in the total,
  ///     never in a rate
  /// @param firstOfMarketingYear  the period holds a marketing year's first row
  /// @param years  by marketing year's ending year: what its rows of this period bring to a reading over that year
  /// @param carriedOver  what the new year took over from the old in this period
  /// @param nextYear  for `sold`: what is known of next-year sales
  /// @param observations  the figures it is made of
  /// @param release  the newest release that speaks for it
  public record Point(
      DateWindow period,
      boolean printed,
      Quantity flow,
      Quantity caughtUp,
      boolean firstOfMarketingYear,
      SortedMap<Integer, Quantity> years,
      Quantity carriedOver,
      NextYear nextYear,
      List<Observation> observations,
      @Nullable Release release) {

    public Point {
      observations = List.copyOf(observations);
    }

    /// Whether a figure of it, or that there is none, is the word of `release`.
    public boolean restsOn(Release of) {
      return of.equals(release) || observations.stream().anyMatch(observation -> observation.release().equals(of));
    }

    /// What the period adds to a sum over days.
    public Quantity counted() {
      return flow.plus(caughtUp);
    }

    public LocalDate end() {
      return period.last();
    }

    public boolean isCorrected() {
      return observations.stream().anyMatch(Observation::correction);
    }
  }

  /// The newest period that a report spoke for.
  public Optional<Point> newest() {
    return periods.reversed().stream().filter(Point::printed).findFirst();
  }

  public Optional<Point> oldest() {
    return periods.stream().filter(Point::printed).findFirst();
  }

  /// The track of a measure that is published as a flow.
  public static Track ofFlow(Ledger ledger, Measure measure, Unit unit) {
    List<Point> points = new ArrayList<>();
    for (List<Row> rows : byPeriod(ledger)) {
      var years = new TreeMap<Integer, Quantity>();
      for (Row row : rows) {
        if (row.marketYear() != null) {
          years.put(row.marketYear(), row.value(measure).orElse(Quantity.zero(unit)));
        }
      }
      var cells = rows.stream().flatMap(row -> Optional.ofNullable(row.cells().get(measure)).stream()).toList();
      boolean printed = rows.stream().anyMatch(Row::isPrinted);
      if (!printed && cells.isEmpty()) {
        continue;
      }
      points.add(new Point(
          rows.getFirst().period(),
          printed,
          sum(cells.stream().map(Cell::value), unit),
          Quantity.zero(unit),
          rows.size() > 1 || opensYear(rows.getFirst(), points),
          years,
          Quantity.zero(unit),
          new NextYear.Held(),
          cells.stream().flatMap(cell -> cell.observations().stream()).toList(),
          newestRelease(rows)));
    }
    return new Track(ledger.trade(), measure, unit, points);
  }

  /// The track of `sold`, from what the view knows of the weekly Export Sales report.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Track ofSales(Panel.View view, Trade trade, Unit unit, Month startMonth) {
    Stated nextYear = view.stated(trade.source(), trade.commodity(), NextYear.MEASURES);
    return new SalesTrack(view.ledger(trade), nextYear, unit, startMonth).draw();
  }

  private static boolean opensYear(Row row, List<Point> before) {
    return row.marketYear() != null && !before.isEmpty() && !before.getLast().years().isEmpty()
        && before.getLast().years().lastKey() < row.marketYear();
  }

  private static List<List<Row>> byPeriod(Ledger ledger) {
    Set<DateWindow> told = toldTwice(ledger);
    return ledger.rows().stream()
        .filter(row -> !row.isPrinted() || !told.contains(row.period()))
        .collect(Collectors.groupingBy(Row::period,
            () -> new TreeMap<DateWindow, List<Row>>(
                Comparator.comparing(DateWindow::last).thenComparing(DateWindow::first)),
            Collectors.toList()))
        .values().stream().toList();
  }

  /// The periods that others speak for as well: one report over several weeks and reports on those weeks count once.
  /// The weeks count where all of them are held, otherwise the whole does.
  private static Set<DateWindow> toldTwice(Ledger ledger) {
    Set<DateWindow> printed = ledger.rows().stream().filter(Row::isPrinted).map(Row::period).collect(Collectors.toSet());
    var told = new HashSet<DateWindow>();
    printed.stream().filter(period -> period.days() > DAYS_A_WEEK).forEach(whole -> {
      List<DateWindow> weeks = Stream.iterate(whole.last(), end -> !end.isBefore(whole.first()), end -> end.minusWeeks(1))
          .map(DateWindow::weekEnding)
          .toList();
      if (printed.containsAll(weeks)) {
        told.add(whole);
      } else {
        told.addAll(weeks);
      }
    });
    return told;
  }

  private static @Nullable Release newestRelease(List<Row> rows) {
    return rows.stream().flatMap(row -> Optional.ofNullable(row.release()).stream())
        .max(Release.BY_KNOWLEDGE).orElse(null);
  }

  private static int yearOf(Row row) {
    if (row.marketYear() == null) {
      throw new IllegalArgumentException("a sales row needs its marketing year: " + row.period());
    }
    return row.marketYear();
  }

  private static Quantity sum(Stream<Quantity> values, Unit unit) {
    return values.reduce(Quantity.zero(unit), Quantity::plus);
  }

  /// Draws the sales track week by week, remembering each marketing year's newest row.
  private static final class SalesTrack {

    /// One marketing year after its newest row: all it has sold, what of it is not shipped, and what it took over.
    private record Standing(Quantity total, Quantity outstanding, Quantity broughtForward) {}

    private final Ledger ledger;
    private final Stated nextYear;
    private final Unit unit;
    private final Month startMonth;
    private final Quantity zero;
    private final NavigableMap<Integer, Standing> standings = new TreeMap<>();
    private final List<Point> points = new ArrayList<>();
    private @Nullable Quantity level;

    SalesTrack(Ledger ledger, Stated nextYear, Unit unit, Month startMonth) {
      this.ledger = ledger;
      this.nextYear = nextYear;
      this.unit = unit;
      this.startMonth = startMonth;
      this.zero = Quantity.zero(unit);
    }

    Track draw() {
      for (List<Row> rows : byPeriod(ledger)) {
        if (rows.stream().allMatch(row -> row.isPrinted() && row.marketYear() != null && tellsOfSales(row))) {
          points.add(point(rows));
        }
      }
      return new Track(ledger.trade(), Measure.SOLD, unit, points);
    }

    /// Not where what was sold is held back and the week's exports are all that is left.
    private static boolean tellsOfSales(Row row) {
      return row.isUnlisted() || row.cells().keySet().stream().anyMatch(SALES::contains);
    }

    private Point point(List<Row> rows) {
      Quantity flow = zero;
      Quantity carriedOver = zero;
      boolean opening = false;
      var years = new TreeMap<Integer, Quantity>();
      for (Row row : rows) {
        int year = yearOf(row);
        Standing before = standings.get(year);
        Quantity broughtForward = before != null ? before.broughtForward() : broughtForward(year);
        Quantity net = row.value(Measure.NET_SALES).orElse(zero);
        if (before == null) {
          opening |= !standings.isEmpty();
          carriedOver = carriedOver.plus(broughtForward);
          net = carryOverIncluded(row) ? net.minus(broughtForward) : net;
        }
        Standing now = standing(row, before, broughtForward);
        standings.put(year, now);
        flow = flow.plus(net);
        years.put(year, before == null ? now.total() : now.total().minus(before.total()));
      }
      Row newest = rows.getLast();
      flow = flow.plus(newest.value(Measure.NEXT_YEAR_NET_SALES).orElse(zero));
      Quantity now = levelAfter(newest);
      Quantity counted = level == null ? flow : now.minus(level);
      level = now;
      return new Point(rows.getFirst().period(), true, flow, counted.minus(flow), opening, years, carriedOver,
          NextYear.of(newest, nextYear),
          rows.stream()
              .flatMap(row -> PARTS_OF_SALES.stream().flatMap(part -> Optional.ofNullable(row.cells().get(part)).stream()))
              .flatMap(cell -> cell.observations().stream())
              .toList(),
          newestRelease(rows));
    }

    /// All that was ever sold, each tonne once, the years before the first row held left out.
    private Quantity levelAfter(Row newest) {
      Quantity own = standings.values().stream()
          .map(standing -> standing.total().minus(standing.broughtForward()))
          .reduce(zero, Quantity::plus);
      Quantity next = newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).orElse(zero);
      // On a marketing year's very last day its carry-over already stands in the next year's field as well.
      boolean twice = next.isPositive()
          && new MarketingYear(yearOf(newest), startMonth).last().equals(newest.period().last());
      return own.plus(next).minus(twice ? standings.lastEntry().getValue().outstanding() : zero);
    }

    private Quantity broughtForward(int year) {
      Standing old = standings.get(year - 1);
      return old == null ? zero : old.outstanding();
    }

    /// A destination that a full report does not list had no sales and no exports that week: its levels stand.
    private Standing standing(Row row, @Nullable Standing before, Quantity broughtForward) {
      var accumulated = row.value(Measure.ACCUMULATED_EXPORTS);
      var outstanding = row.value(Measure.OUTSTANDING_SALES);
      if (accumulated.isPresent() && outstanding.isPresent()) {
        return new Standing(accumulated.get().plus(outstanding.get()), outstanding.get(), broughtForward);
      }
      // A table may hand in net sales alone: then they are all that the level can move by.
      Quantity net = row.value(Measure.NET_SALES).orElse(zero);
      return before == null
          ? new Standing(net, zero, zero)
          : new Standing(before.total().plus(net), before.outstanding(), before.broughtForward());
    }

    private static boolean carryOverIncluded(Row row) {
      Cell net = row.cells().get(Measure.NET_SALES);
      return net != null && net.observations().getFirst().carryOverIncluded();
    }
  }

  /// The stock of sales not yet shipped at each period's end, all marketing years together.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public static NavigableMap<LocalDate, Quantity> outstanding(
      Ledger ledger, Unit unit, Month startMonth) {
    var levels = new TreeMap<LocalDate, Quantity>();
    for (List<Row> rows : byPeriod(ledger)) {
      var printed = rows.stream().filter(row -> row.isPrinted() && row.marketYear() != null).toList();
      if (printed.isEmpty()) {
        continue;
      }
      // In a boundary week the new year's row contains what the old year left over.
      Row newest = printed.getLast();
      Quantity own = newest.value(Measure.OUTSTANDING_SALES).orElse(Quantity.zero(unit));
      Quantity next = newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).orElse(Quantity.zero(unit));
      boolean lastDay = new MarketingYear(yearOf(newest), startMonth).last().equals(newest.period().last());
      // On a year's very last day its carry-over already stands in the next year's field.
      levels.put(newest.period().last(), lastDay && next.isPositive() ? next : own.plus(next));
    }
    return levels;
  }
}
