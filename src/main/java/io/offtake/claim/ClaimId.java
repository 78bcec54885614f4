package io.offtake.claim;

import java.util.regex.Pattern;

/// The id of a claim, such as `2026-02-10-scott-bessent-4f1d09ab`.
public record ClaimId(String value) implements Comparable<ClaimId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST = 80;

  public ClaimId {
    if (!isOne(value)) {
      throw new IllegalArgumentException("a claim's id is lower-case words joined by '-', but was " + value);
    }
  }

  public static boolean isOne(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(ClaimId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
