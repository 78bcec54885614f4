package io.offtake.publisher;

import java.io.ByteArrayInputStream;
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
import java.util.zip.GZIPInputStream;

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
import io.offtake.reference.PartyId;

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
    main.writeWheat();
    main.writeDollars();
    main.writeAgreements();
  }

  /// Wheat of marketing year 2025/26; that of 2026/27 stands in the table by destination.
  private void writeWheat() throws IOException, Refusal {
    write("fas-export-sales_wheat_indonesia-and-bangladesh.csv",
        exportSales("https://github.com/huichengguan/usda-export-sales", List.of(
            "the copy is in thousand tonnes to one digit: figures are right to 50 t",
            "a week's exports are the change of accumulated exports, as the copy does not state them",
            "rows before the marketing year, which are its sales before it began, are left out")),
        withReleases(StarterSales.wheat(read("esr/esr_by-destination_weekly_kt.csv")), knownReleases()));
  }

  private void writeDollars() throws IOException, Refusal {
    write("census-exports_phase-one_china.csv", census("https://github.com/tradewartracker/us-china-overview", List.of(
            "goods by the categories of Annex 6.1 of the Phase One agreement, added up; what the agreement does not cover is left out",
            "each month as it stood in the vintage of spring 2021; first prints, which differ, are not held")),
        StarterMonths.phaseOne(read("census/monthly_by_phase_one_category.csv")));
    write("census-exports_farm-goods_vietnam.csv", census("https://github.com/tradewartracker/us-exports-hs10", List.of(
            "farm goods are those of Annex 1 of the WTO Agreement on Agriculture: chapters 1 to 24 without fish, and the headings it lists beyond",
            "USDA's own count of agricultural products differs a little",
            "corn is 1005, wheat 1001, soybean meal 2304, distillers' grains 230330; all else is other-agricultural-products")),
        StarterMonths.farmGoodsToVietnam(new GZIPInputStream(new ByteArrayInputStream(read(
            "census/us_exports_to_vietnam_hs10_ch01-24_27_41-44_50-53_monthly_2022-01_2026-01.csv.gz"))).readAllBytes()));
  }

  private static EvidenceTableHeader census(String copy, List<String> notes) {
    return new EvidenceTableHeader(SourceId.CENSUS_EXPORTS, "US Census Bureau (value of exports, free alongside ship)",
        "https://www.census.gov/foreign-trade/", copy, READ, TERMS, notes);
  }

  /// What was reported of deliveries under the grain agreements of the 1980s, where it covers a whole window.
  private void writeAgreements() throws IOException {
    var wheat = new CommodityId("wheat");
    var corn = new CommodityId("corn");
    write("agreement-deliveries.csv", new EvidenceTableHeader(new SourceId("agreement-deliveries"),
        "US General Accounting Office and press", "https://www.gao.gov/products/NSIAD-89-63",
        "https://www.gao.gov/products/NSIAD-89-63", READ, "facts as reported, each with its address below", List.of(
            "China 1981 to 1984: 20.8 Mt of wheat and 3.5 Mt of corn in four years, GAO NSIAD-89-63; by year they are not held",
            "Soviet Union, year to September 1985, wheat: 2.9 Mt, the minimum of 4.0 less the shortfall of 1.1 reported on 1985-10-01, http://articles.latimes.com/1985-10-01/business/fi-19369_1_soviet-union",
            "the same, corn: 15.73 Mt, the record of 18.63 Mt of wheat and corn named on 1989-05-05 less that wheat, http://video.nohib.com/archives/la-xpm-1989-05-05-fi-2443-story.html")),
        List.of(
            StarterMonths.reported(new PartyId("CN"), LocalDate.of(1981, 1, 1), LocalDate.of(1984, 12, 31), "1989-03-22",
                Map.of(wheat, 20_800_000L, corn, 3_500_000L)),
            StarterMonths.reported(new PartyId("SU"), LocalDate.of(1984, 10, 1), LocalDate.of(1985, 9, 30), "1985-10-01",
                Map.of(wheat, 2_900_000L)),
            StarterMonths.reported(new PartyId("SU"), LocalDate.of(1984, 10, 1), LocalDate.of(1985, 9, 30), "1989-05-05",
                Map.of(corn, 15_730_000L))));
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
      case ParseOutcome.Read(var releases, var _, var _, var _) -> withReleases(releases, known);
      case ParseOutcome.Unreadable(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  private static List<PublishedRelease> withReleases(List<PublishedRelease> releases, Map<LocalDate, KnownRelease> known) {
    return releases.stream()
        .map(release -> {
          var at = known.get(release.period().last());
          return at == null ? release : new PublishedRelease(release.period(), at.at(), at.basis(),
              release.complete(), release.report(), release.figures(), release.coverage());
        })
        .toList();
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
