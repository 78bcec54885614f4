package io.offtake.alert;

import java.time.Instant;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import io.offtake.text.Sha256;

/// One step in the life of an alert.
///
/// @param from  absent at its first
/// @param cause  in words and numbers
/// @param standing  of the alert afterwards
/// @param facts  what was known at it
/// @param occurredAt  the instant of knowledge, or of what somebody did
public record Transition(
    AlertRule rule,
    Kind kind,
    @Nullable AlertState from,
    AlertState to,
    String cause,
    Standing standing,
    Facts facts,
    Instant occurredAt) {

  private static final int BYTES_OF_A_FINGERPRINT = 8;

  public enum Kind {
    PENDING("pending"),
    FIRING("firing"),
    /// Somebody took it in hand.
    ACKNOWLEDGED("acknowledged"),
    /// It would be firing, but for a silence.
    SILENCED("silenced"),
    /// Evidence is missing.
    FROZEN("frozen"),
    /// The evidence is back and the alert goes on where it was.
    THAWED("thawed"),
    /// What brought it about was withdrawn.
    REVERSED("reversed"),
    RESOLVED("resolved");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }

  /// Names the one alert of a reading and a rule, for ever.
  public static String fingerprint(String commitment, String reading, String rule) {
    byte[] digest = Sha256.of(String.join("\n", commitment, reading, rule));
    return HexFormat.of().formatHex(digest, 0, BYTES_OF_A_FINGERPRINT);
  }

  public String fingerprint() {
    return fingerprint(facts.subject().commitment(), facts.subject().reading(), rule.id());
  }

  /// Whether receivers hear of it: of what fires, and of all that becomes of it until it is over. What only waited, or
  /// was silenced, is not told.
  public boolean isTold() {
    return switch (kind) {
      case FIRING, ACKNOWLEDGED -> true;
      case PENDING, SILENCED -> false;
      case FROZEN, THAWED -> to.isTold();
      case REVERSED, RESOLVED -> to.isTold() || (from != null && from.isTold());
    };
  }
}
