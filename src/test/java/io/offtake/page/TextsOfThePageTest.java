package io.offtake.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/// Both languages say the same, and everything that the page says is written down.
class TextsOfThePageTest {

  private static final Path PAGE = Path.of("src", "main", "page");
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  /// A key that stands as it is; those that are put together end in a place.
  private static final Pattern SAID = Pattern.compile("\\bt\\(\\s*'([\\w.-]+)'");
  private static final Pattern PUT_TOGETHER = Pattern.compile("\\bt\\(\\s*`([\\w.-]+)\\.\\$\\{");
  private static final Pattern NAMED = Pattern.compile("\\bnamed\\(\\s*'(\\w+)'");

  @Test
  void bothLanguagesHaveTheSameTextsWithTheSamePlaces() throws IOException {
    Map<String, String> english = texts("en");
    Map<String, String> french = texts("fr");
    assertThat(french.keySet()).isEqualTo(english.keySet());
    english.forEach((key, text) -> {
      assertThat(french.get(key)).as(key).isNotBlank();
      assertThat(places(french.get(key))).as(key).isEqualTo(places(text));
    });
  }

  @Test
  void everyTextThatThePageAsksForIsThere() throws IOException {
    Map<String, String> english = texts("en");
    try (var files = Files.walk(PAGE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".ts")).toList()) {
        String source = Files.readString(file);
        SAID.matcher(source).results().map(found -> found.group(1)).forEach(key ->
            assertThat(english.containsKey(key) || english.containsKey(key + ".other")).as("%s in %s", key, file).isTrue());
        for (Pattern beginning : new Pattern[] {PUT_TOGETHER, NAMED}) {
          beginning.matcher(source).results().map(found -> found.group(1)).forEach(key ->
              assertThat(english.keySet()).as("%s in %s", key, file).anyMatch(each -> each.startsWith(key + ".")));
        }
      }
    }
  }

  private static TreeSet<String> places(String text) {
    return PLACE.matcher(text).results().map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeMap<String, String> texts(String language) throws IOException {
    return new ObjectMapper().readValue(PAGE.resolve("texts").resolve(language + ".json").toFile(), new TypeReference<>() {});
  }
}
