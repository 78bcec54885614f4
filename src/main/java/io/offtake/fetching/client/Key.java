package io.offtake.fetching.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.offtake.document.Secrets;

/// A publisher's key, sent as it wants it. It reaches no other host and no text.
///
/// @param setting  the variable of the environment that holds it
/// @param place  where it is sent
/// @param name  of the header or the parameter
public record Key(String setting, Place place, String name, String value) {

  public enum Place { HEADER, PARAMETER }

  public static Key inHeader(String setting, String name, String value) {
    return new Key(setting, Place.HEADER, name, value);
  }

  public static Key inParameter(String setting, String name, String value) {
    return new Key(setting, Place.PARAMETER, name, value);
  }

  /// The address with the key in it, if that is its place.
  URI in(URI address) {
    return place == Place.HEADER
        ? address
        : URI.create(address + (address.getRawQuery() == null ? "?" : "&") + name + "=" + inQuery());
  }

  void addTo(HttpRequest.Builder request) {
    if (place == Place.HEADER) {
      request.header(name, value);
    }
  }

  String removedFrom(String text) {
    return new Secrets(Map.of(setting, value)).cut(text.replace(value, Secrets.MASK).replace(inQuery(), Secrets.MASK));
  }

  private String inQuery() {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /// Without the key: this text may end up in a log.
  @Override
  public String toString() {
    return "Key[setting=%s, place=%s, name=%s]".formatted(setting, place, name);
  }
}
