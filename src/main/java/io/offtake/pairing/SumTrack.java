package io.offtake.pairing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Release;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Track.YearRow;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// The track of several trades counted together: period by period the sum of what their own tracks say, each counted by
/// its own levels. Of a bloc those count who were members when the period ended, so that who joins or leaves brings or
/// takes no level with it.
///
/// A period counts only where a report spoke for every one of them: what is not held is not zero.
final class SumTrack {

  private static final Comparator<DateWindow> ORDER =
      Comparator.comparing(DateWindow::last).thenComparing(DateWindow::first);

  private SumTrack() {}

  /// @param tracks  of all that ever were members of the bloc
  static Track toBloc(Trade trade, Measure measure, Unit unit, Map<PartyId, Track> tracks) {
    return of(trade, measure, unit, tracks, end -> Blocs.standard().members(trade.destination(), end));
  }

  /// @param tracks  of every part of the basket
  static Track ofBasket(Trade trade, Measure measure, Unit unit, Map<CommodityId, Track> tracks) {
    return of(trade, measure, unit, tracks, _ -> tracks.keySet());
  }

  /// @param counting  which of them count in the period that ends on a day
  private static <K extends Comparable<K>> Track of(
      Trade trade, Measure measure, Unit unit, Map<K, Track> tracks, Function<LocalDate, Set<K>> counting) {
    Map<DateWindow, Map<K, Point>> periods = new TreeMap<>(ORDER);
    tracks.forEach((part, track) -> track.periods().forEach(point ->
        periods.computeIfAbsent(point.period(), _ -> new TreeMap<>()).put(part, point)));
    var points = new ArrayList<Point>();
    periods.forEach((period, of) -> {
      Set<K> all = counting.apply(period.last());
      List<Point> parts = all.stream().map(of::get).filter(Objects::nonNull).toList();
      if (!parts.isEmpty()) {
        points.add(sum(period, parts, parts.size() == all.size(), unit));
      }
    });
    return new Track(trade, measure, unit, points);
  }

  private static Point sum(DateWindow period, List<Point> parts, boolean whole, Unit unit) {
    var years = new TreeMap<Integer, YearRow>();
    parts.forEach(part -> part.years().forEach((year, row) -> years.merge(year, row, YearRow::plus)));
    return new Point(
        period,
        whole && parts.stream().allMatch(Point::printed),
        total(parts, Point::flow, unit),
        total(parts, Point::caughtUp, unit),
        parts.stream().anyMatch(Point::firstOfMarketingYear),
        years,
        parts.stream().map(Point::nextYear).filter(next -> !next.isHeld()).findFirst().orElse(new NextYear.Held()),
        parts.stream().flatMap(part -> part.observations().stream()).toList(),
        parts.stream().flatMap(part -> Optional.ofNullable(part.release()).stream())
            .max(Release.BY_KNOWLEDGE).orElse(null),
        parts);
  }

  private static Quantity total(List<Point> parts, Function<Point, Quantity> part, Unit unit) {
    return parts.stream().map(part).reduce(Quantity.zero(unit), Quantity::plus);
  }
}
