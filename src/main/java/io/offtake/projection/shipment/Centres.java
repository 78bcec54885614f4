package io.offtake.projection.shipment;

import java.util.Arrays;

import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/// What each [Centre] said about one trade at the end of each of its weeks, for each horizon, from nothing later.
///
/// All of it is on the root scale relative to the trade's own level: `sqrt(weekly pace / scale)`, where the scale is
/// .5, .3 and .22 times the mean of the last 52, the last 104 and all weeks, plus one. Roots make a week of twice the
/// size count less than twice and keep a lumpy trade's spread in bounds; the level makes trades comparable.
final class Centres {

  /// The first week that is answered for, counted from 0.
  static final int FIRST = 40;
  /// Nothing is believed that is more than 16 times the level.
  static final double HIGHEST_ROOT = 4;

  private static final int WAVE_TERMS = 5;
  private static final double[] SMOOTHING = {.02, .05, .1, .2, .35};
  private static final int SMOOTHING_STARTS_FROM = 8;
  private static final int RECENT_ERRORS = 104;
  private static final int LEVEL_WEEKS = 60;
  private static final int MOST_YEARS = 7;
  private static final double HIGHEST_SPREAD = 2;

  private static final long ARRAY = 16;

  private final int[] horizons;
  private final int firstWeek;
  private final double[] flows;
  private final double[] roots;
  private final double[] sums;
  private final double[][] basis;
  /// By week, then by horizon and [Centre]; narrow, since there are many of them and they are no more exact than that.
  private final float[][] centres;
  private final float[][] spreads;
  private final double[] scales;
  private final double[] nonZero;
  private final double[] variation;
  private final int answeredHere;

  /// @param horizons  in weeks, ascending
  Centres(History history, int... horizons) {
    this(history, null, horizons);
  }

  /// The same; what rests on weeks that `before` has just so is taken from there. Since nothing that is said at the end
  /// of a week rests on a later one, the outcome is the same.
  ///
  /// @param before  of the same trade as it was known at another time; null when there is none
  Centres(History history, @Nullable Centres before, int... horizons) {
    this.horizons = horizons;
    this.firstWeek = history.firstWeek();
    this.flows = history.flows();
    int told = before == null ? 0 : before.toldOf(history, horizons);
    this.answeredHere = Math.max(0, flows.length - Math.max(told, FIRST));
    int weeks = flows.length;
    this.roots = Arrays.stream(flows).map(Math::sqrt).toArray();
    this.sums = new double[weeks + 1];
    for (int i = 0; i < weeks; i++) {
      sums[i + 1] = sums[i] + flows[i];
    }
    int farthest = horizons[horizons.length - 1];
    this.basis = new double[weeks + farthest][];
    double[][] known = told == 0 || before == null ? new double[0][] : before.basis;
    int same = Math.min(basis.length, known.length);
    System.arraycopy(known, 0, basis, 0, same);
    for (int i = same; i < basis.length; i++) {
      double angle = 2 * Math.PI * (firstWeek + i) / YearProfile.WEEKS_A_YEAR;
      basis[i] = new double[] {1, Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)};
    }
    this.centres = new float[weeks][];
    this.spreads = new float[weeks][];
    this.scales = new double[weeks];
    this.nonZero = new double[weeks];
    this.variation = new double[weeks];
    var slow = new Wave(130);
    var fast = new Wave(80);
    var steady = new Wave(Double.POSITIVE_INFINITY);
    for (int t = 0; t < weeks; t++) {
      slow.add(t);
      fast.add(t);
      steady.add(t);
      scales[t] = .5 * mean(t, 52) + .3 * mean(t, 104) + .22 * mean(t, weeks) + 1;
      int from = Math.max(0, t - 51);
      double[] year = Arrays.copyOfRange(flows, from, t + 1);
      nonZero[t] = (double) Arrays.stream(year).filter(flow -> flow > 0).count() / year.length;
      variation[t] = Math.min(3, Math.sqrt(StatUtils.populationVariance(year)) / scales[t]);
      if (t >= FIRST && t < told && before != null) {
        centres[t] = before.centres[t];
        spreads[t] = before.spreads[t];
      } else if (t >= FIRST) {
        answer(t, slow, fast, steady);
      }
    }
  }

  /// The first weeks of `history` that are the same here.
  private int toldOf(History history, int[] asked) {
    if (history.firstWeek() != firstWeek || !Arrays.equals(asked, horizons)) {
      return 0;
    }
    int different = Arrays.mismatch(history.flows(), flows);
    return different < 0 ? flows.length : different;
  }

  /// Whether they are those of `history`, week by week.
  boolean areOf(History history, int... asked) {
    return flows.length == history.weeks() && toldOf(history, asked) == flows.length;
  }

  /// About what they take in memory, shared or not.
  long bytes() {
    return frameBytes() + basis.length * (ARRAY + 8L * WAVE_TERMS) + answers(Math.max(0, flows.length - FIRST));
  }

  /// About what they take beside what they took over.
  long ownBytes() {
    return frameBytes() + answers(answeredHere);
  }

  /// About what they take beside the answers.
  long frameBytes() {
    return flows.length * (6 * 8L + 2 * 4) + basis.length * 4L;
  }

  private long answers(int weeks) {
    return weeks * (2 * ARRAY + horizons.length * 4L * (1 + Centre.COUNT));
  }

  int weeks() {
    return flows.length;
  }

  /// By [Centre], at the end of week `t`, for the horizon at `index`.
  double[] at(int t, int index) {
    float[] week = centres[t];
    double[] at = new double[Centre.COUNT];
    for (int c = 0; c < at.length; c++) {
      at[c] = week[index * Centre.COUNT + c];
    }
    return at;
  }

  /// What one of them said.
  double at(int t, int index, Centre centre) {
    return centres[t][index * Centre.COUNT + centre.ordinal()];
  }

  /// The standard error that smoothing claims for itself, on the same scale.
  double spread(int t, int index) {
    return spreads[t][index];
  }

  /// Quantiles by [WavePaths] over the next `h` weeks, on the same scale, at all [Levels].
  double[] wavePaths(int t, int h) {
    return scaled(WavePaths.quantiles(roots, firstWeek, t, h), t);
  }

  /// Quantiles by [ProfilePaths], likewise.
  double[] profilePaths(int t, int h) {
    return scaled(ProfilePaths.quantiles(roots, firstWeek, t, h), t);
  }

  private double[] scaled(double[] quantiles, int t) {
    double root = Math.sqrt(scales[t]);
    return Arrays.stream(quantiles).map(each -> Math.min(HIGHEST_ROOT, each / root)).toArray();
  }

  double scale(int t) {
    return scales[t];
  }

  /// The share of the last 52 weeks in which anything was shipped.
  double nonZero(int t) {
    return nonZero[t];
  }

  /// The standard deviation of the last 52 weeks over the scale, at most 3.
  double variation(int t) {
    return variation[t];
  }

  /// What followed week `t` over the horizon at `index`, on the same scale. It lies after `t`: only for past weeks.
  double outcome(int t, int index) {
    int h = horizons[index];
    return Math.min(HIGHEST_ROOT, Math.sqrt((sums[t + h + 1] - sums[t + 1]) / (h * scales[t])));
  }

  private double mean(int t, int weeks) {
    int from = Math.max(0, t + 1 - weeks);
    return (sums[t + 1] - sums[from]) / (t + 1 - from);
  }

  private void answer(int t, Wave slow, Wave fast, Wave steady) {
    int farthest = horizons[horizons.length - 1];
    double[] profile = YearProfile.of(roots, t, firstWeek, farthest, YearProfile.Smoothed.LITTLE);
    double[] waveSlow = slow.withLevel(t, .2, .97, farthest);
    double[] waveFast = fast.withLevel(t, .35, .9, farthest);
    double[] waveAutoregression = autoregression(t, steady.fitted(t + farthest), Double.POSITIVE_INFINITY, farthest);
    double[] profileAutoregression = autoregression(t, profile, 104, farthest);
    var level = new Smoothed(t, profile, farthest);
    centres[t] = new float[horizons.length * Centre.COUNT];
    spreads[t] = new float[horizons.length];
    for (int i = 0; i < horizons.length; i++) {
      int h = horizons[i];
      double[] sameWeeks = sameWeeks(t, h);
      double[] paces = {
        mean(t, 4),
        mean(t, 8),
        mean(t, 13),
        mean(t, 26),
        mean(t, 52),
        sameWeeks.length > 0 ? sameWeeks[0] : mean(t, 52),
        sameWeeks.length > 1 ? sameWeeks[1] : mean(t, 104),
        sameWeeks.length > 0 ? StatUtils.mean(sameWeeks, 0, Math.min(3, sameWeeks.length)) : mean(t, 52),
        seasonalRatio(t, h, 8),
        seasonalRatio(t, h, 26),
        waveSlow[h - 1],
        waveFast[h - 1],
        flows[t],
        waveAutoregression[h - 1],
        profileAutoregression[h - 1],
        level.paces[h - 1]
      };
      for (int c = 0; c < paces.length; c++) {
        double root = Math.min(HIGHEST_ROOT, Math.sqrt(Math.max(0, paces[c]) / scales[t]));
        centres[t][i * Centre.COUNT + c] = (float) root;
      }
      spreads[t][i] = (float) Math.min(HIGHEST_SPREAD, level.standardError(h) / Math.sqrt(scales[t]));
    }
  }

  private static int yearsBack(int t, int years) {
    return t - (int) Math.round(YearProfile.WEEKS_A_YEAR * years);
  }

  /// The weekly means of the weeks that answer to the horizon in past years, newest first; of a window that the record
  /// holds in part, the part.
  private double[] sameWeeks(int t, int h) {
    double[] found = new double[MOST_YEARS];
    int count = 0;
    for (int years = 1; years <= MOST_YEARS; years++) {
      int from = Math.max(yearsBack(t, years), -1);
      int to = Math.min(yearsBack(t, years) + h, t);
      if (to - from < Math.max(1, h / 2)) {
        break;
      }
      found[count++] = (sums[to + 1] - sums[from + 1]) / (to - from);
    }
    return Arrays.copyOf(found, count);
  }

  private double seasonalRatio(int t, int h, int weeks) {
    double after = scales[t];
    double before = scales[t];
    for (int years = 1; years <= MOST_YEARS; years++) {
      int at = yearsBack(t, years);
      if (at + 1 - weeks < 0) {
        break;
      }
      after += at + h <= t ? (sums[at + h + 1] - sums[at + 1]) / h : mean(t, 52);
      before += (sums[at + 1] - sums[at + 1 - weeks]) / weeks;
    }
    return mean(t, weeks) * Math.clamp(after / before, .2, 5);
  }

  /// Mean weekly paces over the next 1, 2, ... weeks from a path on the root scale and the variance around it. The mean
  /// of a square is the square of the mean and the variance; half of it is counted, since a flow that cannot fall below
  /// zero has less.
  private static double[] paces(double[] path, double[] variances) {
    double[] paces = new double[path.length];
    double sum = 0;
    for (int k = 0; k < path.length; k++) {
      double root = Math.max(0, path[k]);
      sum += root * root + .5 * variances[k];
      paces[k] = sum / (k + 1);
    }
    return paces;
  }

  private static double meanSquare(double[] values, int from, int to) {
    return from >= to ? 0 : StatUtils.sumSq(values, from, to - from) / (to - from);
  }

  /// Paces by AR(2) of what a season leaves, its coefficients shrunk by a ridge of twice the variance.
  ///
  /// @param meanHalfLife  in weeks, of the mean that the rest returns to; infinite for zero
  private double[] autoregression(int t, double[] season, double meanHalfLife, int ahead) {
    double[] rest = new double[t + 1];
    double mean = 0;
    double weights = 0;
    for (int i = 0; i <= t; i++) {
      rest[i] = roots[i] - season[i];
      double weight = Math.pow(.5, (t - i) / meanHalfLife);
      mean += weight * rest[i];
      weights += weight;
    }
    mean = Double.isInfinite(meanHalfLife) ? 0 : mean / weights;
    for (int i = 0; i <= t; i++) {
      rest[i] -= mean;
    }
    double[] phi = Least.autoregression(rest);
    double[] errors = new double[t - 1];
    for (int i = 2; i <= t; i++) {
      errors[i - 2] = rest[i] - phi[0] * rest[i - 1] - phi[1] * rest[i - 2];
    }
    double variance = meanSquare(errors, Math.max(0, errors.length - RECENT_ERRORS), errors.length);
    double[] path = new double[ahead];
    double[] variances = new double[ahead];
    double newest = rest[t];
    double before = rest[t - 1];
    double response = 1;
    double responseBefore = 0;
    double responses = 0;
    for (int k = 0; k < ahead; k++) {
      double next = phi[0] * newest + phi[1] * before;
      before = newest;
      newest = next;
      path[k] = next + mean + season[t + 1 + k];
      responses += response * response;
      variances[k] = variance * responses;
      double nextResponse = phi[0] * response + phi[1] * responseBefore;
      responseBefore = response;
      response = nextResponse;
    }
    return paces(path, variances);
  }

  /// Exponential smoothing of what the profile leaves, by the best of five constants.
  private final class Smoothed {

    private final double[] paces;
    private double constant;
    private double variance;

    Smoothed(int t, double[] profile, int ahead) {
      double start = 0;
      for (int i = 0; i < SMOOTHING_STARTS_FROM; i++) {
        start += (roots[i] - profile[i]) / SMOOTHING_STARTS_FROM;
      }
      double best = Double.POSITIVE_INFINITY;
      double bestLevel = 0;
      double recent = 0;
      for (double tried : SMOOTHING) {
        double level = start;
        double[] errors = new double[t];
        for (int i = 0; i <= t; i++) {
          double error = roots[i] - profile[i] - level;
          if (i > 0) {
            errors[i - 1] = error;
          }
          level += tried * error;
        }
        double sum = meanSquare(errors, SMOOTHING_STARTS_FROM, t);
        if (sum < best) {
          best = sum;
          bestLevel = level;
          constant = tried;
          recent = meanSquare(errors, Math.max(0, t - RECENT_ERRORS), t);
          variance = .8 * recent + .2 * meanSquare(errors, 0, t);
        }
      }
      double[] path = new double[ahead];
      double[] variances = new double[ahead];
      Arrays.fill(variances, recent);
      for (int k = 0; k < ahead; k++) {
        path[k] = bestLevel + profile[t + 1 + k];
      }
      paces = paces(path, variances);
    }

    /// Of the mean root over `h` weeks: an error moves the level, and so all weeks after it.
    double standardError(int h) {
      double sum = 0;
      for (int j = 0; j < h; j++) {
        double effect = 1 + (h - 1 - j) * constant;
        sum += effect * effect;
      }
      return Math.sqrt(variance * sum) / h;
    }
  }

  /// A yearly wave of two harmonics fitted to the roots by weighted least squares, kept up week by week.
  private final class Wave {

    private final double halfLife;
    private final double keep;
    private final double[][] gram = new double[WAVE_TERMS][WAVE_TERMS];
    private final double[] right = new double[WAVE_TERMS];

    Wave(double halfLife) {
      this.halfLife = halfLife;
      this.keep = Math.pow(.5, 1 / halfLife);
    }

    void add(int t) {
      for (int i = 0; i < WAVE_TERMS; i++) {
        for (int j = 0; j < WAVE_TERMS; j++) {
          gram[i][j] = keep * gram[i][j] + basis[t][i] * basis[t][j];
        }
        right[i] = keep * right[i] + basis[t][i] * roots[t];
      }
    }

    /// The wave for all weeks to `last`.
    double[] fitted(int last) {
      double[][] matrix = new double[WAVE_TERMS][];
      for (int i = 0; i < WAVE_TERMS; i++) {
        matrix[i] = gram[i].clone();
        // A wave that forgets holds few years: its harmonics are shrunk, its mean hardly.
        matrix[i][i] += Double.isInfinite(halfLife) ? 0 : i == 0 ? .06 : 6;
      }
      double[] coefficients = Least.solve(matrix, right);
      double[] fitted = new double[last + 1];
      for (int i = 0; i <= last; i++) {
        for (int j = 0; j < WAVE_TERMS; j++) {
          fitted[i] += basis[i][j] * coefficients[j];
        }
      }
      return fitted;
    }

    /// Paces by the wave and a level: the mean of what it left lately, newer weeks weighing more, which fades.
    double[] withLevel(int t, double newer, double fade, int ahead) {
      double[] fitted = fitted(t + ahead);
      double level = 0;
      double weights = 0;
      double weight = newer;
      double squares = 0;
      int errors = Math.min(t + 1, RECENT_ERRORS);
      for (int age = 0; age < errors; age++) {
        double rest = roots[t - age] - fitted[t - age];
        squares += rest * rest;
        if (age < LEVEL_WEEKS) {
          level += weight * rest;
          weights += weight;
          weight *= 1 - newer;
        }
      }
      level /= weights;
      double[] path = new double[ahead];
      double[] variances = new double[ahead];
      Arrays.fill(variances, squares / errors);
      for (int k = 0; k < ahead; k++) {
        level *= fade;
        path[k] = fitted[t + 1 + k] + level;
      }
      return paces(path, variances);
    }
  }
}
