package io.offtake.commitment;

/// The id of a commitment, such as `us-cn-soybeans-2025`.
public record CommitmentId(String value) implements Comparable<CommitmentId> {

  public static final String PATTERN = "[a-z0-9]+(-[a-z0-9]+)*";

  public CommitmentId {
    if (!value.matches(PATTERN) || value.length() > 80) {
      throw new IllegalArgumentException(
          "an id is lower-case words joined by '-', at most 80 characters, but was " + value);
    }
  }

  @Override
  public int compareTo(CommitmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
