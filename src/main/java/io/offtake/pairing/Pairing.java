package io.offtake.pairing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.CountedPeriod.State;
import io.offtake.pairing.Track.CarryIn;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Track.YearRow;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// A reading paired with the public figures that were known at an instant.
///
/// A period belongs to a window of days when its end lies in it, so that every tonne counts once across
/// neighbouring windows; a window over a marketing year takes that year's rows, its last boundary row included, and of
/// `sold` leaves out what came in from the year before, so that years add up. A source that knows no marketing years
/// counts such a window by days.
///
/// @param track  the measure by name, along all time that is held
/// @param periods  every period of the window, in order, known or not
/// @param outside  the period that the window's last day cuts and that does not count, if it is known
/// @param byName  counted so far by name
/// @param unknown  the stock of unknown destinations, when the reading takes them in
/// @param unknownLevels  the stock of unknown destinations by period end; none when the reading leaves them out
/// @param overdue  ends of the periods whose release was due and has not come, inside the window or not
/// @param heldBack  ends of the periods, of the window or after the newest, whose figures are held back
/// @param catchingUp  a backlog is being worked off: the newest releases came late one after the other
/// @param beginsBeforeEvidence  the window opens before what is held does
/// @param unknownMissing  unknown destinations count and are not held for the newest period
/// @param nextYearMissing  sales for the next marketing year count and are not held: why
public record Pairing(
    Reading reading,
    DateWindow window,
    Track track,
    List<CountedPeriod> periods,
    Optional<CountedPeriod> outside,
    Quantity byName,
    Optional<UnknownStock> unknown,
    OutstandingLevels unknownLevels,
    List<LocalDate> overdue,
    List<LocalDate> heldBack,
    boolean catchingUp,
    boolean beginsBeforeEvidence,
    boolean unknownMissing,
    Optional<NextYear> nextYearMissing) implements Progress {

  /// A longer hole than four weeks says too little of what is in it.
  private static final long LONGEST_HOLE_DAYS = 28;
  private static final long LONGEST_STRADDLING_DAYS = 31;

  public Pairing {
    periods = List.copyOf(periods);
    overdue = List.copyOf(overdue);
    heldBack = List.copyOf(heldBack);
  }

  /// The same with more that counts by name, of no period that is told.
  public Pairing plus(Quantity more) {
    return new Pairing(reading, window, track, periods, outside, byName.plus(more), unknown, unknownLevels, overdue, heldBack,
        catchingUp, beginsBeforeEvidence, unknownMissing, nextYearMissing);
  }

  @Override
  public Fulfilled fulfilled() {
    // A stock of an earlier week than the newest that counts may have gone to names since: it would count twice.
    Quantity stock = unknown.filter(_ -> !unknownMissing).map(UnknownStock::value).orElse(Quantity.zero(unit()));
    return switch (reading.unknownDestinations()) {
      case UnknownDestinations.None _ -> new Fulfilled(byName, byName, byName);
      case UnknownDestinations.All _ -> new Fulfilled(byName.plus(stock), byName.plus(stock), byName.plus(stock));
      case UnknownDestinations.Share share -> new Fulfilled(
          byName.plus(stock.times(share.min())),
          byName.plus(stock.times(share.middle())),
          byName.plus(stock.times(share.max())));
    };
  }

  @Override
  public SourceId source() {
    return track.trade().source();
  }

  @Override
  public List<Point> onRecord() {
    return track.periods();
  }

  @Override
  public Unit unit() {
    return track.unit();
  }

  /// The missing periods whose amount is not in the total. What was sold is a level: a later row that states it tells
  /// what the missing ones before it brought together.
  @Override
  public List<CountedPeriod> unaccounted() {
    if (!isSold()) {
      return missing();
    }
    LocalDate level = ends(period -> period.isObserved() && statesLevel(period)).max(LocalDate::compareTo)
        .orElse(LocalDate.MIN);
    // Of a row before which the level is not held only its own figures count.
    LocalDate own = ends(CountedPeriod::partly).min(LocalDate::compareTo).orElse(LocalDate.MIN);
    return missing().stream()
        .filter(period -> period.period().last().isAfter(level) || period.period().last().isBefore(own))
        .toList();
  }

  private Stream<LocalDate> ends(Predicate<CountedPeriod> of) {
    return periods.stream().filter(of).map(period -> period.period().last());
  }

  /// A full report that does not list the destination leaves the level where it was.
  private static boolean statesLevel(CountedPeriod period) {
    return period.observations().isEmpty() || period.observations().stream()
        .anyMatch(observation -> observation.series().measure() == Measure.OUTSTANDING_SALES);
  }

  /// Whether a period counts for less than it may have brought, because what it is to be held against is not held: the end
  /// of the marketing year before, or the level at the window's start.
  @Override
  public boolean isPartlyHeld() {
    return periods.stream().anyMatch(CountedPeriod::partly);
  }

  /// Whether so much of the window so far is not held that nothing can be said of its total: no period ends in the window,
  /// the window begins before the record, what came in from the marketing year before or the level at the window's start is
  /// not held, unknown destinations count and are not held, or a hole is longer than four weeks.
  @Override
  public boolean isPartial() {
    return periods.isEmpty() || beginsBeforeEvidence || unknownMissing || isPartlyHeld()
        || longestHoleDays() > LONGEST_HOLE_DAYS;
  }

  private long longestHoleDays() {
    long longest = 0;
    long days = 0;
    LocalDate before = null;
    for (CountedPeriod hole : unaccounted()) {
      DateWindow period = hole.period();
      days = period.first().minusDays(1).equals(before) ? days + period.days() : period.days();
      before = period.last();
      longest = Math.max(longest, days);
    }
    return longest;
  }

  /// The total to project from. Until the window's first period is known the stock of unknown destinations is none that
  /// counts yet; it is there all the same, and nobody expects it to vanish.
  ///
  /// @see #fulfilled()
  public double projectedFrom() {
    Quantity waiting = unknown.isPresent()
        ? Quantity.zero(unit())
        : unknownLevels.newest(LocalDate.MIN, window.last(), marketingYear().orElse(null))
            .map(newest -> newest.getValue().value())
            .orElse(Quantity.zero(unit()));
    return fulfilled().middle().plus(waiting.times(share(reading.unknownDestinations()))).toDouble();
  }

  /// The marketing year whose rows count, by its ending year; absent for a window of days, and where the source knows no
  /// marketing years.
  @Override
  public Optional<Integer> marketingYear() {
    return marketingYear(reading, track);
  }

  /// What USDA states as the year's commitment, what came in from the year before with it; absent unless the reading is
  /// of `sold` over a marketing year of which a row is held.
  public Optional<Quantity> asPublished() {
    return isSold()
        ? marketingYear().flatMap(year -> track.periods().stream()
            .flatMap(point -> Optional.ofNullable(point.years().get(year)).stream())
            .map(YearRow::published)
            .reduce(Quantity::plus))
        : Optional.empty();
  }

  /// What was outstanding at the end of the year before and stands in this year's first row: counted in the year before.
  /// Over a window of days, what the marketing years that open in it took over. Absent where no year opens, or what it
  /// took over is not held.
  public Optional<Quantity> carriedIn() {
    return !isSold()
        ? Optional.empty()
        : marketingYear().isPresent() ? track.carryIn(marketingYear().get()).flatMap(CarryIn::value) : carriedInside();
  }

  /// What was outstanding at the year's end and went on into the next: part of what counts here. Over a window of days it
  /// is what is carried from one year into the next inside it. Absent until the next year's first row is known.
  public Optional<Quantity> carriedOut() {
    return !isSold()
        ? Optional.empty()
        : marketingYear().isPresent() ? track.carryIn(marketingYear().get() + 1).flatMap(CarryIn::value) : carriedInside();
  }

  private Optional<Quantity> carriedInside() {
    List<CarryIn> taken = track.periods().stream()
        .filter(point -> window.contains(point.end()) && point.firstOfMarketingYear())
        .flatMap(Point::carryIns)
        .toList();
    return taken.stream().allMatch(each -> each.value().isPresent())
        ? taken.stream().flatMap(each -> each.value().stream()).reduce(Quantity::plus)
        : Optional.empty();
  }

  /// The parts that sum to the fulfilled total, its middle, in the order of their periods, by name and then the stock of
  /// unknown destinations.
  public List<Part> parts() {
    return Stream.concat(periods.stream().flatMap(period -> period.parts().stream()), unknownParts().stream()).toList();
  }

  /// The stock of unknown destinations by the share that counts, a part for each figure that it is read from.
  public List<Part> unknownParts() {
    BigDecimal share = share(reading.unknownDestinations());
    return unknown.stream()
        .flatMap(stock -> stock.figures().stream())
        .map(figure -> new Part(Part.As.UNKNOWN_STOCK, figure.value().times(share), Optional.of(figure)))
        .toList();
  }

  /// What the first rows of marketing years brought beyond the weekly figures: sales for the next year that were not held
  /// week by week.
  public Quantity jump() {
    return periods.stream()
        .flatMap(period -> period.parts().stream())
        .filter(part -> part.as() == Part.As.JUMP)
        .map(Part::effect)
        .reduce(Quantity.zero(unit()), Quantity::plus);
  }

  /// The same window so many years before, counted by the same rule.
  @Override
  public Optional<Season> season(int yearsBefore) {
    return Season.of(this, yearsBefore);
  }

  private boolean isSold() {
    return track.measure() == Measure.SOLD;
  }

  /// The newest such period of the window; where none counts, the newest of all. Absent unless the buyer is a bloc.
  @Override
  public Optional<PartsTold> partsTold() {
    return track.periods().reversed().stream()
        .filter(point -> !point.printed() && !point.members().isEmpty()
            && (window.contains(point.end()) || !isAnythingObserved()))
        .findFirst()
        .map(point -> partsTold(track.trade(), point));
  }

  private static PartsTold partsTold(Trade trade, Point point) {
    CommodityId goods = trade.commodity();
    return new PartsTold(goods.isBasket() ? goods.inWords() : trade.destination().value(),
        (int) point.members().stream().filter(Point::printed).count(),
        goods.isBasket() ? goods.parts().size() : Blocs.standard().members(trade.destination(), point.end()).size(),
        point.end());
  }

  private static Optional<Integer> marketingYear(Reading reading, Track track) {
    return reading.window() instanceof ReadingWindow.OfMarketingYear(var year) && track.hasMarketingYears()
        ? Optional.of(year.endingYear())
        : Optional.empty();
  }

  /// The weekly flow that rates are made of: by name, and the change of unknown destinations where they count.
  @Override
  public Optional<Quantity> rateFlow(Point point) {
    BigDecimal share = share(reading.unknownDestinations());
    if (share.signum() == 0) {
      return Optional.of(point.flow());
    }
    return unknownLevels.at(point.end(), null)
        .flatMap(now -> unknownLevels.before(point.end())
            .map(before -> point.flow().plus(now.value().minus(before).times(share))));
  }

  /// Pairs `reading` with what the view of `tracks` knows.
  ///
  /// @param trade  of the source that answers, to the buyer by name
  /// @param measure  what that source counts for the reading
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Pairing of(
      Reading reading,
      Trade trade,
      Measure measure,
      Unit unit,
      Month startMonth,
      Tracks tracks,
      ReleaseCalendars calendars) {
    return new Pairer(reading, trade, measure, unit, startMonth, tracks, calendars).pair();
  }

  /// The days in which a period has to end to count.
  ///
  /// @throws IllegalArgumentException if the reading has no window
  static DateWindow window(Reading reading, Track track, Optional<ReleaseCalendar> calendar) {
    return switch (reading.window()) {
      case ReadingWindow.Days(DateWindow days) -> days;
      case ReadingWindow.OfMarketingYear(var year) -> calendar
          .filter(_ -> track.hasMarketingYears())
          .map(rule -> new DateWindow(rule.periodEndOnOrAfter(year.first()), rule.periodEndOnOrAfter(year.last())))
          .orElse(year.window());
      case ReadingWindow.Unstated _ ->
          throw new IllegalArgumentException("a reading without a window cannot be paired: " + reading.id());
    };
  }

  /// Whether a point speaks for the period that ends on `end`, alone or with others.
  static boolean covers(ReleaseCalendar rule, Point point, LocalDate end) {
    return point.end().equals(end)
        || (point.printed() && point.period().contains(end)
            && point.period().days() > rule.periodEnding(point.end()).days());
  }

  /// The share of unknown destinations that counts; the middle of a range.
  static BigDecimal share(UnknownDestinations unknownDestinations) {
    return switch (unknownDestinations) {
      case UnknownDestinations.None _ -> BigDecimal.ZERO;
      case UnknownDestinations.All _ -> BigDecimal.ONE;
      case UnknownDestinations.Share share -> share.middle();
    };
  }

  private static final class Pairer {

    private final Reading reading;
    private final Trade trade;
    private final Unit unit;
    private final Month startMonth;
    private final Tracks tracks;
    private final Panel.View view;
    private final Optional<ReleaseCalendar> calendar;
    private final Track track;
    private final DateWindow window;
    private final @Nullable Integer marketingYear;

    Pairer(
        Reading reading,
        Trade trade,
        Measure measure,
        Unit unit,
        Month startMonth,
        Tracks tracks,
        ReleaseCalendars calendars) {
      this.reading = reading;
      this.trade = trade;
      this.unit = unit;
      this.startMonth = startMonth;
      this.tracks = tracks;
      this.view = tracks.view();
      this.calendar = calendars.of(trade.source()).filter(ReleaseCalendar::owesEveryPeriod);
      this.track = tracks.track(trade, measure, unit, startMonth);
      this.window = window(reading, track, calendar);
      this.marketingYear = marketingYear(reading, track).orElse(null);
    }

    Pairing pair() {
      OutstandingLevels levels = reading.unknownDestinations() instanceof UnknownDestinations.None
          ? OutstandingLevels.NONE
          : tracks.outstanding(trade.to(PartyId.UNKNOWN), unit, startMonth);
      Optional<UnknownStock> stock = stock(levels);
      var periods = new ArrayList<CountedPeriod>();
      Quantity byName = Quantity.zero(unit);
      for (var slot : slots().entrySet()) {
        CountedPeriod period = slot.getValue()
            .map(this::known)
            .orElseGet(() -> unknownPeriod(slot.getKey()));
        byName = byName.plus(period.counted());
        periods.add(period.isObserved() ? withCumulative(period, byName, levels) : period);
      }
      Optional<LocalDate> newestCounted = periods.reversed().stream()
          .filter(CountedPeriod::isObserved).map(period -> period.period().last()).findFirst();
      boolean unknownCounts = !(reading.unknownDestinations() instanceof UnknownDestinations.None);
      return new Pairing(reading, window, track, periods, outside(), byName, stock, levels, overdue(),
          heldBack(), catchingUp(),
          beginsBeforeEvidence(periods),
          unknownCounts && (levels.byEnd().isEmpty()
              || newestCounted.filter(end -> levels.at(end, marketingYear).isEmpty()).isPresent()),
          nextYearMissing(periods));
    }

    /// Every period of the window: the known points and the ends that the calendar expects between them.
    private NavigableMap<DateWindow, Optional<Point>> slots() {
      var slots = new TreeMap<DateWindow, Optional<Point>>(
          Comparator.comparing(DateWindow::last).thenComparing(DateWindow::first));
      var points = track.periods().stream().filter(this::isOfWindow).toList();
      if (calendar.isEmpty()) {
        expected().forEach(period -> slots.put(period, Optional.empty()));
      }
      List<Point> about = track.periods().stream()
          .filter(point -> !point.end().isBefore(window.first()) && !point.period().first().isAfter(window.last()))
          .toList();
      calendar.ifPresent(rule -> rule.periodEndsIn(window).stream()
          .filter(end -> about.stream().noneMatch(point -> covers(rule, point, end)))
          .forEach(end -> slots.put(rule.periodEnding(end), Optional.empty())));
      points.forEach(point -> slots.put(point.period(), Optional.of(point)));
      return slots;
    }

    /// A period is of the window that its end lies in. What is told of a longer time than a month, most of it before the
    /// window maybe, says nothing of the window alone.
    private boolean isOfWindow(Point point) {
      return window.contains(point.end())
          && !(point.period().first().isBefore(window.first()) && point.period().days() > LONGEST_STRADDLING_DAYS);
    }

    /// What nobody owes at known times and is not held all the same: the months of a monthly source, and of others the rest
    /// of the window, until it is over. It is not zero.
    private List<DateWindow> expected() {
      if (isMonthly()) {
        return YearMonth.from(window.first()).atDay(1).datesUntil(window.last().plusDays(1), Period.ofMonths(1))
            .map(YearMonth::from)
            .filter(month -> window.contains(month.atEndOfMonth()))
            .map(month -> new DateWindow(month.atDay(1), month.atEndOfMonth()))
            .filter(month -> track.periods().stream().filter(this::isOfWindow)
                .noneMatch(point -> point.printed() && point.period().contains(month.last())))
            .toList();
      }
      LocalDate from = Stream.concat(
          Stream.of(window.first()), track.newest().stream().map(newest -> newest.end().plusDays(1)))
          .max(LocalDate::compareTo).orElseThrow();
      boolean over = view.asOf().isAfter(window.last().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
      return over || from.isAfter(window.last()) ? List.of() : List.of(new DateWindow(from, window.last()));
    }

    private boolean isMonthly() {
      return track.newest().stream().flatMap(newest -> newest.observations().stream())
          .anyMatch(observation -> observation.series().cadence() == Cadence.MONTHLY);
    }

    private CountedPeriod known(Point point) {
      YearRow row = marketingYear == null ? null : point.years().get(marketingYear);
      boolean counts = point.printed() && (marketingYear == null || row != null);
      List<Observation> observations = marketingYear == null
          ? point.observations()
          : Parts.ofYear(point, marketingYear);
      if (!counts) {
        return new CountedPeriod(point.period(), stateOf(point.end()), Optional.empty(), Quantity.zero(unit),
            Optional.empty(), straddles(point.period()), false, false,
            point.printed() || observations.isEmpty() ? Optional.empty() : Optional.of(point.flow()),
            observations, Optional.empty(), due(point.end()), List.of(), false);
      }
      Parts parts = row == null || marketingYear == null
          ? Parts.ofDays(track.measure(), point, point.caughtUp().isZero() || isLevelAtStartHeld(point))
          : Parts.ofYear(track.measure(), point, marketingYear);
      return new CountedPeriod(point.period(), State.OBSERVED,
          Optional.of(parts.own(unit)), parts.sum(unit), Optional.empty(), straddles(point.period()),
          row == null ? point.firstOfMarketingYear() : point.firstOfMarketingYear() && row.carryIn().isPresent(),
          point.carryIns().flatMap(carryIn -> carryIn.value().stream()).anyMatch(value -> !value.isZero()),
          Optional.empty(), observations, Optional.ofNullable(point.release()), due(point.end()),
          parts.list(), !parts.whole());
    }

    /// Of `sold` in a window of days: whether weeks that are missing right before `point` all end in the window. Else what
    /// its level brings was sold before the window in part, and only its own figures count.
    private boolean isLevelAtStartHeld(Point point) {
      return track.before(point.end()).map(before -> {
        LocalDate next = calendar.map(rule -> rule.periodEndOnOrAfter(before.end().plusDays(1)))
            .orElse(point.end());
        return !next.isBefore(window.first()) || !next.isBefore(point.end());
      }).orElse(true);
    }

    private CountedPeriod unknownPeriod(DateWindow period) {
      return new CountedPeriod(period, stateOf(period.last()), Optional.empty(), Quantity.zero(unit),
          Optional.empty(), straddles(period), false, false, Optional.empty(), List.of(),
          Optional.empty(), due(period.last()), List.of(), false);
    }

    private CountedPeriod withCumulative(CountedPeriod period, Quantity byName, OutstandingLevels levels) {
      BigDecimal share = share(reading.unknownDestinations());
      Optional<Quantity> cumulative = share.signum() == 0
          ? Optional.of(byName)
          : levels.at(period.period().last(), marketingYear).map(level -> byName.plus(level.value().times(share)));
      return new CountedPeriod(period.period(), period.state(), period.observed(), period.counted(), cumulative,
          period.straddling(), period.firstOfMarketingYear(), period.carryOver(), period.unprinted(),
          period.observations(), period.release(), period.due(), period.parts(), period.partly());
    }

    private State stateOf(LocalDate end) {
      if (track.newest().filter(newest -> !newest.end().isBefore(end)).isPresent()) {
        return State.MISSING;
      }
      return due(end).filter(due -> !due.isAfter(view.asOf())).isPresent() ? State.OVERDUE : State.AHEAD;
    }

    private Optional<Instant> due(LocalDate end) {
      return calendar.map(rule -> rule.due(end));
    }

    private boolean straddles(DateWindow period) {
      return marketingYear == null && period.first().isBefore(window.first());
    }

    /// The known period that the window's last day cuts: it ends outside and does not count.
    private Optional<CountedPeriod> outside() {
      return marketingYear != null
          ? Optional.empty()
          : track.periods().stream()
              .filter(point -> point.printed() && point.end().isAfter(window.last())
                  && !point.period().first().isAfter(window.last()))
              .findFirst()
              .map(this::known);
    }

    private Optional<UnknownStock> stock(OutstandingLevels levels) {
      return levels.newest(window.first(), window.last(), marketingYear).map(newest -> new UnknownStock(
          newest.getValue().value(), newest.getKey(), levels.before(window.first()), newest.getValue().figures()));
    }

    private List<LocalDate> overdue() {
      return calendar.flatMap(rule -> track.newest().map(newest -> {
        LocalDate due = rule.newestDueAt(view.asOf());
        return due.isAfter(newest.end())
            ? rule.periodEndsIn(new DateWindow(newest.end().plusDays(1), due))
            : List.<LocalDate>of();
      })).orElse(List.of());
    }

    /// Held-back figures of the commodity leave a hole only where no other release speaks for the period.
    private List<LocalDate> heldBack() {
      return view.heldBack(trade.source()).stream()
          .filter(each -> trade.commodity().parts().contains(each.commodity())
              && each.concerns(trade.destination(), track.measure()))
          .map(each -> each.release().period().last())
          .filter(end -> track.newest().filter(newest -> !newest.end().isBefore(end)).isEmpty() || window.contains(end))
          .filter(end -> track.periods().stream().noneMatch(point -> point.printed() && point.period().contains(end)))
          .distinct()
          .toList();
    }

    /// Two late releases in a row are a backlog; it ends with the first release that is on time.
    private boolean catchingUp() {
      var newest = track.periods().reversed().stream().filter(Point::printed).limit(2).toList();
      return newest.size() == 2 && newest.stream().allMatch(this::cameLate);
    }

    private boolean cameLate(Point point) {
      Optional<Instant> out = point.observations().stream()
          .filter(observation -> !observation.correction())
          .map(observation -> observation.release().releasedAt())
          .min(Comparator.naturalOrder())
          .or(() -> Optional.ofNullable(point.release()).map(Release::releasedAt));
      return due(point.end()).filter(due -> out.filter(due::isBefore).isPresent()).isPresent();
    }

    private boolean beginsBeforeEvidence(List<CountedPeriod> periods) {
      // The level of a marketing year's sales counts from its beginning, whenever we first saw it.
      boolean levelOfYear = marketingYear != null && track.measure() == Measure.SOLD;
      if (periods.isEmpty() || levelOfYear) {
        return false;
      }
      LocalDate firstEnd = periods.getFirst().period().last();
      return track.oldest().filter(oldest -> !oldest.end().isAfter(firstEnd)).isEmpty();
    }

    /// Sales for the next marketing year are part of what was sold in a window of days. Where their field is not held
    /// they come to light only in that year's first row.
    private Optional<NextYear> nextYearMissing(List<CountedPeriod> periods) {
      boolean counts = track.measure() == Measure.SOLD && marketingYear == null
          && periods.stream().noneMatch(period -> period.isObserved() && period.firstOfMarketingYear()
              // What came to light in the very first row held cannot be told from what was there before.
              && track.oldest().filter(oldest -> oldest.period().equals(period.period())).isEmpty());
      return track.newest().map(Point::nextYear).filter(nextYear -> counts && !nextYear.isHeld());
    }
  }
}
