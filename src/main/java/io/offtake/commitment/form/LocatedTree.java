package io.offtake.commitment.form;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.offtake.commitment.Problem;
import org.yaml.snakeyaml.LoaderOptions;

/// A text in YAML or JSON as a tree that knows the line of each of its places.
///
/// It is made of what the text says and of nothing else: no alias stands for another part, no tag makes anything, and it
/// is neither deep nor large.
///
/// @param lines  by JSON pointer, counted from 1
public record LocatedTree(JsonNode root, Map<String, Integer> lines) {

  private static final int LARGEST = 8 * 1024 * 1024;
  private static final int DEEPEST = 20;
  private static final int MOST_PLACES = 200_000;
  private static final int LONGEST_TEXT = 20_000;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
      .maxNestingDepth(DEEPEST).maxStringLength(LONGEST_TEXT).maxNumberLength(100).build();
  private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(LIMITS).build();
  /// `NO` is Norway.
  private static final YAMLFactory YAML = YAMLFactory.builder().streamReadConstraints(LIMITS).loaderOptions(options())
      .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build();

  public LocatedTree {
    lines = Map.copyOf(lines);
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(0);
    return options;
  }

  /// Why a text is no such tree.
  public static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Unreadable(Problem problem) {
      super(problem.toString());
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  /// @param yaml  whether it is YAML, of which JSON is a part
  public static LocatedTree read(String text, boolean yaml) throws Unreadable {
    if (text.length() > LARGEST) {
      throw new Unreadable(new Problem("", "the text is longer than %d characters".formatted(LARGEST), "send it in parts"));
    }
    try (JsonParser parser = (yaml ? YAML : JSON).createParser(text)) {
      return new Building(parser).whole();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new Unreadable(new Problem("", "%sthis is not %s: %s".formatted(line > 0 ? "line %d: ".formatted(line) : "",
          yaml ? "YAML" : "JSON", firstLine(e.getOriginalMessage())), "correct it there"));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can be read", e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("it cannot be read");
  }

  /// The line of a place, or of the nearest one above it; 0 where there is none.
  public int line(String pointer) {
    for (String place = pointer; ; place = place.substring(0, place.lastIndexOf('/'))) {
      Integer line = lines.get(place);
      if (line != null || place.isEmpty()) {
        return line == null ? 0 : line;
      }
    }
  }

  /// Reads one text from its beginning to its end.
  private static final class Building {

    private final JsonParser parser;
    private final Map<String, Integer> lines = new HashMap<>();

    Building(JsonParser parser) {
      this.parser = parser;
    }

    LocatedTree whole() throws IOException, Unreadable {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Unreadable(new Problem("", "the text is empty", "write { commitments: [ ... ], claims: [ ... ] }"));
      }
      JsonNode root = value(first, "");
      if (parser.nextToken() != null) {
        throw refused("", "another document follows", "write one document");
      }
      return new LocatedTree(root, lines);
    }

    private JsonNode value(JsonToken token, String pointer) throws IOException, Unreadable {
      note(pointer);
      return switch (token) {
        case START_OBJECT -> object(pointer);
        case START_ARRAY -> array(pointer);
        case VALUE_STRING -> NODES.textNode(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(pointer);
        case VALUE_TRUE -> NODES.booleanNode(true);
        case VALUE_FALSE -> NODES.booleanNode(false);
        case VALUE_NULL -> NODES.nullNode();
        default -> throw refused(pointer, "there is no value here", "write one");
      };
    }

    private JsonNode object(String pointer) throws IOException, Unreadable {
      var object = NODES.objectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        if (object.has(name)) {
          throw refused(place, "'%s' stands twice".formatted(name), "leave one of them out");
        }
        object.set(name, value(parser.nextToken(), place));
      }
      return object;
    }

    private JsonNode array(String pointer) throws IOException, Unreadable {
      var array = NODES.arrayNode();
      for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
        array.add(value(token, pointer + "/" + array.size()));
      }
      return array;
    }

    private JsonNode number(String pointer) throws IOException, Unreadable {
      String written = parser.getText();
      if (!NUMBER.matcher(written).matches()) {
        throw refused(pointer, "'%s' is no number that is taken".formatted(
            written.length() > 40 ? written.substring(0, 40) + "…" : written), "write plain digits, such as 12000000, or quotes about a text");
      }
      return WHOLE.matcher(written).matches()
          ? NODES.numberNode(Long.parseLong(written)) : NODES.numberNode(new BigDecimal(written));
    }

    private void note(String pointer) throws Unreadable {
      if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
        throw refused(pointer, "it stands for another part of the text", "write the part out: aliases are not taken");
      }
      lines.put(pointer, parser.currentTokenLocation().getLineNr());
      if (lines.size() > MOST_PLACES) {
        throw refused(pointer, "the text has more than %d values".formatted(MOST_PLACES), "send it in parts");
      }
    }

    private Unreadable refused(String pointer, String detail, String remedy) {
      return new Unreadable(new Problem(pointer, "line %d: %s".formatted(parser.currentTokenLocation().getLineNr(), detail),
          remedy));
    }
  }

  /// Problems with the line before each detail.
  public List<Problem> withLines(List<Problem> problems) {
    return problems.stream().map(each -> new Problem(each.pointer(),
        line(each.pointer()) == 0 ? each.detail() : "line %d: %s".formatted(line(each.pointer()), each.detail()),
        each.remedy())).toList();
  }
}
