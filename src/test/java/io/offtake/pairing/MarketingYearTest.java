package io.offtake.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.util.Optional;

import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.pace.Schedule;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What counts in a marketing year and in the years beside it, mostly on what USDA printed of soybeans to China.
class MarketingYearTest {

  private static final String OCTOBER = "2026-10-08T13:00:00Z";
  private static final String COLUMNS =
      "periodStart,periodEnd,commodity,marketYear,destination,netSales,accumulatedExports,outstandingSales,flags";
  private static final Panel STARTER = StarterTables.all();

  @Test
  void isNetOfWhatCameInFromTheYearBeforeAndTheCommitmentAsPublishedStandsBesideIt() {
    Pairing year = soybeans(OCTOBER).year(2027);

    assertThat(year.fulfilled().middle()).isEqualTo(Quantity.tonnes(11_137_328));
    assertThat(year.asPublished()).contains(Quantity.tonnes(11_142_328));
    assertThat(year.carriedIn()).contains(Quantity.tonnes(5_000));
    assertThat(year.carriedOut()).isEmpty();
  }

  @Test
  void theYearsAddUpToTheDays() {
    Quantity years = soybeans(OCTOBER).year(2026).fulfilled().middle().plus(soybeans(OCTOBER).year(2027).fulfilled().middle());

    assertThat(years).isEqualTo(Quantity.tonnes(23_499_473));
    // The week to 4 September 2025 holds the last sales of the year before as well.
    assertThat(soybeans(OCTOBER).days("2025-09-05", "2026-10-01").fulfilled().middle()).isEqualTo(years);
    Quantity sixYears = Quantity.tonnes(0);
    for (int year = 2021; year <= 2026; year++) {
      sixYears = sixYears.plus(soybeans(OCTOBER).year(year).fulfilled().middle());
    }
    // Year by year: what is printed last less what was outstanding at the end of the year before.
    assertThat(sixYears).isEqualTo(Quantity.tonnes(
        36_078_822 + 30_815_123 + 31_518_807 + 24_416_196 + 22_546_349 + 12_362_145
            - 755_853 - 715_782 - 596_134 - 137_975 - 109_543));
  }

  @Test
  void whatWentOnIntoTheNextYearIsToldAndCountsInTheOld() {
    Pairing year = soybeans(OCTOBER).year(2026);

    assertThat(year.fulfilled().middle()).isEqualTo(Quantity.tonnes(12_362_145));
    assertThat(year.asPublished()).contains(Quantity.tonnes(12_362_145));
    assertThat(year.carriedIn()).as("nothing was outstanding, which is known").contains(Quantity.tonnes(0));
    assertThat(year.carriedOut()).contains(Quantity.tonnes(5_000));
    assertThat(soybeans("2026-09-10T12:29:59Z").year(2026).carriedOut()).as("before the first row").isEmpty();
  }

  @Test
  void overDaysWhatIsCarriedOverInsideTheWindowIsTold() {
    Pairing calendarYear = soybeans(OCTOBER).days("2026-01-01", "2026-12-31");

    assertThat(calendarYear.fulfilled().middle()).isEqualTo(Quantity.tonnes(17_077_027));
    assertThat(calendarYear.carriedIn()).contains(Quantity.tonnes(5_000));
    assertThat(calendarYear.carriedOut()).contains(Quantity.tonnes(5_000));
    assertThat(calendarYear.jump()).isEqualTo(Quantity.tonnes(7_761_000));
    assertThat(calendarYear.asPublished()).isEmpty();
    assertThat(soybeans(OCTOBER).days("2026-01-01", "2026-08-31").carriedIn()).as("no year opens").isEmpty();
  }

  @Test
  void aYearWhoseLastRowHoldsTheCarryOverInTheNextYearsFieldCountsItOnce() {
    var held = new Held();
    held.sales("periodStart,periodEnd,commodity,marketYear,destination,netSales,accumulatedExports,outstandingSales,"
            + "nextYearNetSales,nextYearOutstandingSales,flags",
        "2023-08-18,2023-08-24,soybeans,2023,CN,105628,31237727,139272,392535,5499535,",
        "2023-08-25,2023-08-31,soybeans,2023,CN,141808,31380832,137975,735167,6372677,",
        "2023-09-01,2023-09-07,soybeans,2024,CN,295523,116037,6552163,0,0,");

    Pairing year = soybeans(held.panel(), OCTOBER).year(2024);

    assertThat(year.asPublished()).contains(Quantity.tonnes(116_037 + 6_552_163));
    assertThat(year.carriedIn()).contains(Quantity.tonnes(137_975));
    assertThat(year.fulfilled().middle()).isEqualTo(Quantity.tonnes(116_037 + 6_552_163 - 137_975));
    assertThat(year.parts()).filteredOn(part -> part.as() == Part.As.CARRY_OVER).singleElement()
        .satisfies(part -> assertThat(part.effect()).as("its net sales leave it out").isEqualTo(Quantity.tonnes(0)));
    assertSums(year);
    assertSums(soybeans(held.panel(), OCTOBER).days("2023-08-25", "2023-09-30"));
  }

  /// Cotton to Vietnam stood at 1,099,928 bales of 1,000,000 on 13 August 2026; 230,506 of them had been sold and
  /// counted by 30 July.
  @Test
  void theYearBeforeIsHeldWhereItsLastFullWeekIs() {
    var held = new Held();
    cotton(held, "2026-07-17,2026-07-23,cotton,2026,VN,14190,3748355,323364,",
        "2026-07-24,2026-07-30,cotton,2026,VN,-3981,3837232,230506,",
        "2026-07-31,2026-08-06,cotton,2027,VN,222548,60772,983743,",
        "2026-08-07,2026-08-13,cotton,2027,VN,55413,127527,972401,");

    Pairing year = cotton(held).year(2027);

    assertThat(year.asPublished()).contains(Quantity.of(1_099_928, Unit.RUNNING_BALE));
    assertThat(year.carriedIn()).contains(Quantity.of(230_506, Unit.RUNNING_BALE));
    assertThat(year.fulfilled().middle()).isEqualTo(Quantity.of(1_099_928 - 230_506, Unit.RUNNING_BALE));
    assertThat(cotton(held).year(2026).carriedOut()).contains(Quantity.of(230_506, Unit.RUNNING_BALE));
    assertSums(year);
  }

  @Nested
  class WithoutTheYearBefore {

    private static final String FIRST = "2026-07-31,2026-08-06,cotton,2027,VN,222548,60772,983743,";
    private static final String SECOND = "2026-08-07,2026-08-13,cotton,2027,VN,55413,127527,972401,";

    @Test
    void onlyWhatIsSureCountsAndTheReadingIsNotComplete() {
      var held = new Held();
      cotton(held, FIRST, SECOND);

      Pairing year = cotton(held).year(2027);

      assertThat(year.asPublished()).contains(Quantity.of(1_099_928, Unit.RUNNING_BALE));
      assertThat(year.carriedIn()).isEmpty();
      assertThat(year.fulfilled().middle()).isEqualTo(Quantity.of(222_548 + 55_413, Unit.RUNNING_BALE));
      assertThat(year.isPartlyHeld()).isTrue();
      assertThat(year.isAtLeast()).isTrue();
      assertThat(year.isComplete()).isFalse();
      assertSums(year);
    }

    @Test
    void netSalesThatContainTheCarryOverDoNotCount() {
      var held = new Held();
      cotton(held, FIRST.replace("983743,", "983743,carryOverIncluded"), SECOND);

      assertThat(cotton(held).year(2027).fulfilled().middle()).isEqualTo(Quantity.of(55_413, Unit.RUNNING_BALE));
      Pairing days = cotton(held).days("2026-08-01", "2026-12-31");
      assertThat(days.fulfilled().middle()).isEqualTo(Quantity.of(55_413, Unit.RUNNING_BALE));
      assertThat(days.isPartlyHeld()).isTrue();
      assertSums(days);
    }

    @Test
    void anEndOfItThatIsLongBeforeIsNoCarryOver() {
      var held = new Held();
      cotton(held, "2026-06-26,2026-07-02,cotton,2026,VN,14190,3748355,523364,", FIRST, SECOND);

      assertThat(cotton(held).year(2027).carriedIn()).isEmpty();
      assertThat(cotton(held).year(2027).isPartlyHeld()).isTrue();
      Pairing days = cotton(held).days("2026-06-26", "2026-12-31");
      assertThat(days.isPartlyHeld()).as("what was shipped in July is not held").isTrue();
      assertSums(days);
    }

    /// Cotton's year ends on 31 July, a Friday in 2026: the old year's last row is of the week to 6 August.
    @Test
    void aLaterFirstRowTakesTheStockOfTheYearsLastDayOrLaterAndOfNoDayBefore() {
      var upToTheBoundary = new Held();
      cotton(upToTheBoundary, "2026-07-31,2026-08-06,cotton,2026,VN,0,3837232,230506,", SECOND);
      var upToTheWeekBefore = new Held();
      cotton(upToTheWeekBefore, "2026-07-24,2026-07-30,cotton,2026,VN,-3981,3837232,230506,", SECOND);

      assertThat(cotton(upToTheBoundary).year(2027).carriedIn()).contains(Quantity.of(230_506, Unit.RUNNING_BALE));
      assertThat(cotton(upToTheBoundary).year(2027).isPartlyHeld()).isFalse();
      assertThat(cotton(upToTheWeekBefore).year(2027).carriedIn()).isEmpty();
      assertThat(cotton(upToTheWeekBefore).year(2027).isPartlyHeld()).isTrue();
      assertSums(cotton(upToTheBoundary).year(2027));
      assertSums(cotton(upToTheWeekBefore).year(2027));
    }

    /// Soybeans' year ends on 31 August, a Thursday in 2023: there is no boundary week.
    @Test
    void aYearThatEndsWithAWeekIsExactUpToItsLastDay() {
      String first = "2023-09-01,2023-09-07,soybeans,2024,CN,295523,116037,6552163,";
      String later = "2023-09-08,2023-09-14,soybeans,2024,CN,100000,216037,6552163,";
      String lastDay = "2023-08-25,2023-08-31,soybeans,2023,CN,141808,31380832,137975,";
      String weekBefore = "2023-08-18,2023-08-24,soybeans,2023,CN,105628,31237727,139272,";

      assertThat(carriedIn(lastDay, first)).contains(Quantity.tonnes(137_975));
      assertThat(carriedIn(lastDay, later)).as("nothing can leave it since").contains(Quantity.tonnes(137_975));
      assertThat(carriedIn(weekBefore, first)).as("a week of the old year is not held").isEmpty();
      assertThat(carriedIn(weekBefore, later)).isEmpty();
    }

    private static Optional<Quantity> carriedIn(String... rows) {
      var held = new Held();
      held.sales(COLUMNS, rows);
      return soybeans(held.panel(), OCTOBER).year(2024).carriedIn();
    }

    @Test
    void aYearThatBeginsWithNothingTookOverNothing() {
      var held = new Held();
      cotton(held, "2026-07-31,2026-08-06,cotton,2027,VN,0,0,0,", "2026-08-07,2026-08-13,cotton,2027,VN,55413,0,55413,");

      assertThat(cotton(held).year(2027).carriedIn()).contains(Quantity.of(0, Unit.RUNNING_BALE));
      assertThat(cotton(held).year(2027).isPartlyHeld()).isFalse();
      assertThat(cotton(held).year(2027).fulfilled().middle()).isEqualTo(Quantity.of(55_413, Unit.RUNNING_BALE));
    }

    @Test
    void aLaterDocumentWithItMakesTheReadingWhole() {
      var held = new Held();
      cotton(held, FIRST, SECOND);
      cotton(held, "2026-07-24,2026-07-30,cotton,2026,VN,-3981,3837232,230506,");

      assertThat(cotton(held).year(2027).fulfilled().middle()).isEqualTo(Quantity.of(869_422, Unit.RUNNING_BALE));
      assertThat(cotton(held).year(2027).isPartlyHeld()).isFalse();
    }
  }

  /// Made-up weeks before the end of 2025/26, in which 500,000 t are sold for the next year.
  @Nested
  class TheNextYearsField {

    private static final String WITH_NEXT_YEAR = COLUMNS.replace(",flags", ",nextYearNetSales,nextYearOutstandingSales");
    private final Held held = new Held();

    TheNextYearsField() {
      held.sales(WITH_NEXT_YEAR,
          "2026-05-29,2026-06-04,soybeans,2026,CN,0,100000,50000,100000,100000",
          "2026-06-05,2026-06-11,soybeans,2026,CN,0,100000,50000,200000,300000",
          "2026-06-12,2026-06-18,soybeans,2026,CN,10000,100000,60000,200000,500000");
    }

    @Test
    void thatIsFilledWithZerosAfterwardsTakesNothingBack() {
      held.sales(WITH_NEXT_YEAR,
          "2026-06-19,2026-06-25,soybeans,2026,CN,5000,100000,65000,0,0",
          "2026-06-26,2026-07-02,soybeans,2026,CN,2000,100000,67000,0,0");

      Pairing days = soybeans(held.panel(), OCTOBER).days("2026-06-05", "2026-07-02");
      assertThat(days.fulfilled().middle()).isEqualTo(Quantity.tonnes(200_000 + 210_000 + 5_000 + 2_000));
      assertThat(days.nextYearMissing()).hasValueSatisfying(why -> assertThat(why.text()).contains("2026-06-25", "2 weeks"));
      assertSums(days);
    }

    @Test
    void thatIsLeftOutAfterwardsTakesNothingBack() {
      held.sales(COLUMNS, "2026-06-19,2026-06-25,soybeans,2026,CN,5000,100000,65000,");

      Pairing days = soybeans(held.panel(), OCTOBER).days("2026-06-05", "2026-06-25");
      assertThat(days.fulfilled().middle()).isEqualTo(Quantity.tonnes(200_000 + 210_000 + 5_000));
      assertThat(days.nextYearMissing()).isPresent();
      assertSums(days);
    }

    @Test
    void thatSaysThatAllOfItWasCancelledTakesItBack() {
      held.sales(WITH_NEXT_YEAR, "2026-06-19,2026-06-25,soybeans,2026,CN,5000,100000,65000,-500000,0");

      Pairing days = soybeans(held.panel(), OCTOBER).days("2026-06-05", "2026-06-25");
      assertThat(days.fulfilled().middle()).isEqualTo(Quantity.tonnes(200_000 + 210_000 + 5_000 - 500_000));
      assertThat(days.nextYearMissing()).isEmpty();
    }

    @Test
    void standsUntilTheNextYearsFirstRowTakesItOver() {
      held.sales(WITH_NEXT_YEAR,
          "2026-08-21,2026-08-27,soybeans,2026,CN,0,160000,5000,0,0",
          "2026-08-28,2026-09-03,soybeans,2026,CN,0,160000,5000,0,0",
          "2026-08-28,2026-09-03,soybeans,2027,CN,100000,0,605000,0,0");

      Pairing days = soybeans(held.panel(), OCTOBER).days("2026-06-05", "2026-09-03");
      assertThat(days.fulfilled().middle()).as("each tonne once")
          .isEqualTo(Quantity.tonnes((165_000 - 150_000) + (600_000 - 100_000)));
      assertSums(days);
    }
  }

  @Test
  void aWindowThatBeginsInTheMiddleOfMissingWeeksTakesNothingFromBeforeIt() {
    var held = new Held();
    held.sales(COLUMNS,
        "2025-10-10,2025-10-16,soybeans,2026,CN,0,0,0,",
        "2025-10-24,2025-10-30,soybeans,2026,CN,232000,0,532000,",
        "2025-10-31,2025-11-06,soybeans,2026,CN,10000,0,542000,");

    Pairing window = soybeans(held.panel(), OCTOBER).days("2025-10-24", "2025-11-06");

    assertThat(window.fulfilled().middle()).as("300,000 t were sold in the week before").isEqualTo(Quantity.tonnes(242_000));
    assertThat(window.isPartlyHeld()).isTrue();
    assertThat(soybeans(held.panel(), OCTOBER).days("2025-10-17", "2025-11-06").fulfilled().middle())
        .as("the missing week ends inside").isEqualTo(Quantity.tonnes(542_000));
  }

  @Test
  void inspectionsKnowNoMarketingYearsAndCountByDays() {
    Pairing year = Paired.of(STARTER, OCTOBER, SourceId.FGIS_WEEKLY, "soybeans", Measure.INSPECTED, Unit.TONNE,
        Month.SEPTEMBER).year(2024);

    Pairing days = Paired.of(STARTER, OCTOBER, SourceId.FGIS_WEEKLY, "soybeans", Measure.INSPECTED, Unit.TONNE,
        Month.SEPTEMBER).days("2023-09-01", "2024-08-31");
    // 22,663,014 t first printed; 1,887,712 t of corrections, of which the week listed again makes 125,324.
    assertThat(year.fulfilled().middle()).isEqualTo(days.fulfilled().middle()).isEqualTo(Quantity.tonnes(24_550_726));
    assertSums(year);
  }

  @Test
  void ofUnknownDestinationsAMarketingYearTakesItsOwnStock() {
    var held = new Held();
    held.sales(COLUMNS,
        "2026-08-21,2026-08-27,soybeans,2026,CN,0,12357145,141000,",
        "2026-08-21,2026-08-27,soybeans,2026,unknown,0,0,300000,",
        "2026-08-28,2026-09-03,soybeans,2026,CN,-136000,12357145,5000,",
        "2026-08-28,2026-09-03,soybeans,2027,CN,1222000,0,8983000,carryOverIncluded",
        "2026-08-28,2026-09-03,soybeans,2026,unknown,-200000,0,100000,",
        "2026-08-28,2026-09-03,soybeans,2027,unknown,100000,0,2500000,carryOverIncluded");
    var all = new UnknownDestinations.All();

    Pairing old = soybeans(held.panel(), OCTOBER).year(2026, all);
    Pairing young = soybeans(held.panel(), OCTOBER).year(2027, all);

    assertThat(old.unknown().orElseThrow().value()).isEqualTo(Quantity.tonnes(100_000));
    assertThat(young.unknown().orElseThrow().value()).isEqualTo(Quantity.tonnes(2_500_000));
    assertSums(old);
    assertSums(young);
    Pairing half = soybeans(held.panel(), OCTOBER)
        .days("2026-08-21", "2026-12-31", new UnknownDestinations.Share(new BigDecimal("0.3"), BigDecimal.ONE));
    assertThat(half.parts().getLast().effect()).isEqualTo(Quantity.tonnes(1_625_000));
    assertSums(half);
  }

  @Nested
  class TheSeasonBefore {

    @Test
    void isTheMarketingYearBeforeByTheSameRule() {
      Pairing year = soybeans(OCTOBER).year(2026);
      Season season = year.season(1).orElseThrow();

      assertThat(season.total()).as("22,546,349 less 109,543 that came in").contains(Quantity.tonnes(22_436_806));
      assertThat(season.upTo(LocalDate.parse("2026-09-03"))).contains(Quantity.tonnes(22_436_806));
      assertThat(season.endOf(LocalDate.parse("2026-09-03"))).contains(LocalDate.parse("2025-09-04"));
      assertThat(season.total()).isEqualTo(Optional.of(soybeans(OCTOBER).year(2025).fulfilled().middle()));
    }

    @Test
    void overDaysIsWhatAReadingOfThoseDaysCounts() {
      for (String[] window : new String[][] {{"2026-01-01", "2026-12-31"}, {"2025-10-30", "2026-02-28"},
          {"2026-08-01", "2026-09-30"}, {"2024-03-01", "2024-10-02"}, {"2023-08-24", "2023-09-20"}}) {
        for (int years = 1; years <= 3; years++) {
          Pairing then = soybeans(OCTOBER).days(LocalDate.parse(window[0]).minusYears(years).toString(),
              LocalDate.parse(window[1]).minusYears(years).toString());
          Season season = soybeans(OCTOBER).days(window[0], window[1]).season(years).orElseThrow();
          String asked = "%s to %s, %d years before".formatted(window[0], window[1], years);
          // A verdict waits for a row that is missing inside; the levels around it tell the total all the same.
          assertThat(season.total().isPresent() || !then.isComplete()).as(asked).isTrue();
          season.total().ifPresent(total -> assertThat(total).as(asked).isEqualTo(then.fulfilled().middle()));
        }
      }
    }

    @Test
    void isNotToldWhereItsCarryOverIsNotHeld() {
      assertThat(soybeans(OCTOBER).year(2021).season(1).orElseThrow().total()).isEmpty();
      assertThat(soybeans(OCTOBER).year(2020).season(1)).isEmpty();
    }

    @Test
    void isNotToldByNameWhereUnknownDestinationsCountAndAreNotHeld() {
      Pairing reading = soybeans("2026-02-10T12:00:00Z").days("2025-10-30", "2026-02-28", new UnknownDestinations.All());

      assertThat(reading.season(1).flatMap(Season::total)).isEmpty();
    }

    @Test
    void hasNoTotalWhereAShipmentOfItIsMissing() {
      Paired exported = Paired.of(STARTER, OCTOBER, SourceId.FAS_EXPORT_SALES, "soybeans", Measure.EXPORTED, Unit.TONNE,
          Month.SEPTEMBER);

      assertThat(exported.year(2026).season(1).flatMap(Season::total)).contains(Quantity.tonnes(22_546_349));
      Season of2022 = exported.year(2023).season(1).orElseThrow();
      assertThat(of2022.total()).as("the week to 18 August 2022 is held back").isEmpty();
      assertThat(of2022.upTo(LocalDate.parse("2023-06-01"))).isPresent();
    }

    @Test
    void givesTheShapeOfTheSchedule() {
      Pairing year = soybeans(OCTOBER).year(2027);
      double[] seasonal = Schedule.of(year, 25_000_000).seasonal().orElseThrow();

      assertThat(year.periods().get(4).period().last()).isEqualTo("2026-10-01");
      // Seven years had reached 39.5 % of their sales by then: the level of each with its jump, less what came in.
      assertThat(seasonal[4]).isCloseTo(9_870_413, within(1.0));
      assertThat(seasonal[seasonal.length - 1]).isCloseTo(25_000_000, within(1e-6));
    }
  }

  private static Paired soybeans(String asOf) {
    return soybeans(STARTER, asOf);
  }

  private static Paired soybeans(Panel panel, String asOf) {
    return Paired.soybeansSoldToChina(panel, asOf);
  }

  private static Paired cotton(Held held) {
    return Paired.of(held.panel(), OCTOBER, SourceId.FAS_EXPORT_SALES, "cotton", "VN", Measure.SOLD, Unit.RUNNING_BALE,
        Month.AUGUST);
  }

  private static void cotton(Held held, String... rows) {
    held.tableIn("bale", "fas-export-sales", "listed", COLUMNS, rows);
  }

  static void assertSums(Pairing pairing) {
    Quantity parts = pairing.parts().stream().map(Part::effect).reduce(Quantity.zero(pairing.unit()), Quantity::plus);
    assertThat(parts).isEqualTo(pairing.fulfilled().middle());
    assertThat(pairing.periods()).allSatisfy(period -> assertThat(period.counted()).isEqualTo(
        period.parts().stream().map(Part::effect).reduce(Quantity.zero(pairing.unit()), Quantity::plus)));
  }
}
