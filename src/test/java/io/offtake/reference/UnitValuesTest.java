package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.offtake.quantity.Unit;
import org.junit.jupiter.api.Test;

class UnitValuesTest {

  private final UnitValues values = UnitValues.standard();

  @Test
  void theBoundsOfSoybeansHoldTheirPriceAndAreInDollars() {
    assertThat(values.of(new CommodityId("soybeans"))).hasValueSatisfying(range -> {
      assertThat(range.money()).isEqualTo(Unit.US_DOLLAR);
      assertThat(range.low().intValueExact()).isPositive().isLessThan(400);
      assertThat(range.high().intValueExact()).isGreaterThan(500);
    });
  }

  @Test
  void ofWhatIsNotInTheTableNothingIsSaid() {
    assertThat(values.of(new CommodityId("technology-products"))).isEmpty();
  }
}
