package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.Why.Reason;
import org.junit.jupiter.api.Test;

/// What is not held is not zero: small holes are projected like weeks to come, and of a window that is not held nothing
/// is said that would take it for one.
class NotHeldIsNotZeroTest {

  private static final Panel STARTER = StarterTables.withoutWheatOf2025();

  /// Three marketing years of weekly exports to Mexico, 10,000 t a week give or take.
  private static final LocalDate FIRST = LocalDate.of(2022, 9, 1);
  private static final LocalDate NEWEST = LocalDate.of(2025, 5, 29);
  private static final String FROM = "2025-01-03";
  private static final String TO = "2025-08-28";
  private static final Instant KNOWN = Instant.parse("2025-06-05T13:00:00Z");

  private final Assessor assessor = Made.assessor();

  @Test
  void ofAWindowOfWhichNothingIsHeldThereIsNoOutlook() {
    var wheat = starter("us-id-wheat-2025-2030", "2025-exported", "2026-08-20T13:00:00Z");

    assertThat(wheat.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertNoOutlook(wheat);
    assertThat(texts(wheat)).noneMatch(text -> text.contains("-800,000") || text.contains("projected at"));
  }

  @Test
  void whereTheWindowBeginsBeforeTheRecordWhatIsHeldIsToldAsTheLeastItCanBe() {
    for (String reading : List.of("2026-exported", "2026-sold-calendar-year")) {
      var wheat = starter("us-id-wheat-2025-2030", reading, "2026-10-08T13:00:00Z");

      assertThat(wheat.judgement().verdict()).as(reading).isEqualTo(Verdict.UNOBSERVED);
      assertNoOutlook(wheat);
      assertThat(wheat.judgement().why().summary()).as(reading).contains(" At least ");
      assertThat(texts(wheat)).as(reading).anyMatch(text -> text.startsWith("at least "));
    }
  }

  @Test
  void aHoleOfFourWeeksIsProjectedLikeWeeksToCome() {
    var whole = exported(_ -> true);
    var withHole = exported(end -> end.isBefore(day("2025-03-07")) || end.isAfter(day("2025-03-27")));

    assertThat(whole.judgement().verdict()).isNotEqualTo(Verdict.UNOBSERVED);
    assertThat(withHole.pairing().orElseThrow().missing()).hasSize(3);
    assertThat(withHole.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    Estimated complete = (Estimated) whole.projection().orElseThrow();
    Estimated drawn = (Estimated) withHole.projection().orElseThrow();
    assertThat(drawn.total().quantile(.5)).as("the three weeks are not taken for zero")
        .isCloseTo(complete.total().quantile(.5), within(6_000.0));
    assertThat(drawn.total().quantile(.9) - drawn.total().quantile(.1))
        .as("nobody knows what the weeks brought")
        .isGreaterThan(complete.total().quantile(.9) - complete.total().quantile(.1));
    assertThat(withHole.judgement().why().reasons().getFirst().text())
        .isEqualTo("3 weeks of the window are missing, the first to 2025-03-13");
  }

  @Test
  void aLongerHoleIsNot() {
    assertThat(exported(end -> end.isBefore(day("2025-03-07")) || end.isAfter(day("2025-04-03"))).projection()
        .orElseThrow()).as("four weeks").isInstanceOf(Estimated.class);
    var five = exported(end -> end.isBefore(day("2025-03-07")) || end.isAfter(day("2025-04-10")));

    assertNoOutlook(five);
    assertThat(five.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertThat(five.judgement().why().summary()).contains(" At least ");
  }

  @Test
  void twoHolesOfThreeWeeksAreTwoHoles() {
    var holes = exported(end -> !isIn(end, "2025-02-06", "2025-02-20") && !isIn(end, "2025-03-13", "2025-03-27"));

    assertThat(holes.pairing().orElseThrow().missing()).hasSize(6);
    assertThat(holes.projection().orElseThrow()).isInstanceOf(Estimated.class);
  }

  @Test
  void afterTheDeadlineWithARowMissingEveryMeasureWaits() {
    for (Measure measure : List.of(Measure.EXPORTED, Measure.SOLD)) {
      Commitment commitment = Made.soybeans("whole", "MX", measure, FROM, "2025-04-30", 5_000_000, "fas-export-sales");
      var whole = assess(commitment, table(_ -> true), KNOWN);
      var inside = assess(commitment, table(end -> !end.equals(day("2025-03-13"))), KNOWN);
      var last = assess(commitment, table(end -> !end.equals(day("2025-04-24"))), KNOWN);

      assertThat(whole.judgement().verdict()).as("%s", measure).isEqualTo(Verdict.MISSED);
      assertThat(inside.judgement().verdict()).as("%s", measure).isEqualTo(Verdict.UNOBSERVED);
      assertThat(inside.judgement().why().summary()).as("%s", measure)
          .contains("1 week of the window is missing, the one to 2025-03-13");
      assertThat(last.judgement().verdict()).as("%s", measure).isEqualTo(Verdict.UNOBSERVED);
      assertThat(((Estimated) last.projection().orElseThrow()).total().quantile(.5)).as("%s, the last week is drawn", measure)
          .isGreaterThan(last.pairing().orElseThrow().fulfilled().middle().toDouble());
    }
  }

  /// What was sold is a level: a later row tells what the missing one brought.
  @Test
  void beforeTheDeadlineALevelIsWholeInSpiteOfAHole() {
    Commitment commitment = Made.soybeans("sold", "MX", Measure.SOLD, FROM, TO, 500_000, "fas-export-sales");
    var whole = assess(commitment, table(_ -> true), KNOWN);
    var hole = assess(commitment, table(end -> !end.equals(day("2025-03-13"))), KNOWN);

    assertThat(hole.pairing().orElseThrow().byName()).isEqualTo(whole.pairing().orElseThrow().byName());
    assertThat(hole.judgement().verdict()).isNotEqualTo(Verdict.UNOBSERVED);
  }

  @Test
  void withoutAProjectionAndWithoutRatesThereIsNoJudgement() {
    // The trade is new: five weeks, all of them in the window.
    Commitment commitment = Made.soybeans("new", "MX", Measure.EXPORTED, "2025-04-25", TO, 100, "fas-export-sales");
    for (long target : List.of(100L, 100_000_000L)) {
      var young = assess(Made.soybeans("new", "MX", Measure.EXPORTED, "2025-04-25", TO, target + 50_000, "fas-export-sales"),
          table(end -> end.isAfter(day("2025-04-24")) && end.isBefore(day("2025-05-12"))), Instant.parse("2025-05-16T12:00:00Z"));

      assertThat(young.projection().orElseThrow()).isInstanceOf(NotEstimable.class);
      assertThat(young.pace().orElseThrow().actual().w4()).isEmpty();
      assertThat(young.judgement().verdict()).as("%d t", target).isEqualTo(Verdict.UNOBSERVED);
      assertThat(young.judgement().why().reasons().getFirst().code()).isEqualTo("noBasis");
    }
    assertThat(commitment.readings()).hasSize(1);
  }

  @Test
  void unknownDestinationsThatCountAndAreNotHeldAreNotNone() {
    Commitment commitment = Made.soybeans("unknown", "MX", Measure.SOLD, new UnknownDestinations.All(), FROM, TO, 900_000,
        "fas-export-sales");
    var nowhere = assess(commitment, table(_ -> true), KNOWN);

    assertThat(nowhere.judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
    assertNoOutlook(nowhere);
  }

  /// Until the first week of the window is known no stock of it counts, but nobody expects it to vanish.
  @Test
  void theStockOfUnknownDestinationsIsProjectedFromTheNewestThatIsKnown() {
    var blackout = starter("us-cn-soybeans-2025", "sold-with-unknown-by-2026-02-28", "2025-11-05T12:00:00Z");
    var byName = starter("us-cn-soybeans-2025", "sold-by-2026-02-28", "2025-11-05T12:00:00Z");

    assertThat(blackout.pairing().orElseThrow().fulfilled().middle()).isEqualTo(Quantity.tonnes(0));
    double stock = median(blackout) - median(byName);
    double held = blackout.pairing().orElseThrow().unknownLevels().ofAllYears().lastEntry().getValue().toDouble();
    assertThat(stock).isCloseTo(held, within(0.05 * held));
  }

  @Test
  void theReasonGivenIsTheCauseAndNotAReleaseAfterTheDeadline() {
    var year1 = starter("us-bd-wheat-2025-2030", "year-1-sold", "2026-10-08T13:00:00Z");

    assertThat(year1.pairing().orElseThrow().overdue()).as("after the window").isNotEmpty();
    assertThat(year1.judgement().why().reasons()).extracting(Reason::code)
        .startsWith("beginsBeforeEvidence").doesNotContain("releaseOverdue");
    var shipped = starter("us-bd-wheat-2025-2030", "year-1-shipped", "2026-10-08T13:00:00Z");
    assertThat(shipped.judgement().why().reasons().stream().filter(each -> !each.code().equals("sourceChanged")).toList()
        .getFirst().text()).isEqualTo("1 week of the window is missing, the one to 2025-07-31");
  }

  @Test
  void ofAPartyOfWhichNoSeriesIsHeldThatIsSaid() {
    Commitment japan = Made.soybeans("japan", "Japan", Measure.SOLD, "2026-01-01", "2026-12-31", 1, "fas-export-sales");
    Commitment fiji = Made.soybeans("fiji", "FJ", Measure.EXPORTED, "2025-01-01", "2025-12-31", 1, "fas-export-sales");
    Commitment nobody = Made.soybeans("nobody", "CN", Measure.EXPORTED, "2026-01-01", "2026-12-31", 1, "census-exports");

    assertThat(summary(japan)).isEqualTo(
        "No judgement: no series of fas-export-sales is of 'Japan': it counts by country.");
    assertThat(assess(fiji, table(_ -> true), KNOWN).judgement().why().summary())
        .isEqualTo("No judgement: no series of fas-export-sales that is held is of soybeans from US to FJ.");
    assertThat(summary(nobody)).isEqualTo("No judgement: nothing is held from census-exports.");
  }

  /// A full report of what leaves the United States says nothing of Brazil, and nothing of what it does not count.
  @Test
  void whatASourceNeverTellsIsNotHeldHoweverFullItsReportsAre() {
    for (String buyer : List.of("JP", "EU", "FJ")) {
      Commitment us = Made.soybeans("brazil", buyer, Measure.SOLD, "2026-01-05", "2026-05-31", 1, "fas-export-sales");
      assertNothingIsSaid(soldBy("BR", us), "no series of fas-export-sales that is held is of soybeans from BR to " + buyer);
    }
    for (Measure measure : List.of(Measure.LANDED, Measure.INSPECTED, Measure.ANNOUNCED)) {
      assertNothingIsSaid(
          Made.soybeans("other", "JP", measure, "2026-01-05", "2026-05-31", 1, "fas-export-sales"),
          "what is %s is not told by fas-export-sales".formatted(measure.id()));
    }
    Commitment none = Made.soybeans("fiji", "FJ", Measure.SOLD, "2026-01-05", "2026-05-31", 1, "fas-export-sales");
    assertThat(assess(none, STARTER, Instant.parse("2026-06-20T12:00:00Z")).judgement().verdict())
        .as("a destination that a full report does not list").isEqualTo(Verdict.MISSED);
  }

  private void assertNothingIsSaid(Commitment of, String because) {
    for (String asOf : List.of("2026-03-01T12:00:00Z", "2026-06-20T12:00:00Z")) {
      Assessment assessed = assess(of, STARTER, Instant.parse(asOf));
      assertThat(assessed.judgement().verdict()).as(because).isEqualTo(Verdict.UNOBSERVED);
      assertThat(assessed.judgement().why().summary()).isEqualTo("No judgement: " + because + ".");
      assertThat(assessed.pairing()).as(because).isEmpty();
      assertThat(assessed.slack()).as(because).isEmpty();
      assertThat(assessed.projection().filter(Estimated.class::isInstance)).as(because).isEmpty();
    }
  }

  private static Commitment soldBy(String seller, Commitment of) {
    return new Commitment(of.id(), of.title(), of.buyer(), seller, of.commodities(), of.strength(), of.terms(), of.readings(),
        of.parent(), of.refusal(), of.notes(), of.withdrawal());
  }

  private String summary(Commitment of) {
    return assess(of, STARTER, Instant.parse("2026-06-01T12:00:00Z")).judgement().why().summary();
  }

  private Assessment exported(Predicate<LocalDate> held) {
    return assess(Made.soybeans("exported", "MX", Measure.EXPORTED, FROM, TO, 500_000, "fas-export-sales"), table(held), KNOWN);
  }

  private Assessment assess(Commitment commitment, Panel panel, Instant asOf) {
    return assessor.assess(commitment, commitment.readings().getFirst(), new Tracks(panel.at(asOf)), true).orElseThrow();
  }

  private Assessment starter(String commitment, String reading, String asOf) {
    Commitment found = StarterCatalogue.commitment(commitment);
    return assessor.assess(found, found.reading(reading).orElseThrow(),
        new Tracks(STARTER.at(Instant.parse(asOf))), true).orElseThrow();
  }

  /// Exports and sales of 9,000 to 11,000 t a week, nothing outstanding.
  private static Panel table(Predicate<LocalDate> isHeld) {
    var rows = new ArrayList<String>();
    long accumulated = 0;
    for (LocalDate end = FIRST; !end.isAfter(NEWEST); end = end.plusWeeks(1)) {
      boolean opens = end.getMonthValue() == 9 && end.getDayOfMonth() <= 7;
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      long flow = 9_000 + end.toEpochDay() * 7919 % 2_000;
      accumulated = opens ? flow : accumulated + flow;
      if (isHeld.test(end)) {
        rows.add("%s,%s,soybeans,%d,MX,%d,%d,%d,0,".formatted(end.minusDays(6), end, year, flow, flow, accumulated));
      }
    }
    var held = new Held();
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,accumulatedExports,outstandingSales,flags",
        rows.toArray(String[]::new));
    return held.panel();
  }

  private static void assertNoOutlook(Assessment of) {
    assertThat(of.projection().orElseThrow()).isInstanceOf(NotEstimable.class);
    assertThat(of.slack()).isEmpty();
    assertThat(of.pace().orElseThrow().actual().record()).isEmpty();
    assertThat(of.pace().orElseThrow().lastSafeDate()).isEmpty();
    assertThat(of.pace().orElseThrow().requiredPerWeek()).isEmpty();
    assertThat(of.judgement().why().whatWouldChangeIt()).doesNotContain("next report shows");
  }

  private static double median(Assessment of) {
    return ((Estimated) of.projection().orElseThrow()).total().quantile(.5);
  }

  private static List<String> texts(Assessment of) {
    return of.judgement().why().reasons().stream().map(Reason::text).toList();
  }

  private static boolean isIn(LocalDate day, String first, String last) {
    return !day.isBefore(day(first)) && !day.isAfter(day(last));
  }

  private static LocalDate day(String day) {
    return LocalDate.parse(day);
  }
}
