package io.offtake.rest.edge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is left of a body when all is taken out that is wrong in form.
///
/// A wrong part of a list of objects stays as an empty object, so that the others keep their places; of other lists it is
/// gone, and [#placeInBody] tells where the others stood.
final class SoundBody {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Set<String> wrong;
  /// Of each list that lost something, where its items stood; by its place.
  private final Map<String, List<Integer>> stood = new HashMap<>();
  private final JsonNode tree;

  private SoundBody(JsonNode body, Collection<String> wrong) {
    this.wrong = Set.copyOf(wrong);
    this.tree = sound(body, "");
  }

  /// @param wrong  the places of the faults, as JSON Pointers; what lies beneath goes too
  static SoundBody of(JsonNode body, Collection<String> wrong) {
    return new SoundBody(body, wrong);
  }

  JsonNode tree() {
    return tree;
  }

  /// Where in the body that was sent something stands.
  String placeInBody(String pointer) {
    int last = pointer.lastIndexOf('/');
    List<Integer> places = last < 0 ? null : stood.get(pointer.substring(0, last));
    if (places == null || !pointer.substring(last + 1).matches("\\d{1,6}")) {
      return pointer;
    }
    int place = Integer.parseInt(pointer.substring(last + 1));
    return place < places.size() ? pointer.substring(0, last + 1) + places.get(place) : pointer;
  }

  /// Whether something at `pointer` may be told because of a fault at `wrong` alone.
  static boolean touch(String pointer, String wrong) {
    return pointer.equals(wrong) || pointer.startsWith(wrong + "/") || wrong.startsWith(pointer + "/");
  }

  private JsonNode sound(JsonNode node, String pointer) {
    if (node.isObject()) {
      ObjectNode sound = NODES.objectNode();
      node.properties().forEach(field -> {
        String place = BodyFaults.at(pointer, field.getKey());
        if (!wrong.contains(place) && !field.getValue().isNull()) {
          sound.set(field.getKey(), sound(field.getValue(), place));
        }
      });
      return sound;
    }
    if (!node.isArray()) {
      return node;
    }
    ArrayNode sound = NODES.arrayNode();
    // An object that is wrong as such says nothing of what the others are.
    boolean ofObjects = IntStream.range(0, node.size())
        .anyMatch(i -> node.get(i).isObject() && !wrong.contains(pointer + "/" + i));
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String place = pointer + "/" + i;
      if (!wrong.contains(place)) {
        sound.add(sound(node.get(i), place));
        kept.add(i);
      } else if (ofObjects) {
        sound.add(NODES.objectNode());
        kept.add(i);
      }
    }
    if (kept.size() < node.size()) {
      stood.put(pointer, kept);
    }
    return sound;
  }
}
