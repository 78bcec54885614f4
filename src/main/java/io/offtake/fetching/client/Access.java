package io.offtake.fetching.client;

import java.net.URI;
import java.util.Optional;

/// How a service of a publisher is asked.
///
/// @param address  where it lies, without a `/` at its end
/// @param keyVariable  the variable that holds its key
/// @param missingSetting  the variable that has to be set first; empty when all is there
public record Access(
    PublisherClient client, URI address, String keyVariable, Optional<String> keyValue, Optional<String> missingSetting) {

  /// The key as a header.
  public Optional<Key> keyInHeader(String name) {
    return keyValue.map(value -> Key.inHeader(keyVariable, name, value));
  }

  /// The key as a parameter of the query.
  public Optional<Key> keyInParameter(String name) {
    return keyValue.map(value -> Key.inParameter(keyVariable, name, value));
  }

  /// Without the key: this text may end up in a log.
  @Override
  public String toString() {
    return "Access[address=%s, keyVariable=%s, missingSetting=%s]".formatted(address, keyVariable, missingSetting);
  }
}
