package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Why.Reason;
import org.junit.jupiter.api.Test;

/// Which of a reading's sources is counted: the first that covers the window so far, else the one that covers most.
class SourceOfAReadingTest {

  private static final Panel STARTER = StarterTables.withoutWheatOf2025();
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2025, 6, 5);
  private static final String SALES = "fas-export-sales";
  private static final String INSPECTIONS = "fgis-weekly";

  private final Assessor assessor = Made.assessor();

  @Test
  void oneWeekOfAnotherSourceDoesNotTakeTheReadingOver() {
    for (String asOf : List.of("2026-06-11T12:29:59Z", "2026-06-11T12:30:00Z", "2026-08-20T13:00:00Z")) {
      Assessment shipped = starter(asOf);

      assertThat(source(shipped)).as(asOf).isEqualTo(INSPECTIONS);
      assertThat(shipped.pairing().orElseThrow().byName()).as(asOf).isEqualTo(Quantity.tonnes(505_935));
      assertThat(codes(shipped)).as(asOf).doesNotContain("sourceChanged").contains("measureStandsIn");
    }
  }

  @Test
  void theFirstThatCoversTheWindowSoFarIsCounted() {
    Panel panel = held(_ -> 1, _ -> 1);

    assertThat(source(assess(panel, "2025-05-01T13:00:00Z", SALES, INSPECTIONS))).isEqualTo(SALES);
    assertThat(source(assess(panel, "2025-05-01T13:00:00Z", INSPECTIONS, SALES))).isEqualTo(INSPECTIONS);
  }

  @Test
  void aHoleInTheFirstLeavesTheNextThatHasNone() {
    Panel panel = held(end -> end.equals(LocalDate.of(2025, 3, 6)) ? -1 : 1, _ -> 1);

    Assessment assessment = assess(panel, "2025-05-01T13:00:00Z", SALES, INSPECTIONS);
    assertThat(source(assessment)).isEqualTo(INSPECTIONS);
    assertThat(assessment.judgement().why().reasons()).filteredOn(each -> each.code().equals("sourceStandsIn"))
        .extracting(Reason::text)
        // Inspections of the week to 24 April were out on the 28th, sales of that week on 1 May.
        .containsExactly("fgis-weekly is counted, which covers 119 days of the window so far. fas-export-sales covers 112 days");
  }

  @Test
  void whereNoneCoversTheWindowTheOneThatCoversMostIsCounted() {
    Panel panel = held(end -> end.isBefore(LocalDate.of(2025, 4, 3)) ? -1 : 1,
        end -> end.isBefore(LocalDate.of(2025, 1, 16)) ? -1 : 1);

    assertThat(source(assess(panel, "2025-05-01T13:00:00Z", SALES, INSPECTIONS))).isEqualTo(INSPECTIONS);
  }

  /// The document of a release is fetched some time after it is due: nothing switches meanwhile.
  @Test
  void aReleaseThatIsDueSinceAnHourLeavesTheSourceAsItIs() {
    Panel panel = held(end -> end.isAfter(LocalDate.of(2025, 4, 17)) ? -1 : 1, _ -> 1);

    assertThat(source(assess(panel, "2025-05-01T13:30:00Z", SALES, INSPECTIONS))).isEqualTo(SALES);
    assertThat(source(assess(panel, "2025-05-02T13:30:00Z", SALES, INSPECTIONS))).isEqualTo(INSPECTIONS);
  }

  @Test
  void aChangeOfSourceIsAReasonOfItsOwnUntilTheNextRelease() {
    // Sales of the week to 17 April are due on the 24th and do not come: a day later inspections are counted, whose
    // newest release is that of the 21st. The next comes out on the 28th.
    Panel panel = held(end -> end.isAfter(LocalDate.of(2025, 4, 10)) ? -1 : 1, _ -> 2);
    Assessment thursday = assess(panel, "2025-04-24T13:00:00Z", SALES, INSPECTIONS);
    Assessment friday = assess(panel, "2025-04-25T13:00:00Z", SALES, INSPECTIONS);
    Assessment monday = assess(panel, "2025-04-28T15:30:00Z", SALES, INSPECTIONS);

    assertThat(source(thursday)).isEqualTo(SALES);
    assertThat(codes(thursday)).doesNotContain("sourceChanged");
    assertThat(source(friday)).isEqualTo(INSPECTIONS);
    assertThat(friday.judgement().why().reasons().getFirst()).isEqualTo(new Reason("sourceChanged",
        "fgis-weekly is counted now, and fas-export-sales was before its newest release. Figures of the two are not compared"));
    assertThat(source(monday)).isEqualTo(INSPECTIONS);
    assertThat(codes(monday)).doesNotContain("sourceChanged").contains("sourceStandsIn");
  }

  private Assessment starter(String asOf) {
    Commitment wheat = StarterCatalogue.commitment("us-bd-wheat-2025-2030");
    return assessor.assess(wheat, wheat.reading("year-1-shipped").orElseThrow(),
        new Tracks(STARTER.at(Instant.parse(asOf))), false).orElseThrow();
  }

  private Assessment assess(Panel panel, String asOf, String... sources) {
    Commitment commitment = Made.soybeans("shipped", "MX", Measure.EXPORTED, "2024-12-27", "2025-12-31", 1_000_000, sources);
    return assessor.assess(commitment, commitment.readings().getFirst(), new Tracks(panel.at(Instant.parse(asOf))), false)
        .orElseThrow();
  }

  private static Panel held(ToLongFunction<LocalDate> sales, ToLongFunction<LocalDate> inspections) {
    var held = new Held();
    sales(held, sales);
    inspections(held, inspections);
    return held.panel();
  }

  /// A week with less than nothing is not held.
  private static void sales(Held held, ToLongFunction<LocalDate> flow) {
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,exported", rows("soybeans,2025,MX", flow));
  }

  private static void inspections(Held held, ToLongFunction<LocalDate> flow) {
    held.table(INSPECTIONS, "listed", "periodStart,periodEnd,commodity,destination,inspected", rows("soybeans,MX", flow));
  }

  private static String[] rows(String of, ToLongFunction<LocalDate> flow) {
    var rows = new ArrayList<String>();
    for (LocalDate end = FIRST; !end.isAfter(LAST); end = end.plusWeeks(1)) {
      if (flow.applyAsLong(end) >= 0) {
        rows.add("%s,%s,%s,%d".formatted(end.minusDays(6), end, of, flow.applyAsLong(end)));
      }
    }
    return rows.toArray(String[]::new);
  }

  private static String source(Assessment of) {
    return of.pairing().orElseThrow().track().trade().source().value();
  }

  private static List<String> codes(Assessment of) {
    return of.judgement().why().reasons().stream().map(Reason::code).toList();
  }
}
