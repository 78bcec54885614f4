package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.StringJoiner;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection.Estimated;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.verdict.Verdict;
import org.junit.jupiter.api.Test;

/// Where the evidence ends no number goes on: no probability of months that nobody owes, of a window in which nothing can
/// be counted, or of a level that is not held.
class BeyondTheEvidenceTest {

  private static final Panel STARTER = StarterTables.all();
  private static final Instant OCTOBER = Instant.parse("2026-10-08T13:00:00Z");

  private final Assessor assessor = Made.assessor();

  /// Of calendar 2025 the week to 2025-07-31 alone is missing: nothing of it is to come, and nothing can be scored.
  @Test
  void ofAFinishedWindowWithAHoleNoProjectionIsIssuedForScoring() {
    Assessment year = assess(Made.soybeans("inspected", "CN", Measure.EXPORTED, "2025-01-01", "2025-12-31", 30_000_000,
        "fgis-weekly"), STARTER, OCTOBER);

    assertThat(year.pairing().orElseThrow().endsToProject()).hasSize(1);
    assertThat(year.projection().filter(Estimated.class::isInstance)).isPresent();
    assertThat(IssuedProjection.of(year, Commodities.standard())).isEmpty();
  }

  @Test
  void inAWindowInWhichNoPeriodEndsNothingIsCounted() {
    for (String asOf : new String[] {"2026-02-28T12:00:00Z", "2026-03-20T12:00:00Z", "2026-10-08T13:00:00Z"}) {
      Assessment days = assess(Made.soybeans("days", "CN", Measure.SOLD, "2026-02-27", "2026-03-02", 100,
          "fas-export-sales"), STARTER, Instant.parse(asOf));

      assertThat(days.judgement().verdict()).as(asOf).isEqualTo(Verdict.UNOBSERVED);
      assertThat(days.judgement().why().summary()).as(asOf).contains("no period of fas-export-sales ends in the window");
      assertNoOutlook(days);
    }
  }

  /// 3,799,714 t left for the European Union in these weeks, more than the 3,521,274 t whose sale is held.
  @Test
  void ofAWindowWhoseLevelAtTheStartIsNotHeldThereIsNoOutlook() {
    Assessment europe = assess(Made.soybeans("europe", "EU", Measure.SOLD, "2025-09-01", "2026-08-13", 3_600_000,
        "fas-export-sales"), STARTER, Instant.parse("2026-08-20T13:00:00Z"));

    assertThat(europe.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertNoOutlook(europe);
  }

  /// The stock of unknown destinations is of 2026-08-13: what of it has gone to China since counts by name already.
  @Test
  void aStockOfAnEarlierWeekMeetsNothing() {
    Commitment all = Made.soybeans("all", "CN", Measure.SOLD, new UnknownDestinations.All(), "2025-09-01", "2026-09-30",
        23_300_000, "fas-export-sales");
    Assessment assessed = assess(all, STARTER, OCTOBER);

    assertThat(assessed.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    var pairing = assessed.pairing().orElseThrow();
    assertThat(pairing.fulfilled().middle()).isEqualTo(pairing.byName());
    assertThat(pairing.unknown()).as("it stands beside, with its day").isPresent();
    assertNoOutlook(assessed);
  }

  /// Customs owe nothing at known times: January and February in one row, April absent, June the newest.
  @Test
  void monthsThatNobodyOwesAreNotZero() {
    Held held = new Held();
    held.take(new SourceId("cn-customs"), customs(), null, Instant.parse("2026-07-20T00:00:00Z"));
    Instant asOf = Instant.parse("2026-07-25T00:00:00Z");

    Assessment half = assess(landed("2026-01-01", "2026-06-30", 650_000), held.panel(), asOf);
    assertThat(half.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertThat(half.pairing().orElseThrow().fulfilled().middle()).isEqualTo(Quantity.tonnes(564_000));
    assertThat(half.pairing().orElseThrow().isAtLeast()).isTrue();
    assertThat(half.pairing().orElseThrow().missing()).extracting(period -> period.period().last())
        .containsExactly(YearMonth.of(2026, 4).atEndOfMonth());

    Assessment year = assess(landed("2026-01-01", "2026-12-31", 800_000), held.panel(), asOf);
    assertThat(year.projection().filter(Estimated.class::isInstance)).isEmpty();
    assertThat(year.pairing().orElseThrow().endsLeft()).hasSize(6);
    assertThat(year.judgement().verdict()).isNotIn(Verdict.MISSED, Verdict.SHORTFALL_LIKELY);

    Assessment april = assess(landed("2026-04-01", "2026-04-30", 1_000), held.panel(), asOf);
    assertThat(april.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);

    Assessment met = assess(landed("2026-05-01", "2026-06-30", 211_000), held.panel(), asOf);
    assertThat(met.judgement().verdict()).isEqualTo(Verdict.MET);
    Assessment missed = assess(landed("2026-05-01", "2026-06-30", 211_001), held.panel(), asOf);
    assertThat(missed.judgement().verdict()).isEqualTo(Verdict.MISSED);
  }

  /// Another document had said the same 202,046 t; what says the same is kept once, and its silence is no zero.
  @Test
  void afterARetractionAFigureThatAnotherReportMayHaveStatedIsMissingAndNotZero() {
    Held held = StarterTables.held();
    Commitment shipped = Made.soybeans("shipped", "CN", Measure.EXPORTED, "2025-10-31", "2025-12-31", 1_000_000,
        "fas-export-sales");
    Assessment before = assess(shipped, held.panel(), OCTOBER);
    Release week = before.pairing().orElseThrow().periods().stream()
        .filter(period -> period.period().last().toString().equals("2025-12-11"))
        .findFirst().orElseThrow().observations().getFirst().release();
    held.retract(week, Instant.parse("2026-10-07T12:00:00Z"));

    Assessment after = assess(shipped, held.panel(), OCTOBER);
    assertThat(after.pairing().orElseThrow().missing()).extracting(period -> period.period().last().toString())
        .contains("2025-12-11");
    assertThat(after.pairing().orElseThrow().isAtLeast()).isTrue();
    assertThat(after.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
  }

  private static void assertNoOutlook(Assessment of) {
    assertThat(of.projection().filter(Estimated.class::isInstance)).isEmpty();
    assertThat(of.slack()).isEmpty();
    assertThat(of.pace().flatMap(pace -> pace.lastSafeDate())).isEmpty();
  }

  private Assessment assess(Commitment commitment, Panel panel, Instant asOf) {
    return assessor.assess(commitment, commitment.readings().getFirst(), new Tracks(panel.at(asOf)), false).orElseThrow();
  }

  private static Commitment landed(String from, String to, long target) {
    return Made.soybeans("landed", "CN", Measure.LANDED, from, to, target, "cn-customs");
  }

  private static Read customs() {
    var rows = new StringJoiner("\n");
    for (YearMonth month = YearMonth.of(2022, 1); !month.isAfter(YearMonth.of(2026, 6)); month = month.plusMonths(1)) {
      boolean joined = month.equals(YearMonth.of(2026, 2));
      if (!month.equals(YearMonth.of(2026, 1)) && !month.equals(YearMonth.of(2026, 4))) {
        rows.add("%s,%s,soybeans,CN,%d".formatted(
            joined ? "2026-01-01" : month.atDay(1), month.atEndOfMonth(),
            joined ? 250_000 : 100_000 + 1_000 * month.getMonthValue()));
      }
    }
    String text = """
        # offtake evidence table 1
        # source: cn-customs
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # report: -
        # complete: no
        # coverage: listed
        # origin: US
        # cadence: monthly
        # unit: t
        # kind: print
        periodStart,periodEnd,commodity,destination,landed
        %s
        """.formatted(rows);
    return (Read) EvidenceTable.read(text.getBytes(StandardCharsets.UTF_8), Commodities.standard()).outcome();
  }
}
