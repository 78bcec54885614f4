package io.offtake.alert;

import java.util.Arrays;
import java.util.Optional;

/// How loudly a rule speaks.
public enum Severity {
  /// Worth knowing.
  INFO("info"),
  /// Worth watching.
  WATCH("watch"),
  /// A shortfall is likely.
  LIKELY("likely");

  private final String id;

  Severity(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public static Optional<Severity> of(String id) {
    return Arrays.stream(values()).filter(severity -> severity.id.equals(id)).findFirst();
  }
}
