package io.offtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/// The tests that start the service are listed in `src/test/over-http.txt`: Maven runs those in one process and all others in
/// another, which would build the service for each of them if it only met them.
class OverHttpTest {

  private static final Path SOURCES = Path.of("src/test/java");
  private static final Path LIST = Path.of("src/test/over-http.txt");

  @Test
  void allTestsThatStartTheServiceAreListedAndTagged() throws IOException {
    List<String> starting;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      starting = files.filter(file -> file.toString().endsWith("Test.java"))
          .filter(file -> text(file).lines().anyMatch(line -> line.strip().startsWith("@QuarkusTest")))
          .map(file -> SOURCES.relativize(file).toString())
          .sorted()
          .toList();
    }

    assertThat(Files.readAllLines(LIST)).isEqualTo(starting);
    assertThat(starting).allMatch(file -> text(SOURCES.resolve(file)).contains("@Tag(\"http\")"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
