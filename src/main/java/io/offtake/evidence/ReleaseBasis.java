package io.offtake.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How the instant of a release is known.
public enum ReleaseBasis {
  /// Printed in the document, or reported at the time.
  REPORTED,
  /// The publisher's calendar named it beforehand.
  SCHEDULED,
  /// By the calendar's rule, or from a day alone.
  ESTIMATED;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ReleaseBasis> ofId(String id) {
    return Arrays.stream(values()).filter(basis -> basis.id().equals(id)).findFirst();
  }
}
