package io.offtake.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.CsvText;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.document.table.EvidenceTable;
import io.offtake.document.table.EvidenceTableHeader;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.fas.DestinationTable;
import io.offtake.publisher.fas.Dialect;
import io.offtake.publisher.fas.MarketingYearTable;
import io.offtake.publisher.fgis.WeeklyInspections;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;

/// Makes the tables of figures that a first start loads, from the public copies they were taken from:
/// `StarterTablesMain DATA_DIRECTORY OUT_DIRECTORY`. Run by hand when the copies change; the tables are committed.
public final class StarterTablesMain {

  private static final LocalDate READ = LocalDate.of(2026, 11, 24);
  private static final String TERMS = "work of a US federal agency, public domain (17 U.S.C. 105)";
  private static final List<String> RELEASE_COLUMNS = List.of("period_end", "released_at_utc", "basis");

  private record KnownRelease(Instant at, ReleaseBasis basis) {}

  private final Path data;
  private final Path out;
  private final Commodities commodities = Commodities.standard();

  private StarterTablesMain(Path data, Path out) {
    this.data = data;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, Refusal {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("expected two directories: the data to read and where to write");
    }
    var main = new StarterTablesMain(Path.of(arguments[0]), Path.of(arguments[1]));
    main.writeExportSales();
    main.writeInspections();
  }

  /// One table of all weekly reports; of a report that was sent twice the second sending, which replaces the first.
  private void writeInspections() throws IOException {
    Map<DateWindow, PublishedRelease> newest = new TreeMap<>(Comparator.comparing(DateWindow::last));
    var names = NameTable.load("reference/fgis-destinations.csv");
    Map<DateWindow, List<String>> doubts = new TreeMap<>(Comparator.comparing(DateWindow::last));
    for (Path report : reports()) {
      switch (WeeklyInspections.parse(Files.readAllBytes(report), names)) {
        case ParseOutcome.Read(var releases, var doubtful, var _, var _) -> {
          PublishedRelease release = releases.getFirst();
          String name = report.getFileName().toString();
          newest.put(release.period(), new PublishedRelease(release.period(), release.releasedAt(), release.basis(),
              release.complete(), name, release.figures(), release.coverage()));
          doubts.put(release.period(), doubtful.stream()
              .map(row -> "doubtful: %s, line %d: %s".formatted(name, row.line(), row.reason()))
              .toList());
        }
        case ParseOutcome.Unreadable(var problems) -> throw new IllegalStateException(report + ": " + problems);
      }
    }
    write("fgis-weekly.csv", new EvidenceTableHeader(SourceId.FGIS_WEEKLY,
        "United States Department of Agriculture, Federal Grain Inspection Service (WA_GR101)",
        "https://www.ams.usda.gov/mnreports/wa_gr101.txt", "https://github.com/tlayers21/ag-data-dashboard",
        READ, TERMS,
        Stream.concat(Stream.of("of a report that was sent twice the second sending is here"), doubts.values().stream().flatMap(List::stream))
            .toList()),
        List.copyOf(newest.values()));
  }

  private List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("fgis/wa_gr101"))) {
      return files.sorted().toList();
    }
  }

  private void writeExportSales() throws IOException, Refusal {
    var known = knownReleases();
    var soybeans = commodities.find(new CommodityId("soybeans")).orElseThrow();
    var byYear = MarketingYearTable.parse(read("esr/soybeans_us-total-and-china_my2020-2027.csv"), soybeans);
    write("fas-export-sales_soybeans_world-and-china.csv",
        withDoubts(exportSales("https://github.com/datuoniao/usda-soy-dashboard", List.of(
            "outstanding sales are total commitments less accumulated exports, as the copy states only the former",
            "a year's first net sales include what the year before left over, as the data service states them",
            "the copy holds no next-marketing-year figures")), byYear),
        withKnownReleases(byYear, known));
    var byDestination = DestinationTable.parse(read("esr/soybeans-and-wheat_by-destination_2025-26.csv"),
        Dialect.API, NameTable.load("reference/fas-destinations.csv"), commodities);
    write("fas-export-sales_soybeans-and-wheat_by-destination.csv",
        withDoubts(exportSales("https://github.com/philipbergman6-glitch/Mirror-Market", List.of(
            "the copy has no marketing year; it was derived: in each commodity's first week accumulated exports are "
                + "the week's exports everywhere, so soybeans are 2025/26 and wheat is 2026/27",
            "a year's first net sales include what the year before left over: for soybeans their sum is that of the "
                + "data service's form; for wheat this is taken from soybeans",
            "the copy holds no next-marketing-year figures")), byDestination),
        withKnownReleases(byDestination, known));
  }

  private static EvidenceTableHeader exportSales(String copy, List<String> notes) {
    return new EvidenceTableHeader(SourceId.FAS_EXPORT_SALES,
        "United States Department of Agriculture, Foreign Agricultural Service (weekly Export Sales)",
        "https://apps.fas.usda.gov/esrqs/", copy, READ, TERMS, notes);
  }

  private Map<LocalDate, KnownRelease> knownReleases() throws IOException, Refusal {
    Map<LocalDate, KnownRelease> releases = new HashMap<>();
    for (CsvText.Row row : CsvText.rows(CsvText.decode(read("esr/releases_2025-26.csv")), 0, RELEASE_COLUMNS)) {
      releases.put(LocalDate.parse(row.cells().get(0)),
          new KnownRelease(Instant.parse(row.cells().get(1)), ReleaseBasis.ofId(row.cells().get(2)).orElseThrow()));
    }
    return releases;
  }

  /// Releases that are not known stay without an instant: the release calendar and its exceptions decide.
  private static List<PublishedRelease> withKnownReleases(
      ParseOutcome outcome, Map<LocalDate, KnownRelease> known) {
    return switch (outcome) {
      case ParseOutcome.Read(var releases, var _, var _, var _) -> releases.stream()
          .map(release -> {
            var at = known.get(release.period().last());
            return at == null ? release : new PublishedRelease(release.period(), at.at(), at.basis(),
                release.complete(), release.report(), release.figures(), release.coverage());
          })
          .toList();
      case ParseOutcome.Unreadable(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  /// A doubt about a row would be lost with the copy, so it goes along as a remark.
  private static EvidenceTableHeader withDoubts(EvidenceTableHeader header, ParseOutcome outcome) {
    if (!(outcome instanceof ParseOutcome.Read(var _, var doubtful, var _, var _))) {
      return header;
    }
    var notes = Stream.concat(header.notes().stream(), doubtful.stream().map(row -> "doubtful: " + row.reason()));
    return new EvidenceTableHeader(header.source(), header.publisher(), header.address(), header.copy(),
        header.read(), header.terms(), notes.toList());
  }

  private void write(String name, EvidenceTableHeader header, List<PublishedRelease> releases) throws IOException {
    Files.createDirectories(out);
    var document = EvidenceTable.write(header, releases);
    if (EvidenceTable.read(document, commodities).outcome() instanceof ParseOutcome.Unreadable unreadable) {
      throw new IllegalStateException("the table just written cannot be read: " + unreadable);
    }
    Files.write(out.resolve(name), document);
    System.err.printf("%s: %,d releases, %,d bytes%n", name, releases.size(), document.length);
  }

  private byte[] read(String file) throws IOException {
    return Files.readAllBytes(data.resolve(file));
  }
}
