package io.offtake.document;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// One figure as a document states it.
///
/// @param period  the days it speaks of
/// @param marketYear  the marketing year's ending year, where the source has one
/// @param kind  a print, or a signed correction to be added to the print of `period`
/// @param line  where it stands, counted from 1 as an editor shows it
/// @param carryOverIncluded  whether a marketing year's first net sales contain what the year before left over
public record Figure(
    Measure measure,
    CommodityId commodity,
    PartyId origin,
    PartyId destination,
    Cadence cadence,
    DateWindow period,
    @Nullable Integer marketYear,
    Kind kind,
    Quantity value,
    int line,
    boolean carryOverIncluded) {

  public enum Kind { PRINT, CORRECTION }
}
