package io.offtake.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.quantity.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimFigureTest {

  @ParameterizedTest
  @CsvSource({
    "12000000, EXACTLY, 11500000, true", "12000000, EXACTLY, 11499999, false",
    "9650000, EXACTLY, 9653592, true", "9650000, EXACTLY, 9655001, false",
    "10000000, NEARLY, 9420132, false", "10000000, NEARLY, 9972069, true", "10000000, NEARLY, 10000001, false",
    "11200000, EXACTLY, 11242779, true", "11200000, EXACTLY, 8517779, false",
    "3000000, NEARLY, 2994186, true", "4000000, ABOUT, 4025969, true",
    "8000000, MORE_THAN, 8116647, true", "8000000, MORE_THAN, 7999999, false",
    "4000000, LESS_THAN, 3015000, true", "4000000, LESS_THAN, 4025969, false",
    "0, EXACTLY, 0, true", "0, EXACTLY, 1, false",
    "1303500, EXACTLY, 1303485, true", "1303500, EXACTLY, 1303449, false",
  })
  void aFigureStandsForWhatItWasRoundedToAndForTheWordsAroundIt(String said, Bound bound, String figure, boolean fits) {
    var claimed = new ClaimFigure(new BigDecimal(said), null, Unit.TONNE, null, bound, Scope.TOTAL, Destinations.BUYER);

    assertThat(claimed.reach().holds(new BigDecimal(figure))).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"7000000, true", "7500000, true", "6949999, false", "7500001, false"})
  void aRangeReachesFromItsLowerEndToItsUpper(String figure, boolean fits) {
    var claimed = new ClaimFigure(new BigDecimal("7500000"), new BigDecimal("7000000"), Unit.TONNE, null, Bound.AT_MOST,
        Scope.TOTAL, Destinations.BUYER);

    assertThat(claimed.reach().holds(new BigDecimal(figure))).isEqualTo(fits);
  }
}
