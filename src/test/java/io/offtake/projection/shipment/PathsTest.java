package io.offtake.projection.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class PathsTest {

  private static final int MEDIAN = 49;
  private static final double WEEKS_A_YEAR = 52.1775;

  @Test
  void aRecordThatNeverMovedGoesOnAsItWas() {
    double[] roots = new double[200];
    Arrays.fill(roots, 30);

    for (int h : new int[] {1, 13, 104}) {
      assertThat(WavePaths.quantiles(roots, 0, 199, h)).satisfies(all ->
          assertThat(Arrays.stream(all)).allSatisfy(each -> assertThat(each).isCloseTo(30, within(1e-3))));
      assertThat(ProfilePaths.quantiles(roots, 0, 199, h)).containsOnly(30);
    }
  }

  @Test
  void aRecordOfNothingGoesOnAsNothing() {
    assertThat(WavePaths.quantiles(new double[60], 0, 59, 13)).containsOnly(0);
    assertThat(ProfilePaths.quantiles(new double[60], 0, 59, 13)).containsOnly(0);
  }

  @Test
  void theWaveOfTheYearGoesOn() {
    // From the middle of the year's second half, half a year before the peak.
    double[] roots = IntStream.range(0, 400).mapToDouble(i -> 100 + 60 * Math.cos(2 * Math.PI * i / WEEKS_A_YEAR)).toArray();
    int trough = (int) (6.5 * WEEKS_A_YEAR);

    assertThat(WavePaths.quantiles(roots, 0, trough, 1)[MEDIAN]).isCloseTo(40, within(2.));
    double sum = IntStream.rangeClosed(1, 26).mapToDouble(k -> Math.pow(roots[trough + k], 2)).sum();
    assertThat(WavePaths.quantiles(roots, 0, trough, 26)[MEDIAN]).isCloseTo(Math.sqrt(sum / 26), within(2.));
    assertThat(ProfilePaths.quantiles(roots, 0, trough, 26)[MEDIAN]).isCloseTo(Math.sqrt(sum / 26), within(15.));
  }

  @Test
  void longerRecordsTrustTheirProfileMore() {
    double[] roots = IntStream.range(0, 400).mapToDouble(i -> i % 52 < 26 ? 10 : 90).toArray();
    double[] oneYear = YearProfile.of(roots, 51, 0, 52, YearProfile.Smoothed.LITTLE);
    double[] sevenYears = YearProfile.of(roots, 363, 0, 52, YearProfile.Smoothed.LITTLE);

    assertThat(oneYear[40] - oneYear[12]).isCloseTo(80 * .5, within(1.));
    assertThat(sevenYears[40] - sevenYears[12]).isGreaterThan(80 * .8);
  }

  @Test
  void errorsCarryOnInTheLevelAndSoWidenTheSum() {
    var random = new SplittableRandom(2);
    double[] steady = new double[300];
    double[] wandering = new double[300];
    double level = 200;
    for (int i = 0; i < 300; i++) {
      steady[i] = 200 + 10 * (random.nextDouble() - .5);
      level += 10 * (random.nextDouble() - .5);
      wandering[i] = level;
    }

    assertThat(spread(WavePaths.quantiles(wandering, 0, 299, 26)))
        .isGreaterThan(4 * spread(WavePaths.quantiles(steady, 0, 299, 26)));
  }

  @Test
  void whatFollowsTheOriginChangesNothing() {
    var random = new SplittableRandom(3);
    double[] roots = random.doubles(300).map(each -> 100 * each).toArray();
    double[] noise = roots.clone();
    for (int i = 200; i < 300; i++) {
      noise[i] = 1e6 * random.nextDouble();
    }

    assertThat(WavePaths.quantiles(noise, 5, 199, 13)).containsExactly(WavePaths.quantiles(roots, 5, 199, 13));
    assertThat(ProfilePaths.quantiles(noise, 5, 199, 13)).containsExactly(ProfilePaths.quantiles(roots, 5, 199, 13));
  }

  @Test
  void theirCoverageIsAboutWhatTheySayOfARecordThatTheyDescribe() {
    var random = new SplittableRandom(4);
    int held = 0;
    for (int trial = 0; trial < 300; trial++) {
      double[] roots = new double[313];
      double rest = 0;
      for (int i = 0; i < roots.length; i++) {
        rest = .6 * rest + 8 * random.nextGaussian();
        roots[i] = 100 + 20 * Math.sin(2 * Math.PI * i / WEEKS_A_YEAR) + rest;
      }
      double outcome = IntStream.range(300, 313).mapToDouble(i -> roots[i] * roots[i]).sum();
      double[] quantiles = WavePaths.quantiles(roots, 0, 299, 13);
      double root = Math.sqrt(outcome / 13);
      held += root >= quantiles[9] && root <= quantiles[89] ? 1 : 0;
    }
    // Widened by 1.3, an interval of 80 % of a normal holds 90 %.
    assertThat(held / 300.).isBetween(.82, .97);
  }

  @Test
  void smoothingKeepsThePartThatErredLeast() {
    double[] wandering = IntStream.range(0, 100).mapToDouble(i -> i < 50 ? 10 : 90).toArray();

    Rest.Smoothing smoothing = Rest.Smoothing.of(wandering, .02, .5);

    assertThat(smoothing.part()).isEqualTo(.5);
    assertThat(smoothing.level()).isCloseTo(90, within(1e-6));
    double[] path = new double[3];
    smoothing.follow(new int[] {0, 0, 0}, path);
    assertThat(path).containsOnly(smoothing.level() + smoothing.errors()[0]);
  }

  private static double spread(double[] quantiles) {
    return quantiles[89] - quantiles[9];
  }
}
