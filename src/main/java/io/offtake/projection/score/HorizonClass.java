package io.offtake.projection.score;

/// How far ahead a projection looked, by the weeks between the newest week it knew and the deadline.
public enum HorizonClass {
  UP_TO_4("upTo4", 4),
  UP_TO_8("upTo8", 8),
  UP_TO_13("upTo13", 13),
  UP_TO_26("upTo26", 26),
  OVER_26("over26", Integer.MAX_VALUE);

  private final String id;
  private final int most;

  HorizonClass(String id, int most) {
    this.id = id;
    this.most = most;
  }

  public String id() {
    return id;
  }

  /// The narrowest class that holds `weeks`, at least 1.
  public static HorizonClass of(int weeks) {
    for (HorizonClass each : values()) {
      if (weeks <= each.most) {
        return each;
      }
    }
    return OVER_26;
  }
}
