package io.offtake.projection.orders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;

import io.offtake.document.ParseOutcome;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Tracks;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// The order books of US soybeans since 2019/20, from the table that ships with the service.
final class SoybeanBooks {

  static final LocalDate FIRST_WEEK = LocalDate.of(2019, 9, 5);
  /// 2019/20 to 2025/26.
  static final int SEASONS = 7;

  private static final String TABLE = "/starter/fas-export-sales_soybeans_world-and-china.csv";
  private static final Instant READ = Instant.parse("2026-11-24T00:00:00Z");

  private final Panel panel;

  SoybeanBooks() {
    var held = new Held();
    try (InputStream stream = SoybeanBooks.class.getResourceAsStream(TABLE)) {
      var table = EvidenceTable.read(stream.readAllBytes(), Commodities.standard());
      held.take(SourceId.FAS_EXPORT_SALES, (ParseOutcome.Read) table.outcome(), null, READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    panel = held.panel();
  }

  OrderBook to(String destination) {
    return to(destination, Instant.MAX);
  }

  OrderBook to(String destination, Instant asOf) {
    var trade = new Trade(
        SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId(destination));
    var tracks = new Tracks(panel.at(asOf));
    return OrderBooks.of(
        tracks.view().ledger(trade),
        tracks.track(trade, Measure.SOLD, Unit.TONNE, Month.SEPTEMBER),
        tracks.track(trade, Measure.EXPORTED, Unit.TONNE, Month.SEPTEMBER),
        FIRST_WEEK, Month.SEPTEMBER).orElseThrow();
  }
}
