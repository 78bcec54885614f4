package io.offtake.document;

import java.util.Set;

import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// What one release speaks for, so that an absent row can be told from an absent report.
///
/// @param marketYear  the marketing year's ending year, where the source has one
/// @param destinations  the destinations it speaks for; empty when it is a full report, in which a destination
///     that is not listed is 0
public record Coverage(CommodityId commodity, @Nullable Integer marketYear, Set<PartyId> destinations) {

  public Coverage {
    destinations = Set.copyOf(destinations);
  }

  public static Coverage full(CommodityId commodity, @Nullable Integer marketYear) {
    return new Coverage(commodity, marketYear, Set.of());
  }

  public boolean isFull() {
    return destinations.isEmpty();
  }
}
