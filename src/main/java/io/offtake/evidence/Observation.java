package io.offtake.evidence;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// One published figure: what a release said of one series and one period. Never changed or deleted; a revision
/// is a new observation in a later release.
///
/// @param id  given by the store
/// @param marketYear  the marketing year's ending year, where the source has one: in the boundary week a series
///     has a figure in the old and in the new year
/// @param correction  a signed delta, to be added to the print of `period`
/// @param carryOverIncluded  net sales that contain what the year before left over
/// @param dataVersion  the version of the data that brought it
public record Observation(
    long id,
    SeriesId series,
    DateWindow period,
    @Nullable Integer marketYear,
    boolean correction,
    boolean carryOverIncluded,
    Quantity value,
    Release release,
    Provenance provenance,
    long dataVersion) {

  /// Whether it stands in its document. One that does not says that a row that was held before is listed no longer: it
  /// brought nothing, and what stood at the week's end is not said.
  public boolean isListed() {
    return provenance.line() != EvidenceLog.NOT_LISTED;
  }

  /// Where the figure stands.
  ///
  /// @param document  the id of the document as received
  /// @param line  the line in it, counted from 1; [EvidenceLog#NOT_LISTED] for a row that is listed no longer
  /// @param report  the publisher's report, when the document is a table of several
  public record Provenance(String document, int line, @Nullable String report) {}
}
