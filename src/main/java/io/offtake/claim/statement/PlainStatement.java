package io.offtake.claim.statement;

import java.util.Locale;
import java.util.Set;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// The text of a statement: what a reader of the page sees, in paragraphs. Scripts, styles and what is hidden are no text.
final class PlainStatement {

  private static final Set<String> PARAGRAPHS = Set.of("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr",
      "blockquote", "article", "section", "header", "footer", "td", "ul", "ol", "table", "title");

  private PlainStatement() {}

  static String of(String text, boolean html) {
    return html ? ofHtml(text) : text.replace("\r\n", "\n").replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  private static String ofHtml(String html) {
    Document page = Jsoup.parse(html);
    page.select("script, style, noscript, template, iframe, object, svg, head > *:not(title), [hidden], [aria-hidden=true]")
        .remove();
    var text = new StringBuilder();
    // A visitor of jsoup goes on by itself: markup that is nested deeply does not overflow the stack.
    page.traverse(new NodeVisitor() {
      @Override
      public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
          text.append(words.text());
        } else if (node instanceof Element element && PARAGRAPHS.contains(element.normalName().toLowerCase(Locale.ROOT))) {
          text.append('\n');
        }
      }

      @Override
      public void tail(Node node, int depth) {
        if (node instanceof Element element && PARAGRAPHS.contains(element.normalName().toLowerCase(Locale.ROOT))) {
          text.append('\n');
        }
      }
    });
    return text.toString().replace('\u00a0', ' ').replace('\u202f', ' ').replaceAll("[ \\t]+", " ").replaceAll("\\s*\\n\\s*", "\n\n").strip();
  }
}
