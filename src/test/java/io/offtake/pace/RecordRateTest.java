package io.offtake.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Map;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.VerdictRule;
import org.junit.jupiter.api.Test;

/// The record rate needs 41 weeks without first rows of a marketing year; until then nothing is called infeasible.
class RecordRateTest {

  private static final Trade TO_CHINA = new Trade(
      SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
  private static final Commitment COMMITMENT = StarterCatalogue.commitment("us-cn-soybeans-2025");

  @Test
  void fortyOneWeeksMakeARecordAndFortyDoNot() {
    LocalDate midYear = LocalDate.of(2025, 1, 2);

    assertThat(rates(Measure.EXPORTED, midYear, 33, 1_000).record()).as("33 weeks").isEmpty();
    assertThat(rates(Measure.EXPORTED, midYear, 40, 1_000).record()).as("39 weeks and a first row").isEmpty();
    assertThat(rates(Measure.EXPORTED, midYear, 41, 1_000).record()).as("40 weeks and a first row").isEmpty();
    assertThat(rates(Measure.EXPORTED, midYear, 42, 1_000).record()).as("41 weeks and a first row").hasValue(1_000);
    assertThat(rates(Measure.SOLD, midYear, 41, 1_000).record()).as("sold alike").isEmpty();
    assertThat(rates(Measure.SOLD, midYear, 42, 1_000).record()).as("sold alike").hasValue(1_000);
  }

  /// A first row takes over what the year before left open, also where it is the very first that is held.
  @Test
  void theVeryFirstRowThatOpensAYearIsNoWeekOnRecord() {
    LocalDate opening = LocalDate.of(2025, 9, 4);
    for (Measure measure : new Measure[] {Measure.EXPORTED, Measure.SOLD}) {
      Rates rates = rates(measure, opening, 42, 1_000_000);

      assertThat(rates.record()).as("%s: only the first row is larger", measure).hasValue(1_000);
      assertThat(rates(measure, opening, 41, 1_000_000).record()).as("%s: 40 weeks and the first row", measure).isEmpty();
    }
  }

  @Test
  void fourWeeksOfATradeAreNoRecordAndNothingIsInfeasible() {
    var assessor = new Assessor(Commodities.standard(), ReleaseExceptions.standardCalendars(), new ByMeasure(
        Map.of(Measure.SOLD, new SalesModel(), Measure.EXPORTED, new ShipmentModel()), new SeasonResampling()),
        VerdictRule.DEFAULT);
    int looked = 0;
    for (String asOf : new String[] {"2026-07-02T13:00:00Z", "2026-07-23T13:00:00Z", "2026-08-20T13:00:00Z"}) {
      for (Commitment commitment : StarterCatalogue.commitments()) {
        if (!commitment.commodities().contains(new CommodityId("wheat"))) {
          continue;
        }
        for (Assessment each : assessor.assess(commitment, StarterTables.exportSales().at(Instant.parse(asOf)))) {
          if (each.pairing().filter(pairing -> pairing.track().trade().commodity().value().equals("wheat")).isEmpty()) {
            continue;
          }
          looked++;
          String name = "%s/%s at %s".formatted(commitment.id(), each.reading().id(), asOf);
          assertThat(each.pace().orElseThrow().actual().record()).as(name).isEmpty();
          assertThat(each.pace().orElseThrow().feasible()).as(name).isTrue();
          assertThat(each.pace().orElseThrow().lastSafeDate()).as(name).isEmpty();
          assertThat(each.judgement().why().summary()).as(name).doesNotContain("cannot come in time");
          if (each.judgement().verdict() == Verdict.SHORTFALL_LIKELY) {
            assertThat(each.projection().orElseThrow()).as(name)
                .isInstanceOf(io.offtake.projection.Projection.Estimated.class);
          }
        }
      }
    }
    assertThat(looked).as("readings of wheat with figures").isPositive();
  }

  /// @param first  of the first week's last day, whose flow is `firstFlow`; the others bring 1,000 t each
  private static Rates rates(Measure measure, LocalDate first, int weeks, long firstFlow) {
    var held = new Held();
    var rows = new ArrayList<String>();
    long accumulated = 0;
    for (int week = 0; week < weeks; week++) {
      LocalDate end = first.plusWeeks(week);
      boolean opens = end.getMonthValue() == 9 && end.getDayOfMonth() <= 7;
      long flow = week == 0 ? firstFlow : 1_000;
      accumulated = opens ? flow : accumulated + flow;
      rows.add("%s,%s,soybeans,%d,CN,%d,%d,%d,0,".formatted(end.minusDays(6), end,
          end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear(), flow, flow, accumulated));
    }
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,accumulatedExports,outstandingSales,flags",
        rows.toArray(String[]::new));
    var reading = COMMITMENT.reading(measure == Measure.SOLD ? "sold-by-2026-08-31" : "shipped-by-2026-08-31").orElseThrow();
    return Rates.of(Pairing.of(reading, TO_CHINA, measure, Unit.TONNE, Month.SEPTEMBER,
        new Tracks(held.panel().at(Instant.parse("2026-09-01T12:00:00Z"))), ReleaseExceptions.standardCalendars()));
  }
}
