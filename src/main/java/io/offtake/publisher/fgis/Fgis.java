package io.offtake.publisher.fgis;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.offtake.evidence.Cadence;
import io.offtake.calendar.DateWindow;
import io.offtake.calendar.WeeklyReleases;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Submission;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Asked;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Publisher.ReadForm;
import io.offtake.publisher.Publisher.Reader;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Source;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.NameTable;

/// The Federal Grain Inspection Service of USDA.
public final class Fgis {

  /// The weekly report itself.
  public static final Service WEEKLY_REPORT =
      new Service("fgis", URI.create("https://www.ams.usda.gov/mnreports/wa_gr101.txt"), Asked.FREELY, "");

  /// The yearly files of certificates: tens of megabytes each week.
  public static final Service CERTIFICATE_FILES = new Service(
      "fgis-certificates", URI.create("https://fgisonline.ams.usda.gov/ExportGrainReport"), Asked.IF_WANTED,
      "`on` fetches the yearly files of `fgis-certificates`: tens of megabytes a week, kept; give Java 1 GB");

  /// The type of the weekly report.
  public static final String WEEKLY = "fgis-wa-gr101";
  /// The type of the yearly files.
  public static final String CERTIFICATES = "fgis-certificates-csv";

  private static final String NAME = "USDA Agricultural Marketing Service, Federal Grain Inspection Service";
  private static final Set<String> ROLLING_NAMES = Set.of("wa_gr101.txt", "wa_gr101");

  public static final Publisher PUBLISHER = new Publisher(List.of(WEEKLY_REPORT, CERTIFICATE_FILES), List.of(
      Publication.of(
          new Source(SourceId.FGIS_WEEKLY, "Grains inspected and/or weighed for export (WA_GR101)", NAME, Cadence.WEEKLY,
              List.of(Measure.INSPECTED), "https://www.ams.usda.gov/mnreports/wa_gr101.txt"),
          WeeklyReleases.GRAIN_INSPECTIONS,
          ReadForm.of(SourceId.FGIS_WEEKLY, WEEKLY, "1", "the weekly report WA_GR101 as published, text",
              new WeeklyReports())),
      Publication.of(
          new Source(SourceId.FGIS_CERTIFICATES, "Export grain inspections by certificate", NAME, Cadence.WEEKLY,
              List.of(Measure.INSPECTED), "https://fgisonline.ams.usda.gov/ExportGrainReport/"),
          WeeklyReleases.GRAIN_INSPECTIONS,
          ReadForm.of(SourceId.FGIS_CERTIFICATES, CERTIFICATES, "1",
              "a yearly file of inspection certificates as published, CSV",
              submission -> CertificateReleases.parse(submission.content(), Names.DESTINATIONS)))));

  /// Read when the first document comes.
  private static final class Names {
    static final DestinationNames DESTINATIONS = NameTable.load("reference/fgis-destinations.csv");
  }

  private static final class WeeklyReports implements Reader {

    @Override
    public ParseOutcome read(Submission submission) {
      return WeeklyInspections.parse(submission.content(), Names.DESTINATIONS);
    }

    @Override
    public boolean isRollingName(String name) {
      return ROLLING_NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public Map<CommodityId, Long> totals(byte[] document, DateWindow period) {
      return WeeklyInspections.national(document, period);
    }
  }

  private Fgis() {}
}
