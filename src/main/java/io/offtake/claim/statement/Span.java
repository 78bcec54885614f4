package io.offtake.claim.statement;

/// A place in a text, in characters of UTF-16: the first one, and the one after the last.
public record Span(int start, int end) {

  Span shifted(int by) {
    return new Span(start + by, end + by);
  }
}
