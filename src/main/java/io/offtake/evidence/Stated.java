package io.offtake.evidence;

import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;

/// How some measures of a commodity were stated, all destinations together, as it was known at an instant.
///
/// A field that a publisher, or a copy of its figures, does not fill may come as zero. One destination's zeros say
/// nothing about that; zeros for every destination over a long time do: then they are no figures.
///
/// @param ends  of the periods in which any of the measures was stated for any destination
/// @param otherThanZero  those of them in which one was other than zero
public record Stated(NavigableSet<LocalDate> ends, NavigableSet<LocalDate> otherThanZero) {

  /// How far back a figure other than zero shows that the field is filled. Two years hold the busy season of each
  /// commodity twice.
  private static final int WEEKS_BACK = 104;

  /// Whether the measures were stated at all, for any destination, in the span up to `end`.
  public boolean isAnythingStated(LocalDate end) {
    return !within(ends, end).isEmpty();
  }

  /// Since when there was nothing but zeros, up to `end`; empty when something else was stated, or nothing was.
  public Optional<LocalDate> onlyZerosSince(LocalDate end) {
    NavigableSet<LocalDate> stated = within(ends, end);
    return stated.isEmpty() || !within(otherThanZero, end).isEmpty()
        ? Optional.empty()
        : Optional.of(stated.getFirst());
  }

  /// Whether nothing but zeros was stated of the period that ends on `end`.
  public boolean isZeroAt(LocalDate end) {
    return ends.contains(end) && !otherThanZero.contains(end);
  }

  /// The first of the periods of nothing but zeros that last up to `end`.
  public LocalDate zerosSince(LocalDate end) {
    LocalDate other = otherThanZero.lower(end);
    return (other == null ? ends : ends.tailSet(other, false)).stream().findFirst().orElse(end);
  }

  private static NavigableSet<LocalDate> within(NavigableSet<LocalDate> ends, LocalDate end) {
    return ends.subSet(end.minusWeeks(WEEKS_BACK), false, end, true);
  }
}
