package io.offtake.reference;

import java.util.regex.Pattern;

/// The id of an origin or destination: an ISO 3166 alpha-2 code (`CN`), a bloc (`EU`), or one of the two
/// that publishers print in place of a country.
public record PartyId(String value) implements Comparable<PartyId> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]+(-[A-Za-z0-9]+)*");

  /// Sold, buyer not yet named.
  public static final PartyId UNKNOWN = new PartyId("unknown");

  /// All destinations together, as the publisher totals them.
  public static final PartyId WORLD = new PartyId("world");

  /// The bloc, as export sales total it.
  public static final PartyId EUROPEAN_UNION = new PartyId("EU");

  public PartyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a party id is letters and digits joined by '-', but was " + value);
    }
  }

  @Override
  public int compareTo(PartyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
