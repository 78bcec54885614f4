package io.offtake.evidence;

import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// What one source says of one commodity between two parties, in all its measures.
public record Trade(SourceId source, CommodityId commodity, PartyId origin, PartyId destination) {

  public static Trade of(SeriesId series) {
    return new Trade(series.source(), series.commodity(), series.origin(), series.destination());
  }

  public Trade to(PartyId other) {
    return new Trade(source, commodity, origin, other);
  }

  /// What the same source says of another commodity between the same parties.
  public Trade of(CommodityId other) {
    return new Trade(source, other, origin, destination);
  }

  /// What another source says of the same.
  public Trade from(SourceId other) {
    return new Trade(other, commodity, origin, destination);
  }

  @Override
  public String toString() {
    return "%s of %s from %s to %s".formatted(source, commodity, origin, destination);
  }
}
