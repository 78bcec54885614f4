package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;

import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Held;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// What is hard to believe is held back, and nothing else.
class PlausibilityTest {

  private static final String COLUMNS = "releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,"
      + "exported,netSales,accumulatedExports,outstandingSales";
  private static final Trade WORLD = new Trade(SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"),
      new PartyId("US"), PartyId.WORLD);
  private static final LocalDate WITHDRAWN = LocalDate.of(2022, 8, 18);
  private static final String ZERO_WEEK =
      "2022-09-22T12:30:00Z,reported,2022-08-12,2022-08-18,soybeans,2022,world,0,0,55481984,4076215";

  @Test
  void ofTheStartersExportSalesOnlyTheZeroWeekOfAugust2022IsHeldBack() {
    Panel panel = StarterTables.exportSales();

    assertThat(panel.heldBack())
        .extracting(each -> each.release().period().last(), each -> each.commodity().value(), HeldBack::reason)
        .containsExactly(tuple(WITHDRAWN, "soybeans", HeldBack.Reason.ALL_ZERO));
    assertThat(panel.observations(WORLD)).noneMatch(figure -> figure.period().last().equals(WITHDRAWN));
    assertThat(panel.everyObservation(WORLD)).anyMatch(figure -> figure.period().last().equals(WITHDRAWN));
  }

  @Test
  void ofEightYearsOfInspectionsNothingIsHeldBack() {
    var held = new Held();
    var table = EvidenceTable.read(resource("/starter/fgis-weekly.csv"), Commodities.standard());
    held.take(SourceId.FGIS_WEEKLY, (ParseOutcome.Read) table.outcome(), null, Instant.parse("2026-11-24T00:00:00Z"));

    assertThat(held.panel().heldBack()).extracting(HeldBack::detail).isEmpty();
  }

  @Test
  void aSecondDocumentThatStatesTheSameReleasesThemFromTheInstantTheyCameOut() {
    Held held = starter();
    HeldBack zero = held.panel().heldBack().getFirst();

    held.sales(COLUMNS, ZERO_WEEK);
    assertThat(held.panel().relief(zero)).as("China's zero is not stated").isEmpty();
    held.sales(COLUMNS, ZERO_WEEK, ZERO_WEEK.replace("world,0,0,55481984,4076215", china(held)));

    assertThat(held.panel().relief(zero)).hasValueSatisfying(relief -> assertThat(relief.isByDocument()).isTrue());
    assertThat(held.panel().at(zero.release().releasedAt()).observations(WORLD))
        .anyMatch(figure -> figure.period().last().equals(WITHDRAWN) && figure.release().equals(zero.release()));
    assertThat(held.panel().at(zero.release().releasedAt(), zero.dataVersion()).observations(WORLD))
        .as("at the data version before").noneMatch(figure -> figure.period().last().equals(WITHDRAWN));
  }

  @Test
  void aFigureTenTimesTheRecordIsHeldBackAndABigWeekIsNot() {
    Held held = starter();
    int before = held.panel().heldBack().size();

    held.sales(COLUMNS, "-,-,2026-10-16,2026-10-22,soybeans,2027,CN,25000000,0,25000000,0");
    held.sales(COLUMNS, "-,-,2026-10-16,2026-10-22,soybeans,2027,MX,250000,0,250000,0");
    held.sales(COLUMNS, "-,-,2026-10-23,2026-10-29,soybeans,2027,CN,2500000,0,4938328,6304000");

    assertThat(held.panel().heldBack().stream().skip(before))
        .extracting(each -> each.release().period().last(), HeldBack::reason)
        .containsExactly(tuple(LocalDate.of(2026, 10, 22), HeldBack.Reason.JUMP));
  }

  @Test
  void noLevelThatRestsOnAFigureThatIsHeldBackCountsUntilThatIsBelieved() {
    Held held = starter();
    int before = held.panel().heldBack().size();
    String columns = COLUMNS.replace("releasedAt,basis,", "");
    String jump = "2026-10-02,2026-10-08,soybeans,2027,CN,100000,25000000,2438328,33704000";
    String next = "2026-10-09,2026-10-15,soybeans,2027,CN,100000,0,2538328,33604000";

    held.sales(columns, jump);
    held.sales(columns, next);

    assertThat(held.panel().heldBack().stream().skip(before)).extracting(each -> each.release().period().last())
        .containsExactly(LocalDate.of(2026, 10, 8), LocalDate.of(2026, 10, 15));
    assertThat(soldTo(held, "CN")).as("by the last level that is believed").isEqualTo(LocalDate.of(2026, 10, 1));
    assertThat(measures(held, "CN", LocalDate.of(2026, 10, 15))).as("its exports are").containsExactly(Measure.EXPORTED);

    held.sales(columns, jump, next);
    assertThat(soldTo(held, "CN")).as("a second document says the same").isEqualTo(LocalDate.of(2026, 10, 15));
  }

  @Test
  void aDocumentThatRepeatsAPartOfWhatIsHeldBackAndCorrectsNothingIsHeldBackWithIt() {
    Held held = starter();
    int before = held.panel().heldBack().size();
    String columns = COLUMNS.replace("releasedAt,basis,", "");
    LocalDate week = LocalDate.of(2026, 10, 8);
    held.sales(columns, "2026-10-02,2026-10-08,soybeans,2027,CN,100000,25000000,2438328,8954000",
        "2026-10-02,2026-10-08,soybeans,2027,MX,10000,20000,30000,400000");
    assertThat(measures(held, "CN", week)).containsExactly(Measure.EXPORTED);

    held.sales("periodStart,periodEnd,commodity,marketYear,destination,accumulatedExports,outstandingSales",
        "2026-10-02,2026-10-08,soybeans,2027,CN,2438328,8954000", "2026-10-02,2026-10-08,soybeans,2027,JP,1000,2000");

    assertThat(held.panel().heldBack().stream().skip(before)).hasSize(2)
        .allMatch(each -> new PartyId("CN").equals(each.destination()));
    assertThat(measures(held, "CN", week)).containsExactly(Measure.EXPORTED);
    assertThat(measures(held, "JP", week)).as("no other destination's").hasSize(2);
    assertThat(soldTo(held, "CN")).isEqualTo(LocalDate.of(2026, 10, 1));

    held.sales(columns.replace("exported,", ""), "2026-10-02,2026-10-08,soybeans,2027,CN,250000,2438328,8954000");
    assertThat(measures(held, "CN", week)).as("corrected").contains(Measure.NET_SALES, Measure.OUTSTANDING_SALES);
    assertThat(soldTo(held, "CN")).isEqualTo(week);
  }

  @Test
  void aDestinationsZeroOfAWeekThatIsHeldBackIsNoReport() {
    Held held = starter();

    held.sales(COLUMNS, ZERO_WEEK.replace("world,0,0,55481984,4076215", china(held)));

    Trade china = WORLD.to(new PartyId("CN"));
    assertThat(held.panel().observations(china)).noneMatch(figure -> figure.period().last().equals(WITHDRAWN));
    assertThat(held.panel().at(Instant.MAX).ledger(china).rows())
        .filteredOn(row -> row.period().last().equals(WITHDRAWN)).as("neither a row nor a 0").isEmpty();
  }

  private static java.util.List<Measure> measures(Held held, String destination, LocalDate week) {
    return held.panel().observations(WORLD.to(new PartyId(destination))).stream()
        .filter(figure -> figure.period().last().equals(week)).map(figure -> figure.series().measure()).toList();
  }

  private static LocalDate soldTo(Held held, String destination) {
    return Track.ofSales(held.panel().at(Instant.MAX), WORLD.to(new PartyId(destination)), Unit.TONNE, Month.SEPTEMBER)
        .newest().orElseThrow().end();
  }

  /// The record is that of the weeks before: later ones, and zeros that fill an empty field, are none.
  @Test
  void aFieldIsJudgedByTheWeeksBeforeInWhichItIsFilled() {
    var held = new Held();
    held.table("fas-export-sales", "listed", NEXT_YEAR, weeks(LocalDate.of(2025, 9, 11), 60, 2026, "0,0"));
    held.table("fas-export-sales", "listed", NEXT_YEAR, weeks(LocalDate.of(2014, 9, 11), 45, 2015, "15000,15000"));
    assertThat(held.panel().heldBack()).as("nothing is on record before 2015").extracting(HeldBack::detail).isEmpty();

    held.table("fas-export-sales", "listed", NEXT_YEAR, "2026-11-06,2026-11-12,corn,2027,JP,15000,15000");
    assertThat(held.panel().heldBack()).as("zeros are an empty field").extracting(HeldBack::detail).isEmpty();
  }

  @Test
  void zerosThatFillTheNextYearsFieldHoldNoTrueRowBack() {
    var held = new Held();
    held.table("fas-export-sales", "listed", NEXT_YEAR, weeks(LocalDate.of(2024, 9, 12), 51, 2025, "15000,15000"));
    held.table("fas-export-sales", "listed", NEXT_YEAR, weeks(LocalDate.of(2025, 9, 11), 40, 2026, "15000,15000"));

    held.table("fas-export-sales", "listed", NEXT_YEAR, "2026-06-12,2026-06-18,corn,2026,JP,0,0");
    assertThat(held.panel().heldBack()).extracting(HeldBack::detail).isEmpty();
    held.table("fas-export-sales", "listed", NEXT_YEAR, "2026-06-19,2026-06-25,corn,2026,JP,0,6000000");
    assertThat(held.panel().heldBack()).as("a digit too many").hasSize(1);
  }

  @Test
  void onlyTheRowOfTheDestinationIsHeldBackAndItsExportsStay() {
    Held held = starter();
    int before = held.panel().heldBack().size();
    String columns = COLUMNS.replace(",accumulatedExports,outstandingSales", "");

    held.sales(columns, "-,-,2026-10-02,2026-10-08,soybeans,2027,CN,100000,25000000",
        "-,-,2026-10-02,2026-10-08,soybeans,2027,MX,250000,250000");

    assertThat(held.panel().heldBack().stream().skip(before)).singleElement().satisfies(each -> {
      assertThat(each.destination()).isEqualTo(new PartyId("CN"));
      assertThat(held.panel().figuresOf(each)).extracting(figure -> figure.series().measure())
          .containsExactly(Measure.NET_SALES);
    });
    LocalDate week = LocalDate.of(2026, 10, 8);
    assertThat(held.panel().observations(WORLD.to(new PartyId("MX")))).filteredOn(each -> each.period().last().equals(week))
        .hasSize(2);
    assertThat(held.panel().observations(WORLD.to(new PartyId("CN")))).filteredOn(each -> each.period().last().equals(week))
        .extracting(each -> each.series().measure()).containsExactly(Measure.EXPORTED);
  }

  @Test
  void aRowThatDoesNotFollowFromTheWeekBeforeIsToldWithItsNumbers() {
    var held = new Held();
    String columns = "periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,accumulatedExports,outstandingSales";
    held.sales(columns, "2026-01-30,2026-02-05,corn,2026,JP,10000,20000,500000,500000");

    assertThat(judged(held, columns, "2026-02-06,2026-02-12,corn,2026,JP,10000,90000,510000,540000"))
        .singleElement().satisfies(row -> {
          assertThat(row.reason()).contains("corn to JP", "net sales are 90000", "which is 50000", "2026-02-05");
          assertThat(row.used()).isTrue();
        });
    assertThat(judged(held, columns, "2026-02-06,2026-02-12,corn,2026,JP,10000,50000,510000,540000")).isEmpty();
    assertThat(judged(held, columns, "2026-02-06,2026-02-12,corn,2026,JP,300000,350000,800000,550000"))
        .as("all of it follows").isEmpty();
    assertThat(judged(held, columns, "2026-02-20,2026-02-26,corn,2026,JP,300000,1,800000,550000"))
        .as("exports of three weeks, sales of one").singleElement().satisfies(row ->
            assertThat(row.reason()).contains("300000", "in 3 weeks", "periodStart"));
    assertThat(judged(held, columns, "2026-02-06,2026-02-12,corn,2026,JP,300000,110000,600000,510000"))
        .as("100,000 by level, 300,000 by the week").singleElement().satisfies(row -> {
          assertThat(row.reason()).contains("weekly exports are 300000", "which is 100000");
          assertThat(row.used()).as("too much for a slip").isFalse();
        });
    assertThat(judged(held, columns, "2025-08-29,2025-09-04,corn,2025,JP,1,2,3,4")).as("another year").isEmpty();
    assertThat(judged(new Held(), columns, "2026-01-30,2026-02-05,corn,2026,JP,10000,20000,500000,500000",
        "2026-02-06,2026-02-12,corn,2026,JP,10000,90000,510000,540000")).as("both in one table").singleElement()
        .satisfies(row -> assertThat(row.reason()).contains("net sales are 90000", "which is 50000"));
  }

  private static java.util.List<ParseOutcome.DoubtfulRow> judged(Held held, String columns, String... rows) {
    Panel before = held.panel();
    Held copy = held.copy();
    var decision = copy.sales(columns, rows);
    return new Plausibility(SourceId.FAS_EXPORT_SALES, before, "a document").judge(decision).doubtful();
  }

  private static final String NEXT_YEAR =
      "periodStart,periodEnd,commodity,marketYear,destination,nextYearNetSales,nextYearOutstandingSales";

  /// Rows to Japan; each level is the week's figure more than the one before.
  private static String[] weeks(LocalDate first, int count, int marketYear, String figures) {
    return java.util.stream.IntStream.range(0, count).mapToObj(week -> {
      LocalDate end = first.plusWeeks(week);
      long net = Long.parseLong(figures.split(",")[0]);
      return "%s,%s,corn,%d,JP,%d,%d".formatted(end.minusDays(6), end, marketYear, net, net * (week + 1));
    }).toArray(String[]::new);
  }

  private static String china(Held held) {
    return held.panel().figuresOf(held.panel().heldBack().getFirst())
        .filter(figure -> figure.series().destination().equals(new PartyId("CN")))
        .filter(figure -> figure.series().measure().id().equals("accumulatedExports"))
        .findFirst()
        .map(figure -> "CN,0,0,%s,%s".formatted(figure.value().value().toPlainString(),
            held.panel().figuresOf(held.panel().heldBack().getFirst())
                .filter(other -> other.series().destination().equals(new PartyId("CN")))
                .filter(other -> other.series().measure().id().equals("outstandingSales"))
                .findFirst().orElseThrow().value().value().toPlainString()))
        .orElseThrow();
  }

  private static Held starter() {
    var held = new Held();
    var table = EvidenceTable.read(
        resource("/starter/fas-export-sales_soybeans_world-and-china.csv"), Commodities.standard());
    held.take(SourceId.FAS_EXPORT_SALES, (ParseOutcome.Read) table.outcome(), null,
        Instant.parse("2026-11-24T00:00:00Z"));
    return held;
  }

  private static byte[] resource(String name) {
    try (var stream = PlausibilityTest.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
