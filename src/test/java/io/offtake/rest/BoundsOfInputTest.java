package io.offtake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.offtake.rest.edge.Contract;

/// The contract states a bound for whatever can be sent.
class BoundsOfInputTest {

  /// A `uri` has the bound of every address, which the check of bodies knows and the generator cannot write.
  private static final Set<String> FORMS_OF_TEXT = Set.of("date", "date-time", "binary", "uri");

  private final Contract contract = new Contract();
  private final List<String> unbounded = new ArrayList<>();

  @Test
  void everyNumberTextAndListThatIsSentHasABound() {
    contract.document().get("paths").properties().forEach(url -> url.getValue().properties().forEach(operation -> {
      String where = operation.getKey() + " " + url.getKey();
      operation.getValue().path("parameters").forEach(each -> {
        JsonNode parameter = contract.resolved(each);
        look(parameter.get("schema"), where + " " + parameter.get("name").textValue(), new HashSet<>());
      });
      contract.resolved(operation.getValue().path("requestBody")).path("content").forEach(content ->
          look(content.get("schema"), where, new HashSet<>()));
    }));

    assertThat(unbounded).isEmpty();
  }

  private void look(JsonNode described, String where, Set<String> seen) {
    if (described.has("$ref") && !seen.add(described.get("$ref").textValue())) {
      return;
    }
    JsonNode schema = contract.resolved(described);
    switch (schema.path("type").asText()) {
      case "integer", "number" -> {
        if (!(schema.has("minimum") || schema.has("exclusiveMinimum")) || !schema.has("maximum")) {
          unbounded.add(where);
        }
      }
      case "string" -> {
        if (!schema.has("enum") && !schema.has("maxLength") && !schema.has("pattern")
            && !FORMS_OF_TEXT.contains(schema.path("format").asText())) {
          unbounded.add(where);
        }
      }
      case "array" -> {
        if (!schema.has("maxItems")) {
          unbounded.add(where);
        }
        look(schema.get("items"), where + "[]", seen);
      }
      default -> schema.path("properties").properties().forEach(property ->
          look(property.getValue(), where + "/" + property.getKey(), seen));
    }
  }
}
