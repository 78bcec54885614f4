package io.offtake.text;

import java.util.HexFormat;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Which characters a text may have that is written into Offtake: in a body, a parameter, a header or a file's name.
///
/// What is kept is shown again in JSON, CSV, calendars, feeds, mail and terminals. So nothing is taken that cannot be
/// seen or that moves what stands beside it: control characters, halves of surrogate pairs, code points that Unicode
/// has not assigned, and the invisible ones that reverse, join, hide or mark text. Letters of every script, combining
/// marks and emoji are taken, and so are the two joiners that some scripts need within words.
public final class PlainText {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int LAST_ARABIC_NUMBER_SIGN = 0x06FF;
  private static final int FIRST_ARABIC_NUMBER_SIGN = 0x0600;

  private PlainText() {}

  /// What is wrong with a text of one line, such as a title or a name; empty when nothing is.
  ///
  /// @return such as `it holds U+001B, a control character, as its character 7`
  public static Optional<String> faultOfLine(String text) {
    return fault(text, false);
  }

  /// Likewise of a text that may have several lines, such as a note: tabs and line breaks (LF, or CR LF) are taken.
  public static Optional<String> faultOfLines(String text) {
    return fault(text, true);
  }

  /// Whether there is anything to see in it.
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(each -> Character.isWhitespace(each) || Character.isSpaceChar(each)
        || each == ZERO_WIDTH_JOINER || each == ZERO_WIDTH_NON_JOINER);
  }

  /// The text with every character that [#faultOfLine] would refuse replaced by a space: for what was kept before
  /// there was a rule, and for what a publisher wrote.
  public static String asLine(String text) {
    if (faultOfLine(text).isEmpty()) {
      return text;
    }
    var line = new StringBuilder(text.length());
    text.codePoints().forEach(each -> line.appendCodePoint(what(each) == null ? each : ' '));
    return line.toString();
  }

  private static Optional<String> fault(String text, boolean severalLines) {
    int place = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      place++;
      boolean taken = severalLines && (character == '\n' || character == '\t'
          || character == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
      String what = taken ? null : what(character);
      if (what != null) {
        return Optional.of("it holds U+%s, %s, as its character %d".formatted(hex(character), what, place));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String what(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> "a control character";
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "a line break";
      case Character.SURROGATE -> "half of a pair of surrogates";
      case Character.UNASSIGNED -> "which no character is assigned to";
      case Character.FORMAT -> isOrdinaryFormat(character) ? null : "an invisible character";
      default -> null;
    };
  }

  /// Format characters without which words are written wrongly, or that are seen.
  private static boolean isOrdinaryFormat(int character) {
    return character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER
        || character >= FIRST_ARABIC_NUMBER_SIGN && character <= LAST_ARABIC_NUMBER_SIGN
            && Character.getDirectionality(character) == Character.DIRECTIONALITY_ARABIC_NUMBER;
  }

  private static String hex(int character) {
    String digits = HexFormat.of().withUpperCase().toHexDigits(character);
    return digits.substring(Math.min(4, Math.max(0, digits.length() - Integer.toHexString(character).length())));
  }
}
