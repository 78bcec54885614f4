package io.offtake.projection.score;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import io.offtake.pace.Seasons;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/// What the trade says of the same question: the straight-line pace and the five-year-average share of the season.
///
/// They come with the spread that a careful user of the rule would give them, so that they can be scored alike: the
/// straight line with independent weekly errors, the share with the scatter of the five seasons.
public final class Baselines {

  private static final int SPREAD_WEEKS = 52;
  private static final int FEWEST_WEEKS = 8;
  private static final int YEARS = 5;
  private static final int FEWEST_YEARS = 3;
  private static final int FEWEST_SEASON_WEEKS = 4;
  private static final int WEEKS_A_YEAR = 52;
  /// A season that brought more than five times as much in the weeks left as before is none to scale by.
  private static final double LARGEST_SHARE = 5;

  private Baselines() {}

  /// Whether the total can fall: sales can be cancelled, shipments cannot.
  public enum Falls { CAN, CANNOT }

  /// The question that the rules answer.
  ///
  /// @param fulfilled  counted before the weeks left, and added to every forecast
  /// @param recent  the newest weekly flows, oldest first; a year of them is used
  /// @param origin  the end of the newest of them
  /// @param endsLeft  the ends of the weeks to forecast, in order, at least one
  /// @param seasons  the weeks known at the origin
  /// @param seasonStart  the first day of the season that `origin` lies in
  @SuppressWarnings("ArrayRecordComponent") // asked once, never compared
  public record Question(
      double fulfilled,
      double[] recent,
      LocalDate origin,
      List<LocalDate> endsLeft,
      Seasons seasons,
      LocalDate seasonStart,
      Falls falls) {}

  /// Every rule that has the history it needs.
  public static Map<Method, QuantileForecast> of(Question question) {
    var found = new EnumMap<Method, QuantileForecast>(Method.class);
    straightLine(question, 8).ifPresent(forecast -> found.put(Method.STRAIGHT_LINE, forecast));
    straightLine(question, 4).ifPresent(forecast -> found.put(Method.STRAIGHT_LINE_4, forecast));
    fiveYearShare(question).ifPresent(forecast -> found.put(Method.FIVE_YEAR_SHARE, forecast));
    return found;
  }

  /// The mean of the newest `trailing` weeks for every week left; a normal error with the standard deviation of the last
  /// year's weeks, independent from week to week.
  static Optional<QuantileForecast> straightLine(Question question, int trailing) {
    double[] recent = question.recent();
    if (recent.length < Math.max(trailing, FEWEST_WEEKS)) {
      return Optional.empty();
    }
    int weeks = question.endsLeft().size();
    var pace = new DescriptiveStatistics(trailing);
    var spread = new DescriptiveStatistics(SPREAD_WEEKS);
    for (double flow : recent) {
      pace.addValue(flow);
      spread.addValue(flow);
    }
    double centre = pace.getMean() * weeks;
    double deviation = spread.getStandardDeviation() * Math.sqrt(weeks);
    return Optional.of(added(question, deviation > 0
        ? new NormalDistribution(null, centre, deviation)::inverseCumulativeProbability
        : _ -> centre));
  }

  /// The season so far times the ratio of the weeks left to it in the five years before; a Student error with the
  /// ratios' scatter.
  static Optional<QuantileForecast> fiveYearShare(Question question) {
    List<LocalDate> base = seasonSoFar(question);
    Optional<Double> soFar = question.seasons().sum(base, 0);
    if (soFar.isEmpty()) {
      return Optional.empty();
    }
    var ratios = new DescriptiveStatistics();
    for (int back = 1; back <= YEARS; back++) {
      Optional<Double> before = question.seasons().sum(base, back);
      Optional<Double> after = question.seasons().sum(question.endsLeft(), back);
      if (before.isPresent() && after.isPresent() && before.get() > 0) {
        ratios.addValue(Math.clamp(after.get() / before.get(), -LARGEST_SHARE, LARGEST_SHARE));
      }
    }
    long years = ratios.getN();
    if (years < FEWEST_YEARS) {
      return Optional.empty();
    }
    var student = new TDistribution(null, years - 1);
    double deviation = ratios.getStandardDeviation() * Math.sqrt(1 + 1.0 / years);
    return Optional.of(added(question, level ->
        soFar.get() * (ratios.getMean() + deviation * student.inverseCumulativeProbability(level))));
  }

  /// The weeks of the season up to the origin; the 52 weeks before it while fewer than 4 weeks of the season are known.
  private static List<LocalDate> seasonSoFar(Question question) {
    LocalDate origin = question.origin();
    boolean young = origin.minusWeeks(FEWEST_SEASON_WEEKS).isBefore(question.seasonStart());
    LocalDate start = young ? origin.minusWeeks(WEEKS_A_YEAR - 1) : question.seasonStart();
    var ends = new ArrayList<LocalDate>();
    for (LocalDate end = origin; !end.isBefore(start); end = end.minusWeeks(1)) {
      ends.add(end);
    }
    return ends;
  }

  private static QuantileForecast added(Question question, DoubleUnaryOperator rest) {
    return QuantileForecast.of(level -> {
      double more = rest.applyAsDouble(level);
      return question.fulfilled() + (question.falls() == Falls.CANNOT ? Math.max(0, more) : more);
    });
  }
}
