package io.offtake.pairing;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Reading;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.CountedPeriod.State;
import io.offtake.pairing.Track.Point;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// How far a reading has come, by what was known at an instant: all that pace, verdict and alerts ask, whatever is counted.
/// [Pairing] is the progress of one trade.
public interface Progress {

  double DAYS_A_WEEK = 7;

  /// The fulfilled total. Its ends differ only when a share of unknown destinations is a range.
  record Fulfilled(Quantity low, Quantity middle, Quantity high) {}

  /// Of how many members of a bloc, or parts of a basket, a period is told that does not count, because it is not told of
  /// all.
  ///
  /// @param whole  the bloc or the basket, in words
  /// @param end  of the period
  record PartsTold(String whole, int told, int parts, LocalDate end) {}

  /// What was sold to buyers not yet named and is not shipped.
  ///
  /// @param value  at the newest period whose end lies in the window; over a marketing year, that year's own
  /// @param beforeWindow  at the newest period before the window, if it is held
  /// @param figures  that say so
  record UnknownStock(
      Quantity value, LocalDate periodEnd, Optional<Quantity> beforeWindow, List<Observation> figures) {
    public UnknownStock {
      figures = List.copyOf(figures);
    }
  }

  Reading reading();

  DateWindow window();

  Unit unit();

  /// Which source is counted.
  SourceId source();

  Fulfilled fulfilled();

  /// Every period of the window, in order, known or not.
  List<CountedPeriod> periods();

  /// What is on record, in the window and beside it, in order of the periods' ends.
  List<Point> onRecord();

  /// What a period on record brought by the reading's own rule, for rates; empty where that is not known.
  Optional<Quantity> rateFlow(Point point);

  /// The missing periods whose amount is not in the total.
  List<CountedPeriod> unaccounted();

  /// Ends of the periods whose release was due and has not come, inside the window or not.
  List<LocalDate> overdue();

  /// Ends of the periods, of the window or after the newest, whose figures are held back.
  List<LocalDate> heldBack();

  /// Whether a backlog is being worked off: the newest releases came late one after the other.
  boolean catchingUp();

  /// Whether the window opens before what is held does.
  boolean beginsBeforeEvidence();

  /// The stock of unknown destinations, when the reading takes them in.
  Optional<UnknownStock> unknown();

  /// Whether unknown destinations count and are not held for the newest period.
  boolean unknownMissing();

  /// Whether a period counts for less than it may have brought, because what it is to be held against is not held.
  boolean isPartlyHeld();

  /// Whether so much of the window so far is not held that nothing can be said of its total.
  boolean isPartial();

  /// The marketing year whose rows count, by its ending year.
  Optional<Integer> marketingYear();

  Optional<PartsTold> partsTold();

  /// The same window so many years before, counted by the same rule.
  Optional<Season> season(int yearsBefore);

  /// Whether any period of the window is known.
  default boolean isAnythingObserved() {
    return periods().stream().anyMatch(CountedPeriod::isObserved);
  }

  /// The ends of the window's periods that are still to come.
  default List<LocalDate> endsLeft() {
    return periods().stream()
        .filter(period -> period.state() == State.AHEAD || period.state() == State.OVERDUE)
        .map(period -> period.period().last())
        .toList();
  }

  /// The ends of the periods that a projection has to answer for: those still to come, and the holes.
  default List<LocalDate> endsToProject() {
    return Stream.concat(unaccounted().stream().map(period -> period.period().last()), endsLeft().stream())
        .sorted().toList();
  }

  /// How long the periods still to come are, in weeks; of a weekly source it is their number.
  default double weeksLeft() {
    long days = periods().stream()
        .filter(period -> period.state() == State.AHEAD || period.state() == State.OVERDUE)
        .mapToLong(period -> period.period().days())
        .sum();
    return days / DAYS_A_WEEK;
  }

  default List<CountedPeriod> missing() {
    return periods().stream().filter(period -> period.state() == State.MISSING).toList();
  }

  /// Whether every period of the window is held, whatever the measure.
  default boolean isComplete() {
    return endsLeft().isEmpty() && missing().isEmpty() && !isAtLeast()
        && !periods().isEmpty() && periods().getLast().isObserved();
  }

  /// Whether something that would count so far is not held: the total is then a part of the truth.
  default boolean isAtLeast() {
    return isPartial() || isPartlyHeld() || !unaccounted().isEmpty();
  }

  /// What of [#overdue] bears on the window: releases of periods after it do not.
  default List<LocalDate> overdueUpToEnd() {
    return overdue().stream().filter(end -> !end.isAfter(window().last())).toList();
  }

  default Optional<LocalDate> oldestPeriodEnd() {
    return onRecord().stream().filter(Point::printed).findFirst().map(Point::end);
  }

  default Optional<LocalDate> newestPeriodEnd() {
    return newest().map(Point::end);
  }

  default Optional<Release> newestRelease() {
    return newest().flatMap(point -> Optional.ofNullable(point.release()));
  }

  private Optional<Point> newest() {
    return onRecord().reversed().stream().filter(Point::printed).findFirst();
  }

  /// How many releases are counted.
  default int releases() {
    return (int) onRecord().stream().map(Point::release).filter(Objects::nonNull).distinct().count();
  }

  /// Whether the window is over before what is held of the trade begins: then no report of it is to be waited for.
  default boolean endsBeforeEvidence() {
    return !isAnythingObserved() && oldestPeriodEnd().filter(oldest -> window().last().isBefore(oldest)).isPresent();
  }
}
