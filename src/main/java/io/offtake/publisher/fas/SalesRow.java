package io.offtake.publisher.fas;

import java.math.BigDecimal;
import java.time.LocalDate;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodity;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// One row of weekly export sales, whatever form it came in.
///
/// @param place  where it stands, in words; a document of one line needs more than the line
/// @param total  accumulated exports plus outstanding sales as the publisher adds them, if stated
/// @param nextNet  net sales for the next marketing year; null is not held, never 0
/// @param nextOutstanding  outstanding sales for the next marketing year; null is not held, never 0
record SalesRow(
    int line,
    String place,
    Commodity commodity,
    MarketingYear marketingYear,
    PartyId destination,
    LocalDate weekEnding,
    Unit unit,
    BigDecimal exported,
    BigDecimal net,
    BigDecimal outstanding,
    BigDecimal accumulated,
    @Nullable BigDecimal total,
    @Nullable BigDecimal nextNet,
    @Nullable BigDecimal nextOutstanding) {

  /// A commodity's marketing year in one document.
  record Year(Commodity commodity, int endingYear) {}

  Year year() {
    return new Year(commodity, marketingYear.endingYear());
  }

  SalesRow in(MarketingYear other) {
    return new SalesRow(line, place, commodity, other, destination, weekEnding, unit, exported, net, outstanding,
        accumulated, total, nextNet, nextOutstanding);
  }

  DateWindow week() {
    return DateWindow.weekEnding(weekEnding);
  }

  boolean saysTheSameAs(SalesRow other) {
    return year().equals(other.year()) && destination.equals(other.destination) && weekEnding.equals(other.weekEnding)
        && exported.compareTo(other.exported) == 0 && net.compareTo(other.net) == 0
        && outstanding.compareTo(other.outstanding) == 0 && accumulated.compareTo(other.accumulated) == 0
        && equal(nextNet, other.nextNet) && equal(nextOutstanding, other.nextOutstanding);
  }

  boolean isZero() {
    return exported.signum() == 0 && net.signum() == 0 && outstanding.signum() == 0 && accumulated.signum() == 0
        && (nextNet == null || nextNet.signum() == 0) && (nextOutstanding == null || nextOutstanding.signum() == 0);
  }

  private static boolean equal(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? one == null && other == null : one.compareTo(other) == 0;
  }

  BigDecimal sold() {
    return accumulated.add(outstanding);
  }

  /// Whether the marketing year begins in its week.
  boolean isFirst() {
    return week().contains(marketingYear.first());
  }

  /// Whether the year before ends in its week, so that what that year leaves over arrives here.
  boolean sharesWeekWithYearBefore() {
    return isFirst() && week().first().isBefore(marketingYear.first());
  }

  boolean touchesItsMarketingYear() {
    return !week().last().isBefore(marketingYear.first()) && !week().first().isAfter(marketingYear.last());
  }

  String subject() {
    return "%s to %s, marketing year %s, week to %s".formatted(commodity.id(), destination, marketingYear, weekEnding);
  }
}
