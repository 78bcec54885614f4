package io.offtake.assessment;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Ledger;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pace.Seasons;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.projection.ProjectionModel.Question;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.orders.OrderBook;
import io.offtake.projection.orders.OrderBooks;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.Commodities;

/// Puts the question to the projection model: the one place where what a model gets to know is decided.
public final class Questions {

  private static final int RECENT_WEEKS = 12;
  private static final int DAYS_A_WEEK = 7;
  private static final long FEW_PANELS = 4L << 20;
  private static final int LARGEST_PANEL = 80;
  private static final int FEWEST_PANEL_WEEKS = 52;
  private static final int CORRECTED_WEEKS = 104;
  private static final double LARGEST_CORRECTION = .25;

  private final Commodities commodities;
  private final PanelMemory panels;

  public Questions(Commodities commodities) {
    this(commodities, new PanelMemory(FEW_PANELS));
  }

  public Questions(Commodities commodities, PanelMemory panels) {
    this.commodities = commodities;
    this.panels = panels;
  }

  /// @param fulfilled  so far, in the track's unit
  /// @param endsLeft  the ends of the periods still to come, and of the holes before them
  /// @param window  what the sum is over
  /// @param overOneYear  whether it is over one marketing year's rows rather than over days
  record Asked(
      double fulfilled,
      double target,
      List<LocalDate> endsLeft,
      DateWindow window,
      boolean overOneYear,
      long seed,
      boolean fan) {}

  private record TrackKey(Trade trade, Measure measure, Unit unit) {}

  /// What is the same for every reading of a track.
  private record OfTrack(
      Seasons seasons,
      Optional<WeeklySeries> flows,
      Optional<WeeklySeries> outstanding,
      Optional<WeeklySeries> netSales,
      Optional<Month> startMonth,
      Optional<OrderBook> book,
      List<Named> panel) {}

  /// The seed of a question: it depends on the series, the window and what is held, and on nothing that does not change
  /// the distribution, such as who asks, under which name or for which target.
  static long seed(Track track, UnknownDestinations unknown, DateWindow window) {
    String treatment = unknown instanceof UnknownDestinations.Share share
        ? share.middle().stripTrailingZeros().toPlainString()
        : unknown.id();
    String subject = "%s/%s/%s/%s/%s".formatted(track.trade(), track.measure().id(), treatment, window,
        track.newest().map(Point::end).map(LocalDate::toString).orElse("none"));
    return Integer.toUnsignedLong(subject.hashCode());
  }

  /// The question of a track, with all that the view holds for it.
  Question of(Track track, Tracks tracks, Asked asked) {
    double[] recent = track.periods().reversed().stream()
        .filter(Point::printed)
        .limit(RECENT_WEEKS)
        .mapToDouble(point -> point.flow().toDouble())
        .toArray();
    OfTrack held = tracks.once(new TrackKey(track.trade(), track.measure(), track.unit()), _ -> held(track, tracks));
    return new Question(asked.fulfilled(), asked.target(), asked.endsLeft(), held.seasons(), recent,
        known(track, held, asked), asked.seed(), asked.fan());
  }

  /// The question of a track whose periods are months, drawn whole from the same months of past years: what weeks teach
  /// does not hold for them.
  Question ofMonths(Track track, Asked asked) {
    List<Point> months = track.periods().stream().filter(Point::printed).toList();
    List<Double> flows = months.stream().map(point -> point.flow().toDouble()).toList();
    var newest = new ArrayList<>(flows.subList(Math.max(0, flows.size() - RECENT_WEEKS), flows.size())).reversed();
    double[] recent = newest.stream().mapToDouble(Double::doubleValue).toArray();
    var known = new Known(track.measure(), Optional.empty(), Optional.empty(), Optional.empty(), Openings.NONE,
        Optional.empty(), Optional.empty(), 0, List.of());
    return new Question(asked.fulfilled(), asked.target(), asked.endsLeft(),
        Seasons.of(months.stream().map(Point::end).toList(), flows), recent, known, asked.seed(), asked.fan());
  }

  private OfTrack held(Track track, Tracks tracks) {
    Trade trade = track.trade();
    Panel.View view = tracks.view();
    Optional<Month> startMonth =
        commodities.find(trade.commodity()).flatMap(found -> Optional.ofNullable(found.marketingYearStart()));
    Trade sales = new Trade(SourceId.FAS_EXPORT_SALES, trade.commodity(), trade.origin(), trade.destination());
    // The book of a bloc would be the publisher's own total, which is another thing than the sum of its members.
    Optional<Month> salesYear = startMonth
        .filter(_ -> !Blocs.standard().isBloc(trade.destination()) && view.holds(sales, track.unit()));
    boolean ships = track.measure() == Measure.EXPORTED || track.measure() == Measure.INSPECTED;
    return new OfTrack(
        new Seasons(track),
        WeeklySeries.of(track),
        salesYear.flatMap(month -> levels(tracks.outstanding(sales, track.unit(), month).ofAllYears())),
        salesYear.flatMap(month -> WeeklySeries.of(tracks.track(sales, Measure.SOLD, track.unit(), month))),
        startMonth,
        ships ? salesYear.flatMap(month -> book(track, sales, tracks, month)) : Optional.empty(),
        ships ? panel(track, tracks) : List.of());
  }

  private static Known known(Track track, OfTrack held, Asked asked) {
    return new Known(
        track.measure(),
        held.flows(),
        held.outstanding(),
        held.netSales(),
        held.startMonth().map(month -> openings(track, asked, month)).orElse(Openings.NONE),
        held.startMonth(),
        held.book(),
        track.measure() == Measure.INSPECTED ? expectedCorrection(track, asked.window()) : 0,
        held.panel());
  }

  private static Optional<OrderBook> book(Track track, Trade sales, Tracks tracks, Month startMonth) {
    Ledger ledger = tracks.view().ledger(sales, track.unit());
    Optional<LocalDate> from = track.oldest().map(Point::end);
    return from.flatMap(first -> OrderBooks.of(
        ledger, tracks.track(sales, Measure.SOLD, track.unit(), startMonth), track, first, startMonth));
  }

  /// The weekly flows of the same source, origin, measure and unit, the longest records chosen: what their past teaches
  /// holds for the trade that is asked about, whether it is among them or not.
  private List<Named> panel(Track track, Tracks tracks) {
    Trade own = track.trade();
    var asked = new PanelMemory.Key(
        tracks.view().standpoint(own.source()), own.origin(), track.measure(), track.unit());
    return panels.of(asked, key -> {
      var weeks = tracks.view().trades(own.source())
          .filter(trade -> trade.origin().equals(key.origin()))
          .filter(trade -> commodities.find(trade.commodity())
              .filter(found -> found.unit() == key.unit() && found.marketingYearStart() != null).isPresent())
          .collect(toMap(identity(), trade -> figures(trade, tracks.view(), key)));
      weeks.values().removeIf(figures -> figures == 0);
      return weeks.keySet().stream()
          .sorted(comparing((Trade trade) -> weeks.getOrDefault(trade, 0L), reverseOrder())
              .thenComparing(Trade::toString))
          .limit(LARGEST_PANEL)
          .sorted(comparing(Trade::toString))
          .flatMap(trade -> named(trade, track, tracks).stream())
          .toList();
    });
  }

  /// How many figures of a trade are held; 0 where one of the measure is in another unit than the commodity's: it cannot
  /// be added, and must not spoil the panel of the others.
  private static long figures(Trade trade, Panel.View view, PanelMemory.Key key) {
    List<Observation> figures = view.observations(trade).toList();
    return figures.stream().anyMatch(each ->
        each.series().measure() == key.measure() && each.value().unit() != key.unit()) ? 0 : figures.size();
  }

  private Optional<Named> named(Trade trade, Track like, Tracks tracks) {
    Month startMonth = commodities.find(trade.commodity()).orElseThrow().marketingYearStart();
    if (startMonth == null) {
      return Optional.empty();
    }
    return WeeklySeries.of(tracks.passing(trade, like.measure(), like.unit(), startMonth))
        .filter(series -> series.size() >= FEWEST_PANEL_WEEKS)
        .map(series -> new Named(trade.toString(), series));
  }

  /// What later reports are expected to add to the newest week: inspections are first reported too low, and corrected.
  /// The share is that of the trade's own corrections in the 104 weeks before the newest.
  private static double expectedCorrection(Track track, DateWindow window) {
    Optional<Point> newest = track.newest();
    if (newest.isEmpty() || !window.contains(newest.get().end()) || newest.get().isCorrected()) {
      return 0;
    }
    double printed = 0;
    double corrected = 0;
    int weeks = 0;
    for (Point point : track.periods().reversed()) {
      if (!point.printed() || point.equals(newest.get())) {
        continue;
      }
      if (weeks++ == CORRECTED_WEEKS) {
        break;
      }
      corrected += point.observations().stream()
          .filter(observation -> observation.correction())
          .mapToDouble(observation -> observation.value().toDouble()).sum();
      printed += point.observations().stream()
          .filter(observation -> !observation.correction())
          .mapToDouble(observation -> observation.value().toDouble()).sum();
    }
    double share = printed > 0 ? Math.clamp(corrected / printed, 0, LARGEST_CORRECTION) : 0;
    return share * newest.get().flow().toDouble();
  }

  /// The marketing years that open in what is left of the window while their sales are not held week by week.
  private static Openings openings(Track track, Asked asked, Month startMonth) {
    if (track.measure() != Measure.SOLD || track.newest().filter(newest -> newest.nextYear().isHeld()).isPresent()) {
      return Openings.NONE;
    }
    List<LocalDate> ahead = asked.endsLeft().stream()
        .filter(end -> end.getMonth() == startMonth && end.getDayOfMonth() <= DAYS_A_WEEK)
        // The next year's first row stands in the last week of a reading over a year and does not count there.
        .filter(end -> !asked.overOneYear() || end.isBefore(asked.window().first().plusWeeks(1)))
        .toList();
    double[] past = track.periods().stream()
        // What came to light in the very first row held is not known.
        .skip(1)
        .filter(point -> point.firstOfMarketingYear() && !point.nextYear().isHeld())
        .mapToDouble(point -> point.caughtUp().toDouble())
        .toArray();
    return new Openings(ahead, past);
  }

  private static Optional<WeeklySeries> levels(NavigableMap<LocalDate, Quantity> byEnd) {
    var levels = new TreeMap<LocalDate, Double>();
    byEnd.forEach((end, level) -> levels.put(end, level.toDouble()));
    return levels.isEmpty() ? Optional.empty() : Optional.of(WeeklySeries.of(levels));
  }

  /// The question of a series that is handed in: periods of one cadence, whatever it is.
  ///
  /// @param ends  of the periods known, in order
  /// @param flows  what each of them brought
  /// @param known  the same as weekly figures, with what came with them
  static Question ofSeries(
      List<LocalDate> ends,
      List<Double> flows,
      double fulfilled,
      double target,
      List<LocalDate> endsLeft,
      Known known,
      long seed) {
    var newest = new ArrayList<>(flows.subList(Math.max(0, flows.size() - RECENT_WEEKS), flows.size())).reversed();
    double[] recent = newest.stream().mapToDouble(Double::doubleValue).toArray();
    return new Question(fulfilled, target, endsLeft, Seasons.of(ends, flows), recent, known, seed, true);
  }
}
