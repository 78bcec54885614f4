package io.offtake.projection.score;

import io.offtake.reference.PartyId;

/// Kinds of series that are hard to different degrees.
public enum SeriesClass {
  /// All destinations together.
  WORLD("world"),
  /// A buyer whose purchases have stopped and started by decision of its government, which no history foresees: China,
  /// whose buying of US soybeans was 0 in the autumn of 2025.
  POLITICAL_BUYER("politicalBuyer"),
  /// Any other single destination.
  DESTINATION("destination");

  private static final PartyId CHINA = new PartyId("CN");

  private final String id;

  SeriesClass(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public static SeriesClass of(PartyId destination) {
    if (destination.equals(PartyId.WORLD)) {
      return WORLD;
    }
    return destination.equals(CHINA) ? POLITICAL_BUYER : DESTINATION;
  }
}
