package io.offtake.monitoring;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The answers to requests that carried a key of their sender's, so that a repeated one changes nothing.
public interface IdempotentRequests {

  /// @param fingerprint  the SHA-256 of what was sent, hexadecimal
  /// @param location  where what was made can be read
  /// @param body  the answer
  record Kept(String fingerprint, int status, @Nullable String location, String body) {}

  /// @param id  method, path and key
  Optional<Kept> find(String id);

  /// Keeps an answer; of several under one id the first stays.
  void keep(String id, Kept kept);
}
