package io.offtake.projection.score;

import java.util.Arrays;
import java.util.Optional;

/// Who forecast: the projection, or one of the rules of thumb that the trade uses and a projection has to beat.
public enum Method {
  /// The projection as it was issued.
  PROJECTION("projection"),
  /// The mean of the newest 8 weeks, drawn on to the deadline.
  STRAIGHT_LINE("straightLine"),
  /// The mean of the newest 4 weeks, drawn on to the deadline.
  STRAIGHT_LINE_4("straightLine4"),
  /// What the season brought so far, times what the last five seasons brought in the weeks left for each tonne so far.
  FIVE_YEAR_SHARE("fiveYearShare");

  private final String id;

  Method(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public static Optional<Method> ofId(String id) {
    return Arrays.stream(values()).filter(method -> method.id.equals(id)).findFirst();
  }
}
