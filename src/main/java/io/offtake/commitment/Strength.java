package io.offtake.commitment;

import java.util.Arrays;
import java.util.Optional;

/// How firmly an undertaking was made.
public enum Strength {
  TREATY("treaty"),
  AGREEMENT("agreement"),
  MEMORANDUM("memorandum"),
  LETTER_OF_INTENT("letterOfIntent"),
  STATEMENT("statement"),
  /// A wish. Shown, never scored, never a breach.
  ASPIRATION("aspiration");

  private final String id;

  Strength(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public static Optional<Strength> ofId(String id) {
    return Arrays.stream(values()).filter(strength -> strength.id.equals(id)).findFirst();
  }
}
