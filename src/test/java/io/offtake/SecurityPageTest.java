package io.offtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/// The page that says who could do what names a test for each abuse, and the tests are there.
class SecurityPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/security.md");
  private static final Path TESTS = Path.of("src/test/java/io/offtake");
  private static final Pattern NAMED = Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][A-Za-z]+Test)(?:#([A-Za-z]+))?`");

  @Test
  void everyRowIsTriedByATestThatThereIs() throws IOException {
    List<String> rows = Files.readString(PAGE).lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| abuse")).toList();

    assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> assertThat(NAMED.matcher(row).find()).as(row).isTrue());
    assertThat(NAMED.matcher(Files.readString(PAGE)).results()).allSatisfy(SecurityPageTest::isThere);
  }

  private static void isThere(MatchResult named) {
    Path end = Path.of(named.group(1).replace('.', '/') + named.group(2) + ".java");
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> found = files.filter(file -> file.endsWith(end)).toList();
      assertThat(found).as(named.group()).hasSize(1);
      if (named.group(3) != null) {
        assertThat(Files.readString(found.getFirst())).as(named.group()).contains("void " + named.group(3) + "(");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
