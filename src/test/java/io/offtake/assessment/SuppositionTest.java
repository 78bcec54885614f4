package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.offtake.assessment.Supposition.Amount;
import io.offtake.assessment.Supposition.Per;
import io.offtake.assessment.Supposition.Rate;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection.Estimated;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.verdict.Verdict;
import org.junit.jupiter.api.Test;

/// US soybeans sold to China by the end of February 2026, as of 10 February, were something otherwise.
class SuppositionTest {

  private static final Commitment SOYBEANS = StarterCatalogue.commitment("us-cn-soybeans-2025");
  private static final Tracks TRACKS = new Tracks(StarterTables.all().at(Instant.parse("2026-02-10T12:00:00Z")));
  private static final Assessor ASSESSOR = Made.assessor();
  private static final LocalDate DAY = LocalDate.of(2026, 2, 10);

  @Test
  void nothingSupposedIsTheReadingAsItStands() {
    assertThat(supposed("sold-by-2026-02-28", Supposition.NONE).judgement()).isEqualTo(today("sold-by-2026-02-28").judgement());
  }

  @Test
  void whatComesOnTopCountsAtOnceAndStandsOnThePathFromItsDayOn() {
    Assessment supposed = supposed("sold-by-2026-02-28", more(1_000_000, "2026-02-20"));
    Assessment today = ASSESSOR.assess(SOYBEANS, reading("sold-by-2026-02-28"), TRACKS, true).orElseThrow();
    assertThat(supposed.judgement().verdict()).isEqualTo(Verdict.AT_RISK);
    List<Double> path = medians(supposed);
    List<Double> before = medians(today);
    assertThat(path.getFirst()).isCloseTo(before.getFirst(), within(1.0));
    assertThat(path.getLast()).isCloseTo(before.getLast() + 1_000_000, within(1.0));
  }

  @Test
  void aRateIsTheMiddleOfThePathAndNoneOfItScattersNothing() {
    Estimated none = estimated(supposed("sold-by-2026-02-28", rate(0, Per.WEEK)));
    assertThat(none.total().quantile(0.05)).isEqualTo(none.total().quantile(0.95)).isEqualTo(9_886_612);
    Estimated some = estimated(supposed("sold-by-2026-02-28", rate(600_000, Per.WEEK)));
    assertThat(some.total().quantile(0.5)).isCloseTo(9_886_612 + 4 * 600_000, within(1.0));
    assertThat(some.drivers().getFirst()).contains("a supposed rate of 600000 t a week");
    Assessment monthly = supposed("sold-by-2026-02-28", rate(2_609_000, Per.MONTH));
    assertThat(monthly.pace().orElseThrow().actual().w4().orElseThrow()).isCloseTo(600_000, within(100.0));
  }

  @Test
  void targetDeadlineAndUnknownShareAreThoseOfOtherTerms() {
    assertThat(supposed("sold-by-2026-02-28", new Supposition(Optional.empty(), List.of(), Optional.empty(),
        Optional.of(Quantity.tonnes(9_000_000)), Optional.empty())).judgement().verdict()).isEqualTo(Verdict.MET);
    assertThat(supposed("sold-by-2026-02-28", new Supposition(Optional.empty(), List.of(),
        Optional.of(LocalDate.of(2026, 8, 31)), Optional.empty(), Optional.empty())).deadline()).contains(LocalDate.of(2026, 8, 31));
    for (String share : List.of("0", "1", "0.5")) {
      Assessment supposed = supposed("sold-by-2026-02-28", new Supposition(Optional.empty(), List.of(), Optional.empty(),
          Optional.empty(), Optional.of(new BigDecimal(share))));
      assertThat(supposed.pairing().orElseThrow().fulfilled().middle()).isEqualTo(Quantity.tonnes(9_886_612)
          .plus(Quantity.tonnes(12_964_912 - 9_886_612).times(new BigDecimal(share))));
    }
  }

  @Test
  void allThatMakesNoSenseIsNamed() {
    assertThat(pointers("sold-by-2026-02-28", Supposition.NONE)).containsExactly("");
    assertThat(pointers("sold-by-2026-02-28", new Supposition(
        Optional.of(new Rate(Quantity.of(new BigDecimal("1e15"), Unit.US_DOLLAR), Per.WEEK)),
        List.of(new Amount(LocalDate.of(2026, 3, 1), Quantity.tonnes(5), "/extra/0")),
        Optional.empty(), Optional.of(Quantity.of(new BigDecimal("0.0001"), Unit.TONNE)), Optional.empty())))
        .containsExactlyInAnyOrder("/rate/value", "/rate/unit", "/extra/0/date", "/target/value");
    for (String deadline : List.of("2020-01-01", "2099-01-01")) {
      assertThat(pointers("sold-by-2026-02-28", new Supposition(Optional.empty(), List.of(),
          Optional.of(LocalDate.parse(deadline)), Optional.empty(), Optional.empty()))).containsExactly("/deadline");
    }
    Reading inspected = SOYBEANS.readings().stream().filter(each -> each.measure().id().equals("inspected")).findFirst().orElseThrow();
    assertThat(pointers(inspected.id(), new Supposition(Optional.empty(), List.of(new Amount(today(inspected.id()).windowStart()
        .orElseThrow(), Quantity.tonnes(-5), "/cancellations/0")), Optional.empty(), Optional.empty(), Optional.of(BigDecimal.ONE))))
        .containsExactlyInAnyOrder("/cancellations/0", "/unknownShare");
    assertThat(rate(1, Per.WEEK).problems(today("sold-by-2026-02-28"), LocalDate.of(2026, 5, 1))).extracting(Problem::pointer)
        .containsExactly("/rate");
  }

  private static List<String> pointers(String reading, Supposition supposition) {
    return supposition.problems(today(reading), DAY).stream().map(Problem::pointer).toList();
  }

  private static Supposition more(long tonnes, String day) {
    return new Supposition(Optional.empty(), List.of(new Amount(LocalDate.parse(day), Quantity.tonnes(tonnes), "/extra/0")),
        Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Supposition rate(long tonnes, Per per) {
    return new Supposition(Optional.of(new Rate(Quantity.tonnes(tonnes), per)), List.of(), Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  private static List<Double> medians(Assessment of) {
    return estimated(of).fan().stream().map(point -> point.total().quantile(0.5)).toList();
  }

  private static Estimated estimated(Assessment of) {
    return (Estimated) of.projection().orElseThrow();
  }

  private static Reading reading(String id) {
    return SOYBEANS.reading(id).orElseThrow();
  }

  private static Assessment today(String reading) {
    return ASSESSOR.assess(SOYBEANS, reading(reading), TRACKS, false).orElseThrow();
  }

  private static Assessment supposed(String reading, Supposition supposition) {
    return ASSESSOR.suppose(SOYBEANS, reading(reading), TRACKS, supposition).orElseThrow();
  }
}
