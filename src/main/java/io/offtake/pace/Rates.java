package io.offtake.pace;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalDouble;

import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;

/// Weekly rates of what was observed, in units a week. A rate is absent where a week that it needs is missing.
///
/// @param w1  the newest week
/// @param w4  the mean of the newest 4 weeks
/// @param w12  the mean of the newest 12 weeks
/// @param record  the highest mean of 4 consecutive weeks on record since 2015, without first rows of a marketing year
public record Rates(OptionalDouble w1, OptionalDouble w4, OptionalDouble w12, OptionalDouble record) {

  private static final LocalDate RECORD_SINCE = LocalDate.of(2015, 1, 1);
  private static final int RECORD_WEEKS = 4;
  private static final int DAYS_A_WEEK = 7;

  /// The rates up to the newest period that is known, whether or not the window had opened.
  public static Rates of(Pairing pairing) {
    return new Rates(
        trailing(pairing, 1), trailing(pairing, 4), trailing(pairing, 12), record(pairing.track()));
  }

  private static OptionalDouble trailing(Pairing pairing, int weeks) {
    double sum = 0;
    long days = 0;
    LocalDate expectedEnd = null;
    for (Point point : pairing.track().periods().reversed()) {
      if (!point.printed()) {
        continue;
      }
      if (expectedEnd != null && !point.end().equals(expectedEnd)) {
        return OptionalDouble.empty();
      }
      var flow = pairing.rateFlow(point);
      if (flow.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += flow.get().toDouble();
      days += point.period().days();
      expectedEnd = point.period().first().minusDays(1);
      if (days >= (long) weeks * DAYS_A_WEEK) {
        return OptionalDouble.of(sum * DAYS_A_WEEK / days);
      }
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble record(Track track) {
    List<Point> points = track.periods().stream()
        .filter(point -> point.printed() && !point.end().isBefore(RECORD_SINCE))
        .toList();
    var recent = new ArrayDeque<Point>();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      boolean follows = !recent.isEmpty() && recent.getLast().end().equals(point.period().first().minusDays(1));
      if (!follows || point.firstOfMarketingYear() || point.period().days() != DAYS_A_WEEK) {
        recent.clear();
      }
      if (point.firstOfMarketingYear() || point.period().days() != DAYS_A_WEEK) {
        continue;
      }
      recent.addLast(point);
      if (recent.size() > RECORD_WEEKS) {
        recent.removeFirst();
      }
      if (recent.size() == RECORD_WEEKS) {
        best = Math.max(best, recent.stream().mapToDouble(each -> each.flow().toDouble()).sum() / RECORD_WEEKS);
      }
    }
    return best == Double.NEGATIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(best);
  }
}
