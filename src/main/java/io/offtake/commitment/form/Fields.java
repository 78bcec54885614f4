package io.offtake.commitment.form;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.offtake.commitment.Problem;
import org.jspecify.annotations.Nullable;

/// One JSON object of a document being read strictly. It notes which fields are asked for, so that [#end] can
/// name every other one.
///
/// Reading goes on after a problem, with a stand-in value, so that all problems are found at once. Stand-ins
/// never leave: a document with a problem is refused as a whole. A `null` counts as absent.
public final class Fields {

  /// The shape of ids: they stand in addresses.
  private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";
  private static final int LONGEST_ID = 80;
  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;
  /// A number such as `1e999999999` is short to write and long to keep.
  private static final int MOST_DIGITS = 20;
  private static final String STAND_IN = "stand-in";

  private final JsonNode node;
  private final String pointer;
  private final List<Problem> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  public Fields(JsonNode node, String pointer, List<Problem> problems) {
    this.pointer = pointer;
    this.problems = problems;
    this.node = node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    if (!node.isObject()) {
      problems.add(new Problem(pointer, "an object is expected here", "write { ... }"));
    }
  }

  public String pointer() {
    return pointer;
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  public void problem(String name, String detail, String remedy) {
    problems.add(new Problem(at(name), detail, remedy));
  }

  /// Reports every field that nobody asked for.
  public void end() {
    for (var field : node.properties()) {
      if (!asked.contains(field.getKey())) {
        problem(field.getKey(), "the field '" + field.getKey() + "' is not known here",
            "remove it, or use one of: " + String.join(", ", asked));
      }
    }
  }

  public @Nullable String text(String name) {
    var value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      problem(name, "it must be a text that is not blank", "write it in quotes, or leave it out");
      return null;
    }
    var text = value.textValue();
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      problem(name, "it holds a character that cannot be kept (NUL, or half of a pair)", "take it out");
      return null;
    }
    return text;
  }

  public String requiredText(String name) {
    return required(name, text(name), STAND_IN, "a text");
  }

  /// A required id: lower-case words and digits joined by `-`.
  public String requiredId(String name) {
    return idOr(at(name), requiredText(name));
  }

  public @Nullable String id(String name) {
    var value = text(name);
    return value == null ? null : idOr(at(name), value);
  }

  public @Nullable LocalDate day(String name) {
    return parsed(name, LocalDate::parse, LocalDate::getYear, "a day", "write it as 2026-02-28");
  }

  public LocalDate requiredDay(String name) {
    return required(name, day(name), LocalDate.EPOCH, "a day such as 2026-02-28");
  }

  public @Nullable Instant instant(String name) {
    return parsed(name, Instant::parse, instant -> instant.atOffset(ZoneOffset.UTC).getYear(),
        "an instant in UTC", "write it as 2026-02-10T12:00:00Z");
  }

  public @Nullable BigDecimal number(String name) {
    var value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      problem(name, "it must be a number", "write digits without quotes, such as 12000000");
      return null;
    }
    var number = value.decimalValue();
    if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
      problem(name, "the number is out of range", "use at most " + MOST_DIGITS + " digits on each side of the point");
      return null;
    }
    return number;
  }

  public BigDecimal requiredNumber(String name) {
    return required(name, number(name), BigDecimal.ONE, "a number");
  }

  public @Nullable Integer integer(String name) {
    var value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      problem(name, "it must be a whole number", "write digits without quotes, such as 2026");
      return null;
    }
    return value.intValue();
  }

  public boolean flag(String name) {
    var value = find(name);
    if (value != null && !value.isBoolean()) {
      problem(name, "it must be true or false", "write true or false without quotes, or leave it out");
      return false;
    }
    return value != null && value.booleanValue();
  }

  /// One of a closed list of words.
  ///
  /// @param words  the list as the remedy names it
  public <T> @Nullable T word(String name, Function<String, Optional<T>> ofId, List<String> words) {
    var value = text(name);
    if (value == null) {
      return null;
    }
    var found = ofId.apply(value).orElse(null);
    if (found == null) {
      problem(name, "'" + value + "' is not known here", "use one of: " + String.join(", ", words));
    }
    return found;
  }

  public <T> T requiredWord(String name, Function<String, Optional<T>> ofId, List<String> words, T standIn) {
    return required(name, word(name, ofId, words), standIn, "one of: " + String.join(", ", words));
  }

  public @Nullable Fields object(String name) {
    var value = find(name);
    return value == null ? null : new Fields(value, at(name), problems);
  }

  public Fields requiredObject(String name) {
    var value = object(name);
    if (value == null) {
      missing(name, "an object");
      return new Fields(JsonNodeFactory.instance.objectNode(), at(name), new ArrayList<>());
    }
    return value;
  }

  /// The objects of a list, empty when it is absent.
  public List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (var item : items(name)) {
      objects.add(new Fields(item, at(name) + "/" + objects.size(), problems));
    }
    return objects;
  }

  public List<Fields> requiredObjects(String name) {
    if (!has(name)) {
      missing(name, "a list");
    }
    return objects(name);
  }

  /// The items of a list as they stand, empty when it is absent.
  public List<JsonNode> nodes(String name) {
    return items(name);
  }

  /// The texts of a list, empty when it is absent.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (var item : items(name)) {
      if (item.isTextual() && !item.textValue().isBlank()) {
        texts.add(item.textValue());
      } else {
        problems.add(new Problem(at(name) + "/" + index,
            "it must be a text that is not blank", "write it in quotes, or remove it"));
      }
      index++;
    }
    return texts;
  }

  /// The ids of a list, empty when it is absent.
  public List<String> ids(String name) {
    List<String> ids = new ArrayList<>();
    int index = 0;
    for (var text : texts(name)) {
      ids.add(idOr(at(name) + "/" + index++, text));
    }
    return ids;
  }

  public void missing(String name, String what) {
    problem(name, "'" + name + "' is missing", "add it: " + what);
  }

  private List<JsonNode> items(String name) {
    var value = find(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problem(name, "a list is expected here", "write [ ... ]");
      return List.of();
    }
    return value.valueStream().toList();
  }

  private @Nullable JsonNode find(String name) {
    asked.add(name);
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private <T> @Nullable T parsed(
      String name, Function<String, T> parser, ToIntFunction<T> year, String what, String remedy) {
    var value = text(name);
    if (value == null) {
      return null;
    }
    try {
      var parsed = parser.apply(value);
      if (year.applyAsInt(parsed) < FIRST_YEAR || year.applyAsInt(parsed) > LAST_YEAR) {
        problem(name, "'" + value + "' is out of range", "use years from " + FIRST_YEAR + " to " + LAST_YEAR);
        return null;
      }
      return parsed;
    } catch (DateTimeException e) {
      problem(name, "'" + value + "' is not " + what, remedy);
      return null;
    }
  }

  /// A value of the wrong kind has had its problem; only an absent one is reported as missing.
  private <T> T required(String name, @Nullable T value, T standIn, String what) {
    if (value == null && !has(name)) {
      missing(name, what);
    }
    return value == null ? standIn : value;
  }

  private String idOr(String at, String value) {
    if (value.matches(ID) && value.length() <= LONGEST_ID) {
      return value;
    }
    problems.add(new Problem(at, "'" + value + "' is not an id",
        "use lower-case letters and digits joined by '-', at most " + LONGEST_ID + " characters"));
    return STAND_IN;
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
