package io.offtake.publisher.eia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.publisher.eia.EnergyExports.Extent;
import io.offtake.publisher.eia.EnergyExports.Product;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values of liquefied gas to China are those of EIA for June and July 2026.
class EnergyExportsTest {

  private static final NameTable NAMES = NameTable.load("reference/eia-destinations.csv");

  private static final String JULY =
      "{\"period\":\"2026-07\",\"duoarea\":\"NUS-NCH\",\"series\":\"S\",\"value\":\"4555\",\"units\":\"MMCF\"}";
  private static final String JUNE =
      "{\"period\":\"2026-06\",\"duoarea\":\"NUS-NCH\",\"series\":\"S\",\"value\":4576,\"units\":\"MMcf\"}";

  @Test
  void aMonthIsAReleaseWhetherItsValueIsATextOrANumber() {
    assertThat(parse(answer(JULY, JUNE))).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases()).extracting(release -> release.period().last().toString())
          .containsExactly("2026-06-30", "2026-07-31");
      assertThat(read.releases()).flatExtracting(release -> release.figures())
          .extracting(Figure::destination, Figure::value).containsExactly(
              tuple(new PartyId("CN"), Quantity.of(4576, Unit.MILLION_CUBIC_FEET)),
              tuple(new PartyId("CN"), Quantity.of(4555, Unit.MILLION_CUBIC_FEET)));
      assertThat(read.releases()).flatExtracting(release -> release.coverage()).noneMatch(scope -> scope.isFull());
    });
  }

  @Test
  void anAbsentValueIsMissingAndATotalIsNotADestination() {
    assertThat(parse(answer(JULY, JUNE.replace("4576", "null"), JUNE.replace("NCH", "Z00"))))
        .isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases()).hasSize(1);
          assertThat(read.doubtful()).isEmpty();
        });
  }

  @Test
  void pricesShareTheRouteAndArePassedOver() {
    assertThat(parse(answer(JULY, JULY.replace("MMCF", "$/MCF").replace("4555", "7.1"))))
        .isInstanceOfSatisfying(Read.class, read -> assertThat(read.releases().getFirst().figures()).hasSize(1));
  }

  @Test
  void aDestinationThatIsNotKnownIsDoubtful() {
    assertThat(parse(answer(JULY, JULY.replace("NCH", "NXX")))).isInstanceOfSatisfying(Read.class, read ->
        assertThat(read.doubtful()).singleElement().satisfies(row ->
            assertThat(row.reason()).contains("NXX", "eia-destinations.csv")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      MMCF    | MBBL    | the units of S are 'MBBL'
      2026-07 | 2026    | a month such as
      4555    | lots    | 'lots'
      NUS-    | SAU-    | a destination of US exports
      """)
  void whatIsNotAskedForIsRefused(String seen, String in, String reason) {
    assertThat(refusal(parse(answer(JULY.replace(seen, in))))).contains(reason);
  }

  @Test
  void theSameCellTwiceWithDifferentValuesIsRefused() {
    assertThat(refusal(parse(answer(JULY, JULY.replace("4555", "4556"))))).contains("stands twice");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      <html>no key</html>                                     | page
      {"error":"API_KEY_MISSING","code":403}                  | API_KEY_MISSING
      {"response":{"total":"0","data":[]}}                    | no value
      {"response":{"total":"0"}}                              | no response.data
      {"response":{"data":[1]}}                               | not an object
      []                                                      | no answer
      {"response":{"data":[{"period":"2026-07"                | breaks off
      """)
  void whatIsNoAnswerIsRefused(String document, String reason) {
    assertThat(refusal(parse(document))).contains(reason);
  }

  @Test
  void aWarningIsNoRow() {
    String warned = answer(JULY, JUNE).replaceFirst("\\{\"response\":\\s*\\{",
        "{\"response\":{\"warnings\":[{\"warning\":\"incomplete return\"},{\"warning\":\"rows\"}],");

    assertThat(warned).contains("incomplete return");
    assertThat(EnergyExports.extent(warned.getBytes(StandardCharsets.UTF_8)).rows()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"-", "NA", "W", "''"})
  void aValueThatSaysThatNothingWasReportedIsNotZero(String value) {
    assertThat(parse(answer(JULY.replace("4555", value), JUNE))).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases()).hasSize(1);
      assertThat(read.doubtful()).singleElement().satisfies(row -> assertThat(row.reason()).contains("not 0"));
    });
  }

  @Test
  void aDistrictIsAPartOfTheCountryAndPassedOver() {
    assertThat(parse(answer(JULY, JULY.replace("NUS-", "R30-")))).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases()).singleElement().satisfies(release -> assertThat(release.figures()).hasSize(1));
      assertThat(read.doubtful()).isEmpty();
    });
  }

  @Test
  void anAnswerSaysOfHowManyRowsItIsAPart() {
    assertThat(EnergyExports.extent(answer(JULY, JUNE).getBytes(StandardCharsets.UTF_8))).satisfies(extent -> {
          assertThat(extent.rows()).hasSize(2).doesNotHaveDuplicates();
          assertThat(extent.total()).hasValue(7);
        });
    assertThat(EnergyExports.extent("{\"response\":{\"total\":9,\"data\":[]}}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Extent(List.of(), OptionalLong.of(9)));
    assertThat(EnergyExports.extent("<html>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Extent(List.of(), OptionalLong.empty()));
  }

  private static String answer(String... rows) {
    return "{\"response\":{\"total\":\"7\",\"dateFormat\":\"YYYY-MM\",\"frequency\":\"monthly\",\"data\":[\n"
        + String.join(",\n", rows) + "]},\"request\":{\"command\":\"/v2\",\"params\":{\"total\":\"none\"}}}";
  }

  private static ParseOutcome parse(String json) {
    return EnergyExports.parse(json.getBytes(StandardCharsets.UTF_8), Product.LIQUEFIED_NATURAL_GAS, NAMES);
  }

  private static String refusal(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unreadable.class);
    return ((Unreadable) outcome).problems().getFirst().reason();
  }
}
