package io.offtake.pairing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Measure;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Track.YearRow;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// How the window of a reading stood in a past year, counted by the reading's own rule: the same days so many years
/// before, or the rows of that marketing year net of what it took over; levels for `sold`, unknown destinations by the
/// same share.
///
/// Over days, the period that answers to one of today is the one whose end is nearest to the same day of that year; over
/// a marketing year it is the row of the same week since that year's first. A period longer than a week is spread evenly
/// over its weeks.
public final class Season {

  private static final int NEAREST_DAYS = 3;
  private static final int DAYS_A_WEEK = 7;
  /// Places of what a week of a longer period is said to have brought.
  private static final int KILOGRAMS = 3;

  private final int years;
  private final LocalDate lastEnd;
  /// Over a marketing year, the days from a week of it to the same week of the past one.
  private final Optional<Long> weekOfYear;
  private final NavigableSet<LocalDate> ends;
  /// By the ends of the window's weeks, empty where something up to there is not held.
  private final NavigableMap<LocalDate, Optional<Quantity>> reached;
  /// Before the first period ends; empty where unknown destinations count.
  private final Optional<Quantity> atStart;
  private final boolean sold;
  private final boolean carryInHeld;
  private final boolean ended;

  private Season(
      int years,
      LocalDate lastEnd,
      Optional<Long> weekOfYear,
      NavigableSet<LocalDate> ends,
      NavigableMap<LocalDate, Optional<Quantity>> reached,
      Optional<Quantity> atStart,
      boolean sold,
      boolean carryInHeld,
      boolean ended) {
    this.years = years;
    this.lastEnd = lastEnd;
    this.weekOfYear = weekOfYear;
    this.ends = ends;
    this.reached = reached;
    this.atStart = atStart;
    this.sold = sold;
    this.carryInHeld = carryInHeld;
    this.ended = ended;
  }

  /// Empty where nothing of that window is held.
  static Optional<Season> of(Pairing pairing, int years) {
    if (pairing.periods().isEmpty()) {
      return Optional.empty();
    }
    Season season = new Drawing(pairing, years).draw();
    return season.reached.isEmpty() ? Optional.empty() : Optional.of(season);
  }

  /// The end of the period that answered to the one ending on `end`.
  public Optional<LocalDate> endOf(LocalDate end) {
    if (end.equals(lastEnd) && ended) {
      return Optional.of(reached.lastKey());
    }
    LocalDate wanted = answering(end);
    if (weekOfYear.isPresent()) {
      return Optional.of(wanted).filter(ends::contains);
    }
    LocalDate before = ends.floor(wanted);
    LocalDate after = ends.ceiling(wanted);
    LocalDate nearest = before == null || (after != null && distance(after, wanted) < distance(before, wanted))
        ? after
        : before;
    return Optional.ofNullable(nearest).filter(found -> distance(found, wanted) <= NEAREST_DAYS);
  }

  /// What was counted up to the period that answered to the one ending on `end`; empty where some of it is not held.
  public Optional<Quantity> upTo(LocalDate end) {
    return carryInHeld && endOf(end).isPresent() ? path(end) : Optional.empty();
  }

  /// What was counted in the whole of the window; empty where some of it is not held.
  public Optional<Quantity> total() {
    return upTo(lastEnd);
  }

  /// The same for the shape of a season, which is an estimate: of a marketing year whose carry-over is not held it is what
  /// the publisher states, the carry-over with it.
  public Optional<Quantity> path(LocalDate end) {
    if (end.equals(lastEnd)) {
      return ended ? reached.lastEntry().getValue() : Optional.empty();
    }
    return endOf(end).or(() -> sold ? Optional.of(answering(end)).filter(this::isWithin) : Optional.empty())
        .flatMap(found -> found.isBefore(reached.firstKey()) ? atStart : reached.floorEntry(found).getValue());
  }

  /// A level stands over weeks that are missing in the middle.
  private boolean isWithin(LocalDate day) {
    return !day.isBefore(reached.firstKey()) && !day.isAfter(reached.lastKey());
  }

  private LocalDate answering(LocalDate end) {
    return weekOfYear.map(end::plusDays).orElseGet(() -> end.minusYears(years));
  }

  private static long distance(LocalDate one, LocalDate other) {
    return Math.abs(ChronoUnit.DAYS.between(one, other));
  }

  /// Adds a past window up, period by period.
  private static final class Drawing {

    private final Pairing pairing;
    private final int years;
    private final @Nullable MarketingYear marketingYear;
    private final DateWindow window;
    private final boolean sold;
    private final BigDecimal share;
    private final NavigableSet<LocalDate> ends = new TreeSet<>();
    private final NavigableMap<LocalDate, Optional<Quantity>> reached = new TreeMap<>();
    private boolean carryInHeld = true;

    Drawing(Pairing pairing, int years) {
      this.pairing = pairing;
      this.years = years;
      this.sold = pairing.track().measure() == Measure.SOLD;
      this.share = Pairing.share(pairing.reading().unknownDestinations());
      this.marketingYear =
          pairing.marketingYear().isPresent() && pairing.reading().window() instanceof ReadingWindow.OfMarketingYear(var year)
              ? new MarketingYear(year.endingYear() - years, year.startMonth())
              : null;
      this.window = marketingYear != null
          ? marketingYear.window()
          : new DateWindow(pairing.window().first().minusYears(years), pairing.window().last().minusYears(years));
    }

    Season draw() {
      List<Point> points = pairing.track().periods().stream()
          .filter(point -> point.printed() && (marketingYear == null || row(point) != null))
          .toList();
      points.forEach(point -> ends.addAll(weekEnds(point)));
      Quantity sum = Quantity.zero(pairing.unit());
      boolean whole = true;
      Point before = null;
      Point last = null;
      boolean over = false;
      boolean goesOn = false;
      for (Point point : points) {
        boolean follows = before != null && before.end().plusDays(1).equals(point.period().first());
        before = point;
        if (marketingYear == null && !window.contains(point.end())) {
          goesOn |= last != null && !over && follows;
          over = last != null;
          continue;
        }
        whole &= last == null ? begins(point, follows) : follows || sold;
        Quantity brought = brought(point);
        whole &= marketingYear != null || Parts.ofDays(pairing.track().measure(), point, true).whole();
        keep(point, sum, brought, whole);
        sum = sum.plus(brought);
        last = point;
      }
      boolean ended = last != null && (marketingYear != null
          ? !last.end().isBefore(marketingYear.last())
          : goesOn || last.end().plusDays(DAYS_A_WEEK).isAfter(window.last()));
      return new Season(years, pairing.periods().getLast().period().last(), weekOfYear(), ends, reached,
          whole && share.signum() == 0 ? Optional.of(Quantity.zero(pairing.unit())) : Optional.empty(), sold, carryInHeld, ended);
    }

    private Optional<Long> weekOfYear() {
      if (marketingYear == null || ends.isEmpty()) {
        return Optional.empty();
      }
      LocalDate first = marketingYear.first();
      long intoWeek = Math.floorMod(ChronoUnit.DAYS.between(first, ends.first()), DAYS_A_WEEK);
      return Optional.of(ChronoUnit.DAYS.between(
          pairing.periods().getFirst().period().last(), first.plusDays(intoWeek)));
    }

    /// Whether all that counts before the first period's end is in it. The level of a marketing year's sales counts from
    /// the year's beginning; over days a level must be held at the window's start.
    private boolean begins(Point first, boolean follows) {
      boolean fromTheStart = !first.period().first().isAfter(window.first());
      return sold
          ? marketingYear != null || (fromTheStart && (follows || first.caughtUp().isZero()))
          : fromTheStart;
    }

    private Quantity brought(Point point) {
      YearRow row = row(point);
      if (row == null) {
        return point.counted();
      }
      if (row.carryIn().filter(carryIn -> carryIn.value().isEmpty()).isPresent()) {
        carryInHeld = false;
        return row.published();
      }
      return row.counted();
    }

    private void keep(Point point, Quantity sum, Quantity brought, boolean whole) {
      List<LocalDate> weeks = weekEnds(point);
      for (int i = 0; i < weeks.size(); i++) {
        Quantity upTo = i + 1 == weeks.size() ? sum.plus(brought) : sum.plus(share(brought, i + 1, weeks.size()));
        reached.put(weeks.get(i), whole ? withUnknown(weeks.get(i), upTo) : Optional.empty());
      }
    }

    private static Quantity share(Quantity brought, int weeks, int of) {
      return Quantity.of(brought.value().multiply(BigDecimal.valueOf(weeks))
          .divide(BigDecimal.valueOf(of), KILOGRAMS, RoundingMode.HALF_EVEN), brought.unit());
    }

    private Optional<Quantity> withUnknown(LocalDate end, Quantity byName) {
      return share.signum() == 0
          ? Optional.of(byName)
          : pairing.unknownLevels().at(end, marketingYear == null ? null : marketingYear.endingYear())
              .map(level -> byName.plus(level.value().times(share)));
    }

    private @Nullable YearRow row(Point point) {
      return marketingYear == null ? null : point.years().get(marketingYear.endingYear());
    }

    private static List<LocalDate> weekEnds(Point point) {
      int weeks = Math.max(1, Math.toIntExact(point.period().days() / DAYS_A_WEEK));
      return IntStream.range(0, weeks)
          .mapToObj(i -> point.end().minusWeeks(weeks - 1L - i))
          .toList();
    }
  }
}
