package io.offtake.document;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a document is when it is not what was expected, said by its first bytes: so that its sender knows what to change.
public final class Encodings {

  private static final int LOOKED_AT = 4_096;
  private static final double MOST_ZERO = 0.4;

  /// The start of a row of names or of a title above one, in place of JSON.
  private static final Pattern CELLS = Pattern.compile("[^\\[{\\n]*[,;\t][^\\n]*");

  private Encodings() {}

  /// The encoding of a text in two or four bytes a character, as spreadsheets write "Unicode text"; empty for others.
  public static Optional<String> wide(byte[] document) {
    if (startsWith(document, 0xFF, 0xFE, 0, 0) || startsWith(document, 0, 0, 0xFE, 0xFF)) {
      return Optional.of("UTF-32");
    }
    if (startsWith(document, 0xFF, 0xFE)) {
      return Optional.of("UTF-16 (little-endian)");
    }
    if (startsWith(document, 0xFE, 0xFF)) {
      return Optional.of("UTF-16 (big-endian)");
    }
    // Without a mark every second byte of such a text in Latin letters is 0.
    int length = Math.min(document.length, LOOKED_AT);
    int[] zeros = new int[2];
    for (int i = 0; i < length; i++) {
      zeros[i % 2] += document[i] == 0 ? 1 : 0;
    }
    if (length >= 4 && zeros[1] > MOST_ZERO * length && zeros[0] == 0) {
      return Optional.of("UTF-16 (little-endian)");
    }
    return length >= 4 && zeros[0] > MOST_ZERO * length && zeros[1] == 0
        ? Optional.of("UTF-16 (big-endian)")
        : Optional.empty();
  }

  /// @param expected  what the document should be
  /// @throws Refusal  when it is in an encoding that is not UTF-8
  public static void refuseWide(byte[] document, String expected) throws Refusal {
    Optional<String> wide = wide(document);
    if (wide.isPresent()) {
      throw new Refusal("is text in %s: save it as UTF-8; %s was expected".formatted(wide.get(), expected));
    }
  }

  /// Whether it looks like comma-separated values, or like those separated by semicolons or tabs.
  public static boolean isLikeCsv(byte[] document) {
    var text = new String(document, 0, Math.min(document.length, LOOKED_AT), charset(document)).strip();
    return text.startsWith("\uFEFF") ? isLikeCsv(text.substring(1)) : isLikeCsv(text);
  }

  private static boolean isLikeCsv(String text) {
    if (text.isEmpty() || text.startsWith("{") || text.startsWith("[") || text.startsWith("<")) {
      return false;
    }
    String[] lines = text.split("\\R", 0);
    int withCells = 0;
    for (String line : lines) {
      withCells += CELLS.matcher(line).matches() ? 1 : 0;
    }
    // A single text in quotes is a message, whatever commas it holds.
    return lines.length > 1 && withCells > 0;
  }

  private static Charset charset(byte[] document) {
    return wide(document).filter(name -> name.contains("little")).isPresent()
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] document, int... bytes) {
    if (document.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((document[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
