package io.offtake.publisher.fgis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.Figure.Kind;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyInspectionsTest {

  private static final DestinationNames NAMES = NameTable.load("reference/fgis-destinations.csv");
  private static final DateWindow WEEK_2025 = DateWindow.weekEnding(LocalDate.of(2025, 12, 18));

  private final String report = Reports.of("2025-12-18");

  @Test
  void addsACountryUpOverItsRegions() {
    assertThat(print(release(report), "soybeans", "CN")).isEqualTo(Quantity.tonnes(386_010));
  }

  @Test
  void statesAFigureWithAllItStandsFor() {
    assertThat(release(report).figures()).contains(new Figure(Measure.INSPECTED, new CommodityId("soybeans"),
        new PartyId("US"), new PartyId("CN"), Cadence.WEEKLY, WEEK_2025, null, Kind.PRINT,
        Quantity.tonnes(386_010), lineOf("GULF      CHINA"), false));
  }

  @Test
  void addsYellowAndWhiteCorn() {
    assertThat(print(release(report), "corn", "MX")).isEqualTo(Quantity.tonnes(214_059 + 46_496));
    assertThat(print(release(report), "corn", "world")).isEqualTo(Quantity.tonnes(660_855 + 51_461));
  }

  @Test
  void statesNoFigureForACountryThatTookNothing() {
    assertThat(release(report).figures()).noneMatch(figure ->
        figure.destination().equals(new PartyId("MA")) && figure.commodity().equals(new CommodityId("wheat")));
  }

  @Test
  void takesTheWorldFromTheTotalLine() {
    assertThat(release(report).figures())
        .filteredOn(figure -> figure.destination().equals(PartyId.WORLD))
        .allMatch(figure -> figure.line() == lineOf("  TOTAL"))
        .extracting(figure -> figure.commodity().value())
        .containsExactly("wheat", "corn", "barley", "sorghum", "soybeans");
  }

  @Test
  void statesWeekAndReleaseAsPrinted() {
    var release = release(report);
    assertThat(release.period()).isEqualTo(WEEK_2025);
    assertThat(release.releasedAt()).isEqualTo(Instant.parse("2025-12-22T16:00:00Z"));
    assertThat(release.basis()).isEqualTo(ReleaseBasis.REPORTED);
    assertThat(release.complete()).isTrue();
    assertThat(release.report()).isNull();
    assertThat(release(Reports.of("2020-08-27")).releasedAt()).isEqualTo(Instant.parse("2020-08-31T15:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Washington, DC    Mon Dec 22 , 2025   USDA Market News",
      "Washington, DC    Mon   Dec 22 2025   USDA Market News",
      "Washington, DC ***Mon Dec 22, 2025***   USDA Market New",
      "Washington, DC    Mon   December 22, 2025   USDA Market News"})
  void readsEveryWayADateWasPrinted(String heading) {
    var other = report.replaceFirst("Washington, DC.*", heading);
    assertThat(release(other).releasedAt()).isEqualTo(Instant.parse("2025-12-22T16:00:00Z"));
  }

  @Test
  void leavesTheInstantOpenWhenNoDateIsPrinted() {
    assertThat(release(report.replaceFirst("Washington, DC.*", "Washington, DC")).releasedAt()).isNull();
  }

  @Test
  void coversGrainsWithoutAColumnButNotThoseTheTableLeavesOut() {
    assertThat(release(report).coverage()).allMatch(Coverage::isFull)
        .extracting(coverage -> coverage.commodity().value())
        .containsExactlyInAnyOrder("wheat", "corn", "sorghum", "soybeans", "barley", "oats", "flaxseed", "canola");
  }

  @Test
  void datesACorrectionByItsCertificate() {
    assertThat(release(report).figures())
        .filteredOn(figure -> figure.kind() == Kind.CORRECTION)
        .extracting(figure -> figure.commodity().value(), figure -> figure.destination().value(),
            Figure::period, Figure::value, Figure::line)
        .containsExactly(
            tuple("corn", "PH", DateWindow.weekEnding(LocalDate.of(2025, 12, 11)),
                Quantity.tonnes(220), lineOf("FOR CERTDATE 12/05/25")),
            tuple("sorghum", "HT", DateWindow.weekEnding(LocalDate.of(2025, 12, 11)),
                Quantity.tonnes(294), lineOf("FOR CERTDATE 12/11/25 ADD  294")),
            tuple("soybeans", "ID", DateWindow.weekEnding(LocalDate.of(2025, 12, 11)),
                Quantity.tonnes(4358), lineOf("FOR CERTDATE 12/11/25 ADD 4358")));
  }

  @Test
  void subtractsAndKeepsZeros() {
    var other = report
        .replace("ADD  220 YC", "SUBTRACT 71,081 YC")
        .replace("ADD  294 WHS", "          0 WHS");
    assertThat(corrections(release(other))).containsExactly(-71_081L, 0L, 4358L);
  }

  @Test
  void takesCorrectionsThatAreTheWholeWeekBeforeForItsNewPrints() {
    var again = read(Reports.listingTheWeekBeforeAgain());
    var release = again.releases().getFirst();
    assertThat(corrections(release)).isEmpty();
    assertThat(release.figures())
        .filteredOn(figure -> figure.period().equals(DateWindow.weekEnding(LocalDate.of(2025, 12, 11))))
        .extracting(figure -> figure.commodity().value(), figure -> figure.destination().value(), Figure::kind, Figure::value)
        .as("each destination's certificates added up, without what was shipped for storage in Canada")
        .containsExactlyInAnyOrder(
            tuple("corn", "PH", Kind.PRINT, Quantity.tonnes(220)),
            tuple("sorghum", "HT", Kind.PRINT, Quantity.tonnes(294)),
            tuple("soybeans", "ID", Kind.PRINT, Quantity.tonnes(4358)),
            tuple("soybeans", "CN", Kind.PRINT, Quantity.tonnes(99_000)));
    assertThat(again.doubtful()).singleElement().satisfies(row -> {
      assertThat(row.used()).isTrue();
      assertThat(row.reason()).contains("the whole week to 2025-12-11", "6 lines", "104,872 t");
    });
  }

  @Test
  void addsCorrectionsThatAreNotAllOfTheWeekBefore() {
    var another = Reports.listingTheWeekBeforeAgain().replace("104,358 ", "604,358 ");
    assertThat(corrections(release(another))).containsExactly(220L, 294L, 4358L, 60_000L, 39_000L, 1000L);
  }

  @Test
  void readsACorrectionWithoutAClass() {
    assertThat(corrections(release(report.replace("220 YC  CORN  ", "220     CANOLA"))))
        .containsExactly(220L, 294L, 4358L);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "TO PHILIPPINES  | TO              | the correction names no destination",
      "TO PHILIPPINES  | TO ATLANTIS     | no destination is known by the name 'ATLANTIS'",
      "ADD  220         | 220             | the correction says neither ADD nor SUBTRACT",
      "12/05/25         | 13/05/25        | the correction's certificate date is no day",
      "12/05/25         | 12/19/25        | lies after the report's week",
      "YC  CORN         | YC  MAIZE       | no grain is known by the name 'MAIZE'",
      "FROM INTERIOR TO PHILIPPINES | INTERIOR | the correction cannot be read"})
  void doubtsACorrectionThatDoesNotSayEnough(String printed, String instead, String reason) {
    var read = read(report.replace(printed.strip(), instead.strip()));
    assertThat(read.doubtful()).singleElement().satisfies(row -> {
      assertThat(row.line()).isEqualTo(lineOf("FOR CERTDATE 12/05/25"));
      assertThat(row.reason()).contains(reason);
      assertThat(row.used()).isFalse();
    });
    assertThat(corrections(read.releases().getFirst())).containsExactly(294L, 4358L);
  }

  @Test
  void doubtsARowOfADestinationThatIsNotKnown() {
    var read = read(report.replace("UN KINGDOM", "ATLANTIS  "));
    assertThat(read.doubtful()).containsExactly(new DoubtfulRow(lineOf("          UN KINGDOM"),
        "no destination is known by the name 'ATLANTIS': add it to reference/fgis-destinations.csv", false));
    assertThat(print(read.releases().getFirst(), "soybeans", "world")).isEqualTo(Quantity.tonnes(560_124));
  }

  @Test
  void doubtsAReportWithoutItsFoot() {
    var read = read(report.substring(0, report.indexOf("FOR CERTDATE 12/11/25 ADD 4358")));
    assertThat(read.doubtful()).singleElement().satisfies(row -> {
      assertThat(row.reason()).contains("may have been cut off");
      assertThat(row.used()).isTrue();
    });
  }

  @Test
  void tellsTheTwoChinasOf2020Apart() {
    var read = read(Reports.of("2020-08-27"));
    var release = read.releases().getFirst();
    assertThat(read.doubtful()).isEmpty();
    assertThat(print(release, "soybeans", "CN")).isEqualTo(Quantity.tonnes(259_635 + 205_708 + 4_359));
    assertThat(print(release, "soybeans", "TW")).isEqualTo(Quantity.tonnes(8_962));
    assertThat(corrections(release)).containsExactly(930L, 490L, 490L, 3183L);
  }

  @Test
  void doubtsAnOldNameInANewReport() {
    assertThat(read(report.replace("PACIFIC   CHINA     ", "PACIFIC   CHINA MAIN")).doubtful()).singleElement()
        .satisfies(row -> assertThat(row.reason()).contains("'CHINA MAIN'"));
  }

  @Test
  void countsACountryPrintedUnderTheSubtotalThatHoldsIt() {
    assertThat(print(release(Reports.of("2020-08-27")), "sorghum", "ZW")).isEqualTo(Quantity.tonnes(30_780));
  }

  @Test
  void readsRegionsOnLinesOfTheirOwnAndABrokenHead() {
    var release = release(Reports.of("2019-04-25"));
    assertThat(print(release, "canola", "MX")).isEqualTo(Quantity.tonnes(96));
    assertThat(print(release, "oats", "MX")).isEqualTo(Quantity.tonnes(200));
    assertThat(print(release, "soybeans", "TW")).isEqualTo(Quantity.tonnes(12_951));
    assertThat(corrections(release)).containsExactly(0L);
  }

  @Test
  void leavesOutTheGrainStoredInCanada() {
    assertThat(print(release(Reports.of("2019-04-25")), "wheat", "world")).isEqualTo(Quantity.tonnes(151_622));
  }

  @ParameterizedTest
  @CsvSource({"BAR-,   LEY,barley", "FLAX,  SEED,flaxseed", "'    ',  FLAX,flaxseed", "SUN-,  SEED,sunflower-seed",
      "CANO,    LA,canola"})
  void readsHeadsBrokenOverTwoLines(String above, String below, String grain) {
    var other = Reports.of("2019-04-25").replace("CAN-", above).replace("       OLA", "    " + below);
    assertThat(print(release(other), grain, "MX")).isEqualTo(Quantity.tonnes(96));
  }

  @Test
  void readsAHeadThatGoesOnUnderTheHead() {
    var other = Reports.of("2019-04-25").replace("CAN-", "")
        .replace("OLA      TOTALS", "FLAX     TOTALS\r\n                                 SEED");
    assertThat(print(release(other), "flaxseed", "MX")).isEqualTo(Quantity.tonnes(96));
  }

  @Test
  void passesOverTheLeftOverOfAColumnThatWasDeleted() {
    assertThat(read(report.replace("SOYBEANS      TOTALS", "SOYBEANS  LA  TOTALS")))
        .isEqualTo(read(report));
  }

  @Test
  void refusesATotalThatDoesNotAddUp() {
    assertThat(parse(report.replace("560,124", "560,125"))).isEqualTo(new ParseOutcome.Unreadable(List.of(
        new Problem(lineOf("  TOTAL"), "the column SOYBEANS adds up to 560,124 t, but its TOTAL says 560,125 t: "
            + "fetch the report again, it may be damaged"))));
  }

  @Test
  void refusesACountryThatStandsTwiceInARegion() {
    assertThat(refusal(report.replace("COSTA RICA", "CHINA     ")))
        .contains("CHINA stands twice in the region GULF").contains("line " + lineOf("GULF      CHINA"));
  }

  @Test
  void refusesAReportThatWasCutOff() {
    assertThat(refusal(report.substring(0, report.indexOf("  TOTAL  ")))).contains("ends without its TOTAL line");
    assertThat(refusal(report.substring(0, report.indexOf("WHEAT")))).contains("has no head");
    assertThat(refusal(report.substring(0, report.indexOf("BY REGION")))).contains("has no table");
  }

  @Test
  void refusesARowWithAFigureTooFewOrTooMany() {
    assertThat(refusal(report.replace("4,720          0", "4,720           "))).contains("but has 6 after 'COSTA RICA'");
    assertThat(refusal(report.replace("UN KINGDOM  ", "UN KINGDOM 7"))).contains("but has 8 after 'UN KINGDOM'");
  }

  @Test
  void refusesAColumnThatIsNotKnown() {
    assertThat(refusal(report.replace("BARLEY", "LENTIL"))).contains("no grain is known by the column 'LENTIL'");
    assertThat(refusal(report.replace("BARLEY", " WHEAT"))).contains("the column WHEAT stands twice");
  }

  @Test
  void refusesAWeekThatIsNone() {
    assertThat(refusal(report.replace("DEC 18, 2025", "DEC 17, 2025"))).contains("2025-12-17, a WEDNESDAY");
    assertThat(refusal(report.replace("DEC 18, 2025", "DEC 38, 2025"))).contains("no day");
    assertThat(refusal(report.replace("WEEK ENDING", "WEEK"))).contains("no week is named");
  }

  @Test
  void refusesAReportDatedBeforeItsWeekEnds() {
    assertThat(refusal(report.replaceFirst("Dec 22, 2025", "Dec 15, 2025")))
        .contains("dated 2025-12-15, before its week ends on 2025-12-18");
  }

  @Test
  void holdsItsFirstTableAgainstItsTableByCountry() {
    long total = print(release(report), "soybeans", "world").value().longValue();

    assertThat(read(national(total) + report).doubtful()).isEmpty();
    assertThat(read(national(total - 129_000) + report).doubtful()).singleElement().satisfies(row -> {
      assertThat(row.reason()).contains("first table says %,d t of soybeans".formatted(total - 129_000),
          "adds up to %,d t".formatted(total), "129,000 t");
      assertThat(row.used()).isTrue();
    });
  }

  @Test
  void takesNoShipmentsForStorageInCanadaForADisagreement() {
    long total = print(release(report), "soybeans", "world").value().longValue();
    String lines = report.replaceFirst("(?m)^(  TOTAL  .*)$", "$1\n\nSHIPMENTS TO CANADA*\n      0    0    0    12,345    12,345");

    assertThat(lines).isNotEqualTo(report);
    assertThat(read(national(total + 12_345) + lines).doubtful()).isEmpty();
    assertThat(read(national(total + 12_999) + lines).doubtful()).hasSize(1);
  }

  @Test
  void restatesTheWeekBefore() {
    assertThat(read(national(1) + report).restated()).singleElement().satisfies(again -> {
      assertThat(again.commodity()).isEqualTo(new CommodityId("soybeans"));
      assertThat(again.period()).isEqualTo(DateWindow.weekEnding(LocalDate.of(2025, 12, 11)));
      assertThat(again.tonnes()).isEqualTo(409_509);
    });
    assertThat(WeeklyInspections.national(Reports.bytes(national(7) + report), WEEK_2025))
        .containsExactly(java.util.Map.entry(new CommodityId("soybeans"), 7L));
  }

  private static String national(long soybeans) {
    return """
          GRAIN      12/18/2025  12/11/2025  12/19/2024    TO DATE     TO DATE

        SOYBEANS      %,d**     409,509     544,344   39,751,747   48,422,306
        Total       2,616,802   2,677,512   2,555,454  126,967,385  118,086,011
        """.formatted(soybeans);
  }

  @Test
  void tellsTheWordsOfANoticeThatLiesInAReportsPlace() {
    assertThat(refusal("WA_GR101\nThe report for the week ending Dec 18 is delayed\nuntil Tuesday because of a holiday.\n"))
        .contains("The report for the week ending Dec 18 is delayed until Tuesday because of a holiday.");
    assertThat(((ParseOutcome.Unreadable) WeeklyInspections.parse(
        report.getBytes(java.nio.charset.StandardCharsets.UTF_16), NAMES)).problems().getFirst().reason()).contains("UTF-16");
  }

  @Test
  void refusesTwoReportsInOne() {
    assertThat(refusal(report + report)).contains("a second time");
  }

  @Test
  void refusesWhatIsNoReport() {
    assertThat(refusal("")).contains("is empty");
    assertThat(refusal(" \r\n")).contains("is empty");
    assertThat(refusal("<!DOCTYPE html><html><body><pre>" + report + "</pre></body></html>")).contains("HTML");
    assertThat(refusal("{\"error\": 500}")).contains("has no table");
    var noise = new byte[20_000];
    new Random(11).nextBytes(noise);
    assertThat(WeeklyInspections.parse(noise, NAMES)).isInstanceOf(ParseOutcome.Unreadable.class);
  }

  @Test
  void answersWhateverBytesItIsGiven() {
    var random = new Random(20_251_218);
    var reports = List.of(Reports.bytes(report), Reports.bytes(Reports.of("2020-08-27")),
        Reports.bytes(Reports.of("2019-04-25")));
    for (int i = 0; i < 2_000; i++) {
      var document = mutated(reports.get(i % reports.size()), random);
      var outcome = WeeklyInspections.parse(document, NAMES);
      switch (outcome) {
        case ParseOutcome.Read read -> assertThat(read.releases()).hasSize(1);
        case ParseOutcome.Unreadable unreadable -> assertThat(unreadable.problems())
            .isNotEmpty().allMatch(problem -> !problem.reason().isBlank());
      }
    }
  }

  /// Changes, cuts, doubles or drops a few bytes or lines.
  private static byte[] mutated(byte[] document, Random random) {
    var bytes = document.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) ('0' + random.nextInt(10));
        case 2 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
        case 3 -> bytes[at] = ' ';
        case 4 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(120)), new byte[0]);
        default -> bytes = spliced(bytes, at, at,
            Arrays.copyOfRange(bytes, Math.max(0, at - random.nextInt(120)), at));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    return Reports.bytes(
        text.substring(0, from) + new String(between, StandardCharsets.ISO_8859_1) + text.substring(to));
  }

  private int lineOf(String start) {
    var lines = report.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i + 1;
      }
    }
    throw new AssertionError("no line starts with " + start);
  }

  private static ParseOutcome parse(String report) {
    return WeeklyInspections.parse(Reports.bytes(report), NAMES);
  }

  private static ParseOutcome.Read read(String report) {
    return assertThat(parse(report)).asInstanceOf(type(ParseOutcome.Read.class)).actual();
  }

  private static PublishedRelease release(String report) {
    return read(report).releases().getFirst();
  }

  private static String refusal(String report) {
    return assertThat(parse(report)).asInstanceOf(type(ParseOutcome.Unreadable.class)).actual()
        .problems().getFirst().reason();
  }

  private static List<Long> corrections(PublishedRelease release) {
    return release.figures().stream().filter(figure -> figure.kind() == Kind.CORRECTION)
        .map(figure -> figure.value().value().longValueExact()).toList();
  }

  private static Quantity print(PublishedRelease release, String commodity, String destination) {
    var figures = release.figures().stream()
        .filter(figure -> figure.kind() == Kind.PRINT)
        .filter(figure -> figure.commodity().value().equals(commodity))
        .filter(figure -> figure.destination().value().equals(destination))
        .toList();
    assertThat(figures).hasSize(1);
    return figures.getFirst().value();
  }
}
