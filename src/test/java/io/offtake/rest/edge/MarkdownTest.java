package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  private static String html(String text) {
    return new Markdown(text, DocsPages::served).html();
  }

  @Test
  void whatLooksLikeHtmlIsText() {
    assertThat(html("a <script>alert(1)</script> b\n\n<img src=x onerror=alert(1)>"))
        .contains("&lt;script&gt;").doesNotContain("<script").doesNotContain("<img");
  }

  @Test
  void addressesThatWouldRunSomethingLeadNowhere() {
    assertThat(html("[a](javascript:alert(1)) [b](data:text/html,x)")).doesNotContain("javascript:").doesNotContain("data:")
        .contains("a", "b");
  }

  @Test
  void tablesAndHeadingsAreRenderedAndHeadingsCanBeLinkedTo() {
    String html = html("# How much may be `asked`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    assertThat(html).contains("<h1 id=\"how-much-may-be-asked\">").contains("<table>", "<td>2</td>");
    assertThat(new Markdown("text\n\n# The `title`", link -> link).title()).isEqualTo("The title");
  }

  @ParameterizedTest
  @CsvSource({
      "keys.md, /docs/keys", "keys.md#how-much, /docs/keys#how-much", "../site/markdown/shapes.md, /docs/shapes",
      "#memory, #memory", "/openapi, /openapi", "https://example.org/a, https://example.org/a", "../../../DEVELOPING.md,",
      "decisions/0001-one-pure-step-from-terms-to-verdict.md,", "../resources/images/page-phone.png,"})
  void linksLeadToWhereThePagesAreServedOrAreNone(String link, String to) {
    assertThat(DocsPages.served(link)).isEqualTo(to);
  }

  @Test
  void everyPageForReadersIsInTheIndex() throws IOException {
    try (var files = Files.list(Path.of("src/site/markdown"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md"))
          .map(name -> name.substring(0, name.length() - 3)))
          .isNotEmpty()
          .isSubsetOf(DocsPages.PAGES.stream().map(DocsPages.Page::name).toList());
    }
  }
}
