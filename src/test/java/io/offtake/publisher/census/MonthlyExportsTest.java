package io.offtake.publisher.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The totals are those that the Census Bureau printed for soybeans in November 2020, by code of ten digits; what each
/// country took of them is made up, so that it adds up.
class MonthlyExportsTest {

  private static final NameTable NAMES = NameTable.load("reference/country-names.csv");
  private static final String HEADER = "CTY_CODE,CTY_NAME,QTY_1_MO,UNIT_QY1,E_COMMODITY,E_COMMODITY,COMM_LVL,time";

  private static final String[] NOVEMBER_2020 = {
    "-,TOTAL FOR ALL COUNTRIES,47715577,KG,1201900005,1201900005,HS10,2020-11",
    "0003,EUROPEAN UNION,7715577,KG,1201900005,1201900005,HS10,2020-11",
    "4XXX,EUROPE,7715577,KG,1201900005,1201900005,HS10,2020-11",
    "5700,CHINA,40000000,KG,1201900005,1201900005,HS10,2020-11",
    "4280,GERMANY,7715577,KG,1201900005,1201900005,HS10,2020-11",
    "-,TOTAL FOR ALL COUNTRIES,10814243,T,1201900095,1201900095,HS10,2020-11",
    "5700,CHINA,7500000,T,1201900095,1201900095,HS10,2020-11",
    "2010,MEXICO,3314243,MT,1201900095,1201900095,HS10,2020-11",
    "-,TOTAL FOR ALL COUNTRIES,37035,T,1201100000,1201100000,HS10,2020-11",
    "5700,CHINA,37035,T,1201100000,1201100000,HS10,2020-11"
  };

  @Test
  void kilogramsAndTonnesOfAllCodesAreOneFigureInTonnes() {
    PublishedRelease release = only(parse(json(HEADER, NOVEMBER_2020)));

    assertThat(release.period()).hasToString("2020-11-01/2020-11-30");
    assertThat(release.figures()).extracting(Figure::destination, Figure::value).containsExactlyInAnyOrder(
        tuple(new PartyId("CN"), tonnes("7577035")),
        tuple(new PartyId("DE"), tonnes("7715.577")),
        tuple(new PartyId("MX"), tonnes("3314243")));
    assertThat(release.coverage()).as("the countries add up to the total: who is not listed took nothing")
        .singleElement().satisfies(scope -> assertThat(scope.isFull()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"0,T,71234567", "-,T,71234567", "'',T,71234567", "0,-,71234567"})
  void aQuantityOfZeroBesideAValueIsNotReported(String quantity, String unit, String value) {
    PublishedRelease release = only(parse(json("CTY_CODE,CTY_NAME,ALL_VAL_MO,QTY_1_MO,UNIT_QY1,E_COMMODITY,time",
        "-,TOTAL FOR ALL COUNTRIES,1000000,100,KG,1201900005,2020-11",
        "5700,CHINA,1000000,100,KG,1201900005,2020-11",
        "-,TOTAL FOR ALL COUNTRIES,72234567,2000,T,1201900095,2020-11",
        "5700,CHINA,%s,%s,%s,1201900095,2020-11".formatted(value, quantity, unit),
        "2010,MEXICO,1000000,2000,T,1201900095,2020-11",
        "-,TOTAL FOR ALL COUNTRIES,400,0,T,1201100000,2020-11",
        "2010,MEXICO,400,0,T,1201100000,2020-11")));

    assertThat(release.figures()).extracting(Figure::destination, Figure::value)
        .containsExactly(tuple(new PartyId("MX"), tonnes("2000")));
    assertThat(release.coverage()).singleElement().satisfies(scope ->
        assertThat(scope.destinations()).containsExactly(new PartyId("MX")));
  }

  @Test
  void thatTheRowOfAllCountriesIsAbsentOrUnlikeTheirSumIsTold() {
    String[] without = {"5700,CHINA,40000000,KG,1201900005,1201900005,HS10,2020-11",
        "5700,CHINA,7500000,T,1201900095,1201900095,HS10,2020-11", "5700,CHINA,37035,T,1201100000,1201100000,HS10,2020-11"};

    assertThat(parse(json(HEADER, without))).isInstanceOfSatisfying(Read.class, read ->
        assertThat(read.doubtful()).singleElement().satisfies(doubt -> assertThat(doubt.reason()).contains("CTY_CODE '-'")));
  }

  @Test
  void columnsMayComeInAnotherOrderAndBeMore() {
    assertThat(parse(json("time,NEW,E_COMMODITY,UNIT_QY1,QTY_1_MO,CTY_NAME,CTY_CODE",
        "2020-11,x,1201900095,T,5,CHINA,5700", "2020-11,x,1201900005,KG,5,CHINA,5700")))
        .isInstanceOfSatisfying(Read.class, read -> assertThat(read.releases().getFirst().figures())
            .extracting(Figure::value).containsExactly(tonnes("5.005")));
  }

  @Test
  void withoutATotalOrWithANameThatIsNotKnownOnlyWhatIsListedIsSpokenFor() {
    assertThat(only(parse(json(HEADER,
        "5700,CHINA,1,KG,1201900005,1201900005,HS10,2020-11", "5700,CHINA,1,T,1201900095,1201900095,HS10,2020-11")))
        .coverage()).singleElement().satisfies(scope ->
            assertThat(scope.destinations()).containsExactly(new PartyId("CN")));

    ParseOutcome unknown = parse(json(HEADER,
        "-,TOTAL,3,KG,1201900005,1201900005,HS10,2020-11", "5700,CHINA,1,KG,1201900005,1201900005,HS10,2020-11",
        "9999,ATLANTIS,2,KG,1201900005,1201900005,HS10,2020-11",
        "-,TOTAL,1,T,1201900095,1201900095,HS10,2020-11", "5700,CHINA,1,T,1201900095,1201900095,HS10,2020-11"));
    assertThat(unknown).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.reason()).contains("ATLANTIS", "country-names.csv");
        assertThat(row.used()).isFalse();
      });
      assertThat(read.releases().getFirst().coverage()).noneMatch(scope -> scope.isFull());
    });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      four digits, where 0 with - says nothing | 5700,CHINA,0,-,1201,1201,HS4,2020-11                     | COMM_LVL=HS10
      a quantity without a unit                | 5700,CHINA,0,-,1201900095,1201900095,HS10,2020-11        | the unit '-'
      another unit                             | 5700,CHINA,7,BBL,1201900095,1201900095,HS10,2020-11      | the unit 'BBL'
      a code that is not known                 | 5700,CHINA,7,T,8802400040,8802400040,HS10,2020-11        | 8802400040
      a quantity that is none                  | 5700,CHINA,many,T,1201900095,1201900095,HS10,2020-11     | 'many'
      less than nothing                        | 5700,CHINA,-7,T,1201900095,1201900095,HS10,2020-11       | negative
      a month that is none                     | 5700,CHINA,7,T,1201900095,1201900095,HS10,2020-13        | 2020-13
      a predicate that differs from its column | 5700,CHINA,7,T,1201900095,1201900005,HS10,2020-11        | stands twice
      one code of a commodity of several       | 5700,CHINA,7,T,1201900095,1201900095,HS10,2020-11        | 1201900005 is missing
      a row that is cut                        | 5700,CHINA,7                                             | 3 cells
      """)
  void whatDoesNotAddUpIsRefused(String what, String row, String reason) {
    assertThat(refusal(parse(json(HEADER, row)))).contains(reason);
  }

  @Test
  void theSameCellTwiceWithDifferentValuesIsRefusedAndWithTheSameIsNot() {
    String other = "5700,CHINA,1,KG,1201900005,1201900005,HS10,2020-11";
    String row = "5700,CHINA,7,T,1201900095,1201900095,HS10,2020-11";
    assertThat(refusal(parse(json(HEADER, other, row, row.replace(",7,", ",8,"))))).contains("stands twice", "line");
    assertThat(only(parse(json(HEADER, other, row, row))).figures()).singleElement()
        .satisfies(figure -> assertThat(figure.value()).isEqualTo(tonnes("7.001")));
  }

  @Test
  void domesticGoodsAloneAreRefused() {
    assertThat(refusal(parse(json("DF," + HEADER, "1,5700,CHINA,7,T,1201900095,1201900095,HS10,2020-11"))))
        .contains("DF=1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      <html>Missing Key</html>          | page
      {"error":"x"}                     | not rows
      [["CTY_CODE","time"]]             | CTY_NAME
      [["CTY_CODE"                      | breaks off
      []                                | no rows
      [[]]                              | missing
      ``                                | empty
      """)
  void whatIsNoAnswerIsRefused(String document, String reason) {
    assertThat(refusal(parse(document == null ? "" : document))).contains(reason);
  }

  @Test
  void aRevisedMonthIsAVintageKnownSinceItWasReceived() {
    var held = new Held();
    take(held, parse(json(HEADER, NOVEMBER_2020)), "2021-01-20T00:00:00Z");
    String[] revised = NOVEMBER_2020.clone();
    revised[6] = revised[6].replace("7500000", "7500007");
    take(held, parse(json(HEADER, revised)), "2021-06-10T00:00:00Z");
    var trade = new Trade(SourceId.CENSUS_EXPORTS, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
    assertThat(valueAt(held, trade, "2021-01-16T00:00:00Z")).as("taken to be out on 19 January, the 17th and 18th being free")
        .isEmpty();
    assertThat(valueAt(held, trade, "2021-06-09T23:59:59Z")).containsExactly(tonnes("7577035"));
    assertThat(valueAt(held, trade, "2021-06-10T00:00:00Z")).containsExactly(tonnes("7577042"));
  }

  private static List<Quantity> valueAt(Held held, Trade trade, String asOf) {
    return held.panel().at(Instant.parse(asOf)).ledger(trade).rows().stream()
        .flatMap(row -> row.value(Measure.EXPORTED).stream()).toList();
  }

  private static void take(Held held, ParseOutcome outcome, String at) {
    held.take(SourceId.CENSUS_EXPORTS, (Read) outcome, null, Instant.parse(at));
  }

  private static ParseOutcome parse(String json) {
    return MonthlyExports.parse(json.getBytes(StandardCharsets.UTF_8), NAMES, HsHeadings.standard());
  }

  private static PublishedRelease only(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Read.class);
    assertThat(((Read) outcome).releases()).hasSize(1);
    return ((Read) outcome).releases().getFirst();
  }

  private static String refusal(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unreadable.class);
    return ((Unreadable) outcome).problems().getFirst().reason();
  }

  private static String json(String header, String... rows) {
    var text = new StringBuilder("[").append(row(header));
    for (String each : rows) {
      text.append(",\n").append(row(each));
    }
    return text.append("]").toString();
  }

  private static String row(String cells) {
    return "[\"" + cells.replace(",", "\",\"") + "\"]";
  }

  private static Quantity tonnes(String value) {
    return Quantity.of(new BigDecimal(value), Unit.TONNE);
  }
}
