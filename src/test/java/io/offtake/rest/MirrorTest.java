package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.answer.FreshStart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example client that keeps a mirror, killed again and again at moments that a seed decides, while others write. How many
/// kills is set by `offtake-test.mirror-kills`.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class MirrorTest {

  private static final int KILLS = Integer.getInteger("offtake-test.mirror-kills", 10);
  private static final long SEED = 20_261_128;
  private static final int LONGEST_LIFE = 800;
  /// Those that each writer hands in for, one after the other.
  private static final List<List<String>> BUYERS = List.of(
      List.of("PE", "CO", "EC", "BO", "CR", "PA", "JM", "KR"), List.of("CL", "GT", "HN", "SV", "NI", "DO", "TR", "VN"));
  private static final int WEEKS = 450;
  private static final String HEAD = """
      # offtake evidence table 1
      # source: fas-export-sales
      # publisher: a test
      # address: https://example.org/
      # read: 2026-11-24
      # terms: made for a test
      releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
      """;

  @TempDir
  Path directory;

  @TestHTTPResource
  URI service;

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicBoolean over = new AtomicBoolean();

  @BeforeEach
  void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void equalsTheOriginRowByRowHoweverOftenItIsKilledWhileOthersWrite() throws Exception {
    var random = new SplittableRandom(SEED);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writers = BUYERS.stream().map(buyers -> executor.submit(() -> write(buyers))).toList();
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          Process mirror = mirror("--page-size", "7", "--every", "0.05", service.toString(), "mirror.db");
          boolean ended = mirror.waitFor(random.nextInt(LONGEST_LIFE), MILLISECONDS);
          assertThat(ended).as("it ended by itself: %s", output()).isFalse();
          mirror.destroyForcibly();
          assertThat(mirror.waitFor(30, SECONDS)).isTrue();
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> writer : writers) {
        assertThat(writer.get(60, SECONDS)).as("documents handed in meanwhile").isPositive();
      }
    }
    assertThat(ended(mirror("--once", "--page-size", "11", service.toString(), "mirror.db"))).isZero();
    assertThat(ended(mirror("--print", "mirror.db"))).isZero();
    assertThat(rows(Files.readAllLines(directory.resolve("out"))))
        .hasSizeGreaterThan(KILLS).containsExactlyElementsOf(origin());
  }

  /// Hands in one week after the other, until the last kill.
  private int write(List<String> buyers) {
    int written = 0;
    for (; !over.get() && written < buyers.size() * WEEKS; written++) {
      LocalDate end = LocalDate.of(2016, 9, 8).plusWeeks(written % WEEKS);
      String row = "%sT13:30:00Z,reported,-,%s,%s,sorghum,US,%s,weekly,%d,print,t,listed,no,%d\n".formatted(end.plusDays(7),
          end.minusDays(6), end, buyers.get(written / WEEKS), end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear(),
          1_000 + written);
      given().contentType("text/csv").body((HEAD + row).getBytes(UTF_8))
          .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
    }
    return written;
  }

  private List<JsonNode> origin() throws IOException {
    var rows = new ArrayList<JsonNode>();
    String cursor = null;
    JsonNode page;
    do {
      var request = given().queryParam("pageSize", 5_000);
      page = json.readTree((cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/changes").asString());
      page.get("rows").forEach(rows::add);
      cursor = page.get("nextCursor").textValue();
    } while (!page.get("complete").booleanValue());
    return rows;
  }

  private List<JsonNode> rows(List<String> lines) throws IOException {
    var rows = new ArrayList<JsonNode>();
    for (String line : lines) {
      rows.add(json.readTree(line));
    }
    return rows;
  }

  private Process mirror(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", Path.of("src/examples/mirror.py").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private int ended(Process process) throws Exception {
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    assertThat(output()).isEmpty();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
