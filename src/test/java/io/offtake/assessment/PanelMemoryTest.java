package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.offtake.commitment.Commitment;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Panel.Growth;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.projection.Projection.Estimated;
import org.junit.jupiter.api.Test;

/// What is remembered of a source between two of its reports never tells what only another instant knows.
class PanelMemoryTest {

  private static final Panel STARTER = StarterTables.all();
  private static final Instant WINTER = Instant.parse("2026-02-10T12:00:00Z");
  private static final Commitment SHIPPED = Made.soybeans(
      "shipped", "CN", Measure.EXPORTED, "2025-10-30", "2026-08-31", 12_000_000, "fas-export-sales");
  private static final Commitment INSPECTED = Made.soybeans(
      "inspected", "CN", Measure.INSPECTED, "2025-10-30", "2026-08-31", 12_000_000, "fgis-weekly");

  @Test
  void whateverWasAskedBeforeAnAnswerIsTheSame() {
    Release withdrawn = newestAt(STARTER, SourceId.FAS_EXPORT_SALES, WINTER);
    Instant told = WINTER.plus(1, ChronoUnit.DAYS);
    Panel panel = STARTER.with(STARTER.dataVersion() + 1, new Growth(List.of(), List.of(),
        List.of(new Retraction(withdrawn, told, "a test", null, told, STARTER.dataVersion() + 1)), List.of(), List.of()));
    Assessor remembering = Made.assessor();
    var random = new SplittableRandom(14);
    Stream.concat(
        Stream.of(WINTER, told.minusMillis(1), told, WINTER),
        random.longs(4, 0, Duration.ofDays(120).toSeconds()).mapToObj(WINTER::plusSeconds))
        .forEach(asOf -> {
          for (Commitment each : List.of(SHIPPED, INSPECTED)) {
            for (long version : new long[] {panel.dataVersion(), STARTER.dataVersion()}) {
              Panel.View view = panel.at(asOf, version);
              said(project(remembering, each, view), project(Made.assessor(), each, view), asOf);
            }
          }
        });
  }

  @Test
  void aSourceStandsWhereItStoodUntilItTellsOrTakesBackSomething() {
    var source = SourceId.FAS_EXPORT_SALES;
    Release newest = newestAt(STARTER, source, WINTER);

    Panel likeIt = STARTER.with(STARTER.dataVersion(), new Growth(List.of(), List.of(), List.of(), List.of(), List.of()));
    assertThat(STARTER.at(WINTER).standpoint(source)).isEqualTo(STARTER.at(newest.releasedAt()).standpoint(source));
    assertThat(STARTER.at(WINTER).standpoint(source))
        .as("before its release").isNotEqualTo(STARTER.at(WINTER).before(newest.releasedAt()).standpoint(source))
        .as("of another data version").isNotEqualTo(STARTER.at(WINTER, 1).standpoint(source))
        .as("of another panel").isNotEqualTo(likeIt.at(WINTER).standpoint(source))
        .as("of another source").isNotEqualTo(STARTER.at(WINTER).standpoint(new SourceId("fgis-weekly")));
    Instant told = WINTER.minusSeconds(1);
    Panel without = STARTER.with(STARTER.dataVersion() + 1, new Growth(List.of(), List.of(),
        List.of(new Retraction(newest, told, "a test", null, told, STARTER.dataVersion() + 1)), List.of(), List.of()));
    assertThat(without.at(WINTER).standpoint(source))
        .isEqualTo(without.at(told).standpoint(source))
        .isNotEqualTo(without.at(told.minusMillis(1)).standpoint(source));
  }

  private static Release newestAt(Panel panel, SourceId source, Instant asOf) {
    return panel.at(asOf).releases(source).getLast();
  }

  private static Projection project(Assessor assessor, Commitment of, Panel.View view) {
    return assessor.assess(of, of.readings().getFirst(), new Tracks(view), false).orElseThrow().projection().orElseThrow();
  }

  private static void said(Projection remembered, Projection anew, Instant asOf) {
    if (anew instanceof Estimated expected && remembered instanceof Estimated told) {
      assertThat(told.total().sorted()).as("at %s", asOf).isEqualTo(expected.total().sorted());
      assertThat(told.drivers()).as("at %s", asOf).isEqualTo(expected.drivers());
      assertThat(told.shortfallProbability()).isEqualTo(expected.shortfallProbability());
    } else {
      assertThat(remembered).as("at %s", asOf).isEqualTo(anew);
    }
  }
}
