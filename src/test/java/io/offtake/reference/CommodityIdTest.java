package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommodityIdTest {

  private static final CommodityId CORN = new CommodityId("corn");
  private static final CommodityId WHEAT = new CommodityId("wheat");
  private static final CommodityId MEAL = new CommodityId("soybean-meal");

  @Test
  void aBasketIsItsPartsWhateverTheirOrderAndHoweverOftenNamed() {
    CommodityId basket = CommodityId.basket(List.of(WHEAT, MEAL, CORN, WHEAT));

    assertThat(basket).isEqualTo(CommodityId.basket(List.of(CORN, MEAL, WHEAT)));
    assertThat(basket.isBasket()).isTrue();
    assertThat(basket.parts()).containsExactly(CORN, MEAL, WHEAT);
    assertThat(basket.inWords()).isEqualTo("corn, soybean-meal and wheat");
    assertThat(CommodityId.basket(List.of(CORN, WHEAT)).inWords()).isEqualTo("corn and wheat");
  }

  @Test
  void aBasketOfOneIsThatOne() {
    assertThat(CommodityId.basket(List.of(CORN))).isEqualTo(CORN);
    assertThat(CORN.isBasket()).isFalse();
    assertThat(CORN.parts()).containsExactly(CORN);
    assertThat(CORN.inWords()).isEqualTo("corn");
  }

  @Test
  void aBasketOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CommodityId.basket(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Corn", "corn+", "+corn", "corn++wheat", "corn wheat", "corn-", "corn,wheat"})
  void whatIsNoIdIsRefusedWithWhatWasWritten(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CommodityId(text)).withMessageEndingWith("but was " + text);
  }
}
