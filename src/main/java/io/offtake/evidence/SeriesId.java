package io.offtake.evidence;

import java.util.Arrays;
import java.util.List;

import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// One line of figures: who publishes it, what it counts, of what, from where to where, how often, in what unit.
///
/// Written `source.measure.commodity.origin.destination.cadence.unit`, for example
/// `fas-export-sales.netSales.soybeans.US.CN.weekly.t`.
public record SeriesId(
    SourceId source,
    Measure measure,
    CommodityId commodity,
    PartyId origin,
    PartyId destination,
    Cadence cadence,
    Unit unit) {

  /// @throws IllegalArgumentException if `text` is not seven known parts joined by dots
  public static SeriesId parse(String text) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != 7) {
      throw new IllegalArgumentException("a series id has seven parts joined by '.', but was " + text);
    }
    return new SeriesId(
        new SourceId(parts.get(0)),
        Measure.ofId(parts.get(1)).orElseThrow(() -> unknown("measure", parts.get(1))),
        new CommodityId(parts.get(2)),
        new PartyId(parts.get(3)),
        new PartyId(parts.get(4)),
        Arrays.stream(Cadence.values())
            .filter(cadence -> cadence.id().equals(parts.get(5)))
            .findFirst()
            .orElseThrow(() -> unknown("cadence", parts.get(5))),
        Unit.ofId(parts.get(6)).orElseThrow(() -> unknown("unit", parts.get(6))));
  }

  public SeriesId withMeasure(Measure other) {
    return new SeriesId(source, other, commodity, origin, destination, cadence, unit);
  }

  public SeriesId withDestination(PartyId other) {
    return new SeriesId(source, measure, commodity, origin, other, cadence, unit);
  }

  @Override
  public String toString() {
    return String.join(".", source.value(), measure.id(), commodity.value(), origin.value(), destination.value(),
        cadence.id(), unit.id());
  }

  private static IllegalArgumentException unknown(String part, String value) {
    return new IllegalArgumentException("unknown %s '%s' in a series id".formatted(part, value));
  }
}
