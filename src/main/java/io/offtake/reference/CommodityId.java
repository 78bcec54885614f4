package io.offtake.reference;

import java.util.regex.Pattern;

/// The id of a commodity, such as `soybeans`.
public record CommodityId(String value) implements Comparable<CommodityId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public CommodityId {
    if (!FORM.matcher(value).matches()) {
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
