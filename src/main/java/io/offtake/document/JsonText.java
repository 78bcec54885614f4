package io.offtake.document;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import org.jspecify.annotations.Nullable;

/// Documents in JSON, read without trust.
public final class JsonText {

  private static final JsonFactory JSON = new JsonFactoryBuilder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  /// Some services write the digits of a number in quotes.
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?");
  private static final int LARGEST_EXPONENT = 18;

  private JsonText() {}

  /// Reads the one value of a document.
  @FunctionalInterface
  public interface Body {

    /// @param parser  at the first token; it is to be left at the last one of the value
    void read(JsonParser parser) throws IOException, Refusal;
  }

  /// @param expected  what the document should be, for its sender
  public static void read(byte[] json, String expected, Body body) throws Refusal {
    refuseWhatIsNoJson(json, expected);
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new Refusal("is empty: " + expected + " was expected");
      }
      body.read(parser);
      if (parser.nextToken() != null) {
        throw new Refusal(lineOf(parser), "something follows the end of the value: " + expected + " was expected");
      }
    } catch (JsonEOFException e) {
      throw new Refusal(e.getLocation() == null ? null : e.getLocation().getLineNr(),
          "the JSON breaks off: it was not received whole, fetch it again");
    } catch (IOException e) {
      throw new Refusal("is not JSON: " + expected + " was expected" + CsvText.itSays(json));
    }
  }

  /// @throws Refusal  when the first bytes show that it is something else, with what it is
  public static void refuseWhatIsNoJson(byte[] json, String expected) throws Refusal {
    Encodings.refuseWide(json, expected + " (JSON)");
    if (Encodings.isLikeCsv(json)) {
      throw new Refusal(1, "is CSV; JSON was expected: " + expected);
    }
    int start = 0;
    while (start < json.length && json[start] <= ' ' && json[start] >= 0) {
      start++;
    }
    if (start == json.length) {
      throw new Refusal("is empty: " + expected + " was expected");
    }
    if (json[start] == '<') {
      throw new Refusal(1, "is a page (HTML or XML), not figures: " + expected + " was expected; look whether the key is "
          + "missing, or a proxy or a sign-in page answered");
    }
  }

  /// The scalars of the object that the parser stands at the start of, as text, by name; what is null or has members of
  /// its own is left out. The parser is left at the object's end.
  public static Map<String, String> scalars(JsonParser parser) throws IOException {
    Map<String, String> scalars = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        scalars.put(name, parser.getText());
      }
    }
    return scalars;
  }

  public static int lineOf(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /// @throws Refusal  when it is absent, or no number
  public static BigDecimal number(int line, String name, @Nullable String text) throws Refusal {
    if (text == null || !NUMBER.matcher(text.strip()).matches()) {
      throw new Refusal(line, "%s must be a number, but was '%s'"
          .formatted(name, text == null ? "absent" : CsvText.shortened(text)));
    }
    var number = new BigDecimal(text.strip());
    if (Math.abs(number.scale()) > LARGEST_EXPONENT) {
      throw new Refusal(line, "%s must be a number of ordinary size, but was '%s'"
          .formatted(name, CsvText.shortened(text)));
    }
    return number;
  }
}
