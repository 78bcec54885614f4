package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.VerdictRule;
import org.junit.jupiter.api.Test;

/// Pledges that nobody made, over a past that is known. The figures are made up.
class PastPledgesTest {

  private static final LocalDate FIRST_WEEK = LocalDate.of(2018, 9, 6);
  private static final LocalDate OPENING = LocalDate.of(2023, 3, 3);
  private static final int WEEKS = 270;

  @Test
  void windowsOpenEverySoManyWeeksWithTheReportingWeek() {
    assertThat(pledges(held(1), LocalDate.of(2023, 3, 1), LocalDate.of(2023, 9, 30)).openings())
        .containsExactly(OPENING, OPENING.plusWeeks(13), OPENING.plusWeeks(26));
  }

  @Test
  void theTargetIsAShareOfTheSameWeeksAYearBeforeAndTheOutcomeIsWhatCame() {
    List<Lived> lived = opened(held(1));

    assertThat(lived).extracting(each -> each.pledge.share()).containsExactly(0.5, 2.0, 0.5, 2.0);
    assertThat(lived).extracting(each -> each.pledge.weeks()).containsExactly(4, 4, 13, 13);
    assertThat(lived).allSatisfy(each -> {
      PastPledge pledge = each.pledge;
      LocalDate before = OPENING.minusDays(1);
      assertThat(pledge.outcome().value()).isEqualByComparingTo(sum(1, before, pledge.weeks()));
      assertThat(pledge.target().value().doubleValue())
          .isEqualTo(Math.round(pledge.share() * sum(1, before.minusWeeks(52), pledge.weeks()).doubleValue()));
      assertThat(pledge.wasMissed()).isEqualTo(pledge.outcome().compareTo(pledge.target()) < 0);
    });
    assertThat(lived).extracting(each -> each.pledge.wasMissed()).contains(true, false);
  }

  @Test
  void eachIsAssessedAtEveryReleaseUntilItsOutcomeIsKnown() {
    Lived lived = opened(held(1)).getFirst();
    // The week before the opening comes out inside the window, and the last week after its end.
    assertThat(lived.assessments).hasSize(5);
    assertThat(lived.assessments).extracting(each -> each.pairing().orElseThrow().endsLeft().size())
        .containsExactly(4, 3, 2, 1, 0);
    assertThat(lived.assessments.getLast().judgement().verdict())
        .isEqualTo(lived.pledge.wasMissed() ? Verdict.MISSED : Verdict.MET);
  }

  @Test
  void noiseThatComesLaterChangesNothingThatWasKnown() {
    // The panels differ from the fifth week of the window on.
    List<Lived> one = opened(held(1, OPENING.plusWeeks(4)), new ShipmentModel());
    List<Lived> other = opened(held(2, OPENING.plusWeeks(4)), new ShipmentModel());
    for (int i = 2; i < one.size(); i++) {
      assertThat(other.get(i).pledge.target()).isEqualTo(one.get(i).pledge.target());
      assertThat(other.get(i).pledge.outcome()).isNotEqualTo(one.get(i).pledge.outcome());
      assertThat(medians(other.get(i)).subList(0, 5)).isEqualTo(medians(one.get(i)).subList(0, 5));
      assertThat(medians(other.get(i))).isNotEqualTo(medians(one.get(i)));
    }
  }

  @Test
  void aWindowThatIsNotOverIsNoPledge() {
    LocalDate last = FIRST_WEEK.plusWeeks(WEEKS - 1);
    var pledges = pledges(held(1), last.minusWeeks(4), last);
    assertThat(pledges.openings()).isNotEmpty();
    assertThat(pledges.from(pledges.openings().getLast(), Lived::new, () -> {})).extracting(each -> each.pledge.weeks()).doesNotContain(13);
  }

  private static final class Lived implements PastPledges.Witness {

    private final PastPledge pledge;
    private final List<Assessment> assessments = new ArrayList<>();

    Lived(PastPledge pledge) {
      this.pledge = pledge;
    }

    @Override
    public void see(Assessment assessment) {
      assessments.add(assessment);
    }
  }

  private static List<Double> medians(Lived lived) {
    return lived.assessments.stream()
        .map(each -> ((Projection.Estimated) each.projection().orElseThrow()).total().quantile(0.5))
        .toList();
  }

  private static List<Lived> opened(Panel panel) {
    return opened(panel, new SeasonResampling());
  }

  private static List<Lived> opened(Panel panel, ProjectionModel model) {
    return pledges(panel, OPENING, OPENING, model).from(OPENING, Lived::new, () -> {});
  }

  private static PastPledges pledges(Panel panel, LocalDate from, LocalDate to) {
    return pledges(panel, from, to, new SeasonResampling());
  }

  private static PastPledges pledges(Panel panel, LocalDate from, LocalDate to, ProjectionModel model) {
    var plan = new PastPledges.Plan(SourceId.FAS_EXPORT_SALES, Measure.EXPORTED, List.of(new CommodityId("soybeans")),
        new PartyId("US"), Set.of(), from, to, 13, List.of(4, 13), List.of(0.5, 2.0));
    return new PastPledges(plan, panel, panel.dataVersion(), Commodities.standard(), new Assessor(Commodities.standard(),
        ReleaseExceptions.standardCalendars(), model, VerdictRule.DEFAULT));
  }

  private static Panel held(int seed) {
    return held(seed, OPENING);
  }

  /// Weekly exports to Mexico; those from a day on depend on the seed.
  private static Panel held(int seed, LocalDate seededFrom) {
    var held = new Held();
    var rows = new ArrayList<String>();
    for (int week = 0; week < WEEKS; week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      rows.add("-,-,%s,%s,soybeans,%d,MX,%d".formatted(end.minusDays(6), end, year, flow(end.isBefore(seededFrom) ? 0 : seed, end)));
    }
    held.sales("releasedAt,basis,periodStart,periodEnd,commodity,marketYear,destination,exported",
        rows.toArray(String[]::new));
    return held.panel();
  }

  private static int flow(int seed, LocalDate end) {
    return new Random(end.toEpochDay() * 31 + (end.isBefore(OPENING) ? 0 : seed)).nextInt(100_000);
  }

  private static BigDecimal sum(int seed, LocalDate before, int weeks) {
    long sum = 0;
    for (int week = 1; week <= weeks; week++) {
      sum += flow(seed, before.plusWeeks(week));
    }
    return BigDecimal.valueOf(sum);
  }
}
