package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Month;
import java.util.List;

import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.Why;
import org.junit.jupiter.api.Test;

/// What is said of a window, or of members of a bloc, of which nothing is held.
class LongBeforeTheRecordTest {

  private static final Panel STARTER = StarterTables.all();
  private static final Instant OCTOBER = Instant.parse("2026-10-08T13:00:00Z");

  private final Assessor assessor = Made.assessor();

  @Test
  void ofAMarketingYearLongBeforeTheRecordOneSentenceIsSaidAndNoReportIsWaitedFor() {
    Commitment days = Made.soybeans("old", "CN", Measure.SOLD, "1899-09-01", "1900-08-31", 1_000_000, "fas-export-sales");
    Reading of = days.readings().getFirst();
    var year = new Reading(of.id(), of.label(), of.tranche(), of.measure(), of.unknownDestinations(),
        new ReadingWindow.OfMarketingYear(new MarketingYear(1900, Month.SEPTEMBER)), of.sources(), List.of(), of.stated(),
        of.statedBy(), null, false);

    for (Reading reading : List.of(of, year)) {
      Assessment old = assessor.assess(days, reading, new Tracks(STARTER.at(OCTOBER)), false).orElseThrow();
      Why why = old.judgement().why();
      assertThat(old.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
      assertThat(why.summary()).contains("what is held begins with the period that ends on 2019-09-05");
      assertThat(why.reasons()).extracting(Why.Reason::code).contains("endsBeforeEvidence")
          .doesNotContain("periodsMissing", "releaseOverdue");
      assertThat(why.whatWouldChangeIt()).contains("no report of it is to come");
    }
  }

  @Test
  void ofABlocItIsSaidHowManyOfItsMembersAreTold() {
    var held = new Held();
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,exported",
        "2026-09-18,2026-09-24,soybeans,2027,NL,10", "2026-09-18,2026-09-24,soybeans,2027,DE,20",
        "2026-09-25,2026-10-01,soybeans,2027,NL,10", "2026-09-25,2026-10-01,soybeans,2027,DE,20",
        "2026-09-25,2026-10-01,soybeans,2027,ES,30");
    Commitment europe = Made.soybeans("europe", "EU", Measure.EXPORTED, "2026-09-18", "2026-12-31", 1_000, "fas-export-sales");

    Assessment assessed = assessor.assess(
        europe, europe.readings().getFirst(), new Tracks(held.panel().at(OCTOBER)), false).orElseThrow();

    assertThat(assessed.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertThat(assessed.judgement().why().summary()).contains("3 of the 27 members of EU", "2026-10-01", "not 0");
    assertThat(assessed.judgement().why().whatWouldChangeIt()).contains("members");
  }
}
