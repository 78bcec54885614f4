package io.offtake.document.table;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import io.offtake.evidence.SourceId;
import org.jspecify.annotations.Nullable;

/// Where the figures of an evidence table come from.
///
/// @param source  the source whose series they belong to
/// @param address  where the publisher puts them out
/// @param copy  the public copy they were taken from; null when they came from the publisher
/// @param read  the day on which they were taken
/// @param terms  under what terms they may be passed on
/// @param notes  remarks, such as what was derived and how
public record EvidenceTableHeader(
    SourceId source,
    String publisher,
    String address,
    @Nullable String copy,
    LocalDate read,
    String terms,
    List<String> notes) {

  public EvidenceTableHeader {
    notes = List.copyOf(notes);
    Stream.concat(Stream.of(publisher, address, terms), notes.stream()).forEach(EvidenceTableHeader::requireOneLine);
    if (copy != null) {
      requireOneLine(copy);
    }
  }

  private static void requireOneLine(String text) {
    if (text.isEmpty() || !text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a header entry is one line of text, but was '" + text + "'");
    }
  }
}
