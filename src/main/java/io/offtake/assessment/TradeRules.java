package io.offtake.assessment;

import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.Measure;
import io.offtake.pace.Seasons;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import io.offtake.projection.score.Baselines;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.QuantileForecast;

/// What the trade's rules of thumb say of a track, and the scale that errors on it are divided by.
final class TradeRules {

  private static final int DAYS_A_WEEK = 7;

  private TradeRules() {}

  /// @param startMonth  the month that opens the commodity's marketing year
  static Map<Method, QuantileForecast> of(
      Track track, double fulfilled, List<LocalDate> endsLeft, Month startMonth) {
    LocalDate origin = track.newest().map(Point::end).orElseThrow();
    return Baselines.of(new Baselines.Question(
        fulfilled,
        weeklyFlows(track),
        origin,
        endsLeft,
        new Seasons(track),
        MarketingYear.of(origin, startMonth).first(),
        track.measure() == Measure.SOLD ? Baselines.Falls.CAN : Baselines.Falls.CANNOT));
  }

  /// The mean of the weeks known times `weeks`, at least one unit.
  static double scale(Track track, int weeks) {
    double[] flows = weeklyFlows(track);
    double sum = 0;
    for (double flow : flows) {
      sum += flow;
    }
    return Math.max(1, flows.length == 0 ? 0 : sum / flows.length * weeks);
  }

  /// The flows known, oldest first; a period longer than a week is spread evenly.
  private static double[] weeklyFlows(Track track) {
    return track.periods().stream()
        .filter(Point::printed)
        .flatMapToDouble(point -> {
          int weeks = Math.max(1, Math.toIntExact(point.period().days() / DAYS_A_WEEK));
          double flow = point.flow().toDouble() / weeks;
          return DoubleStream.generate(() -> flow).limit(weeks);
        })
        .toArray();
  }
}
