package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import io.offtake.assessment.IssuedVerdict.Count;
import io.offtake.assessment.IssuedVerdict.Filter;
import io.offtake.assessment.IssuedVerdict.Outlook;
import io.offtake.assessment.IssuedVerdict.Position;
import io.offtake.commitment.CommitmentId;
import io.offtake.quantity.Quantity;

class IssuedVerdictTest {

  private static final Optional<Quantity> TARGET = Optional.of(Quantity.tonnes(10_000));

  @Test
  void theShareIsThatWhichWasIssued() {
    assertThat(new Count(TARGET, Optional.of(Quantity.tonnes(2_500)), OptionalDouble.of(0.2)).share()).hasValue(0.2);
  }

  @Test
  void whereNoneWasKeptTheShareFollowsFromTheAmounts() {
    assertThat(new Count(TARGET, Optional.of(Quantity.tonnes(2_500)), OptionalDouble.empty()).share()).hasValue(0.25);
  }

  @Test
  void whatIsNotKnownOrNotOwedHasNoShare() {
    assertThat(new Count(TARGET, Optional.empty(), OptionalDouble.empty()).share()).isEmpty();
    assertThat(new Count(Optional.empty(), Optional.of(Quantity.tonnes(1)), OptionalDouble.empty()).share()).isEmpty();
    assertThat(new Count(Optional.of(Quantity.tonnes(0)), Optional.of(Quantity.tonnes(1)), OptionalDouble.empty()).share())
        .isEmpty();
  }

  @Test
  void tellsWhatWasSaidOfAReadingWithADataVersion() {
    var none = OptionalDouble.empty();
    var verdict = new IssuedVerdict(new Position(3, 7), new CommitmentId("us-pe-soybeans"), "sold", Instant.EPOCH, "met", "All of it",
        new Count(TARGET, TARGET, OptionalDouble.of(1)),
        new Outlook(Optional.empty(), none, none, none, none, none, Optional.empty(), Optional.empty()),
        Optional.of(LocalDate.EPOCH), Optional.empty(), "1");
    assertThat(verdict.position().dataVersion()).isGreaterThan(Position.START.dataVersion());
    assertThat(verdict.count().fulfilled()).isEqualTo(verdict.count().target());
    assertThat(new Filter(Optional.of(verdict.commitment()), Optional.empty(), Optional.empty(), Instant.EPOCH).commitment())
        .contains(verdict.commitment());
  }
}
