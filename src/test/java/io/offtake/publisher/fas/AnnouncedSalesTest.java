package io.offtake.publisher.fas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Month;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.evidence.Held;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The announcements of the first table are those of USDA in 2023; corrections, retractions and weekly sales are made up.
class AnnouncedSalesTest {

  private static final NameTable NAMES = NameTable.load("reference/country-names.csv");

  private static final String CORN_2023 = """
      announce_date,kind,tonnes,commodity,destination,marketing_year
      2023-02-06,sale,111800,corn,Japan,2022/2023
      2023-02-06,sale,200000,corn,Mexico,2022/2023
      2023-02-16,sale,128000,soybeans,unknown destinations,2022/2023
      2023-04-24,cancel,327000,corn,China,2022/2023
      2023-08-25,restated,120000,soybeans,China,2023/2024
      """;

  @Test
  void eachDayIsAReleaseAndACancellationIsNegative() {
    assertThat(parse(CORN_2023)).isInstanceOfSatisfying(Read.class, read -> {
      assertThat(read.releases()).flatExtracting(release -> release.figures())
          .extracting(figure -> figure.period().last().toString(), Figure::destination, Figure::value)
          .containsExactly(
              tuple("2023-02-06", new PartyId("JP"), Quantity.tonnes(111_800)),
              tuple("2023-02-06", new PartyId("MX"), Quantity.tonnes(200_000)),
              tuple("2023-02-16", PartyId.UNKNOWN, Quantity.tonnes(128_000)),
              tuple("2023-04-24", new PartyId("CN"), Quantity.tonnes(-327_000)));
      assertThat(read.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(6);
        assertThat(row.reason()).contains("no new one");
      });
    });
  }

  @Test
  void theLinesOfADayAreOneFigureAndARetractionTakesItsSaleBack() {
    assertThat(parse("""
        announce_date,kind,tonnes,commodity,destination,marketing_year
        2023-03-14,sale,612000,corn,China,2022/2023
        2023-03-14,correction,-2000,corn,China,2022/2023
        2023-03-14,retraction,110000,corn,China,2022/2023
        2023-03-14,sale,100000,corn,China,2023/2024
        """)).isInstanceOfSatisfying(Read.class, read -> assertThat(read.releases().getFirst().figures())
            .extracting(Figure::marketYear, Figure::value).containsExactly(
                tuple(2023, Quantity.tonnes(500_000)), tuple(2024, Quantity.tonnes(100_000))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      sale         | gift      | kind must be
      111800       | -5        | more than 0
      111800       | 1e5       | plain decimal
      2023-02-06   | 6 Feb     | a day such as
      corn,Japan   | gold,Japan | 'gold'
      2022/2023    | 2022/2024 | two years
      announce_date | date     | header row
      """)
  void whatCannotBeMeantIsRefused(String seen, String in, String reason) {
    assertThat(parse(CORN_2023.replace(seen, in))).isInstanceOfSatisfying(Unreadable.class, unreadable ->
        assertThat(unreadable.problems().getFirst().reason()).contains(reason));
  }

  @Test
  void whatIsSoldIsTheSameWithAnnouncementsAndWithout() {
    String[] weeks = {
      "2023-03-10,2023-03-16,soybeans,2023,CN,100,1000,900,",
      "2023-03-17,2023-03-23,soybeans,2023,CN,50,1050,900,"};
    var without = new Held();
    var with = new Held();
    for (Held held : new Held[] {without, with}) {
      held.sales("periodStart,periodEnd,commodity,marketYear,destination,netSales,accumulatedExports,outstandingSales,flags",
          weeks);
    }
    with.take(SourceId.FAS_DAILY_SALES, (Read) parse("""
        announce_date,kind,tonnes,commodity,destination,marketing_year
        2023-03-17,sale,191000,soybeans,China,2022/2023
        """), null, Instant.parse("2023-03-18T00:00:00Z"));

    assertThat(sold(with).periods()).isEqualTo(sold(without).periods()).hasSize(2);
  }

  private static Track sold(Held held) {
    var trade = new Trade(
        SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));
    return Track.ofSales(held.panel().at(Instant.parse("2023-12-31T00:00:00Z")), trade, Unit.TONNE, Month.SEPTEMBER);
  }

  private static ParseOutcome parse(String csv) {
    return AnnouncedSales.parse(csv.getBytes(StandardCharsets.UTF_8), NAMES, Commodities.standard());
  }
}
