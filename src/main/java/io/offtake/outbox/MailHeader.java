package io.offtake.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Writes the values of a mail's headers as they go over the wire: ASCII alone (RFC 2047), lines of at most 76 characters
/// where they can be broken, and each break a CRLF with a blank after it (RFC 5322). The mail library folds with a bare
/// LF, which strict servers refuse, and takes a character beyond the first plane apart.
public final class MailHeader {

  /// RFC 5322, 2.1.1 and RFC 2047, 2.
  private static final int LINE = 76;
  private static final int ENCODED_WORD = 75;

  private static final String FOLD = "\r\n ";
  private static final String BEFORE = "=?UTF-8?B?";
  private static final String AFTER = "?=";

  /// In octets; four characters of Base64 stand for three.
  private static final int OCTETS = (ENCODED_WORD - BEFORE.length() - AFTER.length()) / 4 * 3;

  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*");
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  private MailHeader() {}

  /// The value of a header that is free text, such as `Subject`.
  ///
  /// @param name  of the header, which stands before it in the first line
  public static String text(String name, String text) {
    String line = BREAKS.matcher(text).replaceAll(" ").strip();
    if (PLAIN.matcher(line).matches() && !line.contains("=?")) {
      List<String> words = List.of(line.split(" +"));
      if (words.stream().allMatch(word -> word.length() < LINE)) {
        return folded(name, words);
      }
    }
    return folded(name, encodedWords(line));
  }

  /// The value of a header that is one mailbox, such as `From`.
  ///
  /// @param mailbox  `alerts@example.com` or `Offtake <alerts@example.com>`; the address itself is ASCII
  public static String mailbox(String name, String mailbox) {
    int angle = mailbox.lastIndexOf('<');
    String address = address(mailbox);
    String shown = angle < 0 ? "" : unquoted(BREAKS.matcher(mailbox.substring(0, angle)).replaceAll(" ").strip());
    if (shown.isEmpty()) {
      return address;
    }
    var words = new ArrayList<String>();
    if (!PLAIN.matcher(shown).matches() || shown.contains("=?") || shown.length() > LINE / 2) {
      words.addAll(encodedWords(shown));
    } else if (ATOMS.matcher(shown).matches()) {
      words.addAll(List.of(shown.split(" +")));
    } else {
      words.add('"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    words.add('<' + address + '>');
    return folded(name, words);
  }

  /// Of `Offtake <alerts@example.com>` what stands in the brackets.
  public static String address(String mailbox) {
    return mailbox.replaceFirst("(?s)^.*<", "").replaceFirst("(?s)>.*$", "").strip();
  }

  /// The parts of a list of addresses in brackets, such as `List-Unsubscribe`.
  public static String list(String name, List<String> addresses) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < addresses.size(); i++) {
      parts.add('<' + addresses.get(i) + '>' + (i < addresses.size() - 1 ? "," : ""));
    }
    return folded(name, parts);
  }

  private static String folded(String name, List<String> words) {
    var text = new StringBuilder();
    int column = name.length() + 2;
    for (String word : words) {
      if (!text.isEmpty()) {
        boolean fits = column + 1 + word.length() <= LINE;
        text.append(fits ? " " : FOLD);
        column = fits ? column + 1 : 1;
      }
      text.append(word);
      column += word.length();
    }
    return text.toString();
  }

  /// Each a whole number of characters.
  private static List<String> encodedWords(String text) {
    var chunks = new ArrayList<String>();
    var chunk = new StringBuilder();
    int octets = 0;
    for (int character : text.codePoints().toArray()) {
      // Half a pair is no character; it would come out as a question mark.
      String one = Character.isSurrogate((char) character) && character < 0x10000 ? "\uFFFD" : Character.toString(character);
      int more = one.getBytes(StandardCharsets.UTF_8).length;
      if (octets + more > OCTETS) {
        chunks.add(chunk.toString());
        chunk.setLength(0);
        octets = 0;
      }
      chunk.append(one);
      octets += more;
    }
    chunks.add(chunk.toString());
    return chunks.stream()
        .map(each -> BEFORE + Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8)) + AFTER)
        .toList();
  }

  private static String unquoted(String shown) {
    return shown.length() > 1 && shown.startsWith("\"") && shown.endsWith("\"")
        ? shown.substring(1, shown.length() - 1).replaceAll("\\\\(.)", "$1")
        : shown;
  }
}
