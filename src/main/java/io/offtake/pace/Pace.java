package io.offtake.pace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.calendar.FederalHolidays;
import io.offtake.pairing.Progress;
import io.offtake.quantity.Quantity;

/// How fast a reading is being met, and how fast the rest would have to go.
///
/// Where a part of the window is not held that nothing can be said of, there is no required rate, no ratio, no record and
/// no limit: all of them would take what is not held for zero.
///
/// @param remaining  target less fulfilled, never below zero
/// @param reportsLeft  reports of the window that are still to come
/// @param requiredPerWeek  what is left over the reports left; absent when none is left
/// @param businessDaysLeft  US federal business days from the day of `asOf` to the deadline, both counted
/// @param requiredPerBusinessDay  what is left over the business days left; absent when none is left
/// @param ratio  the required rate over the actual one of 4 weeks; absent when either is, or nothing moves
/// @param feasibility  whether the rest can still come at all
public record Pace(
    Quantity remaining,
    int reportsLeft,
    OptionalDouble requiredPerWeek,
    int businessDaysLeft,
    OptionalDouble requiredPerBusinessDay,
    Rates actual,
    OptionalDouble ratio,
    Feasibility feasibility) {

  /// Federal business days are those of the publisher's clock.
  private static final ZoneId BUSINESS_ZONE = ZoneId.of("America/New_York");

  /// The pace towards `target` at `asOf`.
  public static Pace of(Progress progress, Quantity target, Instant asOf) {
    return of(progress, target, asOf, Rates.of(progress));
  }

  /// Likewise with rates that are known already.
  public static Pace of(Progress progress, Quantity target, Instant asOf, Rates actual) {
    return of(progress, target, asOf, actual, List.of());
  }

  /// Likewise where somebody has said how much can still come.
  ///
  /// @param stated  limits that were public at `asOf`
  public static Pace of(
      Progress progress, Quantity target, Instant asOf, Rates actual, List<Feasibility.Limit.Stated> stated) {
    Quantity gap = target.minus(progress.fulfilled().middle());
    Quantity remaining = gap.isPositive() ? gap : Quantity.zero(gap.unit());
    List<LocalDate> left = progress.endsLeft();
    int days = FederalHolidays.businessDays(
        later(asOf.atZone(BUSINESS_ZONE).toLocalDate(), progress.window().first()), progress.window().last());
    if (progress.isPartial()) {
      return new Pace(remaining, left.size(), OptionalDouble.empty(), days, OptionalDouble.empty(),
          actual.withoutRecord(), OptionalDouble.empty(), Feasibility.NOT_KNOWN);
    }
    OptionalDouble required = over(remaining, progress.weeksLeft());
    return new Pace(
        remaining,
        left.size(),
        required,
        days,
        over(remaining, days),
        actual,
        required.isPresent() && actual.w4().isPresent() && actual.w4().getAsDouble() > 0
            ? OptionalDouble.of(required.getAsDouble() / actual.w4().getAsDouble())
            : OptionalDouble.empty(),
        Feasibility.of(remaining, left.size(), lastPeriodEnd(progress), actual.record(), stated)
            .withinWindowFrom(progress.window().first()));
  }

  /// The last day from whose close on the rest can still be met at the record rate.
  public Optional<LocalDate> lastSafeDate() {
    return feasibility.lastSafeDate();
  }

  /// Whether no limit that is known stands in the way of the rest.
  public boolean feasible() {
    return feasibility.isFeasible();
  }

  /// Whether the rates tell if the pace suffices: both are known, or one of them is and reaches the required one.
  public boolean isTelling() {
    if (requiredPerWeek.isEmpty()) {
      return false;
    }
    double required = requiredPerWeek.getAsDouble();
    return actual.w4().isPresent() && actual.w12().isPresent()
        || actual.w4().orElse(Double.NEGATIVE_INFINITY) >= required
        || actual.w12().orElse(Double.NEGATIVE_INFINITY) >= required;
  }

  /// Whether the actual rate falls short of the required one on both the 4-week and the 12-week window.
  public boolean isBehindOnBothWindows() {
    return requiredPerWeek.isPresent() && actual.w4().isPresent() && actual.w12().isPresent()
        && actual.w4().getAsDouble() < requiredPerWeek.getAsDouble()
        && actual.w12().getAsDouble() < requiredPerWeek.getAsDouble();
  }

  private static Optional<LocalDate> lastPeriodEnd(Progress progress) {
    return progress.periods().isEmpty() ? Optional.empty() : Optional.of(progress.periods().getLast().period().last());
  }

  private static OptionalDouble over(Quantity remaining, double parts) {
    return parts == 0 ? OptionalDouble.empty() : OptionalDouble.of(remaining.toDouble() / parts);
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
