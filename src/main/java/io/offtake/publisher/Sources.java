package io.offtake.publisher;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;

/// The public sources that Offtake knows, whether or not it reads them by itself.
public final class Sources {

  /// @param publisher  who publishes
  /// @param measures  what it counts
  /// @param address  where, for people
  public record Source(
      SourceId id, String name, String publisher, Cadence cadence, List<Measure> measures, String address) {
    public Source {
      measures = List.copyOf(measures);
    }

    /// What a reading can count by it: what it tells, also in parts; inspections stand in for what leaves the country.
    public Set<Measure> countable() {
      return Arrays.stream(Measure.values())
          .filter(Measure::isRung)
          .filter(rung -> rung.toldBy().stream().anyMatch(measures::contains)
              || rung == Measure.EXPORTED && measures.contains(Measure.INSPECTED))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Measure.class)));
    }
  }

  private static final List<Source> ALL = List.of(
      new Source(SourceId.FGIS_WEEKLY, "Grains inspected and/or weighed for export (WA_GR101)",
          "USDA Agricultural Marketing Service, Federal Grain Inspection Service",
          Cadence.WEEKLY, List.of(Measure.INSPECTED), "https://www.ams.usda.gov/mnreports/wa_gr101.txt"),
      new Source(SourceId.FGIS_CERTIFICATES, "Export grain inspections by certificate",
          "USDA Agricultural Marketing Service, Federal Grain Inspection Service",
          Cadence.WEEKLY, List.of(Measure.INSPECTED), "https://fgisonline.ams.usda.gov/ExportGrainReport/"),
      new Source(SourceId.FAS_EXPORT_SALES, "Export Sales Reporting",
          "USDA Foreign Agricultural Service",
          Cadence.WEEKLY, List.of(Measure.EXPORTED, Measure.NET_SALES, Measure.OUTSTANDING_SALES,
              Measure.ACCUMULATED_EXPORTS, Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES),
          "https://apps.fas.usda.gov/esrqs/"),
      new Source(SourceId.FAS_DAILY_SALES, "Daily export sales announcements",
          "USDA Foreign Agricultural Service",
          Cadence.DAILY, List.of(Measure.ANNOUNCED), "https://www.fas.usda.gov/newsroom"),
      new Source(SourceId.CENSUS_EXPORTS, "US exports by commodity code and partner",
          "US Census Bureau",
          Cadence.MONTHLY, List.of(Measure.EXPORTED), "https://www.census.gov/foreign-trade/"),
      new Source(SourceId.EIA_CRUDE, "US crude oil exports by destination",
          "US Energy Information Administration",
          Cadence.MONTHLY, List.of(Measure.EXPORTED), "https://www.eia.gov/dnav/pet/"),
      new Source(SourceId.EIA_LNG, "US liquefied natural gas exports by destination",
          "US Energy Information Administration",
          Cadence.MONTHLY, List.of(Measure.EXPORTED), "https://www.eia.gov/dnav/ng/"),
      new Source(SourceId.UN_COMTRADE, "UN Comtrade imports by origin",
          "United Nations Statistics Division",
          Cadence.MONTHLY, List.of(Measure.LANDED), "https://comtradeplus.un.org/"),
      new Source(new SourceId("cn-customs"), "Chinese imports by origin",
          "General Administration of Customs of China",
          Cadence.MONTHLY, List.of(Measure.LANDED), "http://www.customs.gov.cn/"));

  private Sources() {}

  public static List<Source> all() {
    return ALL;
  }

  public static Optional<Source> find(SourceId id) {
    return ALL.stream().filter(source -> source.id().equals(id)).findFirst();
  }
}
