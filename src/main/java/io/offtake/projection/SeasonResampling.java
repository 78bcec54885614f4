package io.offtake.projection;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.Projection.Reason;
import io.offtake.text.Counted;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/// Projects by drawing the weeks that are left from the same weeks of past seasons, in absolute tonnes.
///
/// A path is made of blocks of four weeks. Each block is taken whole from one past season, so that bursts and the
/// cancellations that follow them stay together, and is shifted by up to one week either way, since a season does not
/// keep to the calendar. Where fewer than three seasons are held, recent weeks are drawn instead, singly.
///
/// What it does not know: the level of the current season, outstanding sales, and anything that no past season held.
public final class SeasonResampling implements ProjectionModel {

  public static final String METHOD = "season-resampling/1";

  private static final int PATHS = 4000;
  private static final int BLOCK_WEEKS = 4;
  private static final int MOST_YEARS = 10;
  private static final int FEWEST_SEASONS = 3;
  private static final int FEWEST_RECENT_WEEKS = 8;

  @Override
  public Projection project(Question question) {
    List<LocalDate> ends = question.endsLeft();
    if (ends.isEmpty()) {
      return estimated(question, 0, new double[1][0], List.of("every period of the window is known"));
    }
    List<Integer> years = question.seasons().completeYears(ends, MOST_YEARS);
    RandomGenerator random = new Well19937c(question.seed());
    if (years.size() >= FEWEST_SEASONS) {
      return estimated(question, years.size(), seasonPaths(question, years, random), seasonDrivers(question, years));
    }
    double[] recent = question.recent();
    if (recent.length < FEWEST_RECENT_WEEKS) {
      return new NotEstimable(Reason.TOO_LITTLE_HISTORY,
          "held: %s and %s; it takes %d seasons or %d weeks".formatted(
              Counted.of(years.size(), "past season"), Counted.of(recent.length, "recent week"), FEWEST_SEASONS, FEWEST_RECENT_WEEKS));
    }
    double[][] paths = new double[PATHS][ends.size()];
    for (double[] path : paths) {
      Arrays.setAll(path, _ -> recent[random.nextInt(recent.length)]);
    }
    return estimated(question, 0, paths, List.of(
        "fewer than %d past seasons are held: %d recent weeks were drawn instead, which knows no season"
            .formatted(FEWEST_SEASONS, recent.length)));
  }

  private static double[][] seasonPaths(Question question, List<Integer> years, RandomGenerator random) {
    List<LocalDate> ends = question.endsLeft();
    List<List<double[]>> blocks = new ArrayList<>();
    for (int start = 0; start < ends.size(); start += BLOCK_WEEKS) {
      List<LocalDate> block = ends.subList(start, Math.min(start + BLOCK_WEEKS, ends.size()));
      var choices = new ArrayList<double[]>();
      for (int back : years) {
        for (int shift = -1; shift <= 1; shift++) {
          question.seasons().flows(block, back, shift).ifPresent(choices::add);
        }
      }
      blocks.add(choices);
    }
    double[][] paths = new double[PATHS][ends.size()];
    for (double[] path : paths) {
      int at = 0;
      for (List<double[]> choices : blocks) {
        double[] chosen = choices.get(random.nextInt(choices.size()));
        System.arraycopy(chosen, 0, path, at, chosen.length);
        at += chosen.length;
      }
    }
    return paths;
  }

  private static Estimated estimated(
      Question question, int seasons, double[][] paths, List<String> drivers) {
    var fan = new ArrayList<FanPoint>();
    double[] totals = new double[paths.length];
    Arrays.fill(totals, question.fulfilled());
    for (int week = 0; week < question.endsLeft().size(); week++) {
      for (int path = 0; path < paths.length; path++) {
        totals[path] += paths[path][week];
      }
      if (question.fan()) {
        fan.add(new FanPoint(question.endsLeft().get(week), new Distribution(totals).condensed()));
      }
    }
    if (question.endsLeft().isEmpty()) {
      Distribution total = Distribution.certain(question.fulfilled());
      return new Estimated(METHOD, question.seed(), seasons, total, fan,
          question.fulfilled() < question.target() ? 1 : 0, total.expectedShortfall(question.target()), drivers);
    }
    Distribution total = new Distribution(totals);
    return new Estimated(METHOD, question.seed(), seasons, total.condensed(), fan,
        total.probabilityBelow(question.target()), total.expectedShortfall(question.target()), drivers);
  }

  private static List<String> seasonDrivers(Question question, List<Integer> years) {
    List<LocalDate> ends = question.endsLeft();
    double[] sums = years.stream()
        .mapToDouble(back -> Arrays.stream(question.seasons().flows(ends, back, 0).orElseThrow()).sum())
        .sorted()
        .toArray();
    return List.of(String.format(Locale.ROOT,
        "in the same %s of %s the measure moved by %,.0f to %,.0f; %,.0f are needed",
        Counted.of(ends.size(), "week"), Counted.of(sums.length, "past season"), sums[0], sums[sums.length - 1],
        Math.max(0, question.target() - question.fulfilled())));
  }
}
