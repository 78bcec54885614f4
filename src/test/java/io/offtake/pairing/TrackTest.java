package io.offtake.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.stream.Stream;

import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.NextYear.OnlyZeros;
import io.offtake.pairing.Track.Point;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What was sold across the turn of a marketing year, with the figures that USDA printed for soybeans to China.
class TrackTest {

  private static final Trade SOYBEANS_TO_CHINA = new Trade(
      SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
  private static final String COLUMNS =
      "periodStart,periodEnd,commodity,marketYear,destination,netSales,accumulatedExports,outstandingSales,flags";
  private static final String COLUMNS_WITH_NEXT_YEAR = "periodStart,periodEnd,commodity,marketYear,destination,netSales,"
      + "accumulatedExports,outstandingSales,nextYearNetSales,nextYearOutstandingSales,flags";

  private final Held held = new Held();

  @Test
  void inTheBoundaryWeekBothYearsCountAndTheCarryOverOnce() {
    held.sales(COLUMNS,
        "2026-08-21,2026-08-27,soybeans,2026,CN,0,12357145,141000,",
        "2026-08-28,2026-09-03,soybeans,2026,CN,-136000,12357145,5000,",
        "2026-08-28,2026-09-03,soybeans,2027,CN,1222000,0,8983000,carryOverIncluded",
        "2026-09-04,2026-09-10,soybeans,2027,CN,875250,328250,9530000,");

    var points = sold();

    assertThat(points).extracting(Point::end).containsExactly(
        LocalDate.of(2026, 8, 27), LocalDate.of(2026, 9, 3), LocalDate.of(2026, 9, 10));
    Point boundary = points.get(1);
    assertThat(boundary.flow()).isEqualTo(Quantity.tonnes(-136_000 + 1_222_000 - 5_000));
    assertThat(boundary.counted()).isEqualTo(Quantity.tonnes(-136_000 + 8_983_000 - 5_000));
    assertThat(boundary.carryIns()).extracting(carryIn -> carryIn.value().orElseThrow()).containsExactly(Quantity.tonnes(5_000));
    assertThat(boundary.firstOfMarketingYear()).isTrue();
    assertThat(boundary.years().get(2026).counted()).isEqualTo(Quantity.tonnes(-136_000));
    assertThat(boundary.years().get(2027).counted()).isEqualTo(Quantity.tonnes(8_983_000 - 5_000));
    assertThat(boundary.years().get(2027).published()).isEqualTo(Quantity.tonnes(8_983_000));
    assertThat(points.get(2).counted()).isEqualTo(Quantity.tonnes(875_250));
  }

  @Test
  void bothDialectsOfTheFirstRowGiveTheSameTonnes() {
    var query = new Held();
    String lastWeek = "2020-08-21,2020-08-27,soybeans,2020,CN,83347,15724064,1282853,";
    String oldYear = "2020-08-28,2020-09-03,soybeans,2020,CN,15151,16266215,755853,";
    held.sales(COLUMNS, lastWeek, oldYear,
        "2020-08-28,2020-09-03,soybeans,2021,CN,2348758,400850,15473908,carryOverIncluded");
    query.sales(COLUMNS, lastWeek, oldYear,
        "2020-08-28,2020-09-03,soybeans,2021,CN,1592905,400850,15473908,");

    assertThat(sold().getLast().flow()).isEqualTo(Quantity.tonnes(15_151 + 1_592_905));
    assertThat(sold(query).getLast().flow()).isEqualTo(sold().getLast().flow());
    assertThat(sold(query).getLast().counted()).isEqualTo(sold().getLast().counted());
  }

  @Test
  void nextYearSalesCountInTheWeekTheyAreMadeWhereTheirFieldIsHeld() {
    held.sales(COLUMNS_WITH_NEXT_YEAR,
        "2021-08-20,2021-08-26,soybeans,2021,CN,0,35361515,717521,0,8658282,",
        "2021-08-27,2021-09-02,soybeans,2021,CN,-214,35363040,715782,764000,9422282,",
        "2021-08-27,2021-09-02,soybeans,2022,CN,1479782,0,9422282,0,0,carryOverIncluded");

    Point boundary = sold().getLast();

    // 9,422,282 t stand in the new year, 715,782 t of them left over and 8,658,282 t sold before: 47,782 t short of 764,000.
    assertThat(boundary.flow()).isEqualTo(Quantity.tonnes(-214 + 1_479_782 - 715_782));
    assertThat(boundary.counted())
        .isEqualTo(Quantity.tonnes((36_078_822 - 36_079_036) + 9_422_282 - 715_782 - 8_658_282));
  }

  @Test
  void aMarketingYearThatEndsOnAThursdayCarriesOverInItsLastRow() {
    held.sales(COLUMNS_WITH_NEXT_YEAR,
        "2023-08-18,2023-08-24,soybeans,2023,CN,105628,31237727,139272,392535,5499535,",
        "2023-08-25,2023-08-31,soybeans,2023,CN,141808,31380832,137975,735167,6372677,",
        "2023-09-01,2023-09-07,soybeans,2024,CN,295523,116037,6552163,0,0,");

    var points = sold();

    // 5,499,535 + 735,167 + 137,975 carried over = 6,372,677.
    assertThat(points.get(1).counted()).isEqualTo(Quantity.tonnes(141_808 + 735_167));
    assertThat(points.get(1).flow()).isEqualTo(Quantity.tonnes(141_808 + 735_167));
    assertThat(points.get(2).counted()).isEqualTo(Quantity.tonnes(295_523));
    assertThat(points.get(2).carryIns()).extracting(carryIn -> carryIn.value().orElseThrow())
        .containsExactly(Quantity.tonnes(137_975));
  }

  @Nested
  class NextYearSales {

    private static final String TO_CHINA = "2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,232000,0,0,";

    @Test
    void thatAreZeroToEveryDestinationForAYearAreTakenAsNotHeld() {
      weeks(LocalDate.of(2024, 9, 5), LocalDate.of(2025, 8, 28), "0");

      assertThat(newest()).isEqualTo(new OnlyZeros(LocalDate.of(2024, 9, 5), LocalDate.of(2025, 8, 28)));
      assertThat(newest().isHeld()).isFalse();
      assertThat(newest().text()).isEqualTo("next-year sales are zero in every row held, to every destination, since the "
          + "week to 2024-09-05 (52 weeks): taken as not held");
    }

    @Test
    void thatHaveBeenZeroForAFewWeeksAreSaidToBeAnOpenQuestion() {
      held.sales(COLUMNS_WITH_NEXT_YEAR, TO_CHINA);

      assertThat(newest().isHeld()).isFalse();
      assertThat(newest().text()).endsWith(
          "since the week to 2025-10-30 (1 week): too short a time to tell them from an empty field, so taken as not held");
    }

    @Test
    void thatAreZeroAreHeldWhereAnotherDestinationHasSome() {
      held.sales(COLUMNS_WITH_NEXT_YEAR, TO_CHINA, "2025-10-24,2025-10-30,soybeans,2026,MX,0,0,0,500,500,");

      assertThat(newest()).isEqualTo(new NextYear.Held());
    }

    @Test
    void thatAreZeroAreNotHeldForWhatAnotherCommodityHas() {
      held.sales(COLUMNS_WITH_NEXT_YEAR, TO_CHINA, "2025-10-24,2025-10-30,corn,2026,MX,0,0,0,500,500,");

      assertThat(newest().isHeld()).isFalse();
    }

    @Test
    void areHeldByWhatTwoYearsHadAndNoLonger() {
      held.sales(COLUMNS_WITH_NEXT_YEAR, "2023-11-03,2023-11-09,soybeans,2024,MX,0,0,0,500,500,");
      held.sales(COLUMNS_WITH_NEXT_YEAR, TO_CHINA, "2025-10-31,2025-11-06,soybeans,2026,CN,0,0,232000,0,0,");

      assertThat(sold()).extracting(Point::nextYear).containsExactly(new NextYear.Held(),
          new OnlyZeros(LocalDate.of(2025, 10, 30), LocalDate.of(2025, 11, 6)));
    }

    @Test
    void areHeldOnceAnotherDocumentHasSomeAndNoMoreWhenItsReleaseIsRetracted() {
      held.sales(COLUMNS_WITH_NEXT_YEAR, TO_CHINA);
      assertThat(newest().isHeld()).isFalse();
      held.sales("releasedAt,basis," + COLUMNS_WITH_NEXT_YEAR,
          "2025-12-15T13:30:00Z,reported,2025-10-24,2025-10-30,soybeans,2026,MX,0,0,0,500,500,");
      assertThat(newest().isHeld()).isTrue();

      var withdrawn = held.panel().releases(SourceId.FAS_EXPORT_SALES).getLast();
      held.retract(withdrawn, Instant.parse("2025-12-16T00:00:00Z"));
      assertThat(newest().isHeld()).isFalse();
      assertThat(newest("2025-12-15T23:59:59Z").isHeld()).isTrue();
    }

    @Test
    void areNotHeldByWhatCameOutLater() {
      held.sales("releasedAt,basis," + COLUMNS_WITH_NEXT_YEAR, "2025-12-08T13:30:00Z,reported," + TO_CHINA,
          "2025-12-15T13:30:00Z,reported,2025-10-24,2025-10-30,soybeans,2026,MX,0,0,0,500,500,");

      assertThat(newest("2025-12-15T13:29:59Z").isHeld()).isFalse();
      assertThat(newest("2025-12-15T13:30:00Z").isHeld()).isTrue();
    }

    @Test
    void toADestinationThatAFullReportDoesNotListAreZeroWhereTheReportHasTheField() {
      String mexico = "2025-10-31,2025-11-06,soybeans,2026,MX,0,1000,0,";
      held.table("fas-export-sales", "full", COLUMNS_WITH_NEXT_YEAR, TO_CHINA, mexico + "500,500,");
      var without = new Held();
      without.table("fas-export-sales", "full", COLUMNS, "2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,232000,", mexico);

      assertThat(newest()).isEqualTo(new NextYear.Held());
      assertThat(sold(without).getLast().nextYear()).isEqualTo(new NextYear.Absent());
    }

    private void weeks(LocalDate first, LocalDate last, String nextYear) {
      held.sales(COLUMNS_WITH_NEXT_YEAR, Stream.iterate(first, end -> !end.isAfter(last), end -> end.plusWeeks(1))
          .map(end -> "%s,%s,soybeans,2025,CN,1000,0,1000,%s,%s,".formatted(end.minusDays(6), end, nextYear, nextYear))
          .toArray(String[]::new));
    }

    private NextYear newest() {
      return newest("2026-11-24T00:00:00Z");
    }

    private NextYear newest(String asOf) {
      return Track.ofSales(held.panel().at(Instant.parse(asOf)), SOYBEANS_TO_CHINA, Unit.TONNE, Month.SEPTEMBER)
          .newest().orElseThrow().nextYear();
    }
  }

  @Test
  void aDestinationThatAFullReportDoesNotListHadNoSalesAndItsLevelsStand() {
    held.table("fas-export-sales", "full", COLUMNS,
        "2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,232000,",
        "2025-10-24,2025-10-30,soybeans,2026,MX,1000,1000,0,",
        "2025-10-31,2025-11-06,soybeans,2026,MX,0,1000,0,",
        "2025-11-07,2025-11-13,soybeans,2026,CN,-100000,0,132000,");

    var points = sold();

    assertThat(points).extracting(Point::flow)
        .containsExactly(Quantity.tonnes(232_000), Quantity.tonnes(0), Quantity.tonnes(-100_000));
  }

  @Test
  void aWeekWithoutAReportIsNoPoint() {
    held.sales(COLUMNS,
        "2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,232000,",
        "2025-11-07,2025-11-13,soybeans,2026,CN,-100000,0,364000,");

    var points = sold();

    assertThat(points).extracting(Point::end).containsExactly(LocalDate.of(2025, 10, 30), LocalDate.of(2025, 11, 13));
    assertThat(points.getLast().counted()).as("the level saw the missing week").isEqualTo(Quantity.tonnes(132_000));
    assertThat(points.getLast().flow()).isEqualTo(Quantity.tonnes(-100_000));
  }

  @Test
  void whatWasReleasedLaterIsInvisible() {
    held.sales("releasedAt,basis," + COLUMNS,
        "2025-12-08T13:30:00Z,reported,2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,232000,",
        "2025-12-15T13:30:00Z,estimated,2025-11-07,2025-11-13,soybeans,2026,CN,-100000,0,364000,");

    var view = held.panel().at(Instant.parse("2025-12-15T13:29:59Z"));

    assertThat(Track.ofSales(view, SOYBEANS_TO_CHINA, Unit.TONNE, Month.SEPTEMBER).periods()).hasSize(1);
    assertThat(held.panel().at(Instant.parse("2025-12-15T13:30:00Z")).ledger(SOYBEANS_TO_CHINA).rows()).hasSize(2);
  }

  private List<Point> sold() {
    return sold(held);
  }

  private static List<Point> sold(Held held) {
    var view = held.panel().at(Instant.parse("2026-11-24T00:00:00Z"));
    var track = new Tracks(view).track(SOYBEANS_TO_CHINA, Measure.SOLD, Unit.TONNE, Month.SEPTEMBER);
    return track.periods();
  }
}
