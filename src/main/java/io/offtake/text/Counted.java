package io.offtake.text;

/// Numbers of things in a sentence.
public final class Counted {

  private Counted() {}

  /// @param noun  in the singular; its plural ends in `s`
  /// @return such as "1 week" or "3 weeks"
  public static String of(long many, String noun) {
    return "%d %s%s".formatted(many, noun, many == 1 ? "" : "s");
  }
}
