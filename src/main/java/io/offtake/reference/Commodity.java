package io.offtake.reference;

import java.time.LocalDate;
import java.time.Month;
import java.util.Optional;

import io.offtake.calendar.MarketingYear;
import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// A good that is traded and counted.
///
/// @param marketingYearStart  the month whose first day opens its marketing year, where the publisher names one
/// @param esrCode  its code in USDA's Export Sales Reporting, if it stands there
/// @param unit  the unit its figures are counted in
/// @param partOf  the total that already contains it; only parts have one
public record Commodity(
    CommodityId id,
    String name,
    @Nullable Month marketingYearStart,
    @Nullable Integer esrCode,
    Unit unit,
    Kind kind,
    @Nullable CommodityId partOf) {

  /// A total stands for itself; a part is contained in a total and is never added to it.
  public enum Kind { TOTAL, PART }

  public Commodity {
    if ((kind == Kind.PART) != (partOf != null)) {
      throw new IllegalArgumentException("a part, and only a part, names its total: " + id);
    }
  }

  /// The marketing year that holds `day`; empty for goods without one.
  public Optional<MarketingYear> marketingYearOf(LocalDate day) {
    return Optional.ofNullable(marketingYearStart).map(start -> MarketingYear.of(day, start));
  }
}
