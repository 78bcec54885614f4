package io.offtake.rest.edge;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

/// The keys of requests that are being carried out here, so that their like are told at once and wait for nothing.
@Singleton
class KeysAtWork {

  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  /// @return whether nobody else is at work under the key
  boolean begin(String key) {
    return keys.add(key);
  }

  void end(String key) {
    keys.remove(key);
  }
}
