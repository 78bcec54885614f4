package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.StringJoiner;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.publisher.census.MonthlyExports;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.NameTable;
import io.offtake.verdict.VerdictRule;
import org.junit.jupiter.api.Test;

/// A reading that only a monthly source answers: US wheat to Indonesia in 2026, 1,000 t in each January, 2,000 t in each
/// February and so on. The figures are made up.
class MonthlyReadingTest {

  private static final Commitment COMMITMENT = StarterCatalogue.commitment("us-id-wheat-2025-2030");

  private final Assessor assessor = new Assessor(
      Commodities.standard(), ReleaseExceptions.standardCalendars(),
      new ByMeasure(Map.of(Measure.EXPORTED, new ShipmentModel()), new SeasonResampling()), VerdictRule.DEFAULT);

  @Test
  void monthsAreCountedMissedAndProjectedWhole() {
    var held = new Held();
    assertThat(assess(held, "2026-08-20T12:00:00Z").pairing()).as("nothing is held").isEmpty();
    held.take(SourceId.CENSUS_EXPORTS, months(YearMonth.of(2019, 1), YearMonth.of(2026, 6)), null,
        Instant.parse("2026-08-18T12:00:00Z"));

    Assessment assessment = assess(held, "2026-08-20T12:00:00Z");
    var pairing = assessment.pairing().orElseThrow();
    assertThat(pairing.byName()).isEqualTo(Quantity.tonnes(1_000 * (1 + 2 + 3 + 4 + 5 + 6)));
    assertThat(pairing.overdue()).isEmpty();
    assertThat(pairing.endsLeft()).hasSize(6).first().isEqualTo(LocalDate.parse("2026-07-31"));
    assertThat(pairing.weeksLeft()).isEqualTo((31 + 31 + 30 + 31 + 30 + 31) / 7.0);

    var pace = assessment.pace().orElseThrow();
    assertThat(pace.requiredPerWeek().orElseThrow())
        .isCloseTo(pace.remaining().toDouble() * 7 / 184, within(1e-6));
    assertThat(pace.actual().w4().orElseThrow()).as("June alone is four weeks and more")
        .isCloseTo(6_000 * 7 / 30.0, within(1e-6));

    var projection = (Estimated) assessment.projection().orElseThrow();
    assertThat(projection.total().quantile(0.5)).isCloseTo(78_000, within(1.0));
  }

  @Test
  void aMonthThatIsDueAndHasNotComeIsOverdue() {
    var held = new Held();
    held.take(SourceId.CENSUS_EXPORTS, months(YearMonth.of(2019, 1), YearMonth.of(2026, 6)), null,
        Instant.parse("2026-08-18T12:00:00Z"));

    assertThat(assess(held, "2026-09-17T12:29:59Z").pairing().orElseThrow().overdue()).isEmpty();
    assertThat(assess(held, "2026-09-17T12:30:00Z").pairing().orElseThrow().overdue())
        .containsExactly(LocalDate.parse("2026-07-31"));
  }

  private Assessment assess(Held held, String asOf) {
    var reading = COMMITMENT.reading("2026-exported").orElseThrow();
    return assessor.assess(COMMITMENT, reading, new Tracks(held.panel().at(Instant.parse(asOf))), false).orElseThrow();
  }

  private static Read months(YearMonth first, YearMonth last) {
    var rows = new StringJoiner(",", "[[\"CTY_CODE\",\"CTY_NAME\",\"QTY_1_MO\",\"UNIT_QY1\",\"E_COMMODITY\",\"time\"],", "]");
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      rows.add("[\"5600\",\"INDONESIA\",\"%d\",\"T\",\"1001992055\",\"%s\"]".formatted(1_000 * month.getMonthValue(), month));
    }
    return (Read) MonthlyExports.parse(rows.toString().getBytes(StandardCharsets.UTF_8),
        NameTable.load("reference/country-names.csv"), HsHeadings.standard());
  }
}
