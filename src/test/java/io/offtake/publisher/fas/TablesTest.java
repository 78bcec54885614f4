package io.offtake.publisher.fas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.offtake.document.Coverage;
import io.offtake.document.Figure;
import io.offtake.document.Mutation;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The figures are those of USDA FAS.
class TablesTest {

  private static final Commodities COMMODITIES = Commodities.standard();
  private static final CommodityId SOYBEANS = new CommodityId("soybeans");
  private static final Commodity SOYBEAN = COMMODITIES.find(SOYBEANS).orElseThrow();
  private static final NameTable NAMES = NameTable.load("reference/fas-destinations.csv");
  private static final PartyId CHINA = new PartyId("CN");

  @Nested
  class ByMarketingYear {

    private static final String HEADER = """
        market_year,week_ending,total_net_sales_kt,total_commitment_kt,total_weekly_exports_kt,\
        total_accumulated_exports_kt,china_net_sales_kt,china_commitment_kt,china_weekly_exports_kt,\
        china_accumulated_exports_kt
        """;

    private static final String BOUNDARY = HEADER + """
        2020,2020-08-27,18.511,47302.579,809.324,43785.086,83.347,17006.917,465.347,15724.064
        2020,2020-09-03,170.156,47472.735,1149.438,44934.524,15.151,17022.068,542.151,16266.215
        2021,2020-09-03,5642.515,29828.437,468.69,468.69,2348.758,15874.758,400.85,400.85
        2021,2020-09-10,2398.936,32227.373,1674.657,2143.347,1487.139,17361.897,1089.367,1490.217
        """;

    @Test
    void theBoundaryWeekIsOneReleaseOfTwoMarketingYears() {
      var outcome = read(BOUNDARY);

      assertThat(outcome.doubtful()).isEmpty();
      assertThat(outcome.releases()).hasSize(3);
      var boundary = outcome.releases().get(1);
      assertThat(boundary.coverage()).containsExactly(
          new Coverage(SOYBEANS, 2020, Set.of(PartyId.WORLD, CHINA)),
          new Coverage(SOYBEANS, 2021, Set.of(PartyId.WORLD, CHINA)));
      assertThat(boundary.figures())
          .filteredOn(figure -> figure.destination().equals(CHINA) && figure.measure() == Measure.NET_SALES)
          .extracting(Figure::marketYear, Figure::value, Figure::carryOverIncluded)
          .containsExactly(
              tuple(2020, Quantity.tonnes(15_151), false), tuple(2021, Quantity.tonnes(2_348_758), true));
    }

    @Test
    void outstandingSalesAreCommitmentsLessAccumulatedExports() {
      assertThat(read(BOUNDARY).releases().getLast().figures())
          .filteredOn(figure -> figure.destination().equals(CHINA) && figure.measure() == Measure.OUTSTANDING_SALES)
          .extracting(Figure::value)
          .containsExactly(Quantity.tonnes(15_871_680));
    }

    @Test
    void theWithdrawnWeekOf2022IsDoubtedAndUsed() {
      var outcome = read(HEADER + """
          2022,2022-08-11,96.892,59558.199,691.092,55481.984,80.836,30615.047,284.991,29507.361
          2022,2022-08-18,0.0,59558.199,0.0,55481.984,0.0,30615.047,0.0,29507.361
          """);

      assertThat(outcome.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(3);
        assertThat(row.used()).isTrue();
        assertThat(row.reason()).contains("withdrawn");
      });
    }

    @Test
    void anIdentityThatBreaksIsToldWithItsLine() {
      var outcome = read(BOUNDARY.replace("1487.139", "1487.138"));

      assertThat(outcome.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(5);
        assertThat(row.reason()).contains("1487138", "1487139");
      });
    }

    @Test
    void refusesFractionsOfATonneAndOtherColumns() {
      assertThat(reason(parse(BOUNDARY.replace("1487.139", "1487.1391")))).contains("three decimals");
      assertThat(reason(parse(BOUNDARY.replace("market_year", "year")))).contains("the header row must be market_year");
      assertThat(reason(parse(BOUNDARY.replace("2021,2020-09-10", "2020,2020-09-10")))).contains("does not touch");
      assertThat(reason(parse(BOUNDARY.replace("2020,2020-08-27,18.511", "2020,2020-08-27")))).contains("9 cells");
      assertThat(reason(parse(""))).contains("is empty");
      assertThat(reason(parse(HEADER))).contains("no rows");
    }

    @Test
    void neverThrowsWhateverTheDocument() {
      var random = new SplittableRandom(1);
      for (int i = 0; i < 2_000; i++) {
        var mutant = Mutation.of(BOUNDARY.getBytes(StandardCharsets.UTF_8), random);
        assertThat(MarketingYearTable.parse(mutant, SOYBEAN)).isNotNull();
      }
    }

    private static ParseOutcome parse(String document) {
      return MarketingYearTable.parse(document.getBytes(StandardCharsets.UTF_8), SOYBEAN);
    }

    private static Read read(String document) {
      return (Read) parse(document);
    }
  }

  @Nested
  class ByDestination {

    private static final String HEADER =
        "commodity,week_ending,country,net_sales,weekly_exports,accumulated_exports,outstanding_sales,unit\r\n";

    private static final String FIRST_WEEKS = HEADER + """
        Soybeans,2025-09-04,CANADA,727.0,285.0,285.0,2713.0,Metric Tons\r
        Soybeans,2025-09-04,UNKNOWN,596650.0,0.0,0.0,3878600.0,Metric Tons\r
        Soybeans,2025-09-11,CANADA,0.0,241.0,526.0,2472.0,Metric Tons\r
        Soybeans,2025-09-11,UNKNOWN,-148500.0,0.0,0.0,3730100.0,Metric Tons\r
        """ + HEADER + """
        Wheat,2026-06-04,MEXICO,143149.0,67362.0,67362.0,817447.0,Metric Tons\r
        Wheat,2026-06-11,MEXICO,80282.0,66365.0,133727.0,831364.0,Metric Tons\r
        """;

    @Test
    void theYearThatBeginsInTheFirstWeekIsDerived() {
      var outcome = read(FIRST_WEEKS);

      assertThat(outcome.releases()).hasSize(4);
      assertThat(outcome.releases().getFirst().coverage()).containsExactly(Coverage.full(SOYBEANS, 2026));
      assertThat(outcome.releases().getLast().coverage())
          .containsExactly(Coverage.full(new CommodityId("wheat"), 2027));
    }

    @Test
    void theHeaderRowThatStandsAgainIsToldAndLeftOut() {
      assertThat(read(FIRST_WEEKS).doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(6);
        assertThat(row.used()).isFalse();
      });
    }

    @Test
    void theFirstNetSalesIncludeTheCarryOverOnlyInTheDataServicesDialect() {
      assertThat(firstNet(Dialect.API)).containsExactly(true, true);
      assertThat(firstNet(Dialect.QUERY)).containsExactly(false, false);
    }

    @Test
    void aBoundaryWeekThatGoesOnBelongsToTheOldYear() {
      var outcome = read(HEADER + "Soybeans,2025-09-04,CANADA,9.0,285.0,90285.0,13.0,Metric Tons\r\n");

      assertThat(outcome.releases().getFirst().coverage()).containsExactly(Coverage.full(SOYBEANS, 2025));
    }

    @Test
    void aBoundaryWeekOfWhichNobodyCanTellIsRefused() {
      assertThat(reason(parse(HEADER
          + "Soybeans,2025-09-04,CANADA,9.0,285.0,90285.0,13.0,Metric Tons\r\n"
          + "Soybeans,2025-09-04,CHILE,9.0,5.0,5.0,13.0,Metric Tons\r\n"))).contains("belongs to two marketing years");
    }

    @Test
    void aNameNobodyKnowsIsLeftOut() {
      var outcome = read(FIRST_WEEKS.replace("2025-09-11,CANADA", "2025-09-11,CANADIA"));

      assertThat(outcome.doubtful()).filteredOn(row -> row.line() == 4).singleElement()
          .satisfies(row -> assertThat(row.reason()).contains("'CANADIA'"));
    }

    @Test
    void refusesOtherUnitsAndCommodities() {
      assertThat(reason(parse(FIRST_WEEKS.replace("2713.0,Metric Tons", "2713.0,Running Bales"))))
          .contains("the unit must be 'Metric Tons'");
      assertThat(reason(parse(FIRST_WEEKS.replace("Wheat,2026-06-11", "Spelt,2026-06-11")))).contains("'Spelt'");
      assertThat(reason(parse(FIRST_WEEKS.replace("2025-09-11,UNKNOWN", "2025-09-11,CANADA"))))
          .contains("stands twice, at line 4 and at line 5");
    }

    @Test
    void neverThrowsWhateverTheDocument() {
      var random = new SplittableRandom(2);
      for (int i = 0; i < 2_000; i++) {
        var mutant = Mutation.of(FIRST_WEEKS.getBytes(StandardCharsets.UTF_8), random);
        assertThat(DestinationTable.parse(mutant, Dialect.API, NAMES, COMMODITIES)).isNotNull();
      }
    }

    private static List<Boolean> firstNet(Dialect dialect) {
      var outcome = (Read) DestinationTable.parse(
          FIRST_WEEKS.getBytes(StandardCharsets.UTF_8), dialect, NAMES, COMMODITIES);
      return outcome.releases().getFirst().figures().stream()
          .filter(figure -> figure.measure() == Measure.NET_SALES)
          .map(Figure::carryOverIncluded)
          .toList();
    }

    private static ParseOutcome parse(String document) {
      return DestinationTable.parse(document.getBytes(StandardCharsets.UTF_8), Dialect.API, NAMES, COMMODITIES);
    }

    private static Read read(String document) {
      return (Read) parse(document);
    }
  }

  private static String reason(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unreadable.class);
    return ((Unreadable) outcome).problems().getFirst().reason();
  }
}
