package io.offtake.commitment;

/// One thing wrong in a document, with the way out of it.
///
/// @param pointer  where: a JSON Pointer (RFC 6901) into the document; empty for the whole of it
/// @param detail  what is wrong, a sentence without its full stop
/// @param remedy  what to write instead, likewise
public record Problem(String pointer, String detail, String remedy) {

  /// The same problem with its pointer leading into the part of the document at `part`, such as `/terms/3`, where
  /// that part alone was handed in; unchanged when it lies elsewhere.
  public Problem within(String part) {
    return pointer.equals(part) || pointer.startsWith(part + "/")
        ? new Problem(pointer.substring(part.length()), detail, remedy)
        : this;
  }

  @Override
  public String toString() {
    return "%s: %s; %s".formatted(pointer, detail, remedy);
  }
}
