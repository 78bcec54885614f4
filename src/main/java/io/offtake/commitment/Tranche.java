package io.offtake.commitment;

import java.time.LocalDate;

import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// A part of a commitment with its own window and target, as one version of the terms states it.
///
/// @param windowStart  the first day that counts; absent when not stated
/// @param deadline  the last day that counts; absent when not stated
/// @param commodity  when the tranche is of one commodity of several
/// @param derived  a sum that was not itself declared
/// @param composed  it has minimums by commodity, substitutions, or a baseline that its target is built on:
///     kept whole in the catalogue, not yet assessed
public record Tranche(
    String id,
    @Nullable LocalDate windowStart,
    @Nullable LocalDate deadline,
    Target target,
    boolean yearly,
    @Nullable CommodityId commodity,
    boolean derived,
    boolean composed) {}
