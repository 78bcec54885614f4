package io.offtake.rest.edge;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The answers to requests that carried a key of their sender's, so that a repeated one changes nothing.
///
/// A key is reserved in the transaction that carries its request out, and the answer is kept in it: of a request that
/// fails, or whose process dies, nothing remains, and its key is free.
public interface IdempotentRequests {

  /// For how long an answer is kept at least.
  Duration RETENTION = Duration.ofHours(24);

  /// @param fingerprint  the SHA-256 of what was sent, hexadecimal
  /// @param location  where what was made can be read
  /// @param etag  of what was made
  /// @param body  the answer; empty when it has none
  record Kept(String fingerprint, int status, @Nullable String location, @Nullable String etag, String body) {}

  Optional<Kept> find(String key);

  /// Reserves a key until the present transaction ends. Waits for nobody.
  ///
  /// @return whether nobody else holds it
  boolean reserve(String key);

  /// Keeps the answer of a key that the present transaction has reserved.
  void keep(String key, Kept kept);

  /// Lets go of answers that are older than the retention, a few thousand at a time.
  ///
  /// @return how many were let go
  int forgetOld();
}
