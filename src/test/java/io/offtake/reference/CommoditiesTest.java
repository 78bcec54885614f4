package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;

import io.offtake.quantity.Unit;
import org.junit.jupiter.api.Test;

class CommoditiesTest {

  private static final Commodities COMMODITIES = Commodities.standard();

  @Test
  void everyPartNamesATotalOfTheSameUnitAndYear() {
    assertThat(COMMODITIES.all()).filteredOn(part -> part.kind() == Commodity.Kind.PART).isNotEmpty()
        .allSatisfy(part -> {
          var total = COMMODITIES.find(Optional.ofNullable(part.partOf()).orElseThrow()).orElseThrow();
          assertThat(total.kind()).isEqualTo(Commodity.Kind.TOTAL);
          assertThat(total.unit()).isEqualTo(part.unit());
          assertThat(total.marketingYearStart()).isEqualTo(part.marketingYearStart());
        });
  }

  @Test
  void theTotalAndNotItsPartsIsTheCommodityWeWatch() {
    assertThat(COMMODITIES.ofEsrCode(107)).map(Commodity::id).contains(new CommodityId("wheat"));
    assertThat(COMMODITIES.ofEsrCode(101)).map(Commodity::id).contains(new CommodityId("wheat-hrw"));
    assertThat(COMMODITIES.ofEsrCode(1404)).map(Commodity::unit).contains(Unit.RUNNING_BALE);
    assertThat(COMMODITIES.ofEsrCode(9999)).isEmpty();
  }

  @Test
  void theDayAMarketingYearOpensBelongsToIt() {
    var wheat = COMMODITIES.find(new CommodityId("wheat")).orElseThrow();

    assertThat(wheat.marketingYearOf(LocalDate.of(2026, 6, 1)).orElseThrow().endingYear()).isEqualTo(2027);
    assertThat(wheat.marketingYearOf(LocalDate.of(2026, 5, 31)).orElseThrow().endingYear()).isEqualTo(2026);
  }

  @Test
  void goodsWithoutAMarketingYearHaveNone() {
    var lng = COMMODITIES.find(new CommodityId("lng")).orElseThrow();

    assertThat(lng.marketingYearOf(LocalDate.of(2026, 1, 1))).isEmpty();
    assertThat(lng.esrCode()).isNull();
  }
}
