package io.offtake.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;

import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Held;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.source.table.EvidenceTable;
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
    held.sales(COLUMNS, "-,-,2026-10-23,2026-10-29,soybeans,2027,CN,2500000,0,27500000,0");

    assertThat(held.panel().heldBack().stream().skip(before))
        .extracting(each -> each.release().period().last(), HeldBack::reason)
        .containsExactly(tuple(LocalDate.of(2026, 10, 22), HeldBack.Reason.JUMP));
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
