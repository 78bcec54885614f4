package io.offtake.document;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.offtake.text.Html;

/// The keys that publishers are asked with, to be cut out of whatever comes back: a publisher may repeat a key in its
/// answer, a proxy in its error page, somebody in a document handed in.
///
/// A key is found as it is and as texts write it: percent-encoded, escaped as in JSON or HTML, in Base64, in UTF-16. One of
/// less than six characters is not looked for: it would be found in figures, and no publisher gives out such keys.
public final class Secrets {

  /// What stands where a key was cut out.
  public static final String MASK = "***";

  private static final int SHORTEST = 6;
  private static final int SHORTEST_PART = 8;
  private static final byte[] MASKED = MASK.getBytes(StandardCharsets.US_ASCII);

  /// Parameters of addresses that hold keys, whoever's they are, and what stands before an `@`.
  private static final Pattern KEY_IN_ADDRESS = Pattern.compile(
      "(?i)([?&;](?:api[_-]?key|apikey|key|subscription-key|ocp-apim-subscription-key|x-api-key|access[_-]?token|token)=)[^&#;]*");
  private static final Pattern USER_IN_ADDRESS = Pattern.compile("(?i)^([a-z][a-z0-9+.-]*://)[^/?#@]*@");

  @SuppressWarnings("ArrayRecordComponent") // looked for, never compared
  private record Form(byte[] bytes, String setting) {}

  /// By their first two bytes; longest first, so that a form that contains another is cut whole.
  private final Map<Integer, List<Form>> forms = new HashMap<>();
  private final BitSet starts = new BitSet(1 << 16);

  /// @param valueBySetting  the keys, by the variables of the environment that hold them
  public Secrets(Map<String, String> valueBySetting) {
    List<Form> all = new ArrayList<>();
    new TreeMap<>(valueBySetting).forEach((setting, value) -> {
      if (value.length() >= SHORTEST) {
        formsOf(value).forEach(bytes -> all.add(new Form(bytes, setting)));
      }
    });
    all.sort(Comparator.comparingInt((Form form) -> form.bytes().length).reversed());
    for (Form form : all) {
      int start = start(form.bytes(), 0);
      starts.set(start);
      forms.computeIfAbsent(start, _ -> new ArrayList<>()).add(form);
    }
  }

  public static Secrets none() {
    return new Secrets(Map.of());
  }

  /// What is left of a document.
  ///
  /// @param bytes  with [#MASK] in place of keys
  /// @param cuts  how often which setting's key was cut out, in words; empty when none was
  @SuppressWarnings("ArrayRecordComponent") // looked at once, never compared
  public record Cut(byte[] bytes, List<String> cuts) {
    public Cut {
      cuts = List.copyOf(cuts);
    }
  }

  public Cut cut(byte[] document) {
    Map<String, Integer> found = new TreeMap<>();
    byte[] left = forms.isEmpty() ? document : cut(document, found);
    return new Cut(left, found.entrySet().stream()
        .map(each -> "the key of %s, %s".formatted(
            each.getKey(), each.getValue() == 1 ? "once" : each.getValue() + " times"))
        .toList());
  }

  public String cut(String text) {
    return forms.isEmpty() ? text : new String(cut(text.getBytes(StandardCharsets.UTF_8), new HashMap<>()),
        StandardCharsets.UTF_8);
  }

  /// An address without keys: those known here, and whatever stands where addresses hold keys.
  public String cutAddress(String address) {
    String masked = USER_IN_ADDRESS.matcher(cut(address)).replaceFirst("$1");
    return KEY_IN_ADDRESS.matcher(masked).replaceAll("$1" + MASK.replace("$", "\\$"));
  }

  private byte[] cut(byte[] document, Map<String, Integer> found) {
    byte[] left = new byte[document.length];
    int length = 0;
    int i = 0;
    boolean any = false;
    while (i < document.length) {
      Form form = i + 1 < document.length && starts.get(start(document, i)) ? at(document, i) : null;
      if (form == null) {
        left[length++] = document[i++];
      } else {
        any = true;
        found.merge(form.setting(), 1, Integer::sum);
        System.arraycopy(MASKED, 0, left, length, MASKED.length); // no form is shorter than the mask
        length += MASKED.length;
        i += form.bytes().length;
      }
    }
    return any ? Arrays.copyOf(left, length) : document;
  }

  private @Nullable Form at(byte[] document, int place) {
    for (Form form : forms.getOrDefault(start(document, place), List.of())) {
      int end = place + form.bytes().length;
      if (end <= document.length && Arrays.equals(document, place, end, form.bytes(), 0, form.bytes().length)) {
        return form;
      }
    }
    return null;
  }

  private static int start(byte[] bytes, int place) {
    return (bytes[place] & 0xFF) << 8 | (bytes[place + 1] & 0xFF);
  }

  private static List<byte[]> formsOf(String value) {
    Set<String> texts = new LinkedHashSet<>();
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    texts.add(value);
    texts.add(encoded);
    texts.add(encoded.replace("+", "%20"));
    texts.add(lowerEscapes(encoded));
    texts.add(lowerEscapes(encoded.replace("+", "%20")));
    HexFormat hex = HexFormat.of().withUpperCase();
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    texts.add("%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(utf8));
    texts.add("%" + HexFormat.ofDelimiter("%").formatHex(utf8));
    texts.add(hex.formatHex(utf8));
    texts.add(HexFormat.of().formatHex(utf8));
    String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
    texts.add(json);
    texts.add(json.replace("/", "\\/"));
    texts.add(value.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()));
    texts.add(value.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining()));
    texts.add(unicodeButPlain(value));
    String html = Html.escaped(value);
    texts.add(html);
    texts.add(html.replace("&#39;", "'"));
    for (String base64 : base64(utf8)) {
      texts.add(base64);
      texts.add(base64.replace('+', '-').replace('/', '_'));
    }
    List<byte[]> forms = new ArrayList<>();
    texts.forEach(text -> forms.add(text.getBytes(StandardCharsets.UTF_8)));
    forms.add(value.getBytes(StandardCharsets.UTF_16LE));
    forms.add(value.getBytes(StandardCharsets.UTF_16BE));
    return forms;
  }

  private static String lowerEscapes(String encoded) {
    return Pattern.compile("%[0-9A-F]{2}").matcher(encoded)
        .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
  }

  /// As JSON for web pages is written: all but letters and digits by their numbers.
  private static String unicodeButPlain(String value) {
    return value.chars()
        .mapToObj(each -> Character.isLetterOrDigit(each) && each < 0x80
            ? String.valueOf((char) each)
            : "\\u%04x".formatted(each))
        .collect(Collectors.joining());
  }

  /// The value in Base64, alone and in the middle of something longer: there it can begin at three places of a group, and
  /// what is next to its neighbours is theirs too.
  private static List<String> base64(byte[] value) {
    List<String> texts = new ArrayList<>();
    texts.add(Base64.getEncoder().encodeToString(value));
    texts.add(Base64.getEncoder().withoutPadding().encodeToString(value));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + value.length];
      System.arraycopy(value, 0, shifted, before, value.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length / 3 * 4;
      if (to - from >= SHORTEST_PART) {
        texts.add(text.substring(from, to));
      }
    }
    return texts;
  }
}
