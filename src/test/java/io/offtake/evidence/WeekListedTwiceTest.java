package io.offtake.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The inspections report of 4 December 2023 lists among its corrections every certificate of the week to 23 November:
/// 1,573,289 t of soybeans, of which 1,443,385 t had been printed a week before. Its first table says that the week came to
/// 1,573,289 t, and its year to date grew by the 129,904 t between them, not by all of them.
class WeekListedTwiceTest {

  private static final DateWindow WEEK = DateWindow.weekEnding(LocalDate.of(2023, 11, 23));
  private static final Instant LATER = Instant.parse("2023-12-05T00:00:00Z");

  private static Panel panel;

  @BeforeAll
  static void load() {
    panel = StarterTables.all();
  }

  @Test
  void countsOnce() {
    assertThat(of("soybeans", LATER)).isEqualTo(Quantity.tonnes(1_573_289));
    assertThat(of("sorghum", LATER)).isEqualTo(Quantity.tonnes(280_532));
    assertThat(of("barley", LATER)).isEqualTo(Quantity.tonnes(499));
    // The first table has 13,172 and 100 t more: shipped for storage in Canada, which the table by country leaves out.
    assertThat(of("corn", LATER)).isEqualTo(Quantity.tonnes(408_885 - 13_172));
    assertThat(of("wheat", LATER)).isEqualTo(Quantity.tonnes(288_458 - 100));
  }

  @Test
  void countsToADestinationAsListedAgain() {
    assertThat(to("soybeans", "CN", LATER)).isEqualTo(Quantity.tonnes(997_423));
    assertThat(to("soybeans", "CN", Instant.parse("2023-12-04T15:59:59Z"))).as("before").isEqualTo(Quantity.tonnes(872_099));
  }

  @Test
  void takesLaterCorrectionsOfTheWeek() {
    assertThat(to("corn", "MX", LATER)).isEqualTo(Quantity.tonnes(308_005));
    assertThat(to("corn", "MX", Instant.parse("2023-12-12T00:00:00Z"))).isEqualTo(Quantity.tonnes(308_005 + 10_977));
  }

  private static Quantity of(String commodity, Instant asOf) {
    return panel.trades().stream()
        .filter(trade -> trade.source().equals(SourceId.FGIS_WEEKLY) && trade.commodity().value().equals(commodity)
            && !trade.destination().equals(PartyId.WORLD))
        .map(trade -> to(commodity, trade.destination().value(), asOf))
        .reduce(Quantity.tonnes(0), Quantity::plus);
  }

  private static Quantity to(String commodity, String destination, Instant asOf) {
    var trade = new Trade(SourceId.FGIS_WEEKLY, new CommodityId(commodity), new PartyId("US"), new PartyId(destination));
    List<Quantity> weeks = panel.at(asOf).ledger(trade).rows().stream()
        .filter(row -> row.period().equals(WEEK))
        .flatMap(row -> row.value(Measure.INSPECTED).stream())
        .toList();
    return weeks.isEmpty() ? Quantity.tonnes(0) : weeks.getFirst();
  }
}
