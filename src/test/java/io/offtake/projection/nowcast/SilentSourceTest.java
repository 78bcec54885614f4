package io.offtake.projection.nowcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;

import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Tracks;
import io.offtake.projection.WeeklySeries;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

class SilentSourceTest {

  private static final Path PAGE = Path.of("src/site/markdown/nowcast.md");
  private static final String BEGIN = "<!-- the table that a test writes -->";
  private static final String END = "<!-- the end of that table -->";
  private static final LocalDate FIRST = LocalDate.of(2019, 9, 5);
  private static final int HISTORY = 104;

  @Test
  void whatTheOtherSaysIsTakenAsTheSilentOneSaidItBefore() {
    double[] other = flows(300, 7);
    WeeklySeries silent = new WeeklySeries(FIRST, Arrays.stream(Arrays.copyOf(other, 296)).map(each -> 1.2 * each).toArray());

    SilentSource.Estimate estimate = new SilentSource(silent, new WeeklySeries(FIRST, other)).after(4).orElseThrow();

    double said = Arrays.stream(other).skip(296).sum();
    assertThat(estimate.said()).isCloseTo(said, within(1e-6));
    assertThat(estimate.ratio()).isCloseTo(1.2, within(1e-12));
    assertThat(estimate.from()).isEqualTo(FIRST.plusWeeks(296));
    assertThat(estimate.to()).isEqualTo(FIRST.plusWeeks(299));
    assertThat(estimate.total().quantile(.1)).isCloseTo(1.2 * said, within(1e-6 * said));
    assertThat(estimate.total().quantile(.9)).isCloseTo(1.2 * said, within(1e-6 * said));
  }

  @Test
  void whatComesLaterChangesNothing() {
    double[] other = flows(300, 7);
    double[] silent = flows(300, 8);
    LocalDate end = FIRST.plusWeeks(200);
    double[] noise = silent.clone();
    Arrays.fill(noise, 201, 300, 9e9);
    double[] laterNoise = other.clone();
    Arrays.fill(laterNoise, 205, 300, 9e9);

    SilentSource.Estimate of = new SilentSource(new WeeklySeries(FIRST, silent), new WeeklySeries(FIRST, other))
        .after(end, 4).orElseThrow();
    SilentSource.Estimate ofNoise = new SilentSource(new WeeklySeries(FIRST, noise), new WeeklySeries(FIRST, laterNoise))
        .after(end, 4).orElseThrow();

    assertThat(ofNoise.total().sorted()).containsExactly(of.total().sorted());
  }

  @Test
  void withoutEnoughOfBothOrWithAWeekMissingNothingIsEstimated() {
    double[] other = flows(300, 7);
    other[298] = Double.NaN;
    var source = new SilentSource(new WeeklySeries(FIRST, flows(296, 8)), new WeeklySeries(FIRST, other));

    assertThat(source.after(2)).isPresent();
    assertThat(source.after(3)).as("a week of the other is missing").isEmpty();
    assertThat(source.after(0)).isEmpty();
    assertThat(source.after(SilentSource.LONGEST + 1)).isEmpty();
    assertThat(new SilentSource(new WeeklySeries(FIRST, flows(60, 8)), new WeeklySeries(FIRST, flows(64, 7))).after(4)).isEmpty();
    assertThat(new SilentSource(new WeeklySeries(FIRST, flows(296, 8)), new WeeklySeries(FIRST, new double[300])).after(4))
        .as("the other says nothing at all").isEmpty();
  }

  @Test
  void thePageTellsHowFarItGoesAstrayAndTheOtherGuessesFurther() throws IOException {
    StringBuilder rows = new StringBuilder("""
        | soybeans to | weeks silent | past silences | mean error | "nothing moved" | "last pace goes on" | 80 % covers | 90 % covers |
        |---|--:|--:|--:|--:|--:|--:|--:|
        """);
    for (PartyId to : List.of(new PartyId("CN"), PartyId.WORLD)) {
      SilentSource source = starter(to);
      for (int weeks : new int[] {1, 2, 4, 8}) {
        Score score = score(source, weeks);
        rows.append(String.format(Locale.ROOT, "| %s | %d | %d | %,.0f t | %,.0f t | %,.0f t | %.0f %% | %.0f %% |%n",
            to.value(), weeks, score.cases(), score.error(), score.nothing(), score.pace(), 100 * score.in80(), 100 * score.in90()));
        assertThat(score.error()).isLessThan(score.pace() / 2).isLessThan(score.nothing() / 4);
      }
    }
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String now = before + "\n\n" + rows + "\n" + after;
    if (Boolean.getBoolean("offtake-test.renew")) {
      Files.writeString(PAGE, now);
    }
    assertThat(now).isEqualTo(Files.readString(PAGE));
  }

  private record Score(int cases, double error, double nothing, double pace, double in80, double in90) {}

  /// Hides export sales at every week where both are held and enough lies before, as known at the newest instant.
  private static Score score(SilentSource source, int weeks) {
    int cases = 0;
    int in80 = 0;
    int in90 = 0;
    double error = 0;
    double nothing = 0;
    double pace = 0;
    for (int week = HISTORY; week < 400; week++) {
      LocalDate origin = FIRST.plusWeeks(week);
      OptionalDouble came = source.saidAfter(origin, weeks);
      OptionalDouble recent = source.saidAfter(origin.minusWeeks(4), 4);
      var estimate = source.after(origin, weeks);
      if (came.isEmpty() || recent.isEmpty() || estimate.isEmpty()) {
        continue;
      }
      cases++;
      double outcome = came.getAsDouble();
      var total = estimate.get().total();
      error += Math.abs(total.quantile(.5) - outcome);
      nothing += Math.abs(outcome);
      pace += Math.abs(recent.getAsDouble() / 4 * weeks - outcome);
      in80 += outcome >= total.quantile(.1) && outcome <= total.quantile(.9) ? 1 : 0;
      in90 += outcome >= total.quantile(.05) && outcome <= total.quantile(.95) ? 1 : 0;
    }
    return new Score(cases, error / cases, nothing / cases, pace / cases, (double) in80 / cases, (double) in90 / cases);
  }

  private static SilentSource starter(PartyId to) {
    var tracks = new Tracks(StarterTables.all().at(Instant.parse("2026-11-24T00:00:00Z")));
    var soybeans = new CommodityId("soybeans");
    var us = new PartyId("US");
    return new SilentSource(
        series(tracks, new Trade(SourceId.FAS_EXPORT_SALES, soybeans, us, to), Measure.EXPORTED),
        series(tracks, new Trade(SourceId.FGIS_WEEKLY, soybeans, us, to), Measure.INSPECTED));
  }

  private static WeeklySeries series(Tracks tracks, Trade trade, Measure measure) {
    return WeeklySeries.of(tracks.track(trade, measure, Unit.TONNE, Month.SEPTEMBER)).orElseThrow();
  }

  private static double[] flows(int weeks, long seed) {
    var random = new Random(seed);
    return random.doubles(weeks, 10_000, 900_000).toArray();
  }
}
