package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.reference.Commodities;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.VerdictRule;
import org.junit.jupiter.api.Test;

/// Twelve million tonnes of soybeans to China, sold by 28 February 2026, as the engine would have seen it week by week.
/// Nothing in the model was chosen on this episode.
class SalesEpisodeTest {

  private static final double OUTCOME = 10_816_852;
  private static final LocalDate FIRST_THURSDAY = LocalDate.of(2025, 11, 20);
  private static final LocalDate LAST_THURSDAY = LocalDate.of(2026, 3, 5);

  private static final Panel PANEL = StarterTables.exportSales();
  private static final Commitment COMMITMENT = StarterCatalogue.commitment("us-cn-soybeans-2025");

  private final Assessor assessor = new Assessor(
      Commodities.standard(), ReleaseExceptions.standardCalendars(),
      new ByMeasure(Map.of(Measure.SOLD, new SalesModel()), new SeasonResampling()), VerdictRule.DEFAULT);

  @Test
  void t9OnTheTenthOfFebruaryTheSeasonSaysThatTheTargetIsMissed() {
    Assessment assessment = assess(Instant.parse("2026-02-10T12:00:00Z"));
    Estimated projection = (Estimated) assessment.projection().orElseThrow();

    assertThat(projection.total().quantile(0.1)).isLessThan(OUTCOME);
    assertThat(projection.total().quantile(0.9)).isGreaterThan(OUTCOME);
    assertThat(projection.shortfallProbability()).isGreaterThan(0.7);
    assertThat(assessment.judgement().verdict()).isEqualTo(Verdict.SHORTFALL_LIKELY);
    assertThat(projection.drivers().get(0)).isEqualTo("in the same 4 weeks of 6 past seasons net sales came to "
        + "246,700 to 1,268,429; 2,113,388 are needed");
    assertThat(projection.drivers().get(1)).startsWith("two weeks running brought 2,000,000 or more in ")
        .contains("two-week windows held, in 0 of ");
    assertThat(projection.drivers().get(2)).matches("of the paths drawn [0-9.]+ % hold such a burst");
    assertThat(projection.drivers().get(3)).startsWith("the level of the last 52 weeks is ");
    assertThat(projection.drivers().get(4)).endsWith("outstanding can be cancelled");
  }

  @Test
  void onEachThursdayItSaysWhatTheTableHolds() throws IOException {
    var lines = new ArrayList<String>(List.of(
        "# asOf 14:00Z,newest week,fulfilled,p10,p50,p90,shortfall probability,verdict,outcome,where the outcome lay"));
    for (LocalDate day = FIRST_THURSDAY; !day.isAfter(LAST_THURSDAY); day = day.plusWeeks(1)) {
      lines.add(line(day));
    }

    try (var stream = SalesEpisodeTest.class.getResourceAsStream("sold-by-2026-02-28.csv")) {
      assertThat(lines).containsExactlyElementsOf(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private String line(LocalDate day) {
    Assessment assessment = assess(Instant.parse(day + "T14:00:00Z"));
    Estimated projection = (Estimated) assessment.projection().orElseThrow();
    double p10 = projection.total().quantile(0.1);
    double p90 = projection.total().quantile(0.9);
    return String.format(Locale.ROOT, "%s,%s,%.0f,%.0f,%.0f,%.0f,%.2f,%s,%.0f,%s",
        day,
        assessment.pairing().orElseThrow().newestPeriodEnd().orElseThrow(),
        assessment.pairing().orElseThrow().fulfilled().middle().toDouble(),
        p10, projection.total().quantile(0.5), p90, projection.shortfallProbability(),
        assessment.judgement().verdict(), OUTCOME,
        OUTCOME < p10 ? "below" : OUTCOME > p90 ? "above" : "inside");
  }

  private Assessment assess(Instant asOf) {
    var reading = COMMITMENT.reading("sold-by-2026-02-28").orElseThrow();
    return assessor.assess(COMMITMENT, reading, new Tracks(PANEL.at(asOf)), false).orElseThrow();
  }
}
