package io.offtake.document;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.SeriesId;
import org.jspecify.annotations.Nullable;

/// Where what is stored of a document is not what reading it again says.
///
/// @param document  its id
/// @param line  the line in it, counted from 1, if the difference has a place
/// @param series  of which figure, if it is one
/// @param period  of which figure or release
/// @param stored  absent when nothing is stored
/// @param recomputed  absent when the document does not say it
public record Difference(
    Kind kind,
    String document,
    @Nullable Integer line,
    @Nullable SeriesId series,
    @Nullable DateWindow period,
    @Nullable String stored,
    @Nullable String recomputed) {

  public enum Kind {
    /// The bytes are not those whose hash the document is known by; nothing else of it was compared.
    BYTES("bytes"),
    /// The present reader refuses the document, or what it needs to read it is not held.
    UNREADABLE("unreadable"),
    /// The document states a figure that it should have brought, and did not.
    MISSING("missing"),
    /// A figure is stored that the document does not state, or that was held before.
    SURPLUS("surplus"),
    /// A figure has another value.
    VALUE("value"),
    /// A figure is the same and stands in another line, in another report, or carries another mark.
    PLACE("place"),
    /// A release speaks for other commodities, marketing years or destinations.
    SCOPE("scope"),
    /// Another row is doubtful, or for another reason.
    DOUBT("doubt"),
    /// The document speaks of other periods.
    PERIODS("periods");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }
}
