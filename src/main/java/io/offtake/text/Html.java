package io.offtake.text;

/// Text in a page or a mail.
public final class Html {

  private Html() {}

  /// Text that is shown as it is, between tags and within a quoted attribute.
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
  }
}
