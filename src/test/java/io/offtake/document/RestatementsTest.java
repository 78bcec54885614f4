package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import io.offtake.calendar.DateWindow;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Restated;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.fgis.WeeklyInspections;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// The weekly report prints the week before once more: soybeans to 6 August 2026 were 399,201 t first.
class RestatementsTest {

  private static final CommodityId SOYBEANS = new CommodityId("soybeans");
  private static final LocalDate WEEK = LocalDate.of(2026, 8, 6);
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final byte[] FIRST_REPORT = """
        GRAIN      08/06/2026  07/30/2026  08/07/2025    TO DATE     TO DATE
      SOYBEANS      399,201     347,246     544,344   39,751,747   48,422,306
      """.getBytes(StandardCharsets.UTF_8);

  @Test
  void aTotalThatTheCorrectionsDoNotExplainIsTold() {
    assertThat(doubts(409_509)).singleElement().satisfies(row -> {
      assertThat(row.line()).isEqualTo(27);
      assertThat(row.reason()).contains("409,509 t of soybeans", "399,201 t", "0 t of corrections", "2026-08-06");
    });
  }

  @Test
  void oneThatTheyExplainIsNot() {
    assertThat(doubts(409_509, 10_000, 308)).isEmpty();
    assertThat(doubts(399_201)).isEmpty();
    assertThat(doubts(409_509, 10_000, 10_308)).as("one twice").hasSize(1);
  }

  @Test
  void aReportThatPrintsTheWeekBeforeAnewIsHeldAgainstNothing() {
    var held = new Held();
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, List.of(figure(WEEK, PartyId.WORLD, Figure.Kind.PRINT, 399_201)), List.of()),
        null, NOW);
    var anew = report(WEEK.plusWeeks(1), List.of(figure(WEEK, new PartyId("CN"), Figure.Kind.PRINT, 409_509)),
        List.of(new Restated(27, SOYBEANS, DateWindow.weekEnding(WEEK), 409_509)));
    assertThat(Restatements.doubts(SourceId.FGIS_WEEKLY, held.panel().at(NOW), anew,
        (_, week) -> WeeklyInspections.national(FIRST_REPORT, week))).isEmpty();
  }

  private static List<DoubtfulRow> doubts(long again, long... corrections) {
    var held = new Held();
    held.take(SourceId.FGIS_WEEKLY, report(WEEK, List.of(figure(WEEK, PartyId.WORLD, Figure.Kind.PRINT, 399_201)), List.of()),
        null, NOW);
    var figures = new ArrayList<Figure>();
    figures.add(figure(WEEK.plusWeeks(1), PartyId.WORLD, Figure.Kind.PRINT, 270_201));
    for (long tonnes : corrections) {
      figures.add(figure(WEEK, new PartyId("CN"), Figure.Kind.CORRECTION, tonnes));
    }
    return Restatements.doubts(SourceId.FGIS_WEEKLY, held.panel().at(NOW), report(WEEK.plusWeeks(1), figures,
        List.of(new Restated(27, SOYBEANS, DateWindow.weekEnding(WEEK), again))),
        (id, week) -> id.equals("document-1") ? WeeklyInspections.national(FIRST_REPORT, week) : Map.of());
  }

  private static Read report(LocalDate week, List<Figure> figures, List<Restated> restated) {
    return new Read(List.of(new PublishedRelease(DateWindow.weekEnding(week),
        week.plusDays(4).atTime(15, 0).toInstant(java.time.ZoneOffset.UTC), ReleaseBasis.REPORTED, true, null, figures,
        List.of(Coverage.full(SOYBEANS, null)))), List.of(), restated, List.of());
  }

  private static Figure figure(LocalDate week, PartyId to, Figure.Kind kind, long tonnes) {
    return new Figure(Measure.INSPECTED, SOYBEANS, new PartyId("US"), to, Cadence.WEEKLY, DateWindow.weekEnding(week), null,
        kind, Quantity.tonnes(tonnes), 1, false);
  }
}
