package io.offtake.projection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Scores worked out by hand.
class QuantileForecastTest {

  private static final QuantileForecast TEN_TO_NINETY =
      new QuantileForecast(new double[] {1, 5, 10, 25, 50, 75, 90, 95, 99});

  @Test
  void aQuantileLossWeighsMissesByTheirSide() {
    assertThat(TEN_TO_NINETY.pinball(0.1, 60)).isCloseTo(5, within(1e-12));
    assertThat(TEN_TO_NINETY.pinball(0.9, 60)).isCloseTo(3, within(1e-12));
    assertThat(TEN_TO_NINETY.pinball(0.5, 60)).isCloseTo(5, within(1e-12));
  }

  @Test
  void theRankedProbabilityScoreOfACertaintyIsItsError() {
    var certain = QuantileForecast.of(_ -> 40);
    assertThat(certain.crps(40)).isZero();
    assertThat(certain.crps(50)).isCloseTo(10, within(1e-12));
    assertThat(certain.crps(30)).isCloseTo(10, within(1e-12));
  }

  /// For quantiles 100 t on the grid and an outcome of 0: 2/100 sum (1 - t) q(t). Between 0.01 and 0.99 q(t) = 100 t; at
  /// 0.005 it is held at 1 and at 0.995 at 99.
  @Test
  void theRankedProbabilityScoreRunsOverTheGrid() {
    double sum = (1 - 0.005) * 1 + (1 - 0.995) * 99;
    for (int i = 1; i < 99; i++) {
      double level = (i + 0.5) / 100;
      sum += (1 - level) * 100 * level;
    }
    assertThat(TEN_TO_NINETY.crps(0)).isCloseTo(2 * sum / 100, within(1e-9));
  }

  @Test
  void aCentralIntervalIncludesItsEnds() {
    assertThat(TEN_TO_NINETY.covers(0.8, 10)).isTrue();
    assertThat(TEN_TO_NINETY.covers(0.8, 90)).isTrue();
    assertThat(TEN_TO_NINETY.covers(0.8, 91)).isFalse();
    assertThat(TEN_TO_NINETY.covers(0.9, 91)).isTrue();
    assertThat(TEN_TO_NINETY.covers(0.5, 24)).isFalse();
  }

  @Test
  void theChanceOfATargetLiesOnTheLineBetweenQuantilesAndNeverBecomesCertain() {
    assertThat(TEN_TO_NINETY.probabilityAtLeast(30)).isCloseTo(0.7, within(1e-12));
    assertThat(TEN_TO_NINETY.probabilityAtLeast(0)).isEqualTo(0.995);
    assertThat(TEN_TO_NINETY.probabilityAtLeast(99 + 49 * Math.log(2))).isCloseTo(0.005, within(1e-12));
    assertThat(TEN_TO_NINETY.probabilityAtLeast(1e9)).isEqualTo(0.005);
    assertThat(QuantileForecast.of(_ -> 0).probabilityAtLeast(1)).isEqualTo(0.005);
  }

  @Test
  void quantilesNeverCrossAndAreNumbers() {
    var crossing = new QuantileForecast(new double[] {1, 5, 4, 25, 50, 75, 90, 95, 99});
    assertThat(crossing.at(0.1)).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> QuantileForecast.of(_ -> Double.NaN));
  }
}
