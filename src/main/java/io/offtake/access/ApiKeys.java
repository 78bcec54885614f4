package io.offtake.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The keys that were made.
public interface ApiKeys {

  /// As many as may be there, revoked ones counted: all are held in memory.
  int MOST = 10_000;

  /// A key with the digest of its text.
  record Hashed(ApiKey key, String hash) {}

  /// @throws IllegalStateException  when there are [#MOST] already
  void add(ApiKey key, String hash);

  /// Newest first.
  ///
  /// @param before  the key that those are older than; the newest when empty
  List<ApiKey> list(Optional<UUID> before, int most);

  Optional<ApiKey> find(UUID id);

  /// Those that are neither revoked nor expired.
  List<Hashed> usable(Instant now);

  /// Ends a key. One that has ended stays as it is.
  ///
  /// @return it as it stands; empty when there is none
  Optional<ApiKey> revoke(UUID id, Instant at);

  /// Lets a key end at `end`, unless it ends before.
  Optional<ApiKey> expire(UUID id, Instant end);

  /// Notes when keys were used last.
  void used(Map<UUID, Instant> at);

  /// Another text whenever a key was made or has ended.
  String state();

  /// How many there are.
  long count();
}
