package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.ScoredCase;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// The past replayed from what was known then.
class BacktestTest {

  private static final LocalDate FIRST = LocalDate.of(2018, 9, 6);
  private static final LocalDate ORIGIN = LocalDate.of(2023, 3, 2);
  private static final int WEEKS = 270;

  @Test
  void everyFourthReleaseOfTheSpanIsReplayedForEveryHorizonThatIsOver() {
    var backtest = backtest(held(1), LocalDate.of(2023, 3, 1), LocalDate.of(2023, 6, 30));
    List<Instant> instants = backtest.instants();
    // Export sales of a week are out on the Thursday after at 08:30 Eastern.
    assertThat(instants).hasSize(5).startsWith(Instant.parse("2023-03-02T13:30:00Z"),
        Instant.parse("2023-03-30T12:30:00Z"));
    List<ScoredCase> cases = backtest.casesAt(instants.get(1), () -> {});
    assertThat(cases).extracting(ScoredCase::horizonWeeks).containsExactly(4, 13);
    assertThat(cases).allSatisfy(each -> {
      assertThat(each.origin()).isEqualTo(LocalDate.of(2023, 3, 23));
      assertThat(each.outcome()).isEqualTo(sum(1, each.origin(), each.horizonWeeks()));
      assertThat(each.targets()[2]).isPositive();
      assertThat(each.targets()[0]).isEqualTo(0.6 * each.targets()[2]);
      assertThat(each.forecasts()).containsOnlyKeys(Method.values());
    });
    assertThat(backtest.casesAt(instants.get(1), () -> {}))
        .usingRecursiveComparison().as("the same question gets the same answer").isEqualTo(cases);
  }

  @Test
  void noiseAfterTheOriginChangesNoForecast() {
    Instant known = Instant.parse("2023-03-09T13:30:00Z");
    List<ScoredCase> one = backtest(held(1), ORIGIN, ORIGIN).casesAt(known, () -> {});
    List<ScoredCase> other = backtest(held(2), ORIGIN, ORIGIN).casesAt(known, () -> {});
    assertThat(one).hasSize(2);
    assertThat(one.getFirst().origin()).isEqualTo(ORIGIN);
    for (int i = 0; i < one.size(); i++) {
      assertThat(other.get(i).outcome()).isNotEqualTo(one.get(i).outcome());
      assertThat(other.get(i).targets()).isEqualTo(one.get(i).targets());
      assertThat(other.get(i).forecasts()).usingRecursiveComparison().isEqualTo(one.get(i).forecasts());
    }
  }

  @Test
  void aWindowThatIsNotOverIsNoCase() {
    Panel panel = held(1);
    LocalDate last = FIRST.plusWeeks(WEEKS - 1);
    var backtest = backtest(panel, last.minusWeeks(4), last.plusWeeks(2));
    assertThat(backtest.casesAt(backtest.instants().getLast(), () -> {})).isEmpty();
  }

  private static Backtest backtest(Panel panel, LocalDate from, LocalDate to) {
    var plan = new Backtest.Plan(SourceId.FAS_EXPORT_SALES, Measure.EXPORTED, new CommodityId("soybeans"),
        new PartyId("US"), Set.of(), from, to, 4, List.of(4, 13));
    return new Backtest(plan, panel, panel.dataVersion(), Commodities.standard(), new SeasonResampling());
  }

  /// Weekly exports to Mexico; those after the origin depend on the seed.
  private static Panel held(int seed) {
    var held = new Held();
    var rows = new ArrayList<String>();
    for (int week = 0; week < WEEKS; week++) {
      LocalDate end = FIRST.plusWeeks(week);
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      rows.add("-,-,%s,%s,soybeans,%d,MX,%d".formatted(end.minusDays(6), end, year, flow(seed, end)));
    }
    held.sales("releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,exported",
        rows.toArray(String[]::new));
    return held.panel();
  }

  private static int flow(int seed, LocalDate end) {
    var random = new Random(end.toEpochDay() * 31 + (end.isAfter(ORIGIN) ? seed : 0));
    return random.nextInt(100_000);
  }

  private static double sum(int seed, LocalDate origin, int weeks) {
    double sum = 0;
    for (int week = 1; week <= weeks; week++) {
      sum += flow(seed, origin.plusWeeks(week));
    }
    return sum;
  }
}
