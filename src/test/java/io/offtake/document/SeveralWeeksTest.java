package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// Weeks of corn of 2013/14, made up: after 3 October nothing came until a row of the week to 24 October that holds all that
/// was shipped and sold since.
class SeveralWeeksTest {

  private static final String COLUMNS =
      "periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,accumulatedExports,outstandingSales";
  private static final String BEFORE = "2013-09-27,2013-10-03,corn,2014,";
  private static final String CAUGHT_UP = "2013-10-18,2013-10-24,corn,2014,";
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final DateWindow WEEK = DateWindow.weekEnding(LocalDate.of(2013, 10, 24));
  private static final DateWindow THREE_WEEKS = new DateWindow(LocalDate.of(2013, 10, 4), WEEK.last());

  private final Held held = new Held();

  @Test
  void aRowOfThreeWeeksThatCallsItselfAWeeksIsOneObservationOfThreeWeeks() {
    var decision = held.sales(COLUMNS,
        BEFORE + "JP,40000,100000,100000,300000",
        BEFORE + "MX,0,0,0,50000",
        CAUGHT_UP + "JP,300000,200000,400000,200000",
        CAUGHT_UP + "MX,0,0,0,50000",
        CAUGHT_UP + "KR,9000,20000,9000,11000");

    assertThat(periods("JP")).containsExactly(DateWindow.weekEnding(LocalDate.of(2013, 10, 3)), THREE_WEEKS);
    assertThat(periods("MX")).as("at its side").endsWith(THREE_WEEKS);
    assertThat(periods("KR")).as("whose year began in it").containsExactly(THREE_WEEKS);
    assertThat(decision.doubtful()).singleElement().satisfies(row -> {
      assertThat(row.used()).isTrue();
      assertThat(row.reason()).contains("corn", "300000 t to JP", "3 weeks", "from 2013-10-04 on");
    });
    var sold = Track.ofSales(held.panel().at(NOW), to("JP"), Unit.TONNE, Month.SEPTEMBER);
    assertThat(sold.periods().getLast().period()).isEqualTo(THREE_WEEKS);
    assertThat(sold.periods().getLast().counted().value()).isEqualByComparingTo("200000");
  }

  @Test
  void itIsHeldAgainstWhatIsHeldAsWell() {
    held.sales(COLUMNS, BEFORE + "JP,40000,100000,100000,300000");
    held.sales(COLUMNS, CAUGHT_UP + "JP,300000,200000,400000,200000");

    assertThat(periods("JP")).endsWith(THREE_WEEKS);
    assertThat(held.sales(COLUMNS, BEFORE + "JP,40000,100000,100000,300000", CAUGHT_UP + "JP,300000,200000,400000,200000")
        .added()).as("once more").isZero();
  }

  @Test
  void oneThatShippedMoreBeforeItsWeekIsAWeeks() {
    held.sales(COLUMNS, BEFORE + "JP,40000,100000,100000,300000", CAUGHT_UP + "JP,100000,50000,400000,200000");

    assertThat(periods("JP")).endsWith(WEEK);
  }

  @Test
  void oneWhoseNetSalesAreItsWeeksIsAWeeks() {
    held.sales(COLUMNS, BEFORE + "JP,40000,100000,100000,300000", CAUGHT_UP + "JP,300000,50000,400000,200000");

    assertThat(periods("JP")).endsWith(WEEK);
  }

  @Test
  void theWeeksCountOnceAllOfThemAreHeld() {
    held.sales(COLUMNS, BEFORE + "JP,40000,100000,100000,300000", CAUGHT_UP + "JP,300000,200000,400000,200000");
    held.sales(COLUMNS,
        BEFORE + "JP,40000,100000,100000,300000",
        "2013-10-04,2013-10-10,corn,2014,JP,100000,50000,200000,250000",
        "2013-10-11,2013-10-17,corn,2014,JP,100000,50000,300000,200000",
        CAUGHT_UP + "JP,100000,100000,400000,200000");

    var shipped = Track.ofFlow(held.panel().at(NOW).ledger(to("JP")), Measure.EXPORTED, Unit.TONNE, Month.SEPTEMBER);
    assertThat(shipped.periods()).extracting(point -> point.flow().value().intValue())
        .containsExactly(40_000, 100_000, 100_000, 100_000);
  }

  @Test
  void noRowOfTheStarterIsOne() {
    var panel = StarterTables.exportSales();
    assertThat(panel.trades().stream().flatMap(panel::everyObservation).filter(figure -> figure.period().days() > 7)).isEmpty();
  }

  private List<DateWindow> periods(String destination) {
    return held.panel().at(NOW).ledger(to(destination)).rows().stream().map(row -> row.period()).toList();
  }

  private static Trade to(String destination) {
    return new Trade(SourceId.FAS_EXPORT_SALES, new CommodityId("corn"), new PartyId("US"), new PartyId(destination));
  }
}
