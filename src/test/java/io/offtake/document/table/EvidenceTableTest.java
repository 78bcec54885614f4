package io.offtake.document.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.Figure;
import io.offtake.document.Mutation;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.PublishedRelease;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceTableTest {

  private static final Commodities COMMODITIES = Commodities.standard();
  private static final CommodityId SOYBEANS = new CommodityId("soybeans");
  private static final CommodityId CORN = new CommodityId("corn");
  private static final PartyId CHINA = new PartyId("CN");

  private static final String PREAMBLE = """
      # offtake evidence table 1
      # source: fas-export-sales
      # publisher: USDA Foreign Agricultural Service
      # address: https://apps.fas.usda.gov/esrqs/
      # read: 2026-11-24
      # terms: public domain
      # coverage: listed
      # commodity: soybeans
      # origin: US
      # cadence: weekly
      # unit: t
      """;

  private static final String COLUMNS = "periodStart,periodEnd,marketYear,destination,netSales,exported\n";

  private static final String TWO_WEEKS = PREAMBLE + COLUMNS + """
      2025-10-31,2025-11-06,2026,CN,232000,0
      ,,,JP,32051,52982
      2025-11-07,2025-11-13,,CN,-100000,
      """;

  private static final EvidenceTableHeader HEADER = new EvidenceTableHeader(SourceId.FGIS_WEEKLY, "USDA AMS, FGIS",
      "https://www.ams.usda.gov/mnreports/wa_gr101.txt", "https://example.org/copy", LocalDate.of(2026, 11, 24),
      "public domain", List.of("first remark", "second: with a colon"));

  @Test
  void anEmptyCellRepeatsTheCellAboveAndAnEmptyMeasureIsNotHeld() {
    var releases = read(TWO_WEEKS).releases();

    assertThat(releases).hasSize(2);
    assertThat(releases.getFirst().figures()).hasSize(4);
    assertThat(releases.getLast().figures()).singleElement().satisfies(figure -> {
      assertThat(figure.measure()).isEqualTo(Measure.NET_SALES);
      assertThat(figure.marketYear()).isEqualTo(2026);
      assertThat(figure.value()).isEqualTo(Quantity.tonnes(-100_000));
      assertThat(figure.line()).isEqualTo(15);
      assertThat(figure.kind()).isEqualTo(Figure.Kind.PRINT);
    });
    assertThat(releases.getFirst().coverage())
        .containsExactly(new Coverage(SOYBEANS, 2026, Set.of(CHINA, new PartyId("JP"))));
  }

  @Test
  void theHeaderTellsTheSource() {
    var table = EvidenceTable.read(TWO_WEEKS.getBytes(StandardCharsets.UTF_8), COMMODITIES);

    assertThat(table.header()).isNotNull();
    assertThat(table.header().source()).isEqualTo(SourceId.FAS_EXPORT_SALES);
    assertThat(table.releases()).hasSize(2);
  }

  /// After the shutdown of 2013 one report covered three weeks.
  @Test
  void oneReportMayCoverTwentyOneDays() {
    var table = PREAMBLE + """
        releasedAt,basis,periodStart,periodEnd,marketYear,destination,netSales
        2013-10-31T12:30:00Z,reported,2013-10-04,2013-10-24,2014,CN,1000000
        """;

    assertThat(read(table).doubtful()).isEmpty();
    assertThat(read(table).releases()).singleElement().satisfies(release -> {
      assertThat(release.period().days()).isEqualTo(21);
      assertThat(release.figures()).singleElement().satisfies(figure -> {
        assertThat(figure.period()).isEqualTo(new DateWindow(LocalDate.of(2013, 10, 4), LocalDate.of(2013, 10, 24)));
        assertThat(figure.cadence()).isEqualTo(Cadence.WEEKLY);
      });
    });
  }

  @Test
  void aboveTheFirstRowStandsTheUsualValue() {
    assertThat(read(TWO_WEEKS.replace("2026,CN", ",CN")).releases())
        .flatExtracting(PublishedRelease::figures).extracting(Figure::marketYear).containsOnlyNulls();
  }

  @Test
  void linesEndAsTheSystemsEndThem() {
    assertThat(read(TWO_WEEKS.replace("\n", "\r\n"))).isEqualTo(read(TWO_WEEKS));
  }

  @Test
  void aReleaseBeforeItsPeriodEndsIsDoubted() {
    var table = PREAMBLE + """
        releasedAt,basis,periodStart,periodEnd,destination,netSales
        2025-11-01T12:30:00Z,reported,2025-10-31,2025-11-06,CN,1
        """;

    assertThat(read(table).doubtful()).singleElement().satisfies(row -> assertThat(row.used()).isTrue());
  }

  @Nested
  class RoundTrip {

    @Test
    void readingWhatWasWrittenGivesTheSame() {
      var releases = List.of(
          release(week("2025-12-11"), "2025-12-15T16:00:00Z", "wa_gr101 of 2025-12-15", true,
              List.of(
                  inspected(SOYBEANS, "CN", week("2025-12-11"), Figure.Kind.PRINT, 202_443, 30),
                  inspected(SOYBEANS, "JP", week("2025-12-11"), Figure.Kind.PRINT, 1, 31),
                  inspected(CORN, "JP", week("2025-12-11"), Figure.Kind.PRINT, 2, 31),
                  inspected(SOYBEANS, "CN", week("2025-11-27"), Figure.Kind.CORRECTION, 490, 70),
                  inspected(SOYBEANS, "CN", week("2025-11-27"), Figure.Kind.CORRECTION, -490, 71)),
              List.of(Coverage.full(CORN, null), Coverage.full(SOYBEANS, null))),
          release(week("2025-12-11"), "2025-12-15T18:00:00Z", "wa_gr101 of 2025-12-15, again", true,
              List.of(inspected(SOYBEANS, "CN", week("2025-12-11"), Figure.Kind.PRINT, 202_444, 30)),
              List.of(Coverage.full(SOYBEANS, null))),
          release(week("2025-12-18"), null, "report, with a comma and a \"quote\"", false,
              List.of(
                  figure(Measure.NET_SALES, 2026, 12, true),
                  figure(Measure.OUTSTANDING_SALES, 2026, 13, false),
                  figure(Measure.NET_SALES, 2027, 14, false)),
              List.of(new Coverage(SOYBEANS, 2026, Set.of(CHINA, PartyId.WORLD)), Coverage.full(SOYBEANS, 2027))));

      var document = EvidenceTable.write(HEADER, releases);
      var table = EvidenceTable.read(document, COMMODITIES);

      assertThat(table.outcome()).isEqualTo(new Read(releases, List.of()));
      assertThat(table.header()).isEqualTo(HEADER);
      assertThat(EvidenceTable.write(HEADER, table.releases())).isEqualTo(document);
    }

    @Test
    void holdsForManyReleasesFromASeed() {
      var random = new SplittableRandom(7);
      List<PublishedRelease> releases = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        var week = DateWindow.weekEnding(LocalDate.of(2024, 1, 4).plusWeeks(i));
        List<Figure> figures = new ArrayList<>();
        for (int row = 0; row < random.nextInt(1, 12); row++) {
          var kind = random.nextInt(4) == 0 ? Figure.Kind.CORRECTION : Figure.Kind.PRINT;
          var period = kind == Figure.Kind.PRINT ? week : DateWindow.weekEnding(week.last().minusWeeks(3));
          figures.add(inspected(random.nextBoolean() ? CORN : SOYBEANS, "A" + (char) ('A' + row), period, kind,
              random.nextLong(-500, 100_000), 20 + row));
        }
        releases.add(release(week, random.nextBoolean() ? week.last().plusDays(4) + "T16:00:00Z" : null, "no. " + i,
            random.nextBoolean(), figures, List.of(Coverage.full(CORN, null), Coverage.full(SOYBEANS, null))));
      }

      assertThat(EvidenceTable.read(EvidenceTable.write(HEADER, releases), COMMODITIES).outcome())
          .isEqualTo(new Read(releases, List.of()));
    }

    @Test
    void theOrderOfReleasesHandedInDoesNotMatter() {
      var releases = read(TWO_WEEKS).releases();

      assertThat(EvidenceTable.write(HEADER, releases.reversed())).isEqualTo(EvidenceTable.write(HEADER, releases));
    }

    @Test
    void figuresOfAReleaseWithoutAReportGetTheirLinesInTheTable() {
      var written = EvidenceTable.read(EvidenceTable.write(HEADER, read(TWO_WEEKS).releases()), COMMODITIES);

      assertThat(EvidenceTable.read(EvidenceTable.write(HEADER, written.releases()), COMMODITIES)).isEqualTo(written);
      assertThat(written.releases()).flatExtracting(PublishedRelease::figures)
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
          .isEqualTo(read(TWO_WEEKS).releases().stream().flatMap(release -> release.figures().stream()).toList());
    }

    @Test
    void refusesWhatItCouldNotReadBack() {
      var empty = release(week("2025-12-11"), null, null, false, List.of(), List.of());
      var once = release(week("2025-12-18"), null, "a", false, List.of(figure(Measure.NET_SALES, 2026, 1, false)),
          List.of());
      var twice = release(week("2025-12-18"), null, "a", false,
          List.of(figure(Measure.EXPORTED, 2026, 1, false), figure(Measure.EXPORTED, 2026, 2, false)), List.of());
      var carryOver = release(week("2025-12-18"), null, "a", false, List.of(figure(Measure.EXPORTED, 2026, 1, true)),
          List.of());

      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceTable.write(HEADER, List.of()));
      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceTable.write(HEADER, List.of(empty)));
      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceTable.write(HEADER, List.of(once, once)));
      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceTable.write(HEADER, List.of(carryOver)));
      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceTable.write(HEADER, List.of(twice)));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() ->
          new EvidenceTableHeader(SourceId.FGIS_WEEKLY, "two\nlines", "a", null, LocalDate.EPOCH, "t", List.of()));
    }
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource
  void refuses(String document, @Nullable Integer line, String expected) {
    var table = EvidenceTable.read(document.getBytes(StandardCharsets.UTF_8), COMMODITIES);

    assertThat(table.outcome()).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) table.outcome()).problems()).first().satisfies(problem -> {
      assertThat(problem.reason()).contains(expected);
      assertThat(problem.line()).isEqualTo(line);
    });
  }

  @Test
  void allThatIsWrongAboveTheRowsIsToldAtOnce() {
    var table = TWO_WEEKS.replace("# publisher", "# publisher of it").replace("# unit: t", "# unit: tonnes")
        .replace("2026-11-24", "yesterday").replace("# cadence: weekly", "# cadence: fortnightly")
        .replace("netSales", "netsales").replace(",destination", ",buyer");

    var outcome = EvidenceTable.read(table.getBytes(StandardCharsets.UTF_8), COMMODITIES).outcome();

    assertThat(((Unreadable) outcome).problems()).extracting(Problem::reason).satisfiesExactlyInAnyOrder(
        reason -> assertThat(reason).contains("'# publisher of it: ").contains("is no entry"),
        reason -> assertThat(reason).contains("'# publisher: ...' is missing"),
        reason -> assertThat(reason).contains("'# read: ...' must be a day").contains("'yesterday'"),
        reason -> assertThat(reason).contains("cadence must be daily, weekly or monthly").contains("'fortnightly'"),
        reason -> assertThat(reason).contains("unit must be a unit such as t").contains("'tonnes'"),
        reason -> assertThat(reason).contains("'netsales' is no column"),
        reason -> assertThat(reason).contains("'buyer' is no column"),
        reason -> assertThat(reason).contains("the column destination is missing"));
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        arguments("", 1, "the first line must be '# offtake evidence table 1'"),
        arguments(TWO_WEEKS.replace("table 1", "table 2"), 1, "the first line must be"),
        arguments(TWO_WEEKS.replace("# read", "# seen"), 5, "'# seen: 2026-11-24' is no entry"),
        arguments(TWO_WEEKS.replace("# read: 2026-11-24\n", ""), null, "'# read: ...' is missing"),
        arguments(TWO_WEEKS.replace("2026-11-24", "yesterday"), 5, "must be a day"),
        arguments(TWO_WEEKS.replace("# unit: t", "# origin: CN"), 11, "origin stands twice"),
        arguments(TWO_WEEKS.replace("# unit: t\n", ""), 11, "the column unit is missing"),
        arguments(TWO_WEEKS.replace("# unit: t", "# unit: tonnes"), 11, "unit must be a unit such as t, kg"),
        arguments(TWO_WEEKS.replace("soybeans", "soyabeans"), 8, "commodity must be an id"),
        arguments(TWO_WEEKS.replace("netSales", "netsales"), 12, "'netsales' is no column"),
        arguments(TWO_WEEKS.replace("netSales", "exported"), 12, "the column exported stands twice"),
        arguments(TWO_WEEKS.replace("marketYear", "unit"), 12, "also above the header row"),
        arguments(PREAMBLE + COLUMNS, null, "holds no rows"),
        arguments(TWO_WEEKS.replace(",,,JP", ",,,Japan"), 14, "destination must be a party"),
        arguments(TWO_WEEKS.replace(",,,JP", ",,,CN"), 14, "stands twice in one release, in line 13 and here"),
        arguments(TWO_WEEKS.replace("32051", "32,051"), 14, "holds 7 cells, but the header row holds 6"),
        arguments(TWO_WEEKS.replace("32051", "3.2e4"), 14, "netSales must be a plain decimal"),
        arguments(TWO_WEEKS.replace("-100000,", ","), 15, "states no figure"),
        arguments(TWO_WEEKS.replace("2025-11-07", "2025-11-14"), 15, "periodEnd (2025-11-13) is before periodStart"),
        arguments(TWO_WEEKS.replace("2025-11-07", "2025-11-31"), 15, "periodStart must be a day"),
        arguments(TWO_WEEKS.replace("2026,CN", "2025/26,CN"), 13, "marketYear must be the year it ends in"),
        arguments(TWO_WEEKS.replace("\n2025-10-31,2025-11-06,2026,CN", "\n,2025-11-06,2026,CN"), 13, "nothing above"),
        arguments(TWO_WEEKS.replace("# coverage: listed", "# coverage: most"), 7, "coverage must be full, listed"),
        arguments(TWO_WEEKS + "2025-10-31,2025-11-06,,BD,1,1\n", 16, "must stand together"),
        arguments(TWO_WEEKS.replace("# unit: t", "# unit: t\n# basis: reported"), 14, "stand together or not at all"),
        arguments(TWO_WEEKS.replace("# unit: t", "# unit: t\n# releasedAt: today\n# basis: reported"), 12,
            "releasedAt must be an instant in UTC"),
        arguments(TWO_WEEKS.replace("marketYear,", "reportLine,"), 13, "reportLine must be a line of the report"));
  }

  @Test
  void neverThrowsWhateverTheDocument() {
    var original = (TWO_WEEKS + "2025-11-14,2025-11-20,,\"unknown\",1,2\n").getBytes(StandardCharsets.UTF_8);
    var random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      var outcome = EvidenceTable.read(Mutation.of(original, random), COMMODITIES).outcome();
      assertThat(outcome instanceof Unreadable(List<Problem> problems) && problems.isEmpty()).isFalse();
    }
  }

  private static Read read(String document) {
    var outcome = EvidenceTable.read(document.getBytes(StandardCharsets.UTF_8), COMMODITIES).outcome();
    assertThat(outcome).isInstanceOf(Read.class);
    return (Read) outcome;
  }

  private static DateWindow week(String last) {
    return DateWindow.weekEnding(LocalDate.parse(last));
  }

  private static PublishedRelease release(DateWindow period, @Nullable String at, @Nullable String report,
      boolean complete, List<Figure> figures, List<Coverage> coverage) {
    return new PublishedRelease(period, at == null ? null : Instant.parse(at),
        at == null ? ReleaseBasis.ESTIMATED : ReleaseBasis.REPORTED, complete, report, figures, coverage);
  }

  private static Figure inspected(
      CommodityId commodity, String destination, DateWindow period, Figure.Kind kind, long tonnes, int line) {
    return new Figure(Measure.INSPECTED, commodity, new PartyId("US"), new PartyId(destination), Cadence.WEEKLY, period,
        null, kind, Quantity.tonnes(tonnes), line, false);
  }

  private static Figure figure(Measure measure, int marketYear, int line, boolean carryOver) {
    return new Figure(measure, SOYBEANS, new PartyId("US"), CHINA, Cadence.WEEKLY, week("2025-12-18"), marketYear,
        Figure.Kind.PRINT, Quantity.tonnes(line * 1000L), line, carryOver);
  }
}
