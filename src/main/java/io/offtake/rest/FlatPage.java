package io.offtake.rest;

/// A small HTML page of our own, for people whom a link leads here.
final class FlatPage {

  private FlatPage() {}

  /// @param body  HTML; what comes from outside is escaped already
  static String of(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
        <body><h1>%s</h1>
        %s
        </body>
        </html>
        """.formatted(escaped(title), escaped(title), body);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
