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
    // Totals and blocs are lines of their own: a report that does not print one does not say 0.
    boolean aggregate = destination.equals(PartyId.WORLD) || destination.equals(PartyId.EUROPEAN_UNION);
    return destinations.isEmpty() ? !aggregate : destinations.contains(destination);
  }
}
