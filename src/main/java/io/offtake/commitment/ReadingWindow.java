package io.offtake.commitment;

import java.time.LocalDate;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import org.jspecify.annotations.Nullable;

/// The window of a reading.
public sealed interface ReadingWindow {

  /// Periods count whose end lies in `days`.
  record Days(DateWindow days) implements ReadingWindow {}

  /// The rows of a marketing year count, its last boundary row included, whatever their week ends.
  record OfMarketingYear(MarketingYear year) implements ReadingWindow {}

  /// A first or last day was not stated: there is nothing to assess against.
  record Unstated(@Nullable LocalDate windowStart, @Nullable LocalDate deadline) implements ReadingWindow {}
}
