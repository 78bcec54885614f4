package io.offtake.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What one may do. Each allows what those before it allow.
public enum Scope {
  /// To read figures, verdicts and alerts.
  READ,
  /// To declare, hand in, acknowledge, subscribe.
  WRITE,
  /// To make keys and to read who did what.
  ADMIN;

  public static Optional<Scope> of(String id) {
    return Arrays.stream(values()).filter(scope -> scope.id().equals(id)).findFirst();
  }

  /// As it is written in JSON, in the contract and in settings.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean covers(Scope wanted) {
    return compareTo(wanted) >= 0;
  }
}
