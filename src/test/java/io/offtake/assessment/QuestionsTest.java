package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;

import io.offtake.assessment.Questions.Asked;
import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// What a model gets to know.
class QuestionsTest {

  private static final Trade SOYBEANS_TO_CHINA = new Trade(
      SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
  private static final String COLUMNS = "periodStart,periodEnd,commodity,marketYear,destination,netSales,"
      + "accumulatedExports,outstandingSales,nextYearNetSales,nextYearOutstandingSales,flags";
  private static final LocalDate OPENING = LocalDate.of(2026, 9, 3);

  private final Held held = new Held();

  @Test
  void anOpeningYearIsProjectedTheSameWhetherItsSalesAreAbsentOrZeroInEveryRow() {
    sales("");
    var filled = new QuestionsTest();
    filled.sales("0");

    assertThat(openings().ahead()).containsExactly(OPENING);
    assertThat(openings().past()).containsExactly(8_000_000);
    assertThat(filled.openings().ahead()).isEqualTo(openings().ahead());
    assertThat(filled.openings().past()).isEqualTo(openings().past());
  }

  @Test
  void anOpeningYearWhoseSalesAreHeldBringsNothingMoreToLight() {
    sales("0");
    held.sales(COLUMNS, "2026-01-09,2026-01-15,soybeans,2026,MX,0,0,0,0,70000,");

    assertThat(openings().ahead()).isEmpty();
  }

  /// A year that opened with 8,000,000 t beyond its first week's 1,000,000, and the winter after it.
  private void sales(String nextYear) {
    String next = ",%s,%s,".formatted(nextYear, nextYear);
    held.sales(COLUMNS,
        "2025-08-22,2025-08-28,soybeans,2025,CN,0,20000000,0" + next,
        "2025-08-29,2025-09-04,soybeans,2025,CN,0,20000000,0" + next,
        "2025-08-29,2025-09-04,soybeans,2026,CN,1000000,0,9000000" + next,
        "2026-01-09,2026-01-15,soybeans,2026,CN,500000,0,9500000" + next);
  }

  private Openings openings() {
    var tracks = new Tracks(held.panel().at(Instant.MAX));
    var asked = new Asked(0, 1e7, List.of(OPENING.minusWeeks(1), OPENING), new DateWindow(
        LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)), false, 1, false);
    return new Questions(Commodities.standard())
        .of(tracks.track(SOYBEANS_TO_CHINA, Measure.SOLD, Unit.TONNE, Month.SEPTEMBER), tracks, asked)
        .known().openings();
  }
}
