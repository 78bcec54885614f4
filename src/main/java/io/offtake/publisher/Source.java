package io.offtake.publisher;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;

/// A public source of figures.
///
/// @param publisher  who publishes
/// @param measures  what it counts
/// @param address  where, for people
public record Source(
    SourceId id, String name, String publisher, Cadence cadence, List<Measure> measures, String address) {

  public Source {
    measures = List.copyOf(measures);
  }

  /// What a reading can count by it: what it tells, also in parts; inspections stand in for what leaves the country.
  public Set<Measure> countable() {
    return Arrays.stream(Measure.values())
        .filter(Measure::isRung)
        .filter(rung -> rung.toldBy().stream().anyMatch(measures::contains)
            || rung == Measure.EXPORTED && measures.contains(Measure.INSPECTED))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Measure.class)));
  }
}
