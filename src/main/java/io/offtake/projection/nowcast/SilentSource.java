package io.offtake.projection.nowcast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.projection.Distribution;
import io.offtake.projection.WeeklySeries;

/// Estimates what a source would say of the weeks in which it is silent, from another one that tells the same trade week by
/// week.
///
/// The estimate is what the other one says, times what the silent one said for each tonne of it in the 52 weeks before. How
/// far that goes astray is learnt by hiding the silent source for as many weeks at every earlier week where both are held:
/// the errors on the root scale are put around the estimate. Nothing is drawn, and nothing is tuned to one trade.
public final class SilentSource {

  /// The longest silence that is estimated, in weeks.
  public static final int LONGEST = 13;

  private static final int RATIO_WEEKS = 52;
  private static final int FEWEST_RATIO_WEEKS = 26;
  private static final int FEWEST_ORIGINS = 52;
  private static final int MOST_ORIGINS = 260;

  private final WeeklySeries silent;
  private final WeeklySeries speaking;

  /// @param silent  of the source that is silent, in tonnes or another unit of both
  /// @param speaking  of the one that goes on
  public SilentSource(WeeklySeries silent, WeeklySeries speaking) {
    this.silent = silent;
    this.speaking = speaking;
  }

  /// What would be said of the weeks of a silence.
  ///
  /// @param from  the end of its first week
  /// @param to  the end of its last week
  /// @param said  what the other source says of these weeks
  /// @param ratio  what the silent one said for each unit of the other, before
  /// @param origins  the past silences that the errors are learnt from
  public record Estimate(
      LocalDate from, LocalDate to, int weeks, double said, double ratio, int origins, Distribution total) {}

  /// Of the weeks after the newest one of the silent source.
  public Optional<Estimate> after(int weeks) {
    return after(silent.lastEnd(), weeks);
  }

  /// Of the weeks after the one that ends on `end`, by what both said up to then, whatever came later.
  ///
  /// @return empty where a week of the other source is missing, or too little of both is held before
  public Optional<Estimate> after(LocalDate end, int weeks) {
    if (weeks < 1 || weeks > LONGEST) {
      return Optional.empty();
    }
    OptionalDouble said = sum(speaking, end, weeks);
    OptionalDouble ratio = ratio(end);
    if (said.isEmpty() || ratio.isEmpty()) {
      return Optional.empty();
    }
    List<Double> errors = errors(end, weeks);
    if (errors.size() < FEWEST_ORIGINS) {
      return Optional.empty();
    }
    double centre = Math.sqrt(ratio.getAsDouble() * said.getAsDouble());
    double[] outcomes = errors.stream().mapToDouble(error -> Math.pow(Math.max(0, centre + error), 2)).toArray();
    return Optional.of(new Estimate(end.plusWeeks(1), end.plusWeeks(weeks), weeks, said.getAsDouble(), ratio.getAsDouble(),
        errors.size(), new Distribution(outcomes)));
  }

  /// What the silent source said for each unit of the other over the year that ends on `end`; empty where too few weeks are
  /// held of both, or the other said nothing.
  public OptionalDouble ratio(LocalDate end) {
    double ofSilent = 0;
    double ofSpeaking = 0;
    int both = 0;
    for (int back = 0; back < RATIO_WEEKS; back++) {
      double one = silent.at(end.minusWeeks(back));
      double other = speaking.at(end.minusWeeks(back));
      if (!Double.isNaN(one) && !Double.isNaN(other)) {
        ofSilent += one;
        ofSpeaking += other;
        both++;
      }
    }
    return both < FEWEST_RATIO_WEEKS || ofSpeaking <= 0 ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, ofSilent / ofSpeaking));
  }

  /// What the silent source said of the weeks after `end`; empty where one of them is missing.
  public OptionalDouble saidAfter(LocalDate end, int weeks) {
    return sum(silent, end, weeks);
  }

  /// As if the source had been silent before, newest first; on the root scale.
  private List<Double> errors(LocalDate end, int weeks) {
    List<Double> errors = new ArrayList<>();
    for (int back = weeks; back < weeks + MOST_ORIGINS; back++) {
      LocalDate origin = end.minusWeeks(back);
      OptionalDouble ratio = ratio(origin);
      OptionalDouble said = sum(speaking, origin, weeks);
      OptionalDouble came = sum(silent, origin, weeks);
      if (ratio.isPresent() && said.isPresent() && came.isPresent()) {
        errors.add(Math.sqrt(Math.max(0, came.getAsDouble()))
            - Math.sqrt(ratio.getAsDouble() * Math.max(0, said.getAsDouble())));
      }
    }
    return errors;
  }

  private static OptionalDouble sum(WeeklySeries of, LocalDate after, int weeks) {
    double sum = 0;
    for (int week = 1; week <= weeks; week++) {
      sum += of.at(after.plusWeeks(week));
    }
    return Double.isNaN(sum) ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }
}
