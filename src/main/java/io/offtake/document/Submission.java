package io.offtake.document;

import java.time.Instant;
import java.time.LocalDate;

import io.offtake.evidence.SourceId;
import org.jspecify.annotations.Nullable;

/// A document handed in, with what the one who hands it in says of it.
///
/// @param documentType  which form it has; the source's usual one when absent
/// @param marketingYear  the marketing year's ending year, where the document does not carry it
/// @param periodEnd  the period that it is expected to speak of; a document of another is refused
/// @param releasedAt  when the public had it, where the document does not carry it
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record Submission(
    SourceId source,
    byte[] content,
    String mediaType,
    @Nullable String name,
    @Nullable String documentType,
    @Nullable Integer marketingYear,
    @Nullable LocalDate periodEnd,
    @Nullable Instant releasedAt,
    @Nullable String sourceUrl) {

  /// The same with keys cut out of its words, and what was left of its bytes.
  public Submission without(Secrets secrets, byte[] left) {
    return new Submission(source, left, mediaType, name == null ? null : secrets.cut(name), documentType, marketingYear,
        periodEnd, releasedAt, sourceUrl == null ? null : secrets.cutAddress(sourceUrl));
  }
}
