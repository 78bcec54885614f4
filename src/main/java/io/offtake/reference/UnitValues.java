package io.offtake.reference;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.offtake.quantity.Unit;

/// What a unit of a commodity can cost: wide bounds, to tell an amount of money from a slip.
public final class UnitValues {

  private static final List<String> COLUMNS = List.of("commodity", "low", "high", "money");

  private final Map<CommodityId, Range> ranges;

  private UnitValues(Map<CommodityId, Range> ranges) {
    this.ranges = ranges;
  }

  /// @param low  for one unit in which the commodity is counted
  /// @param high  likewise
  public record Range(BigDecimal low, BigDecimal high, Unit money) {}

  /// The table that comes with Offtake: `reference/unit-values.csv`.
  public static UnitValues standard() {
    return new UnitValues(ReferenceTable.load("reference/unit-values.csv", COLUMNS).stream()
        .collect(Collectors.toUnmodifiableMap(row -> new CommodityId(row.get(0)), row -> new Range(
            new BigDecimal(row.get(1)), new BigDecimal(row.get(2)), Unit.ofId(row.get(3)).orElseThrow()))));
  }

  public Optional<Range> of(CommodityId commodity) {
    return Optional.ofNullable(ranges.get(commodity));
  }
}
