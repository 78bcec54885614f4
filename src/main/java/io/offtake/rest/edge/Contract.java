package io.offtake.rest.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.offtake.access.Scope;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// The contract as it lies in the jar: which operations there are, and what their parameters may be.
@Singleton
public final class Contract {

  public static final String INSTANT_REMEDY = "write an instant as 2026-02-10T12:00:00Z, or a day as"
      + " 2026-02-10 for its end in UTC; and a + in an address as %2B";
  public static final String DAY_REMEDY = "write a day as 2026-02-10";

  private static final String FILE = "META-INF/openapi.yaml";
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  /// Those without parameters in their path, by method and path: each request is looked up, and most are for these.
  private final Map<String, Operation> literal = new HashMap<>();

  /// @param template  the path, with its parameters in braces
  /// @param successTypes  the media types of its answers when it succeeds
  /// @param bodyTypes  the media types of bodies that it takes
  /// @param bodyRequired  whether there must be one
  /// @param bodySchema  of its JSON body; absent where it takes none
  /// @param scope  of a key that it needs; absent where it needs none in any mode
  public record Operation(
      String method,
      String template,
      Pattern path,
      Map<String, Parameter> parameters,
      List<String> successTypes,
      List<String> bodyTypes,
      boolean bodyRequired,
      @Nullable JsonNode bodySchema,
      @Nullable Scope scope) {

    /// Costs nearly nothing, and holds for few.
    private boolean beginsLike(String of) {
      int end = template.indexOf('{');
      return of.regionMatches(0, template, 0, end < 0 ? template.length() : end);
    }

    List<String> queryParameters() {
      return parameters.values().stream().filter(parameter -> parameter.in().equals("query")).map(Parameter::name)
          .toList();
    }

    /// The parameters of a path of this operation, by name.
    public Map<String, String> pathParameters(String of) {
      var values = path.matcher(of);
      var names = PARAMETER.matcher(template);
      var found = new TreeMap<String, String>();
      if (values.matches()) {
        for (int i = 1; i <= values.groupCount() && names.find(); i++) {
          found.put(names.group(1), values.group(i));
        }
      }
      return found;
    }
  }

  public Contract() {
    try (var stream = Contract.class.getClassLoader().getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("the contract is missing from the class path: " + FILE);
      }
      document = new YAMLMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    document.get("paths").properties().forEach(url -> METHODS.stream()
        .filter(url.getValue()::has)
        .forEach(method -> operations.add(operation(method, url.getKey(), url.getValue().get(method)))));
    operations.stream()
        .filter(operation -> operation.template().indexOf('{') < 0)
        .forEach(operation -> literal.put(operation.method() + operation.template(), operation));
  }

  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /// The operation that a request is for; a literal path goes before one with parameters.
  public Optional<Operation> find(String method, String path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    Operation found = literal.get(wanted + path);
    return found != null ? Optional.of(found) : operations.stream()
        .filter(operation -> operation.method().equals(wanted) && operation.beginsLike(path)
            && operation.path().matcher(path).matches())
        .min(Comparator.comparingLong(operation -> operation.template().chars().filter(each -> each == '{').count()));
  }

  /// The methods that a path takes; empty when it is none of the contract's.
  public SortedSet<String> methodsAt(String path) {
    var methods = operations.stream()
        .filter(operation -> operation.path().matcher(path).matches())
        .map(Operation::method)
        .collect(Collectors.toCollection(TreeSet::new));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private Operation operation(String method, String template, JsonNode operation) {
    var parameters = new TreeMap<String, Parameter>();
    for (JsonNode each : operation.path("parameters")) {
      JsonNode parameter = resolved(each);
      JsonNode schema = resolved(parameter.get("schema"));
      parameters.put(parameter.get("name").textValue(),
          new Parameter(parameter.get("name").textValue(), parameter.get("in").textValue(), schema));
    }
    List<String> successTypes = operation.get("responses").properties().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .flatMap(response -> resolved(response.getValue()).path("content").properties().stream())
        .map(Map.Entry::getKey)
        .distinct()
        .toList();
    JsonNode body = resolved(operation.path("requestBody"));
    JsonNode schema = body.path("content").path("application/json").path("schema");
    return new Operation(method.toUpperCase(Locale.ROOT), template, path(template), parameters, successTypes,
        body.path("content").properties().stream().map(Map.Entry::getKey).toList(), body.path("required").asBoolean(),
        schema.isMissingNode() ? null : schema, scope(operation.has("security") ? operation.get("security")
            : document.path("security")));
  }

  /// The contract names it beside each manner of sending a key; all of them name the same.
  private static @Nullable Scope scope(JsonNode security) {
    return StreamSupport.stream(security.spliterator(), false)
        .flatMap(each -> each.properties().stream())
        .flatMap(manner -> StreamSupport.stream(manner.getValue().spliterator(), false))
        .map(name -> Scope.of(name.textValue()).orElseThrow())
        .findFirst()
        .orElse(null);
  }

  private static Pattern path(String template) {
    var regex = new StringBuilder();
    for (String segment : template.substring(1).split("/", -1)) {
      regex.append('/').append(segment.startsWith("{") ? "([^/]+)" : Pattern.quote(segment));
    }
    return Pattern.compile(regex.append("/?").toString());
  }

  /// The node that a reference points to, or the node itself.
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? resolved(document.at(node.get("$ref").textValue().substring(1))) : node;
  }

  /// One parameter and the form it must have.
  public record Parameter(String name, String in, JsonNode schema) {

    /// What is wrong with `value`; empty when nothing is.
    Optional<Fault> faultOf(String value) {
      return Optional.ofNullable(remedyFor(value)).map(remedy -> Fault.inParameter(name,
          "The parameter '%s' cannot be '%s'".formatted(name, shortened(value)), remedy));
    }

    private @Nullable String remedyFor(String value) {
      if (schema.has("enum")) {
        var values = StreamSupport.stream(schema.get("enum").spliterator(), false).map(JsonNode::asText).toList();
        return values.contains(value) ? null : "write one of " + String.join(", ", values);
      }
      return switch (schema.path("type").asText()) {
        case "integer" -> integerRemedy(value);
        case "boolean" -> value.equals("true") || value.equals("false") ? null : "write true or false";
        default -> switch (schema.path("format").asText()) {
          case "date" -> isDay(value) ? null : DAY_REMEDY;
          case "date-time" -> isInstant(value) ? null : INSTANT_REMEDY;
          default -> textRemedy(value);
        };
      };
    }

    private @Nullable String integerRemedy(String value) {
      long min = schema.path("minimum").asLong(Long.MIN_VALUE);
      long max = schema.path("maximum").asLong(Long.MAX_VALUE);
      boolean right;
      try {
        long number = Long.parseLong(value);
        right = number >= min && number <= max;
      } catch (NumberFormatException _) {
        right = false;
      }
      if (right) {
        return null;
      }
      return "write a whole number"
          + (schema.has("minimum") ? " from " + min : "")
          + (schema.has("maximum") ? " to " + max : "");
    }

    private @Nullable String textRemedy(String value) {
      if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").textValue()).matcher(value).find()) {
        return "write it as the pattern " + schema.get("pattern").textValue() + " says";
      }
      if (value.length() < schema.path("minLength").asInt(0)) {
        return "write at least %d characters".formatted(schema.get("minLength").asInt());
      }
      return value.length() > schema.path("maxLength").asInt(Integer.MAX_VALUE)
          ? "write at most %d characters".formatted(schema.get("maxLength").asInt())
          : null;
    }

    private static boolean isDay(String value) {
      try {
        return isStorable(LocalDate.parse(value).getYear());
      } catch (DateTimeException _) {
        return false;
      }
    }

    private static boolean isInstant(String value) {
      try {
        return isStorable(JsonForm.instant(value).atOffset(ZoneOffset.UTC).getYear());
      } catch (DateTimeException _) {
        return false;
      }
    }

    private static boolean isStorable(int year) {
      return year >= 1 && year <= 9999;
    }

    static String shortened(String value) {
      return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }
  }
}
