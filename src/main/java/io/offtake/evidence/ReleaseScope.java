package io.offtake.evidence;

import java.util.Set;

import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// What a release speaks for. In a full report a destination that is not listed is 0; where there is no report, it
/// is missing.
///
/// @param marketYear  the marketing year's ending year, where the source has one
/// @param destinations  empty for a full report
/// @param dataVersion  the version of the data that brought it
public record ReleaseScope(
    Release release,
    CommodityId commodity,
    @Nullable Integer marketYear,
    Set<PartyId> destinations,
    long dataVersion) {

  public ReleaseScope {
    destinations = Set.copyOf(destinations);
  }

  public boolean speaksFor(PartyId destination) {
    // The total of all destinations is a line of its own: a report that does not print it does not say 0.
    return destinations.isEmpty() ? !destination.equals(PartyId.WORLD) : destinations.contains(destination);
  }
}
