package io.offtake.commitment;

import java.time.LocalDate;
import java.util.List;

import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// A part of a commitment with its own window and target, as one version of the terms states it.
///
/// @param windowStart  the first day that counts; absent when not stated
/// @param deadline  the last day that counts; absent when not stated
/// @param yearly  whether it comes again each year
/// @param commodity  when the tranche is of one commodity of several
/// @param derived  a sum that was not itself declared
/// @param minimums  what is owed of single commodities within the target
/// @param substitutions  what may be bought instead of a part of it
/// @param baselines  what the target is built on, and what stands beside it
/// @param deliverable  what was said can still be delivered
public record Tranche(
    String id,
    @Nullable LocalDate windowStart,
    @Nullable LocalDate deadline,
    Target target,
    boolean yearly,
    @Nullable CommodityId commodity,
    boolean derived,
    List<Minimum> minimums,
    List<Substitution> substitutions,
    List<Baseline> baselines,
    List<Deliverable> deliverable) {

  public Tranche {
    minimums = List.copyOf(minimums);
    substitutions = List.copyOf(substitutions);
    baselines = List.copyOf(baselines);
    deliverable = List.copyOf(deliverable);
  }

  /// A tranche that stands by its target alone.
  public Tranche(
      String id,
      @Nullable LocalDate windowStart,
      @Nullable LocalDate deadline,
      Target target,
      boolean yearly,
      @Nullable CommodityId commodity,
      boolean derived) {
    this(id, windowStart, deadline, target, yearly, commodity, derived, List.of(), List.of(), List.of(), List.of());
  }

  /// Whether it has minimums by commodity, substitutions, or a baseline that its target is built on.
  public boolean composed() {
    return !minimums.isEmpty() || !substitutions.isEmpty() || baselines.stream().anyMatch(Baseline::isBuiltOn);
  }
}
