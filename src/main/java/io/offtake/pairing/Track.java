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
import io.offtake.pairing.OutstandingLevels.Level;
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
  /// @param years  by marketing year's ending year: what its row of this period brings to a reading over that year
  /// @param nextYear  for `sold`: what is known of next-year sales
  /// @param observations  the figures it is made of
  /// @param release  the newest release that speaks for it
  /// @param members  of a bloc, the points that it sums; none otherwise
  public record Point(
      DateWindow period,
      boolean printed,
      Quantity flow,
      Quantity caughtUp,
      boolean firstOfMarketingYear,
      SortedMap<Integer, YearRow> years,
      NextYear nextYear,
      List<Observation> observations,
      @Nullable Release release,
      List<Point> members) {

    public Point {
      observations = List.copyOf(observations);
      members = List.copyOf(members);
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

    /// What the marketing years that open in it took over, by ending year.
    public Stream<CarryIn> carryIns() {
      return years.values().stream().flatMap(row -> row.carryIn().stream());
    }

    public boolean isCorrected() {
      return observations.stream().anyMatch(Observation::correction);
    }
  }

  /// What the row of one marketing year brings to a reading over that year.
  ///
  /// @param flow  its own figures: what was shipped, or its net sales less the carry-over where they contain it
  /// @param counted  what it adds to the year's total, net of what came in from the year before; where that is not held,
  ///     only what is sure: its own net sales if they do not contain it
  /// @param published  what it adds to the year's total as USDA states it, the carry-over with it
  /// @param carryIn  what came in from the year before: of `sold`, in the first row of the year that is held
  public record YearRow(Quantity flow, Quantity counted, Quantity published, Optional<CarryIn> carryIn) {

    static YearRow ofFlow(Quantity flow) {
      return new YearRow(flow, flow, flow, Optional.empty());
    }

    /// Both together, of two members of a bloc.
    YearRow plus(YearRow other) {
      return new YearRow(flow.plus(other.flow), counted.plus(other.counted), published.plus(other.published),
          Stream.of(carryIn, other.carryIn).flatMap(Optional::stream).reduce(CarryIn::plus));
    }
  }

  /// What a marketing year took over from the year before: the sales that were outstanding at that year's end.
  ///
  /// @param value  absent where the end of that year is not held
  /// @param inNetSales  whether the first row's net sales contain it
  /// @param figures  that say so, in the last row of the year before
  public record CarryIn(Optional<Quantity> value, boolean inNetSales, List<Observation> figures) {
    public CarryIn {
      figures = List.copyOf(figures);
    }

    CarryIn plus(CarryIn other) {
      return new CarryIn(value.flatMap(one -> other.value.map(one::plus)), inNetSales || other.inNetSales,
          Stream.concat(figures.stream(), other.figures.stream()).toList());
    }
  }

  /// Whether its periods tell marketing years apart.
  public boolean hasMarketingYears() {
    return measure == Measure.SOLD || periods.stream().anyMatch(point -> !point.years().isEmpty());
  }

  /// What the marketing year that ends in `year` took over; empty where no row of it is held.
  public Optional<CarryIn> carryIn(int year) {
    return periods.stream()
        .flatMap(point -> Optional.ofNullable(point.years().get(year)).stream())
        .flatMap(row -> row.carryIn().stream())
        .reduce(CarryIn::plus);
  }

  /// The newest period that a report spoke for.
  public Optional<Point> newest() {
    return periods.reversed().stream().filter(Point::printed).findFirst();
  }

  /// The newest period before `end` that a report spoke for.
  Optional<Point> before(LocalDate end) {
    return periods.reversed().stream().filter(point -> point.printed() && point.end().isBefore(end)).findFirst();
  }

  public Optional<Point> oldest() {
    return periods.stream().filter(Point::printed).findFirst();
  }

  /// The track of a measure that is published as a flow.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Track ofFlow(Ledger ledger, Measure measure, Unit unit, Month startMonth) {
    List<Point> points = new ArrayList<>();
    for (List<Row> rows : byPeriod(ledger)) {
      var years = new TreeMap<Integer, YearRow>();
      for (Row row : rows) {
        if (row.marketYear() != null) {
          years.put(row.marketYear(), YearRow.ofFlow(row.value(measure).orElse(Quantity.zero(unit))));
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
          rows.size() > 1 || opensYear(rows.getFirst(), points, startMonth),
          years,
          new NextYear.Held(),
          cells.stream().flatMap(cell -> cell.observations().stream()).toList(),
          newestRelease(rows),
          List.of()));
    }
    return new Track(ledger.trade(), measure, unit, points);
  }

  /// The track of `sold`, from what the view knows of the weekly Export Sales report.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Track ofSales(Panel.View view, Trade trade, Unit unit, Month startMonth) {
    Stated nextYear = view.stated(trade.source(), trade.commodity(), NextYear.MEASURES);
    return new SalesTrack(view.ledger(trade, unit), nextYear, unit, startMonth).draw();
  }

  private static boolean opensYear(Row row, List<Point> before, Month startMonth) {
    if (row.marketYear() == null) {
      return false;
    }
    return before.isEmpty()
        ? isFirstOfYear(row, startMonth)
        : !before.getLast().years().isEmpty() && before.getLast().years().lastKey() < row.marketYear();
  }

  /// Whether the year opens in the row's period: known also where no row before it is held.
  private static boolean isFirstOfYear(Row row, Month startMonth) {
    return row.period().contains(new MarketingYear(yearOf(row), startMonth).first());
  }

  private static List<List<Row>> byPeriod(Ledger ledger) {
    Set<DateWindow> told = toldTwice(ledger);
    var periods = new ArrayList<List<Row>>();
    List<Row> period = new ArrayList<>();
    // Rows of one period follow one another.
    for (Row row : ledger.rows()) {
      if (row.isPrinted() && told.contains(row.period())) {
        continue;
      }
      if (period.isEmpty() || !period.getFirst().period().equals(row.period())) {
        period = new ArrayList<>(2);
        periods.add(period);
      }
      period.add(row);
    }
    return periods;
  }

  /// The periods that others speak for as well: one report over a longer time and reports on the times within it count once.
  /// The shorter ones count where they fill it, otherwise the longer one does.
  private static Set<DateWindow> toldTwice(Ledger ledger) {
    if (ledger.rows().stream().noneMatch(row -> row.period().days() > DAYS_A_WEEK)) {
      return Set.of();
    }
    List<DateWindow> printed = ledger.rows().stream().filter(Row::isPrinted).map(Row::period).distinct()
        .sorted(Comparator.comparingLong(DateWindow::days).thenComparing(DateWindow::first))
        .toList();
    var told = new HashSet<DateWindow>();
    for (DateWindow whole : printed) {
      if (whole.days() <= DAYS_A_WEEK) {
        continue;
      }
      List<DateWindow> within = printed.stream()
          .filter(each -> !each.equals(whole) && whole.contains(each.first()) && whole.contains(each.last()))
          .toList();
      if (fills(whole, within)) {
        told.add(whole);
      } else {
        told.addAll(within);
      }
    }
    return told;
  }

  /// Whether every day of a period is in one of those within it.
  private static boolean fills(DateWindow whole, List<DateWindow> within) {
    LocalDate next = whole.first();
    for (DateWindow each : within.stream().sorted(Comparator.comparing(DateWindow::first)).toList()) {
      if (each.first().isAfter(next)) {
        return false;
      }
      next = next.isAfter(each.last()) ? next : each.last().plusDays(1);
    }
    return next.isAfter(whole.last());
  }

  private static @Nullable Release newestRelease(List<Row> rows) {
    if (rows.size() == 1) {
      return rows.getFirst().release();
    }
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

    /// One marketing year after its newest row: all it has sold, what of it is not shipped, the figures that say so, what
    /// it took over, the end of that row, and whether its levels are held or only its net sales.
    private record Standing(
        Quantity total,
        Quantity outstanding,
        List<Observation> outstandingFigures,
        Quantity broughtForward,
        LocalDate end,
        boolean levelsHeld) {}

    private final Ledger ledger;
    private final Stated nextYear;
    private final Unit unit;
    private final Month startMonth;
    private final Quantity zero;
    private final NavigableMap<Integer, Standing> standings = new TreeMap<>();

    /// What was outstanding for the next year, by the marketing year of the row that stated it last.
    private final NavigableMap<Integer, Quantity> nextYears = new TreeMap<>();
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
      boolean opening = false;
      var years = new TreeMap<Integer, YearRow>();
      for (Row row : rows) {
        int year = yearOf(row);
        Standing before = standings.get(year);
        Quantity broughtForward = before != null ? before.broughtForward() : broughtForward(year);
        Quantity net = row.value(Measure.NET_SALES).orElse(zero);
        Standing now = standing(row, before, broughtForward);
        if (before == null) {
          opening |= !standings.isEmpty() || isFirstOfYear(row, startMonth);
          CarryIn carryIn = carryIn(row, now.total(), net);
          years.put(year, firstRow(now.total(), net, carryIn));
          net = carryIn.inNetSales() ? net.minus(broughtForward) : net;
        } else {
          Quantity change = now.total().minus(before.total());
          years.put(year, new YearRow(net, change, change, Optional.empty()));
        }
        standings.put(year, now);
        flow = flow.plus(net);
      }
      Row newest = rows.getLast();
      flow = flow.plus(newest.value(Measure.NEXT_YEAR_NET_SALES).orElse(zero));
      boolean emptied = isNextYearEmptied(newest);
      Quantity now = levelAfter(newest, emptied);
      Quantity counted = level == null ? flow : now.minus(level);
      level = now;
      return new Point(rows.getFirst().period(), true, flow, counted.minus(flow), opening, years,
          NextYear.of(newest, nextYear, emptied),
          rows.stream()
              .flatMap(row -> PARTS_OF_SALES.stream().flatMap(part -> Optional.ofNullable(row.cells().get(part)).stream()))
              .flatMap(cell -> cell.observations().stream())
              .toList(),
          newestRelease(rows),
          List.of());
    }

    private YearRow firstRow(Quantity total, Quantity net, CarryIn carryIn) {
      Quantity sure = carryIn.inNetSales() ? zero : net;
      return carryIn.value()
          .map(value -> new YearRow(carryIn.inNetSales() ? net.minus(value) : net, total.minus(value), total,
              Optional.of(carryIn)))
          .orElseGet(() -> new YearRow(sure, sure, total, Optional.of(carryIn)));
    }

    /// What the year of a first row took over. It is held where the year before is, up to its last day; up to the week before
    /// where that row is of the year's first week: then nothing has left the stock since but into the new year. A year that
    /// begins with nothing took over nothing.
    private CarryIn carryIn(Row row, Quantity total, Quantity net) {
      boolean inNetSales = carryOverIncluded(row);
      LocalDate first = new MarketingYear(yearOf(row), startMonth).first();
      boolean opens = row.period().last().isBefore(first.plusDays(DAYS_A_WEEK));
      Standing old = standings.get(yearOf(row) - 1);
      if (old != null && old.levelsHeld() && !old.end().isBefore(first.minusDays(opens ? DAYS_A_WEEK : 1))) {
        return new CarryIn(Optional.of(old.outstanding()), inNetSales, old.outstandingFigures());
      }
      boolean nothing = net.equals(total) && (!inNetSales || total.isZero());
      return new CarryIn(opens && nothing ? Optional.of(zero) : Optional.empty(), inNetSales, List.of());
    }

    /// Whether the row's zero fills a field that is not filled any more: nothing is outstanding for the next year to anybody,
    /// though something was, and nobody bought or cancelled any of it. When the year ends it is carried into the next.
    private boolean isNextYearEmptied(Row newest) {
      LocalDate end = newest.period().last();
      return newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).filter(Quantity::isZero).isPresent()
          && nextYears.getOrDefault(yearOf(newest), zero).isPositive()
          && nextYear.isZeroAt(end)
          && end.isBefore(new MarketingYear(yearOf(newest), startMonth).last());
    }

    /// All that was ever sold, each tonne once, the years before the first row held left out. What was outstanding for the
    /// next year stands until a row of the year says otherwise.
    private Quantity levelAfter(Row newest, boolean emptied) {
      Quantity own = standings.values().stream()
          .map(standing -> standing.total().minus(standing.broughtForward()))
          .reduce(zero, Quantity::plus);
      if (!emptied) {
        newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).ifPresent(value -> nextYears.put(yearOf(newest), value));
      }
      Quantity next = nextYears.getOrDefault(yearOf(newest), zero);
      // On a marketing year's very last day its carry-over already stands in the next year's field as well.
      boolean twice = newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).filter(Quantity::isPositive).isPresent()
          && new MarketingYear(yearOf(newest), startMonth).last().equals(newest.period().last());
      return own.plus(next).minus(twice ? standings.lastEntry().getValue().outstanding() : zero);
    }

    private Quantity broughtForward(int year) {
      Standing old = standings.get(year - 1);
      return old == null ? zero : old.outstanding();
    }

    /// A destination that a full report does not list had no sales and no exports that week: its levels stand.
    private Standing standing(Row row, @Nullable Standing before, Quantity broughtForward) {
      LocalDate end = row.period().last();
      var accumulated = row.value(Measure.ACCUMULATED_EXPORTS);
      var outstanding = row.value(Measure.OUTSTANDING_SALES);
      if (accumulated.isPresent() && outstanding.isPresent()) {
        return new Standing(accumulated.get().plus(outstanding.get()), outstanding.get(), figures(row), broughtForward,
            end, true);
      }
      // A table may hand in net sales alone: then they are all that the level can move by.
      Quantity net = row.value(Measure.NET_SALES).orElse(zero);
      boolean levelsHeld = row.isUnlisted() && (before == null || before.levelsHeld());
      return before == null
          ? new Standing(carryOverIncluded(row) ? net : net.plus(broughtForward), zero, List.of(), broughtForward, end,
              levelsHeld)
          : new Standing(before.total().plus(net), before.outstanding(), before.outstandingFigures(),
              before.broughtForward(), end, levelsHeld);
    }

    private static List<Observation> figures(Row row) {
      return Optional.ofNullable(row.cells().get(Measure.OUTSTANDING_SALES)).map(Cell::observations).orElse(List.of());
    }

    private static boolean carryOverIncluded(Row row) {
      Cell net = row.cells().get(Measure.NET_SALES);
      return net != null && net.observations().getFirst().carryOverIncluded();
    }
  }

  /// The stock of sales not yet shipped at each period's end.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public static OutstandingLevels outstanding(Ledger ledger, Unit unit, Month startMonth) {
    var levels = new TreeMap<LocalDate, OutstandingLevels.At>();
    for (List<Row> rows : byPeriod(ledger)) {
      var printed = rows.stream().filter(row -> row.isPrinted() && row.marketYear() != null).toList();
      if (printed.isEmpty()) {
        continue;
      }
      var years = new TreeMap<Integer, Level>();
      printed.forEach(row -> years.put(yearOf(row), level(row, unit, Measure.OUTSTANDING_SALES)));
      // In a boundary week the new year's row contains what the old year left over.
      Row newest = printed.getLast();
      boolean lastDay = new MarketingYear(yearOf(newest), startMonth).last().equals(newest.period().last());
      boolean nextAlone = lastDay
          && newest.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).filter(Quantity::isPositive).isPresent();
      // On a year's very last day its carry-over already stands in the next year's field.
      levels.put(newest.period().last(), new OutstandingLevels.At(
          nextAlone
              ? level(newest, unit, Measure.NEXT_YEAR_OUTSTANDING_SALES)
              : level(newest, unit, Measure.OUTSTANDING_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES),
          years));
    }
    return new OutstandingLevels(levels);
  }

  private static Level level(Row row, Unit unit, Measure... measures) {
    List<Cell> cells = Stream.of(measures).flatMap(of -> Optional.ofNullable(row.cells().get(of)).stream()).toList();
    return new Level(sum(cells.stream().map(Cell::value), unit),
        cells.stream().flatMap(cell -> cell.observations().stream()).toList());
  }
}
