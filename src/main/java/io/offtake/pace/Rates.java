package io.offtake.pace;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalDouble;

import io.offtake.pairing.Progress;
import io.offtake.pairing.Track.Point;

/// Weekly rates of what was observed, in units a week. A rate is absent where a week that it needs is missing.
///
/// @param w1  the newest week
/// @param w4  the mean of the newest 4 weeks
/// @param w12  the mean of the newest 12 weeks
/// @param record  the highest mean of 4 consecutive weeks on record since 2015, without first rows of a marketing year;
///     absent while fewer than 41 such weeks are held
/// @param largest  the most that one report on record brought, likewise: a week's, or a month's of a monthly source
public record Rates(
    OptionalDouble w1, OptionalDouble w4, OptionalDouble w12, OptionalDouble record, OptionalDouble largest) {

  private static final LocalDate RECORD_SINCE = LocalDate.of(2015, 1, 1);
  private static final int RECORD_WEEKS = 4;
  private static final int DAYS_A_WEEK = 7;

  /// What fewer weeks brought at most says little of what can come.
  private static final int FEWEST_WEEKS_ON_RECORD = 41;

  /// The rates up to the newest period that is known, whether or not the window had opened.
  public static Rates of(Progress progress) {
    List<Point> onRecord = onRecord(progress);
    return new Rates(trailing(progress, 1), trailing(progress, 4), trailing(progress, 12),
        record(onRecord), largest(onRecord, progress));
  }

  /// The same without what is on record: of a window that is not held nothing is said that a record would tell.
  public Rates withoutRecord() {
    return new Rates(w1, w4, w12, OptionalDouble.empty(), OptionalDouble.empty());
  }

  private static OptionalDouble trailing(Progress progress, int weeks) {
    double sum = 0;
    long days = 0;
    LocalDate expectedEnd = null;
    for (Point point : progress.onRecord().reversed()) {
      if (!point.printed()) {
        continue;
      }
      if (expectedEnd != null && !point.end().equals(expectedEnd)) {
        return OptionalDouble.empty();
      }
      var flow = progress.rateFlow(point);
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

  /// The periods that a record is made of; none while they are too few for one.
  private static List<Point> onRecord(Progress progress) {
    List<Point> points = progress.onRecord().stream()
        .filter(point -> point.printed() && !point.firstOfMarketingYear() && !point.end().isBefore(RECORD_SINCE))
        .toList();
    long days = points.stream().mapToLong(point -> point.period().days()).sum();
    return days < (long) FEWEST_WEEKS_ON_RECORD * DAYS_A_WEEK ? List.of() : points;
  }

  private static OptionalDouble record(List<Point> onRecord) {
    var recent = new ArrayDeque<Point>();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point : onRecord) {
      boolean follows = !recent.isEmpty() && recent.getLast().end().equals(point.period().first().minusDays(1));
      if (!follows) {
        recent.clear();
      }
      if (point.period().days() != DAYS_A_WEEK) {
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

  /// A report that caught up over several weeks is no measure of what the next can bring.
  private static OptionalDouble largest(List<Point> onRecord, Progress progress) {
    boolean weekly = progress.onRecord().reversed().stream().filter(Point::printed).findFirst()
        .filter(newest -> newest.period().days() <= DAYS_A_WEEK).isPresent();
    return onRecord.stream()
        .filter(point -> !weekly || point.period().days() <= DAYS_A_WEEK)
        .mapToDouble(point -> point.flow().toDouble())
        .max();
  }
}
