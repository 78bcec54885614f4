package io.offtake.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Documents damaged as storage, networks, publishers and hands damage them.
public final class Mutation {

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
  private static final List<Charset> CHARSETS = List.of(
      StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("IBM037"));
  private static final List<String> NUMBERS = List.of(
      "9".repeat(400), "1e999999999", "1E-999999999", "-0", "00", "NaN", "-1", "9223372036854775808", "0x1F",
      "1,000,000", "1.7976931348623157e308", "", "\u0661\u0662", "2147483648");
  private static final List<String> NESTS = List.of("[", "{\"a\":", "\"", "(", "<a>");

  private Mutation() {}

  /// Bytes changed, cut out, doubled, cut off: once to three times.
  public static byte[] of(byte[] original, SplittableRandom random) {
    var bytes = original.clone();
    int times = random.nextInt(1, 4);
    for (int i = 0; i < times && bytes.length > 1; i++) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  /// The same, or damage that knows of lines, columns, numbers and encodings.
  public static byte[] ofAnyKind(byte[] original, SplittableRandom random) {
    var bytes = original;
    int times = random.nextInt(1, 3);
    for (int i = 0; i < times && bytes.length > 1; i++) {
      bytes = random.nextInt(3) == 0 ? of(bytes, random) : structural(bytes, random);
    }
    return bytes;
  }

  private static byte[] structural(byte[] bytes, SplittableRandom random) {
    // One character a byte, so that nothing is lost on the way.
    String text = new String(bytes, ISO_8859_1);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    return switch (random.nextInt(14)) {
      case 0 -> {
        Collections.swap(lines, one, other);
        yield joined(lines);
      }
      case 1 -> {
        lines.remove(one);
        yield joined(lines);
      }
      case 2 -> {
        lines.add(other, lines.get(one));
        yield joined(lines);
      }
      case 3 -> {
        // A row again, with another value.
        lines.add(one, replaced(DIGITS, lines.get(one), Integer.toString(random.nextInt(1_000_000)), random));
        yield joined(lines);
      }
      case 4 -> {
        int deed = random.nextInt(3);
        yield joined(lines.stream().map(line -> columns(line, ",", deed, one, other)).toList());
      }
      case 5 -> {
        lines.set(one, columns(lines.get(one), ",", random.nextInt(3), random.nextInt(20), random.nextInt(20)));
        yield joined(lines);
      }
      case 6 -> {
        lines.set(one, columns(lines.get(one), " +", random.nextInt(3), random.nextInt(12), random.nextInt(12)));
        yield joined(lines);
      }
      case 7 -> joined(lines.subList(0, one + 1));
      case 8 -> replaced(DIGITS, text, NUMBERS.get(random.nextInt(NUMBERS.size())), random).getBytes(ISO_8859_1);
      case 9 -> replaced(WORD, text, random.nextBoolean() ? "ATLANTIS" : "weekEndingDate", random).getBytes(ISO_8859_1);
      case 10 -> text.getBytes(CHARSETS.get(random.nextInt(CHARSETS.size())));
      case 11 -> ("\u00ef\u00bb\u00bf" + text).getBytes(ISO_8859_1);
      case 12 -> {
        String nest = NESTS.get(random.nextInt(NESTS.size())).repeat(random.nextInt(1, 30_000));
        int at = random.nextInt(3) == 0 ? 0 : random.nextInt(text.length());
        yield (text.substring(0, at) + nest + text.substring(at)).getBytes(ISO_8859_1);
      }
      default -> text.replace(random.nextBoolean() ? "\n" : "\r\n", random.nextBoolean() ? "\r" : "\n\n")
          .getBytes(ISO_8859_1);
    };
  }

  /// Swaps two columns, takes one out or puts one in.
  private static String columns(String line, String delimiter, int deed, int one, int other) {
    var cells = new ArrayList<>(Arrays.asList(line.stripTrailing().split(delimiter, -1)));
    int first = one % cells.size();
    switch (deed) {
      case 0 -> Collections.swap(cells, first, other % cells.size());
      case 1 -> cells.remove(first);
      default -> cells.add(first, "7");
    }
    return String.join(delimiter.equals(",") ? "," : " ", cells) + "\n";
  }

  private static String replaced(Pattern what, String text, String by, SplittableRandom random) {
    var found = what.matcher(text);
    int from = random.nextInt(Math.max(1, text.length()));
    return found.find(from) ? text.substring(0, found.start()) + by + text.substring(found.end()) : text + by;
  }

  private static byte[] joined(List<String> lines) {
    return lines.stream().collect(Collectors.joining()).getBytes(ISO_8859_1);
  }

  private static byte[] once(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(1, Math.min(40, bytes.length) + 1);
    int end = Math.min(bytes.length, at + length);
    return switch (random.nextInt(6)) {
      case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
      case 1 -> replaced(bytes, at, (byte) "0123456789-.,:{}[]\"\n eE".charAt(random.nextInt(23)));
      case 2 -> joined(bytes, at, bytes, end);
      case 3 -> joined(bytes, end, bytes, at);
      case 4 -> joined(bytes, at, bytes, bytes.length);
      default -> {
        var noise = new byte[length];
        random.nextBytes(noise);
        yield joined(joined(bytes, at, noise, 0), at + length, bytes, at);
      }
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
    var result = new byte[headEnd + tail.length - tailStart];
    System.arraycopy(head, 0, result, 0, headEnd);
    System.arraycopy(tail, tailStart, result, headEnd, tail.length - tailStart);
    return result;
  }
}
