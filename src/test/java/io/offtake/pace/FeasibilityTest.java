package io.offtake.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.pace.Feasibility.Limit;
import io.offtake.pace.Feasibility.Passage;
import io.offtake.quantity.Quantity;
import org.junit.jupiter.api.Test;

class FeasibilityTest {

  private static final Optional<LocalDate> LAST_WEEK = Optional.of(LocalDate.of(2026, 2, 26));
  private static final OptionalDouble RECORD = OptionalDouble.of(500_000);

  @Test
  void theRecordRateOverTheReportsLeftIsTheMostThatCanCome() {
    Feasibility feasibility =
        Feasibility.of(Quantity.tonnes(2_100_000), 4, LAST_WEEK, RECORD, List.of());

    assertThat(feasibility.isFeasible()).isFalse();
    assertThat(feasibility.leastShortfall()).isEqualTo(100_000);
    assertThat(feasibility.lastSafeDate()).contains(LocalDate.of(2026, 2, 26).minusWeeks(5));
  }

  @Test
  void exactlyTheRecordRateIsStillFeasible() {
    assertThat(Feasibility.of(Quantity.tonnes(2_000_000), 4, LAST_WEEK, RECORD, List.of()).isFeasible()).isTrue();
  }

  @Test
  void theTightestLimitCountsAndKeepsItsSource() {
    var port = new Limit.Stated(Quantity.tonnes(700_000), "the port, on 2 February");

    Feasibility feasibility = Feasibility.of(Quantity.tonnes(900_000), 4, LAST_WEEK, RECORD,
        List.of(port, new Limit.Stated(Quantity.tonnes(800_000), "a trader")));

    assertThat(feasibility.limit()).contains(port);
    assertThat(feasibility.leastShortfall()).isEqualTo(200_000);
  }

  @Test
  void whereACargoCountsOnArrivalItMustBeLoadedAPassageEarlier() {
    Quantity left = Quantity.tonnes(900_000);
    LocalDate loaded = Feasibility.of(left, 4, LAST_WEEK, RECORD, List.of()).lastSafeDate().orElseThrow();

    assertThat(Feasibility.of(left, 4, LAST_WEEK, RECORD, List.of(), Optional.of(new Passage(40, "a test")))
        .lastSafeDate()).contains(loaded.minusDays(40));
  }

  @Test
  void whereNothingIsKnownNothingStandsInTheWay() {
    Feasibility feasibility =
        Feasibility.of(Quantity.tonnes(900_000), 4, LAST_WEEK, OptionalDouble.empty(), List.of());

    assertThat(feasibility.isFeasible()).isTrue();
    assertThat(feasibility.limit()).isEmpty();
    assertThat(feasibility.lastSafeDate()).isEmpty();
  }
}
