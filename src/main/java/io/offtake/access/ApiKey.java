package io.offtake.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A key of the API, without what its holder keeps secret.
///
/// @param prefix  the first letters of the key, by which it is told from others
/// @param owner  who holds it
/// @param replaces  the key that it was made in place of
/// @param createdBy  who made it
/// @param usedAt  when it was used last, to the minute
public record ApiKey(
    UUID id,
    String prefix,
    String owner,
    Grant grant,
    Optional<UUID> replaces,
    Instant createdAt,
    String createdBy,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<Instant> usedAt) {

  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public State stateAt(Instant now) {
    return revokedAt.isPresent() ? State.REVOKED
        : expiresAt.filter(end -> !end.isAfter(now)).isPresent() ? State.EXPIRED
        : State.ACTIVE;
  }
}
