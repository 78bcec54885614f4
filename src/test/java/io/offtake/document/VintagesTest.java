package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Held;
import io.offtake.evidence.Ledger;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a document adds to what is held.
class VintagesTest {

  private static final CommodityId SOYBEANS = new CommodityId("soybeans");
  private static final PartyId US = new PartyId("US");
  private static final PartyId CHINA = new PartyId("CN");
  private static final Trade INSPECTED = new Trade(SourceId.FGIS_WEEKLY, SOYBEANS, US, CHINA);
  private static final LocalDate WEEK = LocalDate.of(2025, 12, 18);
  private static final Instant FIRST = Instant.parse("2025-12-22T16:00:00Z");
  private static final Instant SECOND = Instant.parse("2025-12-29T16:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  private final Held held = new Held();

  @Test
  void readingADocumentTwiceAddsNothing() {
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW);

    var again = held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW);

    assertThat(again.added()).isZero();
    assertThat(again.entries()).isEmpty();
    assertThat(held.observations(INSPECTED)).hasSize(1);
  }

  @Test
  void aCorrectionIsADeltaOfAnEarlierWeekKnownSinceItsOwnReport() {
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW);
    held.take(SourceId.FGIS_WEEKLY,
        report(WEEK.plusWeeks(1), SECOND, print(WEEK.plusWeeks(1), 100), correction(WEEK, 490), correction(WEEK, -90)),
        null, NOW);

    assertThat(inspected(WEEK, SECOND.minusMillis(1))).isEqualTo(Quantity.tonnes(386_010));
    assertThat(inspected(WEEK, SECOND)).isEqualTo(Quantity.tonnes(386_410));
  }

  @Test
  void aReSentReportReplacesTheOneBeforeCorrectionsIncluded() {
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW);
    LocalDate next = WEEK.plusWeeks(1);
    held.take(SourceId.FGIS_WEEKLY, report(next, SECOND, print(next, 100), correction(WEEK, 490)), null, NOW);
    held.take(SourceId.FGIS_WEEKLY, report(next, SECOND, print(next, 100), correction(WEEK, 7)), null, NOW);

    assertThat(inspected(WEEK, NOW)).isEqualTo(Quantity.tonnes(386_017));
    assertThat(inspected(next, NOW)).isEqualTo(Quantity.tonnes(100));
  }

  @Test
  void aWeekKnownOnlyByCorrectionsStaysMissing() {
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 1), correction(WEEK.minusWeeks(3), 490)), null, NOW);

    Ledger.Row row = held.panel().at(NOW).ledger(INSPECTED).rows().getFirst();

    assertThat(row.period().last()).isEqualTo(WEEK.minusWeeks(3));
    assertThat(row.isPrinted()).isFalse();
    assertThat(row.value(Measure.INSPECTED)).contains(Quantity.tonnes(490));
  }

  @Test
  void aDifferentFigureIsARevisionKnownSinceItsDocumentAndTheEarlierOneStays() {
    String columns = "periodStart,periodEnd,commodity,marketYear,destination,netSales";
    held.sales(columns, "2025-10-24,2025-10-30,soybeans,2026,CN,232000");
    var revised = held.sales(columns, "2025-10-24,2025-10-30,soybeans,2026,CN,233000");
    var trade = new Trade(SourceId.FAS_EXPORT_SALES, SOYBEANS, US, CHINA);

    assertThat(revised.revised()).isEqualTo(1);
    assertThat(netSales(trade, Instant.parse("2026-11-23T00:00:00Z"))).isEqualTo(Quantity.tonnes(232_000));
    assertThat(netSales(trade, NOW)).isEqualTo(Quantity.tonnes(233_000));
  }

  @Test
  void aRevisionThatIsTakenBackIsTakenBack() {
    Instant day = Instant.parse("2026-03-01T00:00:00Z");
    held.take(SourceId.FAS_EXPORT_SALES, sales("232000"), null, day);
    held.take(SourceId.FAS_EXPORT_SALES, sales("233000"), null, day.plusSeconds(86_400));
    var back = held.take(SourceId.FAS_EXPORT_SALES, sales("232000"), null, day.plusSeconds(2 * 86_400));
    var trade = new Trade(SourceId.FAS_EXPORT_SALES, SOYBEANS, US, CHINA);

    assertThat(back.revised()).isEqualTo(1);
    assertThat(netSales(trade, day)).isEqualTo(Quantity.tonnes(232_000));
    assertThat(netSales(trade, day.plusSeconds(86_400))).isEqualTo(Quantity.tonnes(233_000));
    assertThat(netSales(trade, NOW)).isEqualTo(Quantity.tonnes(232_000));
    assertThat(held.take(SourceId.FAS_EXPORT_SALES, sales("232000"), null, day.plusSeconds(3 * 86_400)).added()).isZero();
  }

  /// A whole answer of 1 February, and a table that says that the figure was 233,000 t from 10 March on.
  @ParameterizedTest
  @ValueSource(strings = {"answer, table", "table, answer", "answer, table, table withdrawn", "table, answer, table withdrawn",
      "table, table withdrawn, answer", "table, answer, table withdrawn, table"})
  void theNewestByPublicationCountsInWhateverOrderDocumentsComeIn(String order) {
    var trade = new Trade(SourceId.FAS_EXPORT_SALES, SOYBEANS, US, CHINA);
    Instant answered = Instant.parse("2026-02-01T00:00:00Z");
    Instant told = Instant.parse("2026-03-10T13:30:00Z");
    Instant withdrawn = Instant.parse("2026-04-01T00:00:00Z");

    for (String step : order.split(", ", -1)) {
      switch (step) {
        case "answer" -> held.take(SourceId.FAS_EXPORT_SALES, sales("232000\n2026-01-16,2026-01-22,soybeans,2026,CN,5"), answered, NOW);
        case "table" -> held.sales("releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,netSales",
            told + ",reported,2025-10-24,2025-10-30,soybeans,2026,CN,233000");
        default -> held.retract(held.panel().releases(SourceId.FAS_EXPORT_SALES).stream()
            .filter(release -> release.releasedAt().equals(told)).findFirst().orElseThrow(), withdrawn);
      }
    }

    boolean stands = !order.contains("withdrawn");
    assertThat(netSales(trade, Instant.parse("2026-01-15T00:00:00Z"))).isEqualTo(Quantity.tonnes(232_000));
    assertThat(netSales(trade, told.minusMillis(1))).isEqualTo(Quantity.tonnes(232_000));
    assertThat(netSales(trade, told)).isEqualTo(Quantity.tonnes(233_000));
    assertThat(netSales(trade, withdrawn)).isEqualTo(Quantity.tonnes(stands ? 233_000 : 232_000));
    assertThat(netSales(trade, NOW)).isEqualTo(Quantity.tonnes(stands || order.endsWith(", table") ? 233_000 : 232_000));
  }

  private static ParseOutcome.Read sales(String tonnes) {
    String text = """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # report: -
        # complete: no
        # coverage: listed
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        periodStart,periodEnd,commodity,marketYear,destination,netSales
        2025-10-24,2025-10-30,soybeans,2026,CN,%s
        """.formatted(tonnes);
    return (ParseOutcome.Read) EvidenceTable.read(text.getBytes(StandardCharsets.UTF_8), Commodities.standard()).outcome();
  }

  @Test
  void whereADocumentDoesNotSayTheCalendarAndItsExceptionsTellWhenAFigureWasKnown() {
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,netSales",
        "2025-09-12,2025-09-18,soybeans,2026,CN,0",
        "2025-09-19,2025-09-25,soybeans,2026,CN,0",
        "2026-08-07,2026-08-13,soybeans,2026,CN,0");

    assertThat(held.panel().releases(SourceId.FAS_EXPORT_SALES)).extracting(
            release -> release.releasedAt().toString(), release -> release.basis())
        .containsExactly(
            tuple("2025-09-25T12:30:00Z", ReleaseBasis.SCHEDULED),
            tuple("2025-11-13T13:30:00Z", ReleaseBasis.REPORTED),
            tuple("2026-08-20T12:30:00Z", ReleaseBasis.ESTIMATED));
  }

  /// Three made-up weeks of two buyers; the second answer no longer lists China in the second.
  @Test
  void aRowThatALaterWholeAnswerNoLongerListsIsNothingFromThenOn() {
    String columns = "periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,accumulatedExports,"
        + "outstandingSales";
    String gone = "2025-09-12,2025-09-18,soybeans,2026,CN,100,100,200,400";
    String[] others = {"2025-09-05,2025-09-11,soybeans,2026,CN,100,500,100,400",
        "2025-09-05,2025-09-11,soybeans,2026,unknown,0,700,0,700", "2025-09-12,2025-09-18,soybeans,2026,unknown,0,0,0,700",
        "2025-09-19,2025-09-25,soybeans,2026,CN,100,100,300,400", "2025-09-19,2025-09-25,soybeans,2026,unknown,0,0,0,700"};
    var all = new java.util.ArrayList<>(List.of(others));
    all.add(2, gone);
    held.table("fas-export-sales", "full", columns, all.toArray(String[]::new));
    var trade = new Trade(SourceId.FAS_EXPORT_SALES, SOYBEANS, US, CHINA);
    assertThat(exported(trade, NOW)).containsExactly(100L, 100L, 100L);

    var second = held.table("fas-export-sales", "full", columns, others);

    assertThat(exported(trade, NOW)).containsExactly(100L, 0L, 100L);
    assertThat(exported(trade, NOW.minusMillis(1))).as("before it").containsExactly(100L, 100L, 100L);
    assertThat(second.doubtful()).singleElement().satisfies(row -> assertThat(row.reason())
        .contains("soybeans to CN", "2025-09-18", "100 t", "not listed any more"));
    assertThat(io.offtake.pairing.Track.ofSales(held.panel().at(NOW), trade, io.offtake.quantity.Unit.TONNE,
        java.time.Month.SEPTEMBER).periods())
        .extracting(point -> point.counted().value().longValue()).as("its level stands").containsExactly(500L, 0L, 200L);
    assertThat(held.table("fas-export-sales", "full", columns, others).entries()).as("once more").isEmpty();
    assertThat(held.table("fas-export-sales", "full", columns, all.toArray(String[]::new)).revised()).isEqualTo(4);
    assertThat(exported(trade, NOW)).as("listed again").containsExactly(100L, 100L, 100L);
  }

  @Test
  void anAnswerThatLosesManyRowsMayHaveBeenCutAndTakesNothingBack() {
    String columns = "periodStart,periodEnd,commodity,marketYear,destination,exported";
    String[] rows = java.util.stream.Stream.of("CN", "JP", "MX", "KR", "TW", "EG", "DE", "NL", "ID", "unknown")
        .map(party -> "2025-09-12,2025-09-18,soybeans,2026,%s,100".formatted(party)).toArray(String[]::new);
    held.table("fas-export-sales", "full", columns, rows);

    var cut = held.table("fas-export-sales", "full", columns, rows[0], rows[9]);

    assertThat(cut.entries()).isEmpty();
    assertThat(cut.doubtful()).singleElement().satisfies(row ->
        assertThat(row.reason()).contains("8 of the 10 rows", "may have been cut"));
  }

  @Test
  void aRetractionWithdrawsWhatItsDocumentSaidAndNotAnothersOfTheSameInstant() {
    String columns = "releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,netSales";
    String at = "2026-01-29T13:30:00Z,reported,2026-01-16,2026-01-22,";
    held.sales(columns, at + "soybeans,2026,CN,100");
    held.sales(columns, at + "corn,2026,JP,200");
    held.sales(columns, at + "soybeans,2026,MX,300");
    assertThat(held.panel().everyRelease(SourceId.FAS_EXPORT_SALES)).hasSize(3);
    Release corn = held.panel().everyRelease(SourceId.FAS_EXPORT_SALES)
        .filter(release -> held.panel().commoditiesOf(release).contains(new CommodityId("corn"))).findFirst().orElseThrow();

    held.retract(corn, Instant.parse("2026-01-29T18:00:00Z"));

    assertThat(held.observations(new Trade(SourceId.FAS_EXPORT_SALES, new CommodityId("corn"), US, new PartyId("JP")))).isEmpty();
    assertThat(held.observations(new Trade(SourceId.FAS_EXPORT_SALES, SOYBEANS, US, CHINA))).hasSize(1);
    assertThat(held.panel().at(NOW).withdrawn(SourceId.FAS_EXPORT_SALES)).as("corn's newest").containsExactly(corn);
    held.sales(columns, at + "soybeans,2026,TW,400");
    assertThat(held.panel().everyRelease(SourceId.FAS_EXPORT_SALES).map(Release::releasedAt))
        .as("what was not withdrawn is known since it came out").containsOnly(Instant.parse("2026-01-29T13:30:00Z"));
  }

  @Test
  void whatWasWithdrawnComesBackByHandAndNotBecauseItStillLiesWhereItLay() {
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW);
    held.retract(held.panel().releases(SourceId.FGIS_WEEKLY).getFirst(), SECOND);

    assertThat(fetched(print(WEEK, 386_010)).entries()).isEmpty();
    assertThat(fetched(print(WEEK, 386_011)).entries()).as("another figure").hasSize(1);
    assertThat(held.take(SourceId.FGIS_WEEKLY, report(WEEK, FIRST, print(WEEK, 386_010)), null, NOW).entries())
        .as("by hand").hasSize(1);
  }

  private Vintages.Decision fetched(Figure figure) {
    return new Vintages(SourceId.FGIS_WEEKLY, ReleaseExceptions.standardCalendars(), held.panel(), null, NOW, true, true)
        .decide(report(WEEK, FIRST, figure).releases());
  }

  private List<Long> exported(Trade trade, Instant asOf) {
    return held.panel().at(asOf).ledger(trade).rows().stream()
        .map(row -> row.value(Measure.EXPORTED).orElseThrow().value().longValue()).toList();
  }

  private Quantity netSales(Trade trade, Instant asOf) {
    return held.panel().at(asOf).ledger(trade).rows().getFirst().value(Measure.NET_SALES).orElseThrow();
  }

  private Quantity inspected(LocalDate week, Instant asOf) {
    return held.panel().at(asOf).ledger(INSPECTED).rows().stream()
        .filter(row -> row.period().last().equals(week))
        .findFirst().orElseThrow().value(Measure.INSPECTED).orElseThrow();
  }

  private static ParseOutcome.Read report(LocalDate week, Instant releasedAt, Figure... figures) {
    return new ParseOutcome.Read(List.of(new PublishedRelease(DateWindow.weekEnding(week), releasedAt,
        ReleaseBasis.REPORTED, true, null, List.of(figures), List.of(Coverage.full(SOYBEANS, null)))), List.of());
  }

  private static Figure print(LocalDate week, long tonnes) {
    return figure(week, tonnes, Figure.Kind.PRINT);
  }

  private static Figure correction(LocalDate week, long tonnes) {
    return figure(week, tonnes, Figure.Kind.CORRECTION);
  }

  private static Figure figure(LocalDate week, long tonnes, Figure.Kind kind) {
    return new Figure(Measure.INSPECTED, SOYBEANS, US, CHINA, Cadence.WEEKLY, DateWindow.weekEnding(week), null, kind,
        Quantity.tonnes(tonnes), 1, false);
  }
}
