package io.offtake.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;

/// How the figures of one measure and commodity of a source were changed after they first came out.
///
/// @param figures  cells (destination, period, marketing year) that have a first print
/// @param revised  cells of them that ended at another value
/// @param revisions  later prints with another value, and corrections
/// @param upward  of the revised cells, how many ended higher
/// @param changes  how far each revised cell ended from its first print, as a fraction of it, ascending; a first print of
///     zero gives none
/// @param days  from the first print to each revision, ascending
/// @param total  all changes of flows added up; absent without any, and for levels, which do not add up
public record Revisions(
    Measure measure,
    CommodityId commodity,
    int figures,
    int revised,
    int revisions,
    int upward,
    List<Double> changes,
    List<Double> days,
    Optional<Quantity> total) {

  public Revisions {
    changes = List.copyOf(changes);
    days = List.copyOf(days);
  }

  private record Subject(Measure measure, CommodityId commodity, Unit unit) {

    private static final Comparator<Subject> ORDER =
        Comparator.comparing(Subject::measure).thenComparing(subject -> subject.commodity().value()).thenComparing(Subject::unit);
  }

  private record Cell(SeriesId series, DateWindow period, int marketYear) {}

  /// @param view  what was known
  /// @return by measure and commodity, in that order; those that have no print are left out
  public static List<Revisions> of(SourceId source, Panel.View view) {
    Map<Subject, Tally> tallies = new TreeMap<>(Subject.ORDER);
    view.trades(source).forEach(trade -> view.observations(trade)
        .collect(Collectors.groupingBy(Revisions::cell))
        .forEach((cell, vintages) -> tallies
            .computeIfAbsent(new Subject(cell.series().measure(), trade.commodity(), cell.series().unit()), _ -> new Tally())
            .add(vintages)));
    return tallies.entrySet().stream()
        .filter(entry -> entry.getValue().figures > 0)
        .map(entry -> entry.getValue().told(entry.getKey()))
        .toList();
  }

  private static Cell cell(Observation observation) {
    Integer year = observation.marketYear();
    return new Cell(observation.series(), observation.period(), year == null ? 0 : year);
  }

  private static final class Tally {

    private final List<Double> changes = new ArrayList<>();
    private final List<Double> days = new ArrayList<>();
    private int figures;
    private int revised;
    private int revisions;
    private int upward;
    private Optional<Quantity> total = Optional.empty();

    @SuppressWarnings("ReferenceEquality") // whether it is the print itself
    void add(List<Observation> vintages) {
      List<Observation> inOrder = vintages.stream()
          .sorted(Comparator.comparing(Observation::release, Release.BY_KNOWLEDGE).thenComparingLong(Observation::id))
          .toList();
      Optional<Observation> print = inOrder.stream().filter(each -> !each.correction()).findFirst();
      if (print.isEmpty()) {
        return;
      }
      figures++;
      Quantity first = print.get().value();
      Quantity newest = first;
      Quantity corrections = first.minus(first);
      for (Observation vintage : inOrder) {
        boolean revises = vintage.correction() || !vintage.value().equals(newest);
        if (vintage == print.get() || !revises) {
          continue;
        }
        revisions++;
        days.add(days(print.get().release().releasedAt(), vintage.release().releasedAt()));
        if (vintage.correction()) {
          corrections = corrections.plus(vintage.value());
        } else {
          newest = vintage.value();
        }
      }
      end(first, newest.plus(corrections));
    }

    private void end(Quantity first, Quantity last) {
      Quantity change = last.minus(first);
      if (change.isZero()) {
        return;
      }
      revised++;
      upward += change.isPositive() ? 1 : 0;
      total = Optional.of(total.map(change::plus).orElse(change));
      if (!first.isZero()) {
        changes.add(change.toDouble() / Math.abs(first.toDouble()));
      }
    }

    private static double days(Instant from, Instant to) {
      return Duration.between(from, to).toMinutes() / (double) Duration.ofDays(1).toMinutes();
    }

    Revisions told(Subject subject) {
      boolean addsUp = subject.measure().kind() == Measure.Kind.FLOW;
      return new Revisions(subject.measure(), subject.commodity(), figures, revised, revisions, upward,
          changes.stream().sorted().toList(), days.stream().sorted().toList(),
          addsUp ? total : Optional.empty());
    }
  }

  /// The share of figures that were changed.
  public double revisedShare() {
    return (double) revised / figures;
  }

  /// The share of changed figures that ended higher.
  public OptionalDouble upwardShare() {
    return revised == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) upward / revised);
  }

  /// @param level  from 0 to 1; the smallest value that at least this share of the values do not exceed
  public static OptionalDouble quantile(List<Double> ascending, double level) {
    if (ascending.isEmpty()) {
      return OptionalDouble.empty();
    }
    int index = (int) Math.ceil(level * ascending.size()) - 1;
    return OptionalDouble.of(ascending.get(Math.clamp(index, 0, ascending.size() - 1)));
  }
}
