package io.offtake.rest.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.offtake.text.PlainText;
import org.jspecify.annotations.Nullable;

/// The target of a request line as it was sent, held against what an address may be.
///
/// Whoever reads an address later (the router, the contract's filter, the operation) may decode and tidy it in ways of
/// its own. So only what all of them read alike is let through: no matrix parameters, no dot segments, no empty
/// segments, no broken percent-encoding, no bytes that are not UTF-8, no characters that a text may not have.
final class RequestTarget {

  private static final String PATH_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/%";
  /// Brackets are not of RFC 3986 there, and browsers send them as they are.
  private static final String QUERY_CHARACTERS = PATH_CHARACTERS + "?;[]";

  private RequestTarget() {}

  /// @param authority  the host and port of an absolute target; absent from an ordinary one
  /// @param path  begins with a slash
  record Parts(@Nullable String authority, String path, String query) {}

  /// @return empty when the target is of none of the forms that this service takes
  static Optional<Parts> parts(@Nullable String target) {
    if (target == null) {
      return Optional.empty();
    }
    String authority = null;
    String rest = target;
    if (!target.startsWith("/")) {
      int start = target.regionMatches(true, 0, "http://", 0, 7) ? 7
          : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
      if (start < 0) {
        return Optional.empty();
      }
      int end = start;
      while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
        end++;
      }
      authority = target.substring(start, end);
      rest = target.startsWith("/", end) ? target.substring(end) : "/" + target.substring(end);
    }
    int mark = rest.indexOf('?');
    return Optional.of(mark < 0
        ? new Parts(authority, rest, "")
        : new Parts(authority, rest.substring(0, mark), rest.substring(mark + 1)));
  }

  /// Everything that is wrong with the path and the query.
  static List<Fault> faults(Parts target) {
    if (isPlain(target)) {
      return List.of();
    }
    List<Fault> faults = new ArrayList<>();
    ofPath(target.path()).ifPresent(faults::add);
    for (String pair : target.query().split("&", -1)) {
      if (!pair.isEmpty()) {
        ofPair(pair).ifPresent(faults::add);
      }
    }
    return faults;
  }

  /// Whether it has only such characters as mean themselves, no detours and no value without a name: nearly all targets.
  private static boolean isPlain(Parts target) {
    char before = 0;
    for (int i = 0; i < target.path().length(); i++) {
      char character = target.path().charAt(i);
      if (character == '/' || character == '.' ? before == '/' : !isPlain(character)) {
        return false;
      }
      before = character;
    }
    before = '&';
    for (int i = 0; i < target.query().length(); i++) {
      char character = target.query().charAt(i);
      if (character == '=' ? before == '&' : character != '&' && character != '.' && character != ':' && !isPlain(character)) {
        return false;
      }
      before = character;
    }
    return true;
  }

  private static boolean isPlain(char character) {
    return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9' || character == '-' || character == '_';
  }

  /// The kind of problem that faults of a target make; where there are none, it has no path at all.
  static ProblemType typeOf(List<Fault> faults) {
    if (faults.isEmpty()) {
      return ProblemType.UNREADABLE_REQUEST;
    }
    return faults.stream().anyMatch(fault -> "".equals(fault.parameter()))
        ? ProblemType.UNKNOWN_PARAMETER
        : ProblemType.INVALID_PARAMETER;
  }

  /// The path as operations read it.
  ///
  /// @param path  one that has no faults
  static String decodedPath(String path) {
    String decoded = decoded(path, false);
    return decoded == null ? path : decoded;
  }

  private static Optional<Fault> ofPath(String path) {
    if (path.indexOf(';') >= 0) {
      return fault("The path has a matrix parameter, which begins with ';'", "leave it out, or write ';' as %3B");
    }
    int stranger = stranger(path, PATH_CHARACTERS);
    if (stranger >= 0) {
      return fault("The path has '%s', which an address cannot have as it is".formatted(shown(path, stranger)),
          "percent-encode it, in UTF-8");
    }
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = decoded(segments.get(i), false);
      if (segment == null) {
        return fault("The path has a '%' that is not followed by the two digits of a byte of UTF-8",
            "write % itself as %25, and other characters as their bytes in UTF-8");
      }
      Optional<String> wrong = PlainText.faultOfLine(segment);
      if (wrong.isPresent()) {
        return fault("A segment of the path cannot be taken: " + wrong.get(), "take it out");
      }
      if (segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0) {
        return fault("A segment of the path holds a slash or backslash in percent-encoding (%2F, %5C)",
            "write slashes between segments only: no id has one");
      }
      if (segment.equals(".") || segment.equals("..") || segment.isEmpty() && i < segments.size() - 1) {
        return fault("The path has a segment that is empty, '.' or '..'", "write the path without detours");
      }
    }
    return Optional.empty();
  }

  private static Optional<Fault> ofPair(String pair) {
    int mark = pair.indexOf('=');
    String name = decoded(mark < 0 ? pair : pair.substring(0, mark), true);
    String value = decoded(mark < 0 ? "" : pair.substring(mark + 1), true);
    String shown = name == null || PlainText.faultOfLine(name).isPresent() ? "?" : name;
    int stranger = stranger(pair, QUERY_CHARACTERS);
    if (stranger >= 0) {
      return Optional.of(Fault.inParameter(shown, "The query has '%s', which an address cannot have as it is"
          .formatted(shown(pair, stranger)), "percent-encode it, in UTF-8"));
    }
    if (name == null || value == null) {
      return Optional.of(Fault.inParameter(shown,
          "The parameter '%s' has a '%%' that is not followed by the two digits of a byte of UTF-8".formatted(shown),
          "write % itself as %25, and other characters as their bytes in UTF-8"));
    }
    if (name.isEmpty()) {
      return Optional.of(Fault.inParameter("", "The query has a value without a name", "give it its name, or leave it out"));
    }
    return PlainText.faultOfLine(name).or(() -> PlainText.faultOfLine(value)).map(wrong -> Fault.inParameter(shown,
        "The parameter '%s' cannot be taken: %s".formatted(shown, wrong), "take it out"));
  }

  /// The place of the first character that is not among `allowed`; -1 when there is none.
  private static int stranger(String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      if (allowed.indexOf(text.charAt(i)) < 0) {
        return i;
      }
    }
    return -1;
  }

  private static String shown(String text, int place) {
    char character = text.charAt(place);
    return character > ' ' && character < 0x7f
        ? Character.toString(character)
        : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) character);
  }

  /// @return null when it is not percent-encoded UTF-8
  private static @Nullable String decoded(String text, boolean plusIsSpace) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '%') {
        if (i + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(i + 1)) || !HexFormat.isHexDigit(text.charAt(i + 2))) {
          return null;
        }
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(character == '+' && plusIsSpace ? ' ' : character);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private static Optional<Fault> fault(String detail, String remedy) {
    return Optional.of(new Fault(null, null, detail, remedy));
  }
}
