package io.offtake.reference;

/// The id of a commodity, such as `soybeans`.
public record CommodityId(String value) implements Comparable<CommodityId> {

  public CommodityId {
    if (!value.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("a commodity id is lower-case words joined by '-', but was " + value);
    }
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
