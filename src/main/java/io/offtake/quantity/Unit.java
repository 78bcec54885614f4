package io.offtake.quantity;

import java.util.Arrays;
import java.util.Optional;

/// A unit in which a source publishes, with the code the trade knows it by.
///
/// Codes: UN/CEFACT Recommendation 20 (revision 17) for physical units, ISO 4217 for money.
public enum Unit {
  TONNE("t", "TNE", Dimension.MASS, "metric tonne, 1 000 kg"),
  KILOGRAM("kg", "KGM", Dimension.MASS, "kilogram"),
  POUND("lb", "LBR", Dimension.MASS, "pound, 0.45359237 kg"),
  RUNNING_BALE("bale", "BL", Dimension.COUNT, "running bale of cotton as ginned, about 480 lb; not a fixed mass"),
  PIECE("piece", "H87", Dimension.COUNT, "piece"),
  NUMBER("number", "C62", Dimension.COUNT, "number of units"),
  THOUSAND_BARRELS("kbbl", "BLL", Dimension.VOLUME, "thousand petroleum barrels"),
  MILLION_CUBIC_FEET("MMcf", "FTQ", Dimension.VOLUME, "million cubic feet of gas"),
  US_DOLLAR("USD", "USD", Dimension.MONEY, "United States dollar"),
  PERCENT("percent", "P1", Dimension.RATIO, "percent");

  /// What a unit measures. Only figures of one unit are ever added.
  public enum Dimension { MASS, COUNT, VOLUME, MONEY, RATIO }

  private final String id;
  private final String code;
  private final Dimension dimension;
  private final String description;

  Unit(String id, String code, Dimension dimension, String description) {
    this.id = id;
    this.code = code;
    this.dimension = dimension;
    this.description = description;
  }

  /// The id used in JSON, SQL and tables.
  public String id() {
    return id;
  }

  /// The UN/CEFACT or ISO 4217 code.
  public String code() {
    return code;
  }

  public Dimension dimension() {
    return dimension;
  }

  public String description() {
    return description;
  }

  public static Optional<Unit> ofId(String id) {
    return Arrays.stream(values()).filter(unit -> unit.id.equals(id)).findFirst();
  }
}
