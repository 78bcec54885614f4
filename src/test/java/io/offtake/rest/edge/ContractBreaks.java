package io.offtake.rest.edge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import com.fasterxml.jackson.databind.JsonNode;

/// Finds what a contract takes away from those who rely on an older one. What is sent may only become wider: no new
/// duty, no narrower bound. What is answered may only become narrower or fuller: no field less, none that may be absent
/// now. A new value of an enumeration in an answer is none: clients are told to expect it.
///
/// Schemas are compared as this contract writes them: without `allOf`, `oneOf` and `anyOf`, whose presence is told.
final class ContractBreaks {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Set<String> UNTOLD = Set.of("allOf", "oneOf", "anyOf", "not", "if");

  private static final Set<String> LEAST = Set.of("minimum", "exclusiveMinimum", "minLength", "minItems");
  private static final Set<String> MOST = Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");

  private enum Way { SENT, ANSWERED }

  private record Seen(JsonNode old, JsonNode now, Way way) {}

  private final JsonNode old;
  private final JsonNode now;
  private final List<String> breaks = new ArrayList<>();
  private final Set<Seen> seen = new HashSet<>();

  private ContractBreaks(JsonNode old, JsonNode now) {
    this.old = old;
    this.now = now;
  }

  static List<String> between(JsonNode old, JsonNode now) {
    var found = new ContractBreaks(old, now);
    found.paths();
    found.webhooks();
    return found.breaks.stream().distinct().toList();
  }

  private void paths() {
    for (var path : old.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
          JsonNode today = now.path("paths").path(path.getKey()).path(operation.getKey());
          if (today.isMissingNode()) {
            breaks.add(name + ": is gone");
          } else {
            operation(name, operation.getValue(), today);
          }
        }
      }
    }
  }

  /// Who receives them reads what is sent to him, as an answer.
  private void webhooks() {
    for (var hook : old.path("webhooks").properties()) {
      JsonNode today = now.path("webhooks").path(hook.getKey());
      if (today.isMissingNode()) {
        breaks.add("webhook " + hook.getKey() + ": is gone");
      }
      content("webhook " + hook.getKey(), hook.getValue().path("post").path("requestBody"),
          today.path("post").path("requestBody"), Way.ANSWERED);
    }
  }

  private void operation(String name, JsonNode was, JsonNode is) {
    if (!was.path("operationId").equals(is.path("operationId"))) {
      breaks.add("%s: operationId was %s".formatted(name, was.path("operationId")));
    }
    var before = parameters(old, was);
    var today = parameters(now, is);
    before.forEach((key, parameter) -> {
      if (today.containsKey(key)) {
        schema(name + " parameter " + key, parameter.path("schema"), today.get(key).path("schema"), Way.SENT);
      } else {
        breaks.add("%s: parameter %s is gone".formatted(name, key));
      }
    });
    today.forEach((key, parameter) -> {
      if (parameter.path("required").asBoolean() && !required(before.get(key))) {
        breaks.add("%s: parameter %s is required".formatted(name, key));
      }
    });
    JsonNode bodyBefore = resolved(old, was.path("requestBody"));
    JsonNode bodyToday = resolved(now, is.path("requestBody"));
    if (bodyToday.path("required").asBoolean() && !bodyBefore.path("required").asBoolean()) {
      breaks.add(name + ": a body is required");
    }
    content(name + " body", bodyBefore, bodyToday, Way.SENT);
    for (var response : was.path("responses").properties()) {
      JsonNode found = is.path("responses").path(response.getKey());
      if (found.isMissingNode()) {
        breaks.add("%s: answer %s is gone".formatted(name, response.getKey()));
      } else {
        content(name + " answer " + response.getKey(), resolved(old, response.getValue()), resolved(now, found),
            Way.ANSWERED);
      }
    }
  }

  private static boolean required(JsonNode parameter) {
    return parameter != null && parameter.path("required").asBoolean();
  }

  private TreeMap<String, JsonNode> parameters(JsonNode contract, JsonNode operation) {
    var found = new TreeMap<String, JsonNode>();
    for (JsonNode each : operation.path("parameters")) {
      JsonNode parameter = resolved(contract, each);
      found.put(parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter);
    }
    return found;
  }

  private void content(String name, JsonNode was, JsonNode is, Way way) {
    for (var form : was.path("content").properties()) {
      JsonNode today = is.path("content").path(form.getKey());
      if (today.isMissingNode()) {
        breaks.add("%s: form %s is gone".formatted(name, form.getKey()));
      } else {
        schema(name, form.getValue().path("schema"), today.path("schema"), way);
      }
    }
  }

  private void schema(String name, JsonNode oldSchema, JsonNode nowSchema, Way way) {
    JsonNode was = resolved(old, oldSchema);
    JsonNode is = resolved(now, nowSchema);
    if (!seen.add(new Seen(was, is, way))) {
      return;
    }
    String place = nowSchema.has("$ref") ? nowSchema.get("$ref").asText().replaceFirst(".*/", "") : name;
    String side = way == Way.SENT ? "sent" : "answered";
    UNTOLD.stream().filter(word -> was.has(word) || is.has(word)).forEach(word ->
        breaks.add("%s (%s): has %s, which is not compared".formatted(place, side, word)));
    boolean sent = way == Way.SENT;
    if (sent ? !types(is).containsAll(types(was)) : !types(was).containsAll(types(is))) {
      breaks.add("%s (%s): type was %s, is %s".formatted(place, side, was.path("type"), is.path("type")));
    }
    for (String word : List.of("format", "pattern")) {
      JsonNode before = was.path(word);
      if (!before.equals(is.path(word)) && (sent ? is.has(word) : was.has(word))) {
        breaks.add("%s (%s): %s was %s, is %s".formatted(place, side, word, before, is.path(word)));
      }
    }
    if (sent) {
      narrower(place, was, is, LEAST, (before, today) -> today.compareTo(before) > 0);
      narrower(place, was, is, MOST, (before, today) -> today.compareTo(before) < 0);
    }
    enumeration(place, was, is, way);
    fields(place, was, is, way);
    if (was.has("items")) {
      schema(place + "[]", was.path("items"), is.path("items"), way);
    }
  }

  private void narrower(
      String place, JsonNode was, JsonNode is, Set<String> bounds, BiPredicate<BigDecimal, BigDecimal> narrows) {
    for (String bound : bounds) {
      if (is.has(bound)
          && (!was.has(bound) || narrows.test(was.get(bound).decimalValue(), is.get(bound).decimalValue()))) {
        breaks.add("%s (sent): %s was %s, is %s".formatted(place, bound, was.path(bound), is.get(bound)));
      }
    }
  }

  private void enumeration(String place, JsonNode was, JsonNode is, Way way) {
    if (way == Way.ANSWERED) {
      return;
    }
    if (is.has("enum") && !was.has("enum")) {
      breaks.add("%s (sent): may only be one of %s".formatted(place, is.get("enum")));
    }
    Set<String> today = texts(is.path("enum"));
    texts(was.path("enum")).stream().filter(each -> !today.isEmpty() && !today.contains(each)).forEach(each ->
        breaks.add("%s (sent): can no longer be %s".formatted(place, each)));
  }

  private void fields(String place, JsonNode was, JsonNode is, Way way) {
    Set<String> wasRequired = texts(was.path("required"));
    Set<String> isRequired = texts(is.path("required"));
    if (way == Way.SENT) {
      isRequired.stream().filter(field -> !wasRequired.contains(field)).forEach(field ->
          breaks.add("%s (sent): %s is required".formatted(place, field)));
    } else {
      wasRequired.stream().filter(field -> !isRequired.contains(field)).forEach(field ->
          breaks.add("%s (answered): %s may be absent".formatted(place, field)));
    }
    for (var field : was.path("properties").properties()) {
      JsonNode today = is.path("properties").path(field.getKey());
      if (today.isMissingNode()) {
        breaks.add("%s (%s): %s is gone".formatted(place, way == Way.SENT ? "sent" : "answered", field.getKey()));
      } else {
        schema(place + "." + field.getKey(), field.getValue(), today, way);
      }
    }
  }

  private static Set<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? texts(type) : type.isMissingNode() ? Set.of() : Set.of(type.asText());
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new HashSet<String>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static JsonNode resolved(JsonNode contract, JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = contract.at(found.get("$ref").asText().substring(1));
    }
    return found;
  }
}
