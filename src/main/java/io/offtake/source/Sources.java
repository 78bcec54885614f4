package io.offtake.source;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.SourceId;

/// The public sources that Offtake knows, whether or not it reads them by itself.
public final class Sources {

  /// @param publisher  who publishes
  /// @param cadence  how often, in words
  /// @param address  where, for people
  public record Source(SourceId id, String name, String publisher, String cadence, String address) {}

  private static final List<Source> ALL = List.of(
      new Source(SourceId.FGIS_WEEKLY, "Grains inspected and/or weighed for export (WA_GR101)",
          "USDA Agricultural Marketing Service, Federal Grain Inspection Service",
          "weekly, Monday 11:00 America/New_York", "https://www.ams.usda.gov/mnreports/wa_gr101.txt"),
      new Source(new SourceId("fgis-certificates"), "Export grain inspections by certificate",
          "USDA Agricultural Marketing Service, Federal Grain Inspection Service",
          "weekly, yearly files", "https://fgisonline.ams.usda.gov/ExportGrainReport/"),
      new Source(SourceId.FAS_EXPORT_SALES, "Export Sales Reporting",
          "USDA Foreign Agricultural Service",
          "weekly, Thursday 08:30 America/New_York", "https://apps.fas.usda.gov/esrqs/"),
      new Source(new SourceId("fas-daily-sales"), "Daily export sales announcements",
          "USDA Foreign Agricultural Service", "business days", "https://www.fas.usda.gov/newsroom"),
      new Source(new SourceId("census-exports"), "US exports by commodity code and partner",
          "US Census Bureau", "monthly", "https://www.census.gov/foreign-trade/"),
      new Source(new SourceId("eia-crude"), "US crude oil exports by destination",
          "US Energy Information Administration", "monthly", "https://www.eia.gov/dnav/pet/"),
      new Source(new SourceId("eia-lng"), "US liquefied natural gas exports by destination",
          "US Energy Information Administration", "monthly", "https://www.eia.gov/dnav/ng/"),
      new Source(new SourceId("un-comtrade"), "UN Comtrade imports by origin",
          "United Nations Statistics Division", "monthly", "https://comtradeplus.un.org/"),
      new Source(new SourceId("cn-customs"), "Chinese imports by origin",
          "General Administration of Customs of China", "monthly", "http://www.customs.gov.cn/"));

  private Sources() {}

  public static List<Source> all() {
    return ALL;
  }

  public static Optional<Source> find(SourceId id) {
    return ALL.stream().filter(source -> source.id().equals(id)).findFirst();
  }
}
