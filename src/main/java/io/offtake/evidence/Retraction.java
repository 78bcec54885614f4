package io.offtake.evidence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// That a publisher withdrew a release. What the release said stays true of the time before, and is unknown from then
/// on: its figures, its corrections and what it spoke for. Never changed or deleted; figures that are published again
/// come in a release of their own.
///
/// @param retractedAt  when the public was told
/// @param sourceUrl  where it was told
/// @param recordedAt  when it was kept here
/// @param dataVersion  the version of the data that brought it
public record Retraction(
    Release release,
    Instant retractedAt,
    String reason,
    @Nullable String sourceUrl,
    Instant recordedAt,
    long dataVersion) {

  boolean isInForceAt(Instant asOf, long atDataVersion) {
    return dataVersion <= atDataVersion && !retractedAt.isAfter(asOf);
  }
}
