package io.offtake.commitment;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// One version of what was declared, in force from its announcement until the next. Never changed once kept.
///
/// @param version  counted from 1, in the order announced
/// @param headline  the reading that this version's own words suggest first; absent when none is assessed
/// @param strength  when this version is firmer or softer than the commitment as a whole
public record Terms(
    int version,
    Statement announced,
    String announcedBy,
    String summary,
    Citation source,
    @Nullable String headline,
    @Nullable Strength strength,
    List<Tranche> tranches) {

  public Terms {
    tranches = List.copyOf(tranches);
  }

  public Optional<Tranche> tranche(String id) {
    return tranches.stream().filter(tranche -> tranche.id().equals(id)).findFirst();
  }
}
