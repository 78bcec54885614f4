import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/// Makes the page: the types of the contract as TypeScript, and from them and the sources one script and one style sheet,
/// whose names carry a digest of what is in them.
///
/// Libraries and the bundler come as artifacts of the build, so no other tool is needed: what lies under
/// `META-INF/resources/_static` in a jar of the class path is a package of npm. Types are looked at by `src/test/clients/run`;
/// here they are only taken away.
///
/// Run by the build as `java BundlePage.java <contract.yaml> <sources> <work> <output>`.
final class BundlePage {

  private static final String STATIC = "META-INF/resources/_static/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path work;
  private final Path packages;

  private BundlePage(Path work) {
    this.work = work;
    this.packages = work.resolve("node_modules");
  }

  static void main(String[] arguments) throws IOException, InterruptedException {
    Path contract = Path.of(arguments[0]);
    Path sources = Path.of(arguments[1]).toAbsolutePath();
    var page = new BundlePage(Path.of(arguments[2]).toAbsolutePath());
    Path output = Path.of(arguments[3]).toAbsolutePath();
    Files.createDirectories(page.work);
    Files.writeString(page.work.resolve("contract.d.ts"), types(new ObjectMapper(new YAMLFactory()).readTree(contract.toFile())));
    page.unpack();
    empty(output);
    Map<String, String> names = page.bundle(sources, output);
    String index = Files.readString(sources.resolve("index.html"));
    for (var name : names.entrySet()) {
      index = index.replace("{{" + name.getKey() + "}}", name.getValue());
    }
    Files.writeString(output.resolve("index.html"), index);
  }

  private void unpack() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar") && entry.replace(File.separatorChar, '/').contains("/org/mvnpm/")) {
        unpack(Path.of(entry));
      }
    }
  }

  private void unpack(Path jar) throws IOException {
    Path done = work.resolve(jar.getFileName() + ".unpacked");
    if (Files.exists(done)) {
      return;
    }
    try (var zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> files = zip.stream()
          .filter(file -> file.getName().startsWith(STATIC) && !file.isDirectory() && !file.getName().endsWith(".map"))
          .toList();
      ZipEntry description = files.stream()
          .filter(file -> file.getName().endsWith("/package.json"))
          .min(Comparator.comparingInt(file -> file.getName().length()))
          .orElseThrow(() -> new IllegalStateException("no package of npm is in " + jar));
      String root = description.getName().replaceFirst("package\\.json$", "");
      Path target = packages.resolve(JSON.readTree(bytes(zip, description)).get("name").textValue());
      for (ZipEntry file : files) {
        if (file.getName().startsWith(root)) {
          Path place = target.resolve(file.getName().substring(root.length())).normalize();
          if (!place.startsWith(target)) {
            throw new IllegalStateException("%s holds a file outside of its package: %s".formatted(jar, file.getName()));
          }
          Files.createDirectories(place.getParent());
          Files.write(place, bytes(zip, file));
        }
      }
    }
    Files.createFile(done);
  }

  private static byte[] bytes(ZipFile zip, ZipEntry file) throws IOException {
    try (InputStream in = zip.getInputStream(file)) {
      return in.readAllBytes();
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  /// @return the names that `index.html` speaks of, by what they stand for there
  private Map<String, String> bundle(Path sources, Path output) throws IOException, InterruptedException {
    Path report = work.resolve("bundle.json");
    List<String> command = List.of(bundler().toString(), "page.ts", "page.css",
        "--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=eof", "--log-level=warning",
        "--entry-names=[name]-[hash]", "--outdir=" + output, "--metafile=" + report);
    var builder = new ProcessBuilder(command).directory(sources.toFile()).inheritIO();
    builder.environment().put("NODE_PATH", packages.toString());
    Process run = builder.start();
    if (!run.waitFor(2, TimeUnit.MINUTES)) {
      run.destroyForcibly();
      throw new IllegalStateException("the page was not bundled within two minutes");
    }
    if (run.exitValue() != 0) {
      throw new IllegalStateException("the page cannot be bundled; what is wrong with it is said above");
    }
    var names = new TreeMap<String, String>();
    for (var made : JSON.readTree(report.toFile()).get("outputs").properties()) {
      String entry = made.getValue().path("entryPoint").asText();
      String name = Path.of(made.getKey()).getFileName().toString();
      switch (entry) {
        case "page.ts" -> names.put("script", name);
        case "page.css" -> names.put("style", name);
        default -> { }
      }
    }
    if (names.size() != 2) {
      throw new IllegalStateException("the page wants a script and a style sheet, but this was made: " + names);
    }
    return names;
  }

  /// The bundler of this system, the only program among the packages.
  private Path bundler() throws IOException {
    Path platforms = packages.resolve("@esbuild");
    if (Files.isDirectory(platforms)) {
      try (Stream<Path> files = Files.walk(platforms)) {
        var program = files.filter(file -> file.getFileName().toString().matches("esbuild(\\.exe)?")
            && Files.isRegularFile(file)).findFirst();
        if (program.isPresent()) {
          if (!program.get().toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made a program: " + program.get());
          }
          return program.get();
        }
      }
    }
    throw new IllegalStateException("no bundler for this system is on the class path: add the artifact of"
        + " org.mvnpm.at.esbuild for it, as the profiles of pom.xml do");
  }

  /// One interface or alias for each schema, and what each address answers to a GET.
  private static String types(JsonNode contract) {
    var types = new StringBuilder("// Made of the contract by src/build/java/BundlePage.java.\n");
    contract.at("/components/schemas").properties().forEach(schema -> types.append(
        "export type %s = %s;\n".formatted(schema.getKey(), type(schema.getValue()))));
    types.append("export interface Answers {\n");
    contract.get("paths").properties().forEach(path -> {
      JsonNode answer = path.getValue().at("/get/responses/200/content/application~1json/schema");
      if (!answer.isMissingNode()) {
        types.append("  '%s': %s;\n".formatted(path.getKey(), type(answer)));
      }
    });
    return types.append("}\n").toString();
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.get("$ref").textValue().replaceFirst("^.*/", "");
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.get("enum").spliterator(), false)
          .map(JsonNode::toString).collect(Collectors.joining(" | "));
    }
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return StreamSupport.stream(type.spliterator(), false)
          .map(each -> each.textValue().equals("null") ? "null" : type(with(schema, each)))
          .collect(Collectors.joining(" | "));
    }
    return switch (type.asText()) {
      case "string" -> "string";
      case "integer", "number" -> "number";
      case "boolean" -> "boolean";
      case "array" -> "(" + type(schema.get("items")) + ")[]";
      case "object" -> schema.has("properties") ? members(schema) : "Record<string, unknown>";
      default -> "unknown";
    };
  }

  private static JsonNode with(JsonNode schema, JsonNode type) {
    return ((ObjectNode) schema.deepCopy()).set("type", type);
  }

  private static String members(JsonNode schema) {
    var required = StreamSupport.stream(schema.path("required").spliterator(), false).map(JsonNode::asText).toList();
    var members = new LinkedHashMap<String, String>();
    schema.get("properties").properties().forEach(property ->
        members.put(property.getKey() + (required.contains(property.getKey()) ? "" : "?"), type(property.getValue())));
    return members.entrySet().stream()
        .map(member -> member.getKey() + ": " + member.getValue())
        .collect(Collectors.joining("; ", "{ ", " }"));
  }
}
