package io.offtake.publisher.fas;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.Figure;
import io.offtake.document.Mutation;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The figures are those of USDA FAS for soybeans to China, in the field names of the ESR data service.
class ExportSalesTest {

  private static final Commodities COMMODITIES = Commodities.standard();
  private static final NameTable NAMES = NameTable.load("reference/fas-destinations.csv");
  private static final CommodityId SOYBEANS = new CommodityId("soybeans");
  private static final PartyId CHINA = new PartyId("CN");
  private static final PartyId UNITED_STATES = new PartyId("US");

  private static final String WEEK_TO_2020_09_03 = row(5700, "2020-09-03", 400850, 400850, 15473908, 1592905);
  private static final String SAME_WEEK_BY_API = row(5700, "2020-09-03", 400850, 400850, 15473908, 2348758);
  private static final String WEEK_TO_2020_09_10 = row(5700, "2020-09-10", 1089367, 1490217, 15871680, 1487139);

  @Test
  void aRowGivesEachOfItsFigures() {
    var outcome = read(array(WEEK_TO_2020_09_03), Dialect.QUERY, 2021);

    assertThat(outcome.doubtful()).isEmpty();
    var release = outcome.releases().getFirst();
    assertThat(release.period()).isEqualTo(DateWindow.weekEnding(LocalDate.of(2020, 9, 3)));
    assertThat(release.releasedAt()).isNull();
    assertThat(release.complete()).isFalse();
    assertThat(release.coverage()).containsExactly(new Coverage(SOYBEANS, 2021, Set.of(CHINA)));
    assertThat(release.figures()).extracting(Figure::measure, Figure::value).containsExactly(
        tuple(Measure.EXPORTED, Quantity.tonnes(400_850)),
        tuple(Measure.NET_SALES, Quantity.tonnes(1_592_905)),
        tuple(Measure.OUTSTANDING_SALES, Quantity.tonnes(15_473_908)),
        tuple(Measure.ACCUMULATED_EXPORTS, Quantity.tonnes(400_850)),
        tuple(Measure.NEXT_YEAR_NET_SALES, Quantity.tonnes(0)),
        tuple(Measure.NEXT_YEAR_OUTSTANDING_SALES, Quantity.tonnes(0)));
    assertThat(release.figures()).allSatisfy(figure -> {
      assertThat(figure.origin()).isEqualTo(UNITED_STATES);
      assertThat(figure.destination()).isEqualTo(CHINA);
      assertThat(figure.marketYear()).isEqualTo(2021);
      assertThat(figure.line()).isEqualTo(2);
    });
  }

  @Test
  void aWeekOfCancellationsIsNegativeAndNoDoubt() {
    var outcome = read(array(
        row(5700, "2025-11-06", 0, 0, 464000, 232000),
        row(5700, "2025-11-13", 0, 0, 364000, -100000)), Dialect.API, 2026);

    assertThat(outcome.doubtful()).isEmpty();
    assertThat(net(outcome, "2025-11-13").value()).isEqualTo(Quantity.tonnes(-100_000));
  }

  @Test
  void rowsAreFoundAgainByTheirLine() {
    var outcome = read(array(WEEK_TO_2020_09_03, WEEK_TO_2020_09_10), Dialect.QUERY, 2021);

    assertThat(net(outcome, "2020-09-10").line()).isEqualTo(3);
  }

  @Test
  void nextYearFiguresThatAreAbsentOrNullAreNotHeld() {
    var absent = WEEK_TO_2020_09_10.replace(",\"nextMYNetSales\":0", "");
    var isNull = absent.replace("\"nextMYOutstandingSales\":0", "\"nextMYOutstandingSales\":null");

    assertThat(read(array(isNull), Dialect.QUERY, 2021).releases().getFirst().figures())
        .extracting(Figure::measure)
        .containsExactly(Measure.EXPORTED, Measure.NET_SALES, Measure.OUTSTANDING_SALES, Measure.ACCUMULATED_EXPORTS);
  }

  @Test
  void aRowMayNameItsMarketingYear() {
    var row = WEEK_TO_2020_09_10.replace("{", "{\"marketYear\":2021,");

    assertThat(read(array(row), Dialect.API, null).releases()).hasSize(1);
    assertThat(reason(parse(array(row), Dialect.API, 2022))).contains("belongs to marketYear 2021");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9990})
  void theUnknownDestinationsHaveTwoCodes(int code) {
    var outcome = read(array(row(5700, "2025-09-11", 100, 100, 400, 500), row(code, "2025-09-11", 0, 0, 700, 700)),
        Dialect.API, 2026);

    assertThat(outcome.releases().getFirst().figures())
        .filteredOn(figure -> figure.destination().equals(PartyId.UNKNOWN) && figure.measure() == Measure.OUTSTANDING_SALES)
        .extracting(Figure::value).containsExactly(Quantity.tonnes(700));
    assertThat(outcome.releases().getFirst().coverage()).allMatch(Coverage::isFull);
    assertThat(outcome.alarms()).isEmpty();
  }

  @Test
  void underBothCodesTheyCountOnce() {
    String unknown = row(2, "2025-09-11", 0, 0, 700, 700);
    assertThat(read(array(row(5700, "2025-09-11", 100, 100, 400, 500), unknown, unknown.replace(":2,", ":9990,")),
        Dialect.API, 2026).releases().getFirst().figures())
        .filteredOn(figure -> figure.destination().equals(PartyId.UNKNOWN)).hasSize(6);
    assertThat(reason(parse(array(row(5700, "2025-09-11", 100, 100, 400, 500), unknown,
        row(9990, "2025-09-11", 0, 0, 800, 800)), Dialect.API, 2026))).contains("stands twice");
  }

  @Test
  void severalDestinationsWithoutTheUnknownOnesAreAnAlarmAndNoWholeAnswer() {
    var outcome = read(array(row(5700, "2025-09-11", 100, 100, 400, 500), row(5880, "2025-09-11", 1, 1, 2, 3),
        row(9991, "2025-09-11", 0, 0, 700, 700)), Dialect.API, 2026);

    assertThat(outcome.alarms()).singleElement().asString()
        .contains("soybeans", "2 destinations", "unknown destinations", "2 or 9990", "9991");
    assertThat(reasons(outcome)).contains(outcome.alarms().getFirst());
    assertThat(outcome.releases().getFirst().coverage()).noneMatch(Coverage::isFull);
  }

  @Test
  void whatIsNoJsonIsNamed() {
    assertThat(reason(parse("\"Export Sales Query Results\"\n\"Commodity\",\"Country\"\nSoybeans,CHINA\n", Dialect.API, 2026)))
        .contains("is CSV; JSON was expected").doesNotContain("key");
    assertThat(reason(parse("Export Sales\nCommodity;Country\nSoybeans;CHINA\n", Dialect.API, 2026))).contains("is CSV");
    byte[] wide = ("\uFEFF" + array(WEEK_TO_2020_09_03)).getBytes(StandardCharsets.UTF_16LE);
    assertThat(reason(ExportSales.parse(wide, Dialect.API, 2021, NAMES, COMMODITIES))).contains("UTF-16 (little-endian)");
    byte[] unmarked = array(WEEK_TO_2020_09_03).getBytes(StandardCharsets.UTF_16BE);
    assertThat(reason(ExportSales.parse(unmarked, Dialect.API, 2021, NAMES, COMMODITIES))).contains("UTF-16 (big-endian)");
    assertThat(reason(parse("The release is delayed until Friday.", Dialect.API, 2026)))
        .contains("The release is delayed until Friday.");
  }

  @Nested
  class CarryOver {

    /// 1,592,905 t of new business and the 755,853 t that 2019/20 left over make 2,348,758 t.
    @Test
    void isInsideTheFirstNetSalesOfTheDataServiceWhenTheYearsShareTheWeek() {
      var outcome = read(array(SAME_WEEK_BY_API, WEEK_TO_2020_09_10), Dialect.API, 2021);

      assertThat(outcome.doubtful()).isEmpty();
      assertThat(net(outcome, "2020-09-03").value()).isEqualTo(Quantity.tonnes(1_592_905 + 755_853));
      assertThat(net(outcome, "2020-09-03").carryOverIncluded()).isTrue();
      assertThat(net(outcome, "2020-09-10").carryOverIncluded()).isFalse();
    }

    @Test
    void isNeverInsideTheFirstNetSalesOfTheQueryDownload() {
      var outcome = read(array(WEEK_TO_2020_09_03, WEEK_TO_2020_09_10), Dialect.QUERY, 2021);

      assertThat(outcome.doubtful()).isEmpty();
      assertThat(net(outcome, "2020-09-03").carryOverIncluded()).isFalse();
    }

    @Test
    void speaksOfNetSalesOnly() {
      var outcome = read(array(SAME_WEEK_BY_API), Dialect.API, 2021);

      assertThat(outcome.releases().getFirst().figures()).filteredOn(Figure::carryOverIncluded)
          .extracting(Figure::measure).containsExactly(Measure.NET_SALES);
    }

    /// In 2023 the year ended on Thursday, 31 August, and the old year's last row already held the carry-over.
    @Test
    void arrivesBeforehandWhenTheYearOpensWithAWeek() {
      var newYear = read(array(row(5700, "2023-09-07", 116037, 116037, 6552163, 295523)), Dialect.API, 2024);
      var oldYear = read(array(row(5700, "2023-08-31", 143105, 31380832, 137975, 141808)), Dialect.API, 2023);

      assertThat(net(newYear, "2023-09-07").carryOverIncluded()).isFalse();
      assertThat(net(oldYear, "2023-08-31").carryOverIncluded()).isFalse();
    }

    @Test
    void isNotInTheOldYearsRowOfTheSharedWeek() {
      var oldYear = read(array(
          row(5700, "2020-08-27", 465347, 15724064, 1282853, 83347),
          row(5700, "2020-09-03", 542151, 16266215, 755853, 15151)), Dialect.API, 2020);

      assertThat(oldYear.doubtful()).isEmpty();
      assertThat(net(oldYear, "2020-09-03").carryOverIncluded()).isFalse();
    }
  }

  @Nested
  class SpeaksFor {

    @Test
    void allDestinationsWhenTheUnknownOnesAreAmongSeveral() {
      var outcome = read(array(row(2, "2026-02-05", 0, 0, 2339000, 66000),
          row(5700, "2026-02-05", 0, 0, 100, 100), row(1, "2026-02-05", 0, 0, 200, 200)), Dialect.API, 2026);

      assertThat(outcome.releases().getFirst().coverage()).containsExactly(Coverage.full(SOYBEANS, 2026));
      assertThat(outcome.releases().getFirst().figures()).extracting(Figure::destination)
          .contains(PartyId.UNKNOWN, CHINA, new PartyId("EU"));
    }

    @Test
    void theOneDestinationThatWasAskedFor() {
      var outcome = read(array(row(2, "2026-02-05", 0, 0, 2339000, 66000)), Dialect.API, 2026);

      assertThat(outcome.releases().getFirst().coverage())
          .containsExactly(new Coverage(SOYBEANS, 2026, Set.of(PartyId.UNKNOWN)));
    }
  }

  @Nested
  class Doubts {

    @Test
    void netSalesThatDoNotExplainTheChange() {
      var wrong = WEEK_TO_2020_09_10.replace("1487139", "1487140");

      assertThat(read(array(WEEK_TO_2020_09_03, wrong), Dialect.QUERY, 2021).doubtful()).singleElement()
          .satisfies(row -> {
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.used()).isTrue();
            assertThat(row.reason()).contains("1487140", "15874758", "17361897", "1487139", "2020-09-10");
          });
    }

    @Test
    void weeklyExportsThatDoNotExplainTheAccumulated() {
      var wrong = WEEK_TO_2020_09_10.replace("1089367", "1089366");

      assertThat(reasons(read(array(WEEK_TO_2020_09_03, wrong), Dialect.QUERY, 2021)))
          .contains("weekly exports are 1089366", "which is 1089367");
    }

    @Test
    void aTotalThatIsNotTheSum() {
      var wrong = WEEK_TO_2020_09_10.replace("17361897", "17361898");

      assertThat(reasons(read(array(wrong), Dialect.QUERY, 2021))).contains("17361898", "make 17361897");
    }

    @Test
    void nothingWhereAWeekIsAbsentBetween() {
      var later = row(5700, "2020-09-24", 1, 2259527, 16981462, 5);

      assertThat(read(array(WEEK_TO_2020_09_03, later), Dialect.QUERY, 2021).doubtful()).isEmpty();
    }

    /// Seen in 2015 for destinations that had no row in the new year yet.
    @Test
    void aFirstRowThatGoesOnWhereTheOldYearEnded() {
      assertThat(reasons(read(array(row(2390, "2015-09-03", 0, 29498, 0, 0)), Dialect.QUERY, 2016)))
          .contains("29498", "may be the last of the year before");
    }

    @Test
    void aWeekInWhichNobodyAnywhereBoughtOrShipped() {
      var outcome = read(array(
          row(2, "2022-08-18", 0, 0, 3000000, 0),
          row(5700, "2022-08-18", 0, 29507361, 1107686, 0)), Dialect.API, 2022);

      assertThat(outcome.doubtful()).singleElement().satisfies(row -> assertThat(row.used()).isTrue());
      assertThat(reasons(outcome)).contains("withdrawn");
    }

    @Test
    void nothingWhenOneDestinationAloneRests() {
      var china = array(row(5700, "2022-08-18", 0, 29507361, 1107686, 0));

      assertThat(read(china, Dialect.API, 2022).doubtful()).isEmpty();
    }

    @Test
    void aCountryNobodyKnowsAndLeavesItOut() {
      var outcome = read(
          array(row(4, "2026-02-05", 0, 0, 1, 1), row(5700, "2026-02-05", 0, 0, 1, 1)), Dialect.API, 2026);

      assertThat(outcome.doubtful()).filteredOn(row -> !row.used()).singleElement().satisfies(row ->
          assertThat(row.reason()).contains("country code 4", "fas-destinations.csv"));
      assertThat(outcome.alarms()).as("it may be the bucket of unknown buyers").hasSize(1);
      assertThat(outcome.releases().getFirst().figures()).allMatch(figure -> figure.destination().equals(CHINA));
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void refuses(String document, String expected) {
    assertThat(reason(parse(document, Dialect.API, 2021))).contains(expected);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        arguments("", "is empty"),
        arguments("  \n ", "is empty"),
        arguments("\"Bad API Key\"", "'Bad API Key' of the service, not figures: check the key"),
        arguments("{\"message\":\"An error has occurred.\"}", "error answer of the service"),
        arguments("{\"error\":{\"code\":\"API_KEY_MISSING\",\"message\":\"No api_key\"}}",
            "API_KEY_MISSING No api_key"),
        arguments("{\"rows\":[]}", "a JSON object, not rows"),
        arguments("<!DOCTYPE html><html></html>", "is a page (HTML or XML)"),
        arguments("[]", "holds no rows: the marketing year has not started"),
        arguments("17", "not rows of figures"),
        arguments("[17]", "row 1 is not an object"),
        arguments("[]]", "is not JSON"),
        arguments("[] []", "something follows"),
        arguments("no figures today", "is not JSON"),
        arguments("[" + WEEK_TO_2020_09_10, "breaks off"),
        arguments(array(WEEK_TO_2020_09_10).substring(0, 60), "breaks off"),
        arguments(array(WEEK_TO_2020_09_10, WEEK_TO_2020_09_10),
            "stands twice, at line 2, row 1 and at line 3, row 2"),
        arguments(array(WEEK_TO_2020_09_10.replace(":801", ":999")), "commodityCode 999"),
        arguments(array(WEEK_TO_2020_09_10.replace(":801", ":1404")), "unlike units are never added"),
        arguments(array(WEEK_TO_2020_09_10.replace("\"unitId\":1", "\"unitId\":9")), "unitId 9"),
        arguments(array(WEEK_TO_2020_09_10.replace("\"unitId\":1", "\"unitId\":1.5")), "whole number"),
        arguments(array(WEEK_TO_2020_09_10.replace("1089367", "\"1089367\"")), "weeklyExports has the wrong type"),
        arguments(array(WEEK_TO_2020_09_10.replace("1089367", "null")), "a missing figure is not 0"),
        arguments(array(WEEK_TO_2020_09_10.replace("1089367", "1e999999999")), "not a number of this world"),
        arguments(array(WEEK_TO_2020_09_10.replace("2020-09-10T", "2020-13-10T")), "weekEndingDate must be a day"),
        arguments(array(WEEK_TO_2020_09_10.replace("2020-09-10T", "2021-09-16T")),
            "does not touch marketing year 2020/21"),
        arguments(array(WEEK_TO_2020_09_10.replace("{", "{\"unitId\":1,")), "is not JSON"));
  }

  @Test
  void asksForTheMarketingYearByName() {
    assertThat(reason(parse(array(WEEK_TO_2020_09_10), Dialect.API, null)))
        .contains("hand in the parameter marketYear");
  }

  @Test
  void marketingYearsFarFromOursAreRefused() {
    assertThat(reason(parse(array(WEEK_TO_2020_09_10), Dialect.API, Integer.MAX_VALUE))).contains("marketYear must be");
  }

  @Test
  void neverThrowsWhateverTheDocument() {
    var original = array(WEEK_TO_2020_09_03, WEEK_TO_2020_09_10).getBytes(StandardCharsets.UTF_8);
    var random = new SplittableRandom(20_200_903);
    int read = 0;
    for (int i = 0; i < 2_000; i++) {
      var mutant = Mutation.of(original, random);
      if (ExportSales.parse(mutant, Dialect.API, i % 3 == 0 ? null : 2021, NAMES, COMMODITIES)
          instanceof Unreadable unreadable) {
        assertThat(unreadable.problems()).isNotEmpty();
      } else {
        read++;
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void unitsAreThoseOfTheCommodity() {
    var cotton = row(5700, "2026-02-05", 1, 2, 3, 4).replace(":801", ":1404").replace("\"unitId\":1", "\"unitId\":2");

    assertThat(read(array(cotton), Dialect.API, 2026).releases().getFirst().figures())
        .allMatch(figure -> figure.value().unit() == Unit.RUNNING_BALE);
  }

  private static String row(int country, String week, long exported, long accumulated, long outstanding, long net) {
    return """
        {"commodityCode":801,"countryCode":%d,"weeklyExports":%d,"accumulatedExports":%d,"outstandingSales":%d,\
        "grossNewSales":0,"currentMYNetSales":%d,"currentMYTotalCommitment":%d,"nextMYOutstandingSales":0,\
        "nextMYNetSales":0,"unitId":1,"weekEndingDate":"%sT00:00:00"}"""
        .formatted(country, exported, accumulated, outstanding, net, accumulated + outstanding, week);
  }

  private static String array(String... rows) {
    return Arrays.stream(rows).collect(joining(",\n", "[\n", "\n]"));
  }

  private static ParseOutcome parse(String document, Dialect dialect, @Nullable Integer marketYear) {
    return ExportSales.parse(document.getBytes(StandardCharsets.UTF_8), dialect, marketYear, NAMES, COMMODITIES);
  }

  private static Read read(String document, Dialect dialect, @Nullable Integer marketYear) {
    var outcome = parse(document, dialect, marketYear);
    assertThat(outcome).isInstanceOf(Read.class);
    return (Read) outcome;
  }

  private static String reason(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unreadable.class);
    return ((Unreadable) outcome).problems().getFirst().reason();
  }

  private static String reasons(Read outcome) {
    return outcome.doubtful().stream().map(DoubtfulRow::reason).collect(joining("\n"));
  }

  private static Figure net(Read outcome, String week) {
    List<Figure> found = outcome.releases().stream()
        .flatMap(release -> release.figures().stream())
        .filter(figure -> figure.measure() == Measure.NET_SALES)
        .filter(figure -> figure.period().last().equals(LocalDate.parse(week)))
        .toList();
    return Optional.of(found).filter(figures -> figures.size() == 1).map(List::getFirst).orElseThrow();
  }
}
