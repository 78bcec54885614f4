package io.offtake.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.offtake.alert.RuleTrial.Tally;
import io.offtake.alert.RuleTrial.Warning;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.PastPledge;
import io.offtake.assessment.PastPledges;
import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.projection.SeasonResampling;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.VerdictRule;
import org.junit.jupiter.api.Test;

/// Rules tried on pledges of the past. The figures are made up.
class RuleTrialTest {

  private static final LocalDate FIRST_WEEK = LocalDate.of(2018, 9, 6);
  private static final LocalDate OPENING = LocalDate.of(2023, 3, 3);
  private static final ReleaseCalendars CALENDARS = ReleaseExceptions.standardCalendars();

  @Test
  void aBuyerWhoStopsIsWarnedOfAndOneWhoGoesOnIsNot() {
    List<AlertRule> variants = RuleTrial.variants(rule("shortfall-likely"));
    Warning stopped = tried(variants, 0);
    Warning wentOn = tried(variants, 50_000);

    assertThat(stopped.pledge().wasMissed()).isTrue();
    assertThat(stopped.timesFired()).isEqualTo(1);
    // Known with the second report at the latest; the deadline is 13 weeks after the opening.
    assertThat(stopped.leadDays().orElseThrow()).isBetween(28, 13 * 7);
    assertThat(wentOn.pledge().wasMissed()).isFalse();
    assertThat(wentOn.firstFired()).isEmpty();
  }

  @Test
  void everyRuleThatWarnsOfAShortfallCanBeTriedAndTheOthersSayWhyNot() {
    assertThat(AlertRule.DEFAULTS.stream().filter(rule -> RuleTrial.whyNot(rule).isEmpty()).map(AlertRule::id))
        .containsExactly("shortfall-likely", "shortfall-watch", "pace-behind", "last-safe-date");
    assertThat(RuleTrial.whyNot(rule("terms-amended"))).hasValueSatisfying(reason ->
        assertThat(reason).contains("never amended"));
  }

  @Test
  void theRuleItselfComesFirstAmongItsVariants() {
    List<AlertRule> variants = RuleTrial.variants(rule("shortfall-likely"));
    var own = (RuleKind.ShortfallProbability) rule("shortfall-likely").kind();

    assertThat(variants.getFirst().kind()).isEqualTo(own);
    assertThat(variants.getFirst().dwell()).isEqualTo(rule("shortfall-likely").dwell());
    assertThat(variants).doesNotHaveDuplicates().allSatisfy(variant ->
        assertThat(((RuleKind.ShortfallProbability) variant.kind()).level()).isBetween(0.01, 0.99));
    assertThat(RuleTrial.variants(rule("last-safe-date"))).extracting(AlertRule::dwell).contains(0, 1, 2);
    assertThat(RuleTrial.variants(rule("pace-behind"))).extracting(AlertRule::dwell).containsExactly(3, 0, 1, 2);
  }

  @Test
  void aWarningIsCountedByWhatBecameOfThePledge() {
    List<Warning> missedAndWarned = List.of(warning(90, 100, "2023-05-01T12:00:00Z", 1));
    List<Warning> missedUnwarned = List.of(warning(90, 100, null, 0));
    List<Warning> metAndWarned = List.of(warning(110, 100, "2023-04-01T12:00:00Z", 2));
    List<Warning> metUnwarned = List.of(warning(110, 100, null, 0));

    Tally tally = RuleTrial.count(List.of(missedAndWarned, missedUnwarned, metAndWarned, metUnwarned))
        .getFirst().tally();

    assertThat(tally.missed()).isEqualTo(2);
    assertThat(tally.warned()).isEqualTo(1);
    assertThat(tally.met()).isEqualTo(2);
    assertThat(tally.falseAlarms()).isEqualTo(1);
    assertThat(tally.firedAgain()).isEqualTo(1);
    // The deadline is 1 June 2023.
    assertThat(tally.leadDays()).containsExactly(31);
    assertThat(tally.warnedAhead(31)).isEqualTo(1);
    assertThat(tally.warnedAhead(32)).isZero();
    assertThat(tally.lead(0.5)).contains(31);
    assertThat(Tally.NONE.lead(0.5)).isEmpty();
  }

  /// What the rule itself does with a buyer of 50,000 t a week who pledges nine tenths of last year, and ships `flow` a
  /// week from then on.
  private static Warning tried(List<AlertRule> variants, int flow) {
    Panel panel = held(flow);
    var plan = new PastPledges.Plan(SourceId.FAS_EXPORT_SALES, Measure.EXPORTED, List.of(new CommodityId("soybeans")),
        new PartyId("US"), Set.of(), OPENING, OPENING, 13, List.of(13), List.of(0.9));
    var assessor = new Assessor(Commodities.standard(), CALENDARS, new SeasonResampling(), VerdictRule.DEFAULT);
    var pledges = new PastPledges(plan, panel, panel.dataVersion(), Commodities.standard(), assessor);
    List<Warning> warnings = pledges.from(OPENING,
        pledge -> RuleTrial.witness(variants, pledge, CALENDARS, panel.dataVersion()), () -> {}).getFirst().warnings();
    assertThat(warnings).hasSameSizeAs(variants);
    return warnings.getFirst();
  }

  private static Panel held(int flow) {
    var held = new Held();
    var rows = new ArrayList<String>();
    for (LocalDate end = FIRST_WEEK; end.isBefore(LocalDate.of(2023, 10, 1)); end = end.plusWeeks(1)) {
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      rows.add("-,-,%s,%s,soybeans,%d,MX,%d".formatted(
          end.minusDays(6), end, year, end.isBefore(OPENING) ? 50_000 : flow));
    }
    held.sales("releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,exported",
        rows.toArray(String[]::new));
    return held.panel();
  }

  private static Warning warning(long outcome, long target, String fired, int times) {
    var trade = new Trade(SourceId.FGIS_WEEKLY, new CommodityId("corn"), new PartyId("US"), new PartyId("MX"));
    var pledge = new PastPledge(trade, Measure.INSPECTED, new DateWindow(OPENING, OPENING.plusWeeks(13).minusDays(1)), 1,
        Quantity.tonnes(target), Quantity.tonnes(outcome));
    return new Warning(pledge, Optional.ofNullable(fired).map(Instant::parse), times);
  }

  private static AlertRule rule(String id) {
    return AlertRule.DEFAULTS.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }
}
