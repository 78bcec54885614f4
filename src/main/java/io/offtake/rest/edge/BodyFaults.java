package io.offtake.rest.edge;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.offtake.outbox.Masked;
import io.offtake.text.PlainText;
import org.jspecify.annotations.Nullable;

/// Finds where a JSON value departs from a schema of the contract, with what would be right in each place.
///
/// It knows the words that the contract uses, and what it does not say of each field: which characters a text may have
/// and how many digits a number. Absent and null are the same.
final class BodyFaults {

  static final int MOST = 50;
  /// On each side of the point. A number such as `1e999999999` is short to write and long to keep.
  private static final int MOST_DIGITS = 20;
  /// The last with four digits.
  private static final int LAST_YEAR = 9999;
  private static final int LONGEST_ADDRESS = 2_000;
  static final String ADDRESS_REMEDY = "write it out, such as https://hooks.example.com/offtake";
  private static final String SEVERAL_LINES = "x-multiline";

  private final Contract contract;
  private final List<Fault> faults = new ArrayList<>();

  BodyFaults(Contract contract) {
    this.contract = contract;
  }

  /// At most the first 50.
  List<Fault> of(JsonNode value, JsonNode schema) {
    check(value, schema, "");
    return faults.stream().limit(MOST).toList();
  }

  private void check(JsonNode value, JsonNode described, String pointer) {
    JsonNode schema = contract.resolved(described);
    if (schema.has("enum")) {
      List<String> words = schema.get("enum").valueStream().map(JsonNode::asText).toList();
      if (!value.isTextual() || !words.contains(value.textValue())) {
        fault(pointer, "The field %s cannot be %s".formatted(pointer, told(value)),
            "write one of " + String.join(", ", words));
      }
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> checkObject(value, schema, pointer);
      case "array" -> checkArray(value, schema, pointer);
      case "string" -> checkText(value, schema, pointer);
      case "boolean" -> expect(value.isBoolean(), pointer, "write true or false");
      case "integer" -> {
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (expect(whole, pointer, "write a whole number, without quotes")) {
          checkRange(value.decimalValue(), schema, pointer);
        }
      }
      case "number" -> {
        if (expect(value.isNumber(), pointer, "write a number, without quotes")) {
          checkRange(value.decimalValue(), schema, pointer);
        }
      }
      default -> { }
    }
  }

  private void checkObject(JsonNode value, JsonNode schema, String pointer) {
    if (!expect(value.isObject(), pointer, "write an object in {}")) {
      return;
    }
    JsonNode known = schema.path("properties");
    schema.path("required").valueStream().map(JsonNode::asText).filter(name -> !value.hasNonNull(name))
        .forEach(name -> fault(at(pointer, name), "The field %s is missing".formatted(at(pointer, name)),
            "add it: " + wanted(known.path(name))));
    value.properties().forEach(field -> {
      String place = at(pointer, field.getKey());
      if (known.has(field.getKey())) {
        if (!field.getValue().isNull()) {
          check(field.getValue(), known.get(field.getKey()), place);
        }
      } else if (schema.has("additionalProperties") && !schema.get("additionalProperties").asBoolean(true)) {
        fault(place, "There is no field " + place, "known here are " + known.properties().stream()
            .map(Map.Entry::getKey).sorted().collect(Collectors.joining(", ")));
      }
    });
  }

  private void checkArray(JsonNode value, JsonNode schema, String pointer) {
    if (!expect(value.isArray(), pointer, "write a list in []")) {
      return;
    }
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    if (value.size() < least || value.size() > most) {
      fault(pointer, "The field %s has %d items".formatted(pointer, value.size()),
          value.size() < least ? "give at least " + least : "give at most " + most);
      return;
    }
    for (int i = 0; i < value.size() && faults.size() < MOST; i++) {
      if (value.get(i).isNull()) {
        fault(pointer + "/" + i, "The field %s/%d is null".formatted(pointer, i), "leave it out");
        continue;
      }
      check(value.get(i), schema.path("items"), pointer + "/" + i);
    }
  }

  private void checkText(JsonNode value, JsonNode schema, String pointer) {
    String format = schema.path("format").asText();
    if (!expect(value.isTextual(), pointer, wanted(schema))) {
      return;
    }
    String text = value.textValue();
    Optional<String> stranger = schema.path(SEVERAL_LINES).asBoolean()
        ? PlainText.faultOfLines(text)
        : PlainText.faultOfLine(text);
    if (stranger.isPresent()) {
      fault(pointer, "The field %s cannot be taken: %s".formatted(pointer, stranger.get()), "take that character out");
      return;
    }
    if (format.equals("date") || format.equals("date-time")) {
      if (!isTime(format, text)) {
        fault(pointer, "The field %s cannot be %s".formatted(pointer, told(value)),
            format.equals("date") ? Contract.DAY_REMEDY : Contract.INSTANT_REMEDY);
      }
      return;
    }
    int length = text.codePointCount(0, text.length());
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(format.equals("uri") ? LONGEST_ADDRESS : Integer.MAX_VALUE);
    if (least > 0 && !text.isEmpty() && PlainText.isBlank(text)) {
      fault(pointer, "The field %s cannot be taken: there is nothing to see in it".formatted(pointer),
          "write at least one letter or digit");
    } else if (length < least || length > most) {
      fault(pointer, "The field %s has %d characters".formatted(pointer, length),
          length < least ? "write at least " + least : "write at most " + most);
    } else if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").textValue()).matcher(text).find()) {
      fault(pointer, "The field %s cannot be %s".formatted(pointer, told(value)),
          "write it as the pattern %s says".formatted(schema.get("pattern").textValue()));
    } else if (format.equals("uri") && !isAddress(text)) {
      // It may be a secret, also one that is mistyped.
      fault(pointer, "The field %s is not an address".formatted(pointer), ADDRESS_REMEDY);
    }
  }

  private static boolean isAddress(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException none) {
      return false;
    }
  }

  private void checkRange(BigDecimal number, JsonNode schema, String pointer) {
    if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
      fault(pointer, "The field %s is out of range".formatted(pointer),
          "use at most %d digits on each side of the point".formatted(MOST_DIGITS));
      return;
    }
    boolean low = schema.has("minimum") && number.compareTo(schema.get("minimum").decimalValue()) < 0
        || schema.has("exclusiveMinimum") && number.compareTo(schema.get("exclusiveMinimum").decimalValue()) <= 0;
    boolean high = schema.has("maximum") && number.compareTo(schema.get("maximum").decimalValue()) > 0;
    if (low || high) {
      fault(pointer, "The field %s is out of range".formatted(pointer), "write a number"
          + (schema.has("minimum") ? " from " + schema.get("minimum").asText() : "")
          + (schema.has("exclusiveMinimum") ? " above " + schema.get("exclusiveMinimum").asText() : "")
          + (schema.has("maximum") ? " to " + schema.get("maximum").asText() : ""));
    }
  }

  /// What a place of the schema takes, in words.
  private String wanted(JsonNode described) {
    JsonNode schema = contract.resolved(described);
    if (schema.has("enum")) {
      return "one of " + schema.get("enum").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> "an object in {}";
      case "array" -> "a list in []";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number, without quotes";
      case "number" -> "a number, without quotes";
      default -> switch (schema.path("format").asText()) {
        case "date" -> "a day as 2026-02-10";
        case "date-time" -> "an instant as 2026-02-10T12:00:00Z";
        default -> "a text in quotes";
      };
    };
  }

  private boolean expect(boolean holds, String pointer, String remedy) {
    if (!holds) {
      fault(pointer, (pointer.isEmpty() ? "The body" : "The field " + pointer) + " is not of the kind it should be",
          remedy.startsWith("write") ? remedy : "write " + remedy);
    }
    return holds;
  }

  private void fault(String pointer, String detail, @Nullable String remedy) {
    faults.add(Fault.inBody(pointer, detail, remedy));
  }

  private static boolean isTime(String format, String text) {
    try {
      int year = format.equals("date")
          ? LocalDate.parse(text).getYear()
          : JsonForm.instant(text).atOffset(ZoneOffset.UTC).getYear();
      return year >= 1 && year <= LAST_YEAR;
    } catch (DateTimeException notATime) {
      return false;
    }
  }

  private static String told(JsonNode value) {
    return value.isContainerNode() ? "a list or an object" : "'%s'".formatted(Contract.Parameter.shortened(Masked.text(value.asText())));
  }

  static String at(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
