package io.offtake.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import io.offtake.document.ParseOutcome;
import io.offtake.document.table.EvidenceTable;
import io.offtake.reference.Commodities;

/// The export sales that ship with Offtake, as a panel in memory.
public final class StarterTables {

  private static final Instant RECEIVED = Instant.parse("2026-11-24T00:00:00Z");

  /// A panel never changes, and to read the tables takes seconds: many classes of tests ask for the same two.
  private static final class Sales {
    private static final Panel PANEL = sales();
  }

  private static final class Everything {
    private static final Panel PANEL = held().panel();
  }

  private static final class OfSoybeans {
    private static final Panel PANEL = soybeansAndInspections().panel();
  }

  private StarterTables() {}

  /// Weekly export sales of soybeans since September 2019 and of soybeans and wheat by destination in 2025/26.
  public static Panel exportSales() {
    return Sales.PANEL;
  }

  private static Panel sales() {
    var held = new Held();
    take(held, "/starter/fas-export-sales_soybeans_world-and-china.csv");
    take(held, "/starter/fas-export-sales_soybeans-and-wheat_by-destination.csv");
    return held.panel();
  }

  /// All figures that ship with Offtake, inspections included.
  public static Panel all() {
    return Everything.PANEL;
  }

  /// Without wheat of 2025/26 and without money: what is not held of them must not be zero.
  public static Panel withoutWheatOf2025() {
    return OfSoybeans.PANEL;
  }

  private static Held soybeansAndInspections() {
    var held = new Held();
    take(held, "/starter/fas-export-sales_soybeans_world-and-china.csv");
    take(held, "/starter/fas-export-sales_soybeans-and-wheat_by-destination.csv");
    take(held, SourceId.FGIS_WEEKLY, "/starter/fgis-weekly.csv");
    return held;
  }

  /// All figures that ship with Offtake, to go on from.
  public static Held held() {
    var held = soybeansAndInspections();
    take(held, "/starter/fas-export-sales_wheat_indonesia-and-bangladesh.csv");
    take(held, SourceId.CENSUS_EXPORTS, "/starter/census-exports_phase-one_china.csv");
    take(held, SourceId.CENSUS_EXPORTS, "/starter/census-exports_farm-goods_vietnam.csv");
    take(held, new SourceId("agreement-deliveries"), "/starter/agreement-deliveries.csv");
    return held;
  }

  private static void take(Held held, String resource) {
    take(held, SourceId.FAS_EXPORT_SALES, resource);
  }

  private static void take(Held held, SourceId source, String resource) {
    try (var stream = StarterTables.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      EvidenceTable table = EvidenceTable.read(stream.readAllBytes(), Commodities.standard());
      if (table.outcome() instanceof ParseOutcome.Read read) {
        held.take(source, read, null, RECEIVED);
      } else {
        throw new IllegalStateException(resource + " cannot be read");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
