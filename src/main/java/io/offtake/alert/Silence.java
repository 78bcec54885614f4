package io.offtake.alert;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Asks that matching alerts be not told for a while.
///
/// @param id  given by the store
/// @param end  the first instant at which it does not hold any more
/// @param endedAt  when somebody ended it before its time
public record Silence(
    long id,
    Matcher matcher,
    String owner,
    String reason,
    Instant start,
    Instant end,
    Optional<Instant> endedAt) {

  /// What alerts it is about: each part that is given must agree.
  public record Matcher(
      @Nullable String commitment, @Nullable String reading, @Nullable String rule, @Nullable Severity severity) {

    /// Whether it would be about everything.
    public boolean isEmpty() {
      return commitment == null && reading == null && rule == null && severity == null;
    }

    public boolean matches(String ofCommitment, String ofReading, AlertRule byRule) {
      return (commitment == null || commitment.equals(ofCommitment))
          && (reading == null || reading.equals(ofReading))
          && (rule == null || rule.equals(byRule.id()))
          && (severity == null || severity == byRule.severity());
    }
  }

  public boolean holdsAt(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end)
        && endedAt.filter(ended -> !ended.isAfter(instant)).isEmpty();
  }
}
