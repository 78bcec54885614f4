package io.offtake.commitment;

import java.time.Instant;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import org.jspecify.annotations.Nullable;

/// One way to read the terms: which measure, in which window, with which treatment of unknown destinations.
///
/// @param tranche  the part of the terms whose target it is held against
/// @param sources  the public sources that can answer, best first; the first that covers the window so far counts, else
///     the one that covers most of it
/// @param components  parts of the target that are counted; empty when all of it is
/// @param stated  when somebody first read the terms so in public
/// @param doubt  why the reading is second-hand, in conflict or assumed; absent when it is not
/// @param retired  no longer offered as a current reading; kept for earlier instants
/// @param retiredAt  since when it is not; absent when it never was one, and while it is one
public record Reading(
    String id,
    String label,
    String tranche,
    Measure measure,
    UnknownDestinations unknownDestinations,
    ReadingWindow window,
    List<SourceId> sources,
    List<String> components,
    Statement stated,
    String statedBy,
    @Nullable String doubt,
    boolean retired,
    @Nullable Instant retiredAt) {

  public Reading {
    if (!measure.isRung()) {
      throw new IllegalArgumentException("a reading counts a rung of the ladder, not " + measure.id());
    }
    sources = List.copyOf(sources);
    components = List.copyOf(components);
  }

  /// A reading that never was retired, or always.
  public Reading(
      String id,
      String label,
      String tranche,
      Measure measure,
      UnknownDestinations unknownDestinations,
      ReadingWindow window,
      List<SourceId> sources,
      List<String> components,
      Statement stated,
      String statedBy,
      @Nullable String doubt,
      boolean retired) {
    this(id, label, tranche, measure, unknownDestinations, window, sources, components, stated, statedBy, doubt,
        retired, null);
  }

  /// The same over other days.
  public Reading over(DateWindow days) {
    return new Reading(id, label, tranche, measure, unknownDestinations, new ReadingWindow.Days(days), sources, components,
        stated, statedBy, doubt, retired, retiredAt);
  }

  /// The same with another treatment of unknown destinations.
  public Reading with(UnknownDestinations other) {
    return new Reading(id, label, tranche, measure, other, window, sources, components, stated, statedBy, doubt, retired,
        retiredAt);
  }

  public boolean isRetiredAt(Instant asOf) {
    return retired && (retiredAt == null || !retiredAt.isAfter(asOf));
  }
}
