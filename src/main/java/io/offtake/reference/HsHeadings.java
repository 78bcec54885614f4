package io.offtake.reference;

import java.util.List;
import java.util.Optional;

/// Headings of the Harmonized System, by which customs count goods, and the commodities we know them as.
public final class HsHeadings {

  private static final List<String> COLUMNS = List.of("heading", "commodity", "mustHold");

  private final List<Heading> all;

  /// @param code  four digits
  /// @param mustHold  codes of ten digits without which an answer about US exports is not whole
  public record Heading(String code, CommodityId commodity, List<String> mustHold) {
    public Heading {
      mustHold = List.copyOf(mustHold);
    }
  }

  private HsHeadings(List<Heading> all) {
    this.all = List.copyOf(all);
  }

  /// The table that comes with Offtake: `reference/hs-headings.csv`.
  public static HsHeadings standard() {
    return new HsHeadings(ReferenceTable.load("reference/hs-headings.csv", COLUMNS).stream()
        .map(row -> new Heading(row.get(0), new CommodityId(row.get(1)),
            row.get(2).isEmpty() ? List.of() : List.of(row.get(2).split(" "))))
        .toList());
  }

  public List<Heading> all() {
    return all;
  }

  /// The heading that `code` lies under, whatever its digits.
  public Optional<Heading> of(String code) {
    return all.stream().filter(heading -> code.startsWith(heading.code())).findFirst();
  }
}
