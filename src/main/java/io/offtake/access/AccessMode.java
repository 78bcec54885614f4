package io.offtake.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What needs a key.
public enum AccessMode {
  /// Nothing does, and changes are taken from this machine only.
  OPEN,
  /// Changes do, and what is not for every reader.
  READ_OPEN,
  /// All that tells of figures, commitments and alerts does.
  CLOSED;

  public static List<String> ids() {
    return Arrays.stream(values()).map(AccessMode::id).toList();
  }

  /// As it is written in settings.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
