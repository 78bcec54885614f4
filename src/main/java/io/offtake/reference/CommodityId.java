package io.offtake.reference;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The id of a commodity, such as `soybeans`, or of several counted together, such as `corn+wheat`.
public record CommodityId(String value) implements Comparable<CommodityId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final String AND = "+";

  public CommodityId {
    if (!Stream.of(value.split("\\+", -1)).allMatch(part -> FORM.matcher(part).matches())) {
      throw new IllegalArgumentException("a commodity id is lower-case words joined by '-', but was " + value);
    }
  }

  /// Several counted together: their sum, period by period.
  ///
  /// @throws IllegalArgumentException if there is none
  public static CommodityId basket(List<CommodityId> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a basket holds a commodity at least");
    }
    return new CommodityId(parts.stream().map(CommodityId::value).distinct().sorted().collect(Collectors.joining(AND)));
  }

  public boolean isBasket() {
    return value.contains(AND);
  }

  /// What is counted together; itself where it is one.
  public List<CommodityId> parts() {
    return isBasket()
        ? Stream.of(value.split("\\+", -1)).map(CommodityId::new).toList()
        : List.of(this);
  }

  /// In words: `corn and wheat`.
  public String inWords() {
    return value.replace(AND, ", ").replaceFirst(", (?=[^,]*$)", " and ");
  }

  @Override
  public int compareTo(CommodityId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
