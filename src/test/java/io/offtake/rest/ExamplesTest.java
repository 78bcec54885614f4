package io.offtake.rest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of README and of the pages, run as they are written, against the service as it starts; what would change
/// something is tried (`dryRun`).
@QuarkusTest
@Tag("http")
class ExamplesTest {

  private static final Pattern ADDRESS = Pattern.compile("(?:http://)?(?:127\\.0\\.0\\.1|localhost):8080(/[^\\s'\"]*)");
  /// A block that says no language, or that it is for a shell.
  private static final Pattern BLOCK = Pattern.compile("^```([a-z]*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Set<String> SHELL = Set.of("", "sh");
  private static final Pattern COMMENT = Pattern.compile("\\s{2,}#.*$", Pattern.MULTILINE);

  /// What a command is answered with other than 200, by what it holds: the text beside it says so.
  private static final Map<String, Integer> OTHERWISE = Map.of(
      "not a report", 422, "\"backfill\"", 422,
      // The service of these tests has no key to keep secrets with.
      "\"channel\": \"webhook\"", 409);

  /// Left out: they read what a job has made that a command before them orders, and orders are only tried here; and those of the
  /// walk of README and of the catalogue as a file, which build on each other (FirstWalkTest, CatalogueFileTest).
  private static final List<String> LEFT_OUT =
      List.of("/v1/jobs/", "/backtests/", "bangladesh-soybeans-2026", "/proposals/", "catalogue.yaml");

  /// They change nothing, and know no dry run.
  private static final List<String> READS = List.of("/v1/projections", "/v1/what-if");

  @TempDir
  Path directory;

  @TestHTTPResource
  URI service;

  private record Example(Path page, String command) {}

  @Test
  void everyCommandIsAnsweredAsThePageSays() throws Exception {
    Files.writeString(directory.resolve("report.txt"), "Bessent said China was on track.");
    Files.writeString(directory.resolve("customs.csv"), firstOf("evidence-table.md", "csv"));
    Files.writeString(directory.resolve("supposition.json"), firstOf("what-if.md", "json"));
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(20);
    var wrong = new ArrayList<String>();
    for (Example example : examples) {
      int expected = OTHERWISE.entrySet().stream().filter(other -> example.command().contains(other.getKey()))
          .map(Map.Entry::getValue).findFirst().orElse(200);
      String answered = run(example.command());
      if (!answered.equals(Integer.toString(expected))) {
        wrong.add("%s: %s%n answered %s".formatted(example.page(), example.command(), answered));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private String run(String command) throws Exception {
    boolean changes = command.contains("POST") || command.contains(" -d ");
    boolean tries = changes && READS.stream().noneMatch(command::contains);
    String here = ADDRESS.matcher(command).replaceAll(found -> "http://%s:%d%s%s".formatted(service.getHost(), service.getPort(),
        found.group(1), tries ? (found.group(1).contains("?") ? "&" : "?") + "dryRun=true" : ""));
    String seconds = here.contains("/v1/events") ? "2" : "30";
    Process process = new ProcessBuilder("bash", "-c",
        here.replaceFirst("^curl ", "curl -s -o /dev/null --max-time " + seconds + " -w '%{http_code}' "))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, SECONDS)).as(here).isTrue();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    try (Stream<Path> pages = Files.list(Path.of("src/site/markdown"))) {
      for (Path page : Stream.concat(Stream.of(Path.of("README.md")), pages.filter(Files::isRegularFile).sorted()).toList()) {
        BLOCK.matcher(Files.readString(page)).results()
            .filter(block -> SHELL.contains(block.group(1)))
            .flatMap(block -> commands(COMMENT.matcher(block.group(2)).replaceAll("")).stream())
            .filter(command -> LEFT_OUT.stream().noneMatch(command::contains))
            .forEach(command -> examples.add(new Example(page, command)));
      }
    }
    return examples;
  }

  /// Those that ask this service; one may go on over several lines, within quotes or after a backslash.
  private static List<String> commands(String block) {
    var commands = new ArrayList<String>();
    var command = new StringBuilder();
    for (String line : block.lines().toList()) {
      command.append(command.isEmpty() ? "" : "\n").append(line);
      boolean open = command.chars().filter(each -> each == '\'').count() % 2 == 1 || line.endsWith("\\");
      if (!open) {
        String whole = command.toString().strip();
        if (whole.startsWith("curl ") && ADDRESS.matcher(whole).find() && !whole.contains("$")) {
          commands.add(whole);
        }
        command.setLength(0);
      }
    }
    return commands;
  }

  /// The first block of a page that is in some language.
  private static String firstOf(String page, String language) throws IOException {
    var fenced = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("src/site/markdown", page)));
    assertThat(fenced.find()).isTrue();
    return fenced.group(1);
  }
}
