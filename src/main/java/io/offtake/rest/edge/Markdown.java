package io.offtake.rest.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/// Pages written in Markdown, as HTML. What looks like HTML in them is text, and addresses that would run something lead nowhere.
final class Markdown {

  private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
      .extensions(List.of(TablesExtension.create()))
      .escapeHtml(true)
      .sanitizeUrls(true)
      .attributeProviderFactory(_ -> Markdown::attributes)
      .build();

  private final Node document;

  /// @param links  where an address of the page leads to; null for what cannot be reached from here
  Markdown(String text, Function<String, @Nullable String> links) {
    this.document = PARSER.parse(text);
    document.accept(new Relinked(links));
  }

  String html() {
    return RENDERER.render(document);
  }

  /// The first heading, in words; empty where there is none.
  String title() {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading) {
        return words(heading);
      }
    }
    return "";
  }

  /// A heading can be linked to by its words.
  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Heading heading) {
      attributes.put("id", words(heading).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
  }

  private static String words(Node node) {
    var words = new StringBuilder();
    node.accept(new AbstractVisitor() {
      @Override
      public void visit(Text text) {
        words.append(text.getLiteral());
      }

      @Override
      public void visit(Code code) {
        words.append(code.getLiteral());
      }

      @Override
      public void visit(SoftLineBreak softLineBreak) {
        words.append(' ');
      }
    });
    return words.toString();
  }

  /// Leads links to where the pages are served. What cannot be reached stays as its words, and so do pictures.
  private static final class Relinked extends AbstractVisitor {

    private final Function<String, @Nullable String> links;

    Relinked(Function<String, @Nullable String> links) {
      this.links = links;
    }

    @Override
    public void visit(Link link) {
      String to = links.apply(link.getDestination());
      visitChildren(link);
      if (to == null) {
        unwrap(link);
      } else {
        link.setDestination(to);
      }
    }

    @Override
    public void visit(Image image) {
      unwrap(image);
    }

    private static void unwrap(Node node) {
      for (Node child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
        node.insertBefore(child);
      }
      node.unlink();
    }
  }
}
