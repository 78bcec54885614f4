package io.offtake.calendar;

import java.time.LocalDate;
import java.time.Month;

/// A crop's trading year, named as USDA names it: by the year it ends in.
///
/// Soybeans, corn and sorghum start on 1 September, wheat, barley and oats on 1 June, cotton and rice on
/// 1 August, soybean meal and oil on 1 October, beef and pork on 1 January.
///
/// @param endingYear  the calendar year of its last day; 2026 is 2025/26 for soybeans
/// @param startMonth  the month whose first day opens it
public record MarketingYear(int endingYear, Month startMonth) {

  /// The marketing year that holds `day`.
  public static MarketingYear of(LocalDate day, Month startMonth) {
    boolean opensInJanuary = startMonth == Month.JANUARY;
    boolean started = day.getMonthValue() >= startMonth.getValue();
    return new MarketingYear(opensInJanuary || !started ? day.getYear() : day.getYear() + 1, startMonth);
  }

  public LocalDate first() {
    return LocalDate.of(startMonth == Month.JANUARY ? endingYear : endingYear - 1, startMonth, 1);
  }

  public LocalDate last() {
    return first().plusYears(1).minusDays(1);
  }

  public DateWindow window() {
    return new DateWindow(first(), last());
  }

  public MarketingYear next() {
    return new MarketingYear(endingYear + 1, startMonth);
  }

  public MarketingYear previous() {
    return new MarketingYear(endingYear - 1, startMonth);
  }

  /// `2025/26`, or `2026` for a year that opens in January.
  @Override
  public String toString() {
    return startMonth == Month.JANUARY
        ? Integer.toString(endingYear)
        : "%d/%02d".formatted(endingYear - 1, endingYear % 100);
  }
}
