package io.offtake.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.evidence.SourceId;
import org.jspecify.annotations.Nullable;

/// A document as received, without its bytes.
///
/// @param id  the SHA-256 of its bytes as kept, hexadecimal
/// @param documentType  which reader read it
/// @param told  what was told of it when it came
/// @param readerVersion  of the reader that read it
/// @param firstPeriod  the end of the first period it speaks of
/// @param lastPeriod  the end of the last
/// @param doubtful  rows that were left out, or taken with a doubt
/// @param dataVersion  the version of the data that it brought about
/// @param fetched  whether a connector brought it, and nobody handed it in
/// @param cuts  which keys were cut out of its bytes before they were kept, and how often, in words
public record Document(
    String id,
    SourceId source,
    String documentType,
    Told told,
    String mediaType,
    long sizeBytes,
    Instant receivedAt,
    String readerVersion,
    LocalDate firstPeriod,
    LocalDate lastPeriod,
    List<ParseOutcome.DoubtfulRow> doubtful,
    long dataVersion,
    boolean fetched,
    List<String> cuts) {

  /// What whoever brings a document says of it.
  ///
  /// @param name  under which it was handed in
  /// @param sourceUrl  where it was published
  /// @param marketingYear  by its ending year, where the document does not say it
  /// @param releasedAt  when the public had it, where the document does not say it
  public record Told(
      @Nullable String name,
      @Nullable String sourceUrl,
      @Nullable Integer marketingYear,
      @Nullable Instant releasedAt) {}

  public Document {
    doubtful = List.copyOf(doubtful);
    cuts = List.copyOf(cuts);
  }
}
