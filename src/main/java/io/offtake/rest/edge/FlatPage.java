package io.offtake.rest.edge;

import io.offtake.text.Html;

/// A small HTML page of our own, for people whom a link leads here.
public final class FlatPage {

  private FlatPage() {}

  /// @param body  HTML; what comes from outside is escaped already
  public static String of(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
        <body><h1>%s</h1>
        %s
        </body>
        </html>
        """.formatted(Html.escaped(title), Html.escaped(title), body);
  }
}
