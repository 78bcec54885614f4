package io.offtake.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pace.Feasibility.Limit;
import io.offtake.pace.Pace;
import io.offtake.pace.Rates;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.CountedPeriod.State;
import io.offtake.pairing.OutstandingLevels;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.Projection.Reason;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.VerdictRule.Case;
import org.junit.jupiter.api.Test;

/// A shortfall that follows from what can be delivered and not from the pace.
class NotFeasibleTest {

  private static final Instant MEMORANDUM = Instant.parse("1983-11-08T12:00:00Z");
  private static final DateWindow YEAR = new DateWindow(LocalDate.of(1983, 1, 1), LocalDate.of(1983, 12, 31));
  private static final LocalDate SO_FAR = LocalDate.of(1983, 11, 8);
  private static final Quantity FLOOR = Quantity.tonnes(6_000_000);

  /// At least 6 Mt of grain in 1983, 3.8 Mt so far; the CIA saw no means of delivering more than 1 Mt in the rest.
  @Test
  void t20WhatCannotBeDeliveredByTheDeadlineIsAShortfallWhateverThePaceWas() {
    Pairing pairing = grainToChina();
    Pace pace = Pace.of(pairing, FLOOR, MEMORANDUM, Rates.of(pairing), List.of(
        new Limit.Stated(Quantity.tonnes(1_000_000), "CIA memorandum of 8 November 1983")));

    Judgement judgement = VerdictRule.DEFAULT.judge(caseOf(pairing, pace));

    assertThat(pace.feasible()).isFalse();
    assertThat(pace.feasibility().leastShortfall()).isEqualTo(1_200_000);
    assertThat(judgement.verdict()).isEqualTo(Verdict.SHORTFALL_LIKELY);
    assertThat(judgement.why().summary()).contains("at least 1,200,000 t cannot come in time");
    assertThat(judgement.why().reasons())
        .filteredOn(reason -> reason.code().equals("notFeasible"))
        .singleElement()
        .satisfies(reason -> assertThat(reason.text())
            .startsWith("not feasible by the deadline: 2,200,000 t are left and at most 1,000,000 t can still come")
            .contains("CIA memorandum of 8 November 1983"));
  }

  @Test
  void withoutALimitThatIsKnownNothingIsCalledInfeasible() {
    Pairing pairing = grainToChina();
    Pace pace = Pace.of(pairing, FLOOR, MEMORANDUM);

    assertThat(pace.feasible()).isTrue();
    assertThat(VerdictRule.DEFAULT.judge(caseOf(pairing, pace)).why().reasons())
        .noneMatch(reason -> reason.code().equals("notFeasible"));
  }

  private static Case caseOf(Pairing pairing, Pace pace) {
    return new Case(MEMORANDUM, YEAR.last(), FLOOR, pairing, pace,
        new NotEstimable(Reason.NO_EVIDENCE, "no week is held"), OptionalDouble.empty());
  }

  private static Pairing grainToChina() {
    var trade = new Trade(new SourceId("memorandum"), new CommodityId("wheat"), new PartyId("US"), new PartyId("CN"));
    Quantity shipped = Quantity.tonnes(3_800_000);
    return new Pairing(
        StarterCatalogue.commitment("us-cn-grain-1981-1984").reading("1983-delivered").orElseThrow(),
        YEAR,
        new Track(trade, Measure.EXPORTED, Unit.TONNE, List.of()),
        List.of(
            period(new DateWindow(YEAR.first(), SO_FAR), State.OBSERVED, shipped),
            period(new DateWindow(SO_FAR.plusDays(1), YEAR.last()), State.AHEAD, Quantity.tonnes(0))),
        Optional.empty(), shipped, Optional.empty(), OutstandingLevels.NONE, List.of(), List.of(), false, false, false,
        Optional.empty());
  }

  private static CountedPeriod period(DateWindow days, State state, Quantity counted) {
    return new CountedPeriod(days, state, state == State.OBSERVED ? Optional.of(counted) : Optional.empty(), counted,
        Optional.empty(), false, false, false, Optional.empty(), List.of(), Optional.empty(),
        Optional.empty(), List.of(), false);
  }
}
