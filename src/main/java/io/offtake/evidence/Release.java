package io.offtake.evidence;

import java.time.Instant;
import java.util.Comparator;

import io.offtake.calendar.DateWindow;

/// One publication of a source.
///
/// @param id  given by the store
/// @param period  the period it is for; its corrections may speak of earlier ones
/// @param releasedAt  when the public had it
/// @param sequence  tells releases of one period apart: a re-sent report is a later one
/// @param complete  it states its period anew, so a later one of the same period replaces all of it
/// @param recordedAt  when it was kept here
/// @param document  that said it: what two documents say of one period at one instant are two releases, so that the one
///     can be withdrawn without the other
public record Release(
    long id,
    SourceId source,
    DateWindow period,
    Instant releasedAt,
    int sequence,
    ReleaseBasis basis,
    boolean complete,
    Instant recordedAt,
    String document) {

  /// The order in which releases became known.
  public static final Comparator<Release> BY_KNOWLEDGE =
      Comparator.comparing(Release::releasedAt).thenComparingInt(Release::sequence).thenComparingLong(Release::id);

  public boolean isKnownAt(Instant asOf) {
    return !releasedAt.isAfter(asOf);
  }
}
