package io.offtake.publisher.comtrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The weights are made up; the fields are those of the service.
class MonthlyImportsTest {

  private static final NameTable AREAS = NameTable.load("reference/comtrade-areas.csv");

  private static final String WORLD = row(0, "9000500.5", "");
  private static final String BRAZIL = row(76, "7000000", "");
  private static final String UNITED_STATES = row(842, "2000500.5", "");

  @Test
  void netWeightsBecomeTonnesFromEachOrigin() {
    assertThat(parse(WORLD, BRAZIL, UNITED_STATES)).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases()).singleElement().satisfies(release -> {
        assertThat(release.period()).hasToString("2025-10-01/2025-10-31");
        assertThat(release.figures()).extracting(Figure::origin, Figure::destination, Figure::value).containsExactly(
            tuple(new PartyId("BR"), new PartyId("CN"), tonnes("7000")),
            tuple(new PartyId("US"), new PartyId("CN"), tonnes("2000.5005")));
        assertThat(release.coverage()).singleElement().satisfies(scope ->
            assertThat(scope.destinations()).containsExactly(new PartyId("CN")));
      });
      assertThat(read.doubtful()).isEmpty();
    });
  }

  @Test
  void partsOfATotalAreNotAddedToIt() {
    assertThat(parse(WORLD, BRAZIL, UNITED_STATES,
        row(842, "2000000", "").replace("\"motCode\":0", "\"motCode\":2100"),
        row(842, "2000000", "").replace("C00", "C01"),
        row(842, "2000000", "").replace("\"partner2Code\":0", "\"partner2Code\":124")))
        .isInstanceOfSatisfying(Read.class, read ->
            assertThat(read.releases().getFirst().figures()).hasSize(2));
  }

  @Test
  void whatWasReportedCountsBeforeWhatWasSummedUp() {
    assertThat(parse(WORLD, BRAZIL, row(842, "1", ",\"isAggregate\":true"), UNITED_STATES))
        .isInstanceOfSatisfying(Read.class, read -> assertThat(read.releases().getFirst().figures())
            .extracting(Figure::value).contains(tonnes("2000.5005")));
    assertThat(parse(row(0, "9000500.5", ",\"isAggregate\":true"), BRAZIL, UNITED_STATES)).isInstanceOf(Read.class);
  }

  @Test
  void aWeightThatIsAbsentIsMissingAndNotZero() {
    assertThat(parse(WORLD, BRAZIL, row(842, "null", ""))).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases().getFirst().figures()).extracting(Figure::origin).containsExactly(new PartyId("BR"));
      assertThat(read.doubtful()).singleElement().satisfies(doubt -> assertThat(doubt.reason()).contains("not 0"));
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "qty":0,"netWgt":0,"primaryValue":71234567.0
      "qty":null,"netWgt":0,"primaryValue":71234567.0
      "qty":0,"netWgt":0,"primaryValue":0,"cifvalue":71234567.0
      "qty":0,"netWgt":0,"grossWgt":12,"primaryValue":0
      "qty":0,"netWgt":0
      """)
  void aWeightOfZeroBesideAnythingThatWasTradedIsNotReported(String said) {
    assertThat(parse(row(0, "7000000", ""), BRAZIL, UNITED_STATES.replace("\"qty\":5,\"netWgt\":2000500.5", said)))
        .isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases().getFirst().figures()).extracting(Figure::origin).containsExactly(new PartyId("BR"));
          assertThat(read.releases().getFirst().coverage()).as("nobody else is 0 either").isEmpty();
          assertThat(read.doubtful()).singleElement().satisfies(doubt ->
              assertThat(doubt.reason()).contains("the quantity was not reported"));
        });
  }

  @Test
  void aWeightOfZeroBesideAValueOfZeroIsZero() {
    assertThat(parse(row(0, "7000000", ""), BRAZIL,
        UNITED_STATES.replace("\"qty\":5,\"netWgt\":2000500.5", "\"qty\":0,\"netWgt\":0,\"primaryValue\":0.0")))
        .isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases().getFirst().figures()).extracting(Figure::value).contains(tonnes("0"));
          assertThat(read.doubtful()).isEmpty();
        });
  }

  @Test
  void whatHasNoCountryIsAnOriginAndABlocIsNone() {
    assertThat(parse(row(0, "9000000", ""), BRAZIL, row(490, "1500000", ""), row(899, "500000", ""),
        row(97, "4000000", ""))).isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases().getFirst().figures()).extracting(Figure::origin).containsExactly(
              new PartyId("BR"), new PartyId("x-other-asia-nes"), new PartyId("x-areas-nes"));
          assertThat(read.doubtful()).isEmpty();
        });
  }

  @Test
  void anAreaThatIsNotKnownIsDoubtful() {
    assertThat(parse(WORLD, BRAZIL, UNITED_STATES.replace("842", "8420"))).isInstanceOfSatisfying(Read.class, read ->
        assertThat(read.doubtful()).singleElement().satisfies(doubt ->
            assertThat(doubt.reason()).contains("8420", "comtrade-areas.csv")));
  }

  @Test
  void withoutAllOriginsNothingIsTaken() {
    assertThat(refusal(parse(UNITED_STATES))).contains("not all there");
    assertThat(refusal(parse(WORLD, UNITED_STATES))).contains("2000.5005 t of 9000.5005 t");
  }

  @Test
  void theSameCellTwiceWithDifferentWeightsIsRefused() {
    assertThat(refusal(parse(WORLD, BRAZIL, UNITED_STATES, row(842, "3", "")))).contains("stands twice");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      "flowCode":"M"    | "flowCode":"X"   | imports (M)
      "cmdCode":"1201"  | "cmdCode":"120190" | a heading of
      "period":"202510" | "period":"2025"  | a month such as
      9000500.5         | -1               | negative
      """)
  void whatIsNotAskedForIsRefused(String seen, String in, String reason) {
    assertThat(refusal(parse(WORLD.replace(seen, in)))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      <html>                                      | page
      {"message":"Access denied","statusCode":401} | Access denied
      {"count":0,"data":[]}                       | no row
      {"count":0}                                 | no data
      """)
  void whatIsNoAnswerIsRefused(String document, String reason) {
    assertThat(refusal(read(document))).contains(reason);
  }

  private static String row(int partner, String kilograms, String more) {
    return ("{\"period\":\"202510\",\"reporterCode\":156,\"flowCode\":\"M\",\"partnerCode\":%d,\"partner2Code\":0,"
        + "\"cmdCode\":\"1201\",\"customsCode\":\"C00\",\"motCode\":0,\"qtyUnitCode\":8,\"qty\":5,\"netWgt\":%s%s}")
            .formatted(partner, kilograms, more);
  }

  private static ParseOutcome parse(String... rows) {
    return read("{\"elapsedTime\":\"0.1 secs\",\"count\":%d,\"data\":[%s],\"error\":\"\"}"
        .formatted(rows.length, String.join(",\n", rows)));
  }

  private static ParseOutcome read(String json) {
    return MonthlyImports.parse(json.getBytes(StandardCharsets.UTF_8), AREAS, HsHeadings.standard());
  }

  private static String refusal(ParseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Unreadable.class);
    return ((Unreadable) outcome).problems().getFirst().reason();
  }

  private static Quantity tonnes(String value) {
    return Quantity.of(new BigDecimal(value), Unit.TONNE);
  }
}
