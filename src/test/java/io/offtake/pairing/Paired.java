package io.offtake.pairing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// Readings of US exports made for a test, paired with what a view knows.
record Paired(Panel.View view, Trade trade, Measure measure, Unit unit, Month startMonth) {

  static Paired of(Panel panel, String asOf, SourceId source, String commodity, Measure measure, Unit unit, Month startMonth) {
    return of(panel, asOf, source, commodity, "CN", measure, unit, startMonth);
  }

  static Paired of(
      Panel panel, String asOf, SourceId source, String commodity, String buyer, Measure measure, Unit unit, Month startMonth) {
    return new Paired(panel.at(Instant.parse(asOf)),
        new Trade(source, new CommodityId(commodity), new PartyId("US"), new PartyId(buyer)), measure, unit, startMonth);
  }

  static Paired soybeansSoldToChina(Panel panel, String asOf) {
    return of(panel, asOf, SourceId.FAS_EXPORT_SALES, "soybeans", Measure.SOLD, Unit.TONNE, Month.SEPTEMBER);
  }

  Pairing days(String first, String last) {
    return days(first, last, new UnknownDestinations.None());
  }

  Pairing days(String first, String last, UnknownDestinations unknown) {
    return pair(new ReadingWindow.Days(new DateWindow(LocalDate.parse(first), LocalDate.parse(last))), unknown);
  }

  Pairing year(int endingYear) {
    return year(endingYear, new UnknownDestinations.None());
  }

  Pairing year(int endingYear, UnknownDestinations unknown) {
    return pair(new ReadingWindow.OfMarketingYear(new MarketingYear(endingYear, startMonth)), unknown);
  }

  private Pairing pair(ReadingWindow window, UnknownDestinations unknown) {
    var reading = new Reading("of-a-test", "made for a test", "total", measure, unknown, window, List.of(trade.source()),
        List.of(), new Statement(Instant.EPOCH, false), "a test", null, false);
    return Pairing.of(reading, trade, measure, unit, startMonth, new Tracks(view), ReleaseExceptions.standardCalendars());
  }
}
