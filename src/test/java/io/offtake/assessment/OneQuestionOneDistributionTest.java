package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.SalesModel;
import io.offtake.projection.ShipmentModel;
import org.junit.jupiter.api.Test;

/// The distribution depends on series, window and what is held alone: never on a name, a target, or who asks.
class OneQuestionOneDistributionTest {

  private static final Panel STARTER = StarterTables.all();
  private static final Instant WINTER = Instant.parse("2026-02-10T12:00:00Z");
  private static final List<UnknownDestinations> TREATMENTS =
      List.of(new UnknownDestinations.None(), new UnknownDestinations.All());

  private final Assessor assessor = Made.assessor();

  @Test
  void theSameWindowInTwoCommitmentsHasTheSameQuantiles() {
    for (UnknownDestinations unknown : TREATMENTS) {
      Estimated one = projected(Made.soybeans("one", "CN", Measure.SOLD, unknown, "2025-10-30", "2026-08-31", 12_000_000,
          "fas-export-sales"), WINTER);
      Estimated other = projected(Made.soybeans("quite-another", "CN", Measure.SOLD, unknown, "2025-10-30", "2026-08-31",
          40_000_000, "fas-export-sales"), WINTER);

      assertThat(quantiles(other)).isEqualTo(quantiles(one));
    }
    Commitment twelve = StarterCatalogue.commitment("us-cn-soybeans-2025");
    Estimated shipped = (Estimated) assessor.assess(twelve, twelve.reading("sold-by-2026-02-28").orElseThrow(),
        new Tracks(STARTER.at(WINTER)), false).orElseThrow().projection().orElseThrow();
    assertThat(quantiles(projected(Made.soybeans("third", "CN", Measure.SOLD, "2025-10-30", "2026-02-28", 20_000_000,
        "fas-export-sales"), WINTER))).as("a commitment of the catalogue and one of our own").isEqualTo(quantiles(shipped));
  }

  /// The path by period is asked for by the page of a reading and not by the portfolio: both tell the same total.
  @Test
  void theTotalIsTheSameWhetherItsPathIsAskedForOrNot() {
    for (String asOf : List.of("2025-11-05T12:00:00Z", "2026-02-10T12:00:00Z", "2026-04-16T13:00:00Z")) {
      var tracks = new Tracks(STARTER.at(Instant.parse(asOf)));
      for (Commitment commitment : StarterCatalogue.commitments()) {
        commitment.readings().forEach(reading -> {
          var without = assessor.assess(commitment, reading, tracks, false).flatMap(Assessment::projection);
          if (without.orElse(null) instanceof Estimated told) {
            var with = (Estimated) assessor.assess(commitment, reading, tracks, true).orElseThrow().projection().orElseThrow();
            assertThat(quantiles(with)).as("%s/%s at %s", commitment.id(), reading.id(), asOf).isEqualTo(quantiles(told));
            assertThat(with.shortfallProbability()).isEqualTo(told.shortfallProbability());
            if (!with.fan().isEmpty()) {
              assertThat(quantiles(with)).isEqualTo(quantiles(new Estimated("", 0, 0, with.fan().getLast().total(), List.of(),
                  0, 0, List.of())));
            }
          }
        });
      }
    }
  }

  @Test
  void aHigherTargetNeverHasALowerProbabilityOfAShortfall() {
    var random = new SplittableRandom(20261128);
    for (Measure measure : List.of(Measure.SOLD, Measure.EXPORTED, Measure.INSPECTED)) {
      for (int question = 0; question < 4; question++) {
        // Sales to unknown destinations are held of 2025/26 alone.
        LocalDate from = measure == Measure.SOLD
            ? LocalDate.of(2025, 10, 2).plusWeeks(random.nextInt(30))
            : LocalDate.of(2024, 1, 4).plusWeeks(random.nextInt(80));
        LocalDate to = from.plusWeeks(8 + random.nextInt(30));
        Instant asOf = Instant.parse(from.plusDays(random.nextInt(50)) + "T18:00:00Z");
        String source = measure == Measure.INSPECTED ? "fgis-weekly" : "fas-export-sales";
        UnknownDestinations unknown = TREATMENTS.get(measure == Measure.SOLD ? random.nextInt(2) : 0);
        rises("%s from %s to %s at %s".formatted(measure, from, to, asOf), targets(random).mapToObj(target ->
            projected(Made.soybeans("reading-" + target, "CN", measure, unknown, from.toString(), to.toString(), target,
                source), asOf)).toList());
      }
    }
  }

  @Test
  void likewiseOfAnOwnSeriesByWeeksAndByMonths() {
    var random = new SplittableRandom(12);
    for (Cadence cadence : List.of(Cadence.WEEKLY, Cadence.MONTHLY)) {
      for (boolean canFall : new boolean[] {false, true}) {
        var figures = new ArrayList<OwnSeries.Figure>();
        LocalDate end = cadence == Cadence.WEEKLY ? LocalDate.of(2021, 1, 7) : LocalDate.of(2021, 1, 31);
        for (int i = 0; i < (cadence == Cadence.WEEKLY ? 200 : 48); i++) {
          figures.add(new OwnSeries.Figure(end, random.nextInt(canFall ? -100_000 : 0, 400_000)));
          end = cadence == Cadence.WEEKLY ? end.plusWeeks(1) : end.plusDays(1).plus(Period.ofMonths(1)).minusDays(1);
        }
        LocalDate newest = figures.getLast().end();
        rises("own series, %s".formatted(cadence), targets(random).mapToObj(target -> (Estimated) OwnSeries.project(
            new OwnSeries.Asked(cadence, figures, List.of(), List.of(), List.of(), newest.minusWeeks(6), newest.plusWeeks(20),
                OptionalDouble.of(target), canFall, 1),
            canFall ? new SalesModel() : new ShipmentModel()).projection()).toList());
      }
    }
  }

  private static LongStream targets(SplittableRandom random) {
    return random.longs(12, 1, 12_000_000).sorted();
  }

  private static void rises(String what, List<Estimated> byTarget) {
    double before = 0;
    double[] first = quantiles(byTarget.getFirst());
    for (Estimated each : byTarget) {
      assertThat(each.shortfallProbability()).as(what).isGreaterThanOrEqualTo(before);
      assertThat(quantiles(each)).as(what).isEqualTo(first);
      before = each.shortfallProbability();
    }
  }

  private Estimated projected(Commitment commitment, Instant asOf) {
    var projection = assessor.assess(commitment, commitment.readings().getFirst(), new Tracks(STARTER.at(asOf)), false)
        .orElseThrow().projection().orElseThrow();
    assertThat(projection).as("%s at %s", commitment.readings().getFirst(), asOf).isInstanceOf(Estimated.class);
    return (Estimated) projection;
  }

  private static double[] quantiles(Estimated of) {
    double[] quantiles = new double[99];
    Arrays.setAll(quantiles, i -> of.total().quantile((i + 1) / 100.0));
    return quantiles;
  }
}
