package io.offtake.pairing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.commitment.Reading;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track.Point;
import io.offtake.quantity.Unit;

/// Which of a reading's sources is counted: the first that covers the window so far, else the one that covers most of
/// it.
///
/// @param measure  what the source counts for the reading
/// @param coverage  how much of the window so far it covers
/// @param passedOver  the sources before it in the reading's list of which something is held
public record SourceChoice(SourceId source, Measure measure, Coverage coverage, List<PassedOver> passedOver) {

  /// A document is fetched some time after it is due: until then no other source takes over.
  public static final Duration GRACE = Duration.ofHours(24);

  /// Two counts of the same grain, and both stand in for exports.
  private static final Set<SourceId> INSPECTIONS = Set.of(SourceId.FGIS_WEEKLY, SourceId.FGIS_CERTIFICATES);

  public SourceChoice {
    passedOver = List.copyOf(passedOver);
  }

  /// @param days  of the window, covered by periods that are held
  /// @param whole  whether every period is that was due a day ago
  public record Coverage(long days, boolean whole) {}

  public record PassedOver(SourceId source, Coverage coverage) {}

  /// Empty when nothing is held of any of the reading's sources.
  ///
  /// @param anySource  the trade, whatever its source
  /// @param startMonth  the month that opens the commodity's marketing year
  public static Optional<SourceChoice> of(
      Reading reading, Trade anySource, Unit unit, Month startMonth, Tracks tracks, ReleaseCalendars calendars) {
    List<SourceId> held = held(reading, anySource, unit, tracks);
    if (held.size() == 1) {
      // Nothing to choose from.
      SourceId only = held.getFirst();
      return Optional.of(new SourceChoice(only, measure(reading, only), new Coverage(0, true), List.of()));
    }
    List<PassedOver> candidates = held.stream()
        .map(source -> new PassedOver(source, coverage(reading, anySource.from(source), unit, startMonth, tracks, calendars)))
        .toList();
    Optional<PassedOver> first = candidates.stream().filter(each -> each.coverage().whole()).findFirst()
        // Of those that cover as much the first: `reduce` keeps it.
        .or(() -> candidates.stream().reduce((one, other) ->
            other.coverage().days() > one.coverage().days() ? other : one));
    return first.map(chosen -> new SourceChoice(chosen.source(), measure(reading, chosen.source()), chosen.coverage(),
        candidates.subList(0, candidates.indexOf(chosen))));
  }

  /// The reading's sources of which anything is held. What was sold customs cannot tell.
  public static List<SourceId> held(Reading reading, Trade anySource, Unit unit, Tracks tracks) {
    return reading.sources().stream()
        .filter(source -> reading.measure() != Measure.SOLD || !source.equals(SourceId.CENSUS_EXPORTS))
        .filter(source -> tells(reading, anySource.from(source), unit, tracks))
        .filter(source -> tracks.view().holds(anySource.from(source), unit))
        .distinct()
        .toList();
  }

  /// Whether the trade's source tells what the reading counts, of whatever destination. What it never tells is not held.
  public static boolean tells(Reading reading, Trade trade, Unit unit, Tracks tracks) {
    return tracks.view().states(
        trade.source(), trade.commodity(), trade.origin(), measure(reading, trade.source()).toldBy(), unit);
  }

  private static Measure measure(Reading reading, SourceId source) {
    return INSPECTIONS.contains(source) ? Measure.INSPECTED : reading.measure();
  }

  private static Coverage coverage(
      Reading reading, Trade trade, Unit unit, Month startMonth, Tracks tracks, ReleaseCalendars calendars) {
    Optional<ReleaseCalendar> calendar = calendars.of(trade.source()).filter(ReleaseCalendar::owesEveryPeriod);
    Track track = tracks.track(trade, measure(reading, trade.source()), unit, startMonth);
    DateWindow window = Pairing.window(reading, track, calendar);
    List<Point> printed = track.periods().stream()
        .filter(Point::printed)
        .toList();
    Instant asOf = tracks.view().asOf();
    return calendar.map(rule -> {
      List<Point> inside = printed.stream().filter(point -> window.contains(point.end())).toList();
      boolean whole = rule.periodEndsIn(window).stream()
          .filter(end -> !rule.due(end).plus(GRACE).isAfter(asOf))
          .allMatch(end -> printed.stream().anyMatch(point -> Pairing.covers(rule, point, end)));
      return new Coverage(inside.stream().mapToLong(point -> point.period().days()).sum(), whole);
    }).orElseGet(() -> {
      // A source that owes nothing covers all the time since its first figure.
      LocalDate today = asOf.atZone(ZoneOffset.UTC).toLocalDate();
      LocalDate until = today.isBefore(window.last()) ? today : window.last();
      return printed.stream().findFirst()
          .map(point -> point.period().first())
          .map(since -> since.isAfter(window.first()) ? since : window.first())
          .filter(since -> !since.isAfter(until))
          .map(since -> new Coverage(new DateWindow(since, until).days(), since.equals(window.first())))
          .orElse(new Coverage(0, !window.first().isBefore(until)));
    });
  }
}
