import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

/// Joins the files of the contract into one that needs no other, before anything is compiled.
///
/// A file in a folder named `schemas`, `parameters`, `responses` or `headers` becomes the component of that kind with
/// the file's name; the file of a URL or of a webhook is put in its place. Nothing else is changed, so that what is served says word
/// for word what was written. (The generator's own `openapi-yaml` output loses names, examples and closed objects of a
/// 3.1 contract.)
///
/// Run by the build as `java BundleContract.java <contract.yaml> <bundle.yaml>`.
final class BundleContract {

  private static final Set<String> KINDS = Set.of("schemas", "parameters", "responses", "headers");

  private final ObjectMapper yaml = new ObjectMapper(
      new YAMLFactory()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES));
  private final Map<String, Map<String, JsonNode>> components = new TreeMap<>();
  private final Map<String, Path> origins = new HashMap<>();
  private final Deque<Path> waiting = new ArrayDeque<>();

  static void main(String[] arguments) throws IOException {
    var bundler = new BundleContract();
    JsonNode bundle = bundler.bundle(Path.of(arguments[0]).toAbsolutePath().normalize());
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target.getParent());
    Files.write(target, bundler.yaml.writeValueAsBytes(bundle));
  }

  private JsonNode bundle(Path contract) throws IOException {
    var root = (ObjectNode) yaml.readTree(contract.toFile());
    for (String part : new String[] {"paths", "webhooks"}) {
      var entries = (ObjectNode) root.get(part);
      for (String name : entries.properties().stream().map(Map.Entry::getKey).toList()) {
        Path file = contract.resolveSibling(entries.get(name).get("$ref").textValue());
        entries.set(name, pointedIntoBundle(yaml.readTree(file.toFile()), file));
      }
    }
    while (!waiting.isEmpty()) {
      Path file = waiting.remove();
      JsonNode component = pointedIntoBundle(yaml.readTree(file.toFile()), file);
      components.computeIfAbsent(kind(file), _ -> new TreeMap<>()).put(name(file), component);
    }
    root.set("components", yaml.valueToTree(components));
    refuseDanglingReferences(root, root);
    return root;
  }

  private JsonNode pointedIntoBundle(JsonNode node, Path file) {
    switch (node) {
      case ObjectNode object -> object.properties().forEach(property -> {
        if (property.getKey().equals("$ref")) {
          Path target = file.resolveSibling(property.getValue().textValue()).normalize();
          object.put("$ref", "#/components/%s/%s".formatted(kind(target), name(target)));
          enqueue(target);
        } else {
          pointedIntoBundle(property.getValue(), file);
        }
      });
      case ArrayNode array -> array.forEach(element -> pointedIntoBundle(element, file));
      default -> { }
    }
    return node;
  }

  private void enqueue(Path file) {
    Path earlier = origins.putIfAbsent(kind(file) + "/" + name(file), file);
    if (earlier == null) {
      waiting.add(file);
    } else if (!earlier.equals(file)) {
      throw new IllegalStateException("two files of the contract have one name: %s and %s".formatted(earlier, file));
    }
  }

  private static void refuseDanglingReferences(JsonNode node, JsonNode root) {
    if (node.path("$ref").isTextual() && root.at(JsonPointer.compile(node.get("$ref").textValue().substring(1)))
        .isMissingNode()) {
      throw new IllegalStateException("the contract points to nothing: " + node.get("$ref").textValue());
    }
    node.forEach(child -> refuseDanglingReferences(child, root));
  }

  private static String kind(Path file) {
    String kind = file.getParent().getFileName().toString();
    if (!KINDS.contains(kind)) {
      throw new IllegalStateException("no component can be in this folder: " + file);
    }
    return kind;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }
}
