package io.offtake.reference;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.offtake.quantity.Unit;

/// The commodities we know, by id and by the code USDA's export sales give them.
public final class Commodities {

  private static final List<String> COLUMNS =
      List.of("id", "name", "marketingYearStartMonth", "esrCode", "unit", "kind", "partOf");

  private final List<Commodity> all;
  private final Map<CommodityId, Commodity> byId;
  private final Map<Integer, Commodity> byEsrCode;

  /// @throws IllegalStateException if an id or a code stands twice
  public Commodities(List<Commodity> all) {
    this.all = List.copyOf(all);
    this.byId = all.stream().collect(toUnmodifiableMap(Commodity::id, Function.identity()));
    this.byEsrCode = all.stream()
        .flatMap(commodity -> Optional.ofNullable(commodity.esrCode()).map(code -> Map.entry(code, commodity)).stream())
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The table that comes with Offtake: `reference/commodities.csv`.
  public static Commodities standard() {
    return new Commodities(ReferenceTable.load("reference/commodities.csv", COLUMNS).stream()
        .map(Commodities::ofRow)
        .toList());
  }

  public List<Commodity> all() {
    return all;
  }

  public Optional<Commodity> find(CommodityId id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<Commodity> ofEsrCode(int code) {
    return Optional.ofNullable(byEsrCode.get(code));
  }

  private static Commodity ofRow(List<String> row) {
    return new Commodity(
        new CommodityId(row.get(0)),
        row.get(1),
        row.get(2).isEmpty() ? null : Month.of(Integer.parseInt(row.get(2))),
        row.get(3).isEmpty() ? null : Integer.valueOf(row.get(3)),
        Unit.ofId(row.get(4)).orElseThrow(() -> new IllegalStateException("no such unit: " + row.get(4))),
        Commodity.Kind.valueOf(row.get(5).toUpperCase(Locale.ROOT)),
        row.get(6).isEmpty() ? null : new CommodityId(row.get(6)));
  }
}
