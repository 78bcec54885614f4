package io.offtake.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import io.offtake.text.Sha256;

/// The text of a key: `otk_`, eight letters to tell it by, and 256 random bits.
///
/// Its digest needs no salt and no slow function: nobody can guess 256 random bits.
///
/// @param text  shown once and kept nowhere
public record Secret(String text) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final int PREFIX_BYTES = 4;
  private static final int PREFIX_LENGTH = 12;
  private static final Pattern FORM = Pattern.compile("otk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");

  public static Secret make() {
    var prefix = new byte[PREFIX_BYTES];
    var secret = new byte[BYTES];
    RANDOM.nextBytes(prefix);
    RANDOM.nextBytes(secret);
    return new Secret("otk_%s_%s".formatted(
        HexFormat.of().formatHex(prefix), Base64.getUrlEncoder().withoutPadding().encodeToString(secret)));
  }

  /// @return empty when the text is no key
  public static Optional<Secret> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Secret(text)) : Optional.empty();
  }

  public String prefix() {
    return text.substring(0, PREFIX_LENGTH);
  }

  /// The SHA-256 of its text, hexadecimal.
  public String hash() {
    return Sha256.hex(text.getBytes(UTF_8));
  }

  /// The prefix alone: this may end up in a log.
  @Override
  public String toString() {
    return prefix() + "…";
  }
}
