package io.offtake.projection.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;

import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Tracks;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// Order books across the turn of a marketing year, with what USDA printed for soybeans to China.
class OrderBooksTest {

  private static final Trade SOYBEANS_TO_CHINA = new Trade(
      SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
  private static final String COLUMNS = "periodStart,periodEnd,commodity,marketYear,destination,exported,netSales,"
      + "accumulatedExports,outstandingSales,nextYearNetSales,nextYearOutstandingSales,flags";
  private static final String BEFORE = "2020-08-21,2020-08-27,soybeans,2020,CN,465347,83347,15724064,1282853,,13526000,";
  private static final String OLD = "2020-08-28,2020-09-03,soybeans,2020,CN,542151,15151,16266215,755853,,15473908,";
  private static final String NEW =
      "2020-08-28,2020-09-03,soybeans,2021,CN,400850,2348758,400850,15473908,,,carryOverIncluded";

  @Test
  void inTheBoundaryWeekShipmentsOfBothYearsCountAndTheNewYearsOrders() {
    OrderBook book = book(BEFORE, OLD, NEW);

    assertThat(book.shipped()).containsExactly(465_347, 542_151 + 400_850);
    assertThat(book.outstanding()).containsExactly(1_282_853, 15_473_908);
    assertThat(book.nextYear()[0]).isEqualTo(13_526_000);
    assertThat(book.weeksLeft()).containsExactly(1, 52);
    assertThat(book.netSales()[1]).as("the carry-over is no sale").isLessThan(2_348_758);
  }

  @Test
  void whenOnlyTheOldYearsRowIsKnownItsNextYearFieldIsTheNewYearsOrders() {
    assertThat(book(BEFORE, OLD).outstanding()).containsExactly(1_282_853, 15_473_908);
  }

  @Test
  void nextYearsSalesThatWereNeverOtherThanZeroAreNotHeld() {
    assertThat(book("2020-08-21,2020-08-27,soybeans,2020,CN,465347,83347,15724064,1282853,0,0,").nextYear()[0]).isNaN();
    assertThat(book("2020-08-21,2020-08-27,soybeans,2020,CN,465347,83347,15724064,1282853,0,0,",
        "2020-08-21,2020-08-27,soybeans,2020,MX,0,0,0,0,0,70000,").nextYear()[0]).isZero();
  }

  @Test
  void aWeekWithoutAReportIsAGapAndNotZero() {
    OrderBook book = book(BEFORE,
        "2020-09-04,2020-09-10,soybeans,2021,CN,1000000,1400000,1400850,15873908,,,");

    assertThat(book.weeks()).isEqualTo(3);
    assertThat(book.shipped()[1]).isNaN();
    assertThat(book.outstanding()[1]).isNaN();
  }

  private static OrderBook book(String... rows) {
    var held = new Held();
    held.sales(COLUMNS, rows);
    var tracks = new Tracks(held.panel().at(Instant.MAX));
    return OrderBooks.of(
        tracks.view().ledger(SOYBEANS_TO_CHINA),
        tracks.track(SOYBEANS_TO_CHINA, Measure.SOLD, Unit.TONNE, Month.SEPTEMBER),
        tracks.track(SOYBEANS_TO_CHINA, Measure.EXPORTED, Unit.TONNE, Month.SEPTEMBER),
        LocalDate.of(2020, 8, 27), Month.SEPTEMBER).orElseThrow();
  }
}
