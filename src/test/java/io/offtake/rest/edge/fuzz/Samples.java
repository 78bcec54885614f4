package io.offtake.rest.edge.fuzz;

import java.util.SplittableRandom;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.offtake.rest.edge.Contract;

/// Values that a schema of the contract takes, or nearly: its own examples, put together.
final class Samples {

  private static final int DEEPEST = 8;

  private final Contract contract;
  private final SplittableRandom random;

  Samples(Contract contract, SplittableRandom random) {
    this.contract = contract;
    this.random = random;
  }

  JsonNode of(JsonNode described) {
    return of(described, 0);
  }

  private JsonNode of(JsonNode described, int depth) {
    JsonNode schema = contract.resolved(described);
    JsonNode given = given(schema);
    if (!given.isMissingNode()) {
      return given;
    }
    if (depth > DEEPEST) {
      return JsonNodeFactory.instance.nullNode();
    }
    return switch (schema.path("type").asText()) {
      case "array" -> array(schema, depth);
      case "integer", "number" -> JsonNodeFactory.instance.numberNode(schema.path("minimum").asInt(1));
      case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case "string" -> text(schema);
      default -> object(schema, depth);
    };
  }

  private JsonNode given(JsonNode schema) {
    for (String name : new String[] {"examples", "enum"}) {
      if (schema.path(name).size() > 0) {
        return schema.get(name).get(random.nextInt(schema.get(name).size()));
      }
    }
    return schema.has("const") ? schema.get("const") : schema.path("example");
  }

  private static TextNode text(JsonNode schema) {
    return TextNode.valueOf(switch (schema.path("format").asText()) {
      case "date" -> "2026-02-10";
      case "date-time" -> "2026-02-10T12:00:00Z";
      case "uri" -> "https://example.org/a";
      case "uuid" -> "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a";
      default -> "a".repeat(Math.max(1, schema.path("minLength").asInt(1)));
    });
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int size = Math.max(schema.path("minItems").asInt(0), random.nextInt(3));
    for (int i = 0; i < size; i++) {
      array.add(of(schema.path("items"), depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    var required = StreamSupport.stream(schema.path("required").spliterator(), false).map(JsonNode::textValue).toList();
    schema.path("properties").properties().forEach(property -> {
      if (required.contains(property.getKey()) || random.nextInt(3) == 0) {
        object.set(property.getKey(), of(property.getValue(), depth + 1));
      }
    });
    return object;
  }
}
