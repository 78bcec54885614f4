package io.offtake.projection;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.Projection.Reason;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.quantity.Figures;
import io.offtake.text.Counted;
import org.apache.commons.math3.distribution.EnumeratedIntegerDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/// Projects what will have been sold: net sales that come in bursts and go in cancellations.
///
/// A path of the weeks that are left is made of blocks of up to eight weeks, each taken whole from the same weeks of
/// one past season, so that a burst and the cancellations after it stay together. Then
///
/// - a season does not keep to the calendar: the block is shifted by up to two weeks either way;
/// - younger seasons are drawn more often than older ones;
/// - the block is scaled to this year's level: each path takes some share, between none and all of it, of what
///   separates the last 52 weeks from the 52 weeks before the season's same point;
/// - some blocks ignore the calendar: each season that is held halves their part;
/// - for up to four weeks ahead the newest weeks may speak instead of the season;
/// - no path falls by more than the sales that are outstanding: nothing else can be cancelled;
/// - where a marketing year opens and its sales are not held week by week, what past openings brought to light is
///   drawn.
///
/// What it does not know: whether a buyer under orders stops or starts, talks, prices, and sales to unknown
/// destinations that will be named. The page on projecting sales says where each constant comes from.
public final class SalesModel implements ProjectionModel {

  public static final String METHOD = "sales-seasons/1";

  private static final int PATHS = 4000;
  private static final int BLOCK_WEEKS = 8;
  private static final int MOST_YEARS = 10;
  private static final int WEEKS_A_YEAR = 52;
  private static final int DAYS_A_WEEK = 7;
  private static final int MOST_SHIFT = 2;
  private static final double OLDER_SEASON = 0.8;
  private static final int FEWEST_WEEKS = 8;

  private static final int LEVEL_WEEKS = 52;
  private static final int FEWEST_LEVEL_WEEKS = 39;
  private static final double LEVEL_SHRINKAGE = 0.5;
  private static final double LOWEST_LEVEL = 0.05;
  private static final double MOST_LEVEL_RATIO = 3;

  private static final int RECENT_WEEKS = 4;
  private static final double RECENT_SHARE = 0.5;
  private static final double RECENT_DECAY = 0.6;

  /// Without a past season nobody knows where in its season a trade stands: a standard deviation of the logarithm.
  private static final double SEASON_UNKNOWN = 1;

  /// A single buyer stops and starts as no history shows: nothing is ever called more certain than this.
  private static final double MOST_CERTAIN = 0.98;

  @Override
  public Projection project(Question question) {
    if (question.endsLeft().isEmpty()) {
      return certain(question);
    }
    int held = question.known().flows()
        .map(flows -> (int) Arrays.stream(flows.values()).filter(Double::isFinite).count()).orElse(0);
    if (held == 0) {
      return new NotEstimable(Reason.NO_EVIDENCE, "no week of net sales is held");
    }
    if (held < FEWEST_WEEKS) {
      return new NotEstimable(Reason.TOO_LITTLE_HISTORY,
          "%d week%s of net sales %s held; it takes %d".formatted(
              held, held == 1 ? "" : "s", held == 1 ? "is" : "are", FEWEST_WEEKS));
    }
    return new Draw(question, question.known().flows().orElseThrow()).estimate();
  }

  private static Estimated certain(Question question) {
    Distribution total = Distribution.certain(question.fulfilled());
    return new Estimated(METHOD, question.seed(), 0, total, List.of(),
        question.fulfilled() < question.target() ? 1 : 0, total.expectedShortfall(question.target()),
        List.of("every period of the window is known"));
  }

  /// A stretch of the past that may stand for a block of the weeks to come.
  ///
  /// @param from  index of its first week
  /// @param levelRatio  this year's level over the level then
  private record Choice(int from, double levelRatio) {}

  /// One question being answered.
  private static final class Draw {

    private final Question question;
    private final WeeklySeries flows;
    private final double[] past;
    private final List<LocalDate> ends;
    private final RandomGenerator random;
    private final double usualRoot;
    private final double rootLevelNow;
    private final double mostCancelled;
    private final double[] recent;
    private int fewestSeasons = Integer.MAX_VALUE;

    Draw(Question question, WeeklySeries flows) {
      this.question = question;
      this.flows = flows;
      this.past = flows.values();
      this.ends = question.endsLeft();
      this.random = new Well19937c(question.seed());
      this.usualRoot = rootLevel(past.length - 1, MOST_YEARS * WEEKS_A_YEAR, 1);
      this.rootLevelNow = rootLevel(past.length - 1, LEVEL_WEEKS, FEWEST_LEVEL_WEEKS);
      this.mostCancelled = question.known().outstanding()
          .map(book -> Math.max(0, book.value(book.size() - 1))).orElse(Double.POSITIVE_INFINITY);
      double[] known = Arrays.stream(past).filter(Double::isFinite).toArray();
      this.recent = Arrays.copyOfRange(known, known.length - RECENT_WEEKS, known.length);
    }

    Estimated estimate() {
      double[][] paths = new double[PATHS][ends.size()];
      double[] levelShare = fill(PATHS, random::nextDouble);
      double[] unknownSeason = fill(PATHS, () -> Math.exp(SEASON_UNKNOWN * random.nextGaussian()));
      for (int start = 0; start < ends.size();) {
        int weeks = blockFrom(start);
        fill(paths, start, weeks, levelShare, unknownSeason);
        start += weeks;
      }
      letRecentWeeksSpeak(paths);
      double burst = burstSize();
      double burstChance = Arrays.stream(paths).filter(path -> holdsBurst(path, burst)).count() / (double) PATHS;
      openYears(paths);
      return estimated(paths, drivers(burst, burstChance));
    }

    /// How many weeks of those left follow one another from `start` on, a block's at most: a missing week of the past may
    /// lie far before the next.
    private int blockFrom(int start) {
      int weeks = 1;
      while (weeks < BLOCK_WEEKS && start + weeks < ends.size()
          && flows.weeksAhead(ends.get(start + weeks)) == flows.weeksAhead(ends.get(start)) + weeks) {
        weeks++;
      }
      return weeks;
    }

    private static double[] fill(int size, DoubleSupplier next) {
      return IntStream.range(0, size).mapToDouble(_ -> next.getAsDouble()).toArray();
    }

    private void fill(double[][] paths, int start, int weeks, double[] levelShare, double[] unknownSeason) {
      List<List<Choice>> bySeason = seasons(start, weeks);
      int seasons = (int) bySeason.stream().filter(choices -> !choices.isEmpty()).count();
      fewestSeasons = Math.min(fewestSeasons, seasons);
      int stretch = seasons > 0 ? weeks : Math.min(weeks, Math.max(1, past.length / 4));
      int[] anywhere = IntStream.rangeClosed(0, past.length - stretch).filter(from -> isHeld(from, stretch)).toArray();
      double ignoringCalendar = anywhere.length == 0 ? 0 : Math.pow(0.5, seasons == 0 ? 0 : seasons + 1);
      double[] weights = IntStream.range(0, bySeason.size())
          .mapToDouble(back -> bySeason.get(back).isEmpty() ? 0 : Math.pow(OLDER_SEASON, back)).toArray();
      var season = seasons == 0 ? null : new EnumeratedIntegerDistribution(
          random, IntStream.range(0, weights.length).toArray(), weights);
      for (int path = 0; path < paths.length; path++) {
        if (season == null || random.nextDouble() < ignoringCalendar) {
          double factor = season == null ? unknownSeason[path] : 1;
          for (int at = 0; at < weeks; at += stretch) {
            int from = anywhere.length == 0 ? -1 : anywhere[random.nextInt(anywhere.length)];
            for (int week = 0; week < Math.min(stretch, weeks - at); week++) {
              double drawn = from < 0 ? recent[random.nextInt(recent.length)] : past[from + week];
              paths[path][start + at + week] = factor * drawn;
            }
          }
        } else {
          List<Choice> choices = bySeason.get(season.sample());
          Choice choice = choices.get(random.nextInt(choices.size()));
          double scale = Math.pow(choice.levelRatio(), levelShare[path]);
          for (int week = 0; week < weeks; week++) {
            paths[path][start + week] = scale * past[choice.from() + week];
          }
        }
      }
    }

    /// The stretches that answer to a block, by season from the youngest to the oldest; an empty list where a season is
    /// not held.
    private List<List<Choice>> seasons(int start, int weeks) {
      List<List<Choice>> bySeason = new ArrayList<>();
      for (int back = 1; back <= MOST_YEARS; back++) {
        int origin = origin(back);
        int same = origin + flows.weeksAhead(ends.get(start));
        double ratio = levelRatio(origin);
        var choices = new ArrayList<Choice>();
        for (int shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
          if (isHeld(same + shift, weeks)) {
            choices.add(new Choice(same + shift, ratio));
          }
        }
        bySeason.add(isHeld(same, weeks) ? choices : List.of());
      }
      return bySeason;
    }

    /// The index of the week that answers to the newest one so many years before: the last that ended by the same day.
    /// The weeks after it answer to the weeks that are left.
    private int origin(int back) {
      long days = ChronoUnit.DAYS.between(flows.firstEnd(), flows.lastEnd().minusYears(back));
      return Math.toIntExact(Math.floorDiv(days, DAYS_A_WEEK));
    }

    private boolean isHeld(int from, int weeks) {
      return from >= 0 && from + weeks <= past.length
          && IntStream.range(from, from + weeks).allMatch(week -> Double.isFinite(past[week]));
    }

    /// This year's level over the one at `origin`, in tonnes over tonnes; 1 where either is not known.
    private double levelRatio(int origin) {
      double then = rootLevel(origin, LEVEL_WEEKS, FEWEST_LEVEL_WEEKS);
      if (!Double.isFinite(then) || !Double.isFinite(rootLevelNow) || !(usualRoot > 0)) {
        return 1;
      }
      double lowest = LOWEST_LEVEL * usualRoot;
      double shrinkage = LEVEL_SHRINKAGE * usualRoot;
      double roots = Math.max(rootLevelNow + shrinkage, lowest) / Math.max(then + shrinkage, lowest);
      return Math.pow(Math.clamp(roots, 1 / MOST_LEVEL_RATIO, MOST_LEVEL_RATIO), 2);
    }

    /// The mean of the signed square roots of the `weeks` weeks up to `last`; NaN when fewer than `fewest` are known.
    private double rootLevel(int last, int weeks, int fewest) {
      double[] roots = IntStream.rangeClosed(Math.max(0, last - weeks + 1), Math.min(last, past.length - 1))
          .mapToDouble(week -> Math.signum(past[week]) * Math.sqrt(Math.abs(past[week])))
          .filter(Double::isFinite)
          .toArray();
      return roots.length < fewest ? Double.NaN : Arrays.stream(roots).average().orElse(Double.NaN);
    }

    private void letRecentWeeksSpeak(double[][] paths) {
      for (int week = 0; week < ends.size(); week++) {
        int ahead = flows.weeksAhead(ends.get(week));
        if (ahead < 1 || ahead > RECENT_WEEKS) {
          continue;
        }
        double share = RECENT_SHARE * Math.pow(RECENT_DECAY, ahead - 1);
        for (double[] path : paths) {
          if (random.nextDouble() < share) {
            path[week] = recent[random.nextInt(recent.length)];
          }
        }
      }
    }

    private void openYears(double[][] paths) {
      Openings openings = question.known().openings();
      if (openings.past().length == 0) {
        return;
      }
      for (LocalDate opening : openings.ahead()) {
        int week = ends.indexOf(opening);
        if (week >= 0) {
          for (double[] path : paths) {
            path[week] += openings.past()[random.nextInt(openings.past().length)];
          }
        }
      }
    }

    private Estimated estimated(double[][] paths, List<String> drivers) {
      var fan = new ArrayList<FanPoint>();
      double[] moved = new double[paths.length];
      for (int week = 0; week < ends.size(); week++) {
        for (int path = 0; path < paths.length; path++) {
          moved[path] = Math.max(moved[path] + paths[path][week], -mostCancelled);
        }
        if (question.fan()) {
          fan.add(new FanPoint(ends.get(week), totals(moved).condensed()));
        }
      }
      Distribution total = totals(moved);
      return new Estimated(METHOD, question.seed(), fewestSeasons, total.condensed(), fan,
          Math.clamp(total.probabilityBelow(question.target()), 1 - MOST_CERTAIN, MOST_CERTAIN),
          total.expectedShortfall(question.target()), drivers);
    }

    private Distribution totals(double[] moved) {
      return new Distribution(Arrays.stream(moved).map(each -> question.fulfilled() + each).toArray());
    }

    private double needed() {
      return Math.max(0, question.target() - question.fulfilled());
    }

    /// What two weeks would have to bring: all that is needed, rounded down to its first digit, but no more than two
    /// weeks ever brought; 0 when nothing is needed or nothing was ever sold.
    private double burstSize() {
      double digit = needed() < 1 ? 0 : Math.pow(10, Math.floor(Math.log10(needed())));
      double wanted = digit == 0 ? 0 : Math.floor(needed() / digit) * digit;
      return Math.max(0, Math.min(wanted, bestTwoWeeks()));
    }

    private double bestTwoWeeks() {
      return IntStream.range(0, past.length - 1).mapToDouble(week -> past[week] + past[week + 1])
          .filter(Double::isFinite).max().orElse(0);
    }

    private static boolean holdsBurst(double[] path, double size) {
      for (int week = 0; week < path.length - 1; week++) {
        if (path[week] + path[week + 1] >= size) {
          return true;
        }
      }
      return false;
    }

    private List<String> drivers(double burst, double burstChance) {
      var drivers = new ArrayList<String>();
      drivers.add(seasonDriver());
      if (burst > 0 && ends.size() > 1) {
        drivers.add(burstDriver(burst));
        drivers.add("of the paths drawn %s hold such a burst".formatted(Figures.percent(burstChance)));
      }
      levelDriver().ifPresent(drivers::add);
      if (Double.isFinite(mostCancelled)) {
        drivers.add(say("no more than the %,.0f outstanding can be cancelled", mostCancelled));
      }
      Openings openings = question.known().openings();
      if (openings.past().length > 0 && openings.ahead().stream().anyMatch(ends::contains)) {
        var past = new DescriptiveStatistics(openings.past());
        drivers.add(say("a marketing year opens in the window, and %d past opening%s brought %,.0f to %,.0f to light",
            openings.past().length, openings.past().length == 1 ? "" : "s", past.getMin(), past.getMax()));
      }
      return drivers;
    }

    private String seasonDriver() {
      double[] sums = IntStream.rangeClosed(1, MOST_YEARS)
          .mapToObj(this::sumOfSeason)
          .filter(OptionalDouble::isPresent)
          .mapToDouble(OptionalDouble::getAsDouble)
          .sorted().toArray();
      return sums.length == 0
          ? say("no past season is held: %s drawn whatever their season, which may be worth a factor of e "
              + "either way; %,.0f are needed", Counted.of(flows.size(), "week"), needed())
          : say("in the same %s of %s net sales came to %,.0f to %,.0f; %,.0f are needed",
              Counted.of(ends.size(), "week"), Counted.of(sums.length, "past season"), sums[0], sums[sums.length - 1], needed());
    }

    private OptionalDouble sumOfSeason(int back) {
      int origin = origin(back);
      double sum = ends.stream().mapToInt(end -> origin + flows.weeksAhead(end))
          .mapToDouble(week -> isHeld(week, 1) ? past[week] : Double.NaN).sum();
      return Double.isFinite(sum) ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private String burstDriver(double burst) {
      int windows = 0;
      int bursts = 0;
      int ofSeason = 0;
      int burstsOfSeason = 0;
      for (int week = 0; week < past.length - 1; week++) {
        double two = past[week] + past[week + 1];
        if (!Double.isFinite(two)) {
          continue;
        }
        boolean same = isOfSeason(week) && isOfSeason(week + 1);
        windows++;
        ofSeason += same ? 1 : 0;
        if (two >= burst) {
          bursts++;
          burstsOfSeason += same ? 1 : 0;
        }
      }
      return say("two weeks running brought %,.0f or more in %d of all %d two-week windows held, in %d of %d of the "
          + "same weeks of the year", burst, bursts, windows, burstsOfSeason, ofSeason);
    }

    private boolean isOfSeason(int week) {
      int first = flows.weeksAhead(ends.getFirst());
      int last = flows.weeksAhead(ends.getLast());
      return IntStream.rangeClosed(1, MOST_YEARS).map(back -> week - origin(back))
          .anyMatch(ahead -> first <= ahead && ahead <= last);
    }

    private Optional<String> levelDriver() {
      double[] ratios = IntStream.rangeClosed(1, MOST_YEARS)
          .filter(back -> sumOfSeason(back).isPresent())
          .map(this::origin)
          .mapToDouble(this::levelRatio)
          .toArray();
      if (ratios.length == 0 || Arrays.stream(ratios).allMatch(ratio -> ratio == 1)) {
        return Optional.empty();
      }
      return Optional.of(say("the level of the last %d weeks is %.2f times that of the past seasons at this point, "
          + "and each path takes between none and all of that difference", LEVEL_WEEKS,
          new DescriptiveStatistics(ratios).getPercentile(50)));
    }

    private static String say(String form, Object... of) {
      return String.format(Locale.ROOT, form, of);
    }
  }
}
