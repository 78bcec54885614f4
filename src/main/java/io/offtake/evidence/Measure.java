package io.offtake.evidence;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a figure counts: a rung of the ladder from word to landing, or a part that a rung is made of.
///
/// USDA's *total commitments* are [#SOLD]: [#ACCUMULATED_EXPORTS] plus [#OUTSTANDING_SALES]. The word
/// commitment alone always means the public undertaking.
public enum Measure {
  /// Single large sales as announced by the seller's government.
  ANNOUNCED("announced", true, Kind.FLOW),
  /// Booked business: accumulated exports plus outstanding sales.
  SOLD("sold", true, Kind.LEVEL),
  /// Grain inspected and weighed for export.
  INSPECTED("inspected", true, Kind.FLOW),
  /// Left the country in the period.
  EXPORTED("exported", true, Kind.FLOW),
  /// Arrived, by the buyer's customs.
  LANDED("landed", true, Kind.FLOW),

  /// New sales less cancellations of the period, current marketing year.
  NET_SALES("netSales", false, Kind.FLOW),
  /// Sold and not yet shipped at the period's end, current marketing year.
  OUTSTANDING_SALES("outstandingSales", false, Kind.LEVEL),
  /// Shipped since the marketing year began.
  ACCUMULATED_EXPORTS("accumulatedExports", false, Kind.LEVEL),
  /// New sales less cancellations of the period, next marketing year.
  NEXT_YEAR_NET_SALES("nextYearNetSales", false, Kind.FLOW),
  /// Sold for the next marketing year at the period's end.
  NEXT_YEAR_OUTSTANDING_SALES("nextYearOutstandingSales", false, Kind.LEVEL);

  /// Flows add up over periods; levels stand at a period's end.
  public enum Kind { FLOW, LEVEL }

  private final String id;
  private final boolean rung;
  private final Kind kind;

  Measure(String id, boolean rung, Kind kind) {
    this.id = id;
    this.rung = rung;
    this.kind = kind;
  }

  /// The id used in JSON, SQL and tables.
  public String id() {
    return id;
  }

  /// Whether a reading may count it.
  public boolean isRung() {
    return rung;
  }

  public Kind kind() {
    return kind;
  }

  /// The measures that tell it: what is sold is told in parts.
  public Set<Measure> toldBy() {
    return this == SOLD ? Set.of(NET_SALES, OUTSTANDING_SALES, ACCUMULATED_EXPORTS) : Set.of(this);
  }

  public static Optional<Measure> ofId(String id) {
    return Arrays.stream(values()).filter(measure -> measure.id.equals(id)).findFirst();
  }
}
