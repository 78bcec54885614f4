package io.offtake.pace;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.quantity.Quantity;

/// Whether what is left can still be brought by the deadline at all. It speaks of what is possible and never of what is
/// likely: a reading may be feasible and without hope.
///
/// @param limit  the tightest limit that is known; absent when none is
/// @param leastShortfall  what stays missing even at that limit, in the target's unit; zero when nothing does
/// @param lastSafeDate  the last day from whose close on the rest can still be met at the record rate; absent when
///     nothing is left to meet, no record is held, or the record rate would need more than a hundred years
public record Feasibility(Optional<Limit> limit, double leastShortfall, Optional<LocalDate> lastSafeDate) {

  private static final int DAYS_A_WEEK = 7;
  /// A day further back than this was never a day to act on; the calendar of the machine has an end as well.
  private static final double MOST_WEEKS = 5_200;

  /// Nothing is known that could stand in the way.
  public static final Feasibility NOT_KNOWN = new Feasibility(Optional.empty(), 0, Optional.empty());

  /// The most that can still come.
  public sealed interface Limit {

    /// In the target's unit, from the newest figure on.
    double most();

    /// Every report that is left brings the record rate.
    record AtRecordRate(double recordPerWeek, int reportsLeft) implements Limit {
      @Override
      public double most() {
        return Math.max(0, recordPerWeek) * reportsLeft;
      }
    }

    /// Somebody who could know has said how much can still be delivered by the deadline.
    ///
    /// @param quantity  at most, counted from the day of the statement on
    /// @param source  who said so, where and when, in words
    record Stated(Quantity quantity, String source) implements Limit {
      @Override
      public double most() {
        return quantity.toDouble();
      }
    }
  }

  /// How long after it is loaded a cargo counts, for measures that are counted on arrival.
  ///
  /// @param days  of loading and voyage together, the least that was ever needed
  /// @param source  where the days are from
  public record Passage(int days, String source) {

    public Passage {
      if (days < 0) {
        throw new IllegalArgumentException("a passage takes no fewer than 0 days, but was " + days);
      }
    }
  }

  /// Weighs what is left against every limit that is known.
  ///
  /// @param remaining  never negative
  /// @param lastPeriodEnd  the end of the window's last period; absent when the window has none
  /// @param record  the highest mean of consecutive weeks on record, a week
  /// @param stated  limits that were public by then
  public static Feasibility of(
      Quantity remaining,
      int reportsLeft,
      Optional<LocalDate> lastPeriodEnd,
      OptionalDouble record,
      List<Limit.Stated> stated) {
    return of(remaining, reportsLeft, lastPeriodEnd, record, stated, Optional.empty());
  }

  /// Likewise where a cargo counts on arrival: what is loaded too late for the passage does not count.
  public static Feasibility of(
      Quantity remaining,
      int reportsLeft,
      Optional<LocalDate> lastPeriodEnd,
      OptionalDouble record,
      List<Limit.Stated> stated,
      Optional<Passage> passage) {
    Limit limit = record.isPresent()
        ? new Limit.AtRecordRate(record.getAsDouble(), reportsLeft)
        : null;
    for (Limit.Stated each : stated) {
      limit = limit == null || each.most() < limit.most() ? each : limit;
    }
    double missing = limit == null ? 0 : Math.max(0, remaining.toDouble() - limit.most());
    return new Feasibility(
        Optional.ofNullable(limit),
        missing,
        lastSafeDate(remaining, lastPeriodEnd, record, passage));
  }

  /// Whether no limit that is known stands in the way.
  public boolean isFeasible() {
    return leastShortfall == 0;
  }

  /// Before the window opens nothing counts, so that no day of then is the last safe one.
  Feasibility withinWindowFrom(LocalDate first) {
    return new Feasibility(limit, leastShortfall, lastSafeDate.filter(day -> !day.isBefore(first)));
  }

  private static Optional<LocalDate> lastSafeDate(
      Quantity remaining, Optional<LocalDate> lastPeriodEnd, OptionalDouble record, Optional<Passage> passage) {
    if (!remaining.isPositive() || record.isEmpty() || record.getAsDouble() <= 0) {
      return Optional.empty();
    }
    double weeks = Math.ceil(remaining.toDouble() / record.getAsDouble());
    return weeks > MOST_WEEKS
        ? Optional.empty()
        : lastPeriodEnd.map(end ->
            end.minusDays(((long) weeks) * DAYS_A_WEEK + passage.map(Passage::days).orElse(0)));
  }
}
