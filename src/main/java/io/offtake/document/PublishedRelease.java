package io.offtake.document;

import java.time.Instant;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.ReleaseBasis;
import org.jspecify.annotations.Nullable;

/// One publication of a source for one period, as a document states it. A weekly report is one release; a
/// table of history is many.
///
/// @param period  the period the release is for; its corrections may speak of earlier ones
/// @param releasedAt  when the public had it, if the document says so; otherwise the release calendar decides
/// @param basis  how `releasedAt` is known; meaningless without it
/// @param complete  whether it states the whole period anew, so that a re-sent one replaces all of the one before
/// @param report  the publisher's report the figures were taken from, when the document is a table of several
public record PublishedRelease(
    DateWindow period,
    @Nullable Instant releasedAt,
    ReleaseBasis basis,
    boolean complete,
    @Nullable String report,
    List<Figure> figures,
    List<Coverage> coverage) {

  public PublishedRelease {
    figures = List.copyOf(figures);
    coverage = List.copyOf(coverage);
  }
}
