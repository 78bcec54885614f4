package io.offtake.pace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.calendar.FederalHolidays;
import io.offtake.pairing.Pairing;
import io.offtake.quantity.Quantity;

/// How fast a reading is being met, and how fast the rest would have to go.
///
/// @param remaining  target less fulfilled, never below zero
/// @param reportsLeft  reports of the window that are still to come
/// @param requiredPerWeek  what is left over the reports left; absent when none is left
/// @param businessDaysLeft  US federal business days from the day of `asOf` to the deadline, both counted
/// @param requiredPerBusinessDay  what is left over the business days left; absent when none is left
/// @param ratio  the required rate over the actual one of 4 weeks; absent when either is, or nothing moves
/// @param lastSafeDate  the last day from whose close on the rest can still be met at the record rate; absent when
///     nothing is left to meet or no record is held
/// @param feasible  whether the required rate is within the record rate; true when no record is held
public record Pace(
    Quantity remaining,
    int reportsLeft,
    OptionalDouble requiredPerWeek,
    int businessDaysLeft,
    OptionalDouble requiredPerBusinessDay,
    Rates actual,
    OptionalDouble ratio,
    Optional<LocalDate> lastSafeDate,
    boolean feasible) {

  /// Federal business days are those of the publisher's clock.
  private static final ZoneId BUSINESS_ZONE = ZoneId.of("America/New_York");

  private static final int DAYS_A_WEEK = 7;

  /// The pace towards `target` at `asOf`.
  public static Pace of(Pairing pairing, Quantity target, Instant asOf) {
    return of(pairing, target, asOf, Rates.of(pairing));
  }

  /// Likewise with rates that are known already.
  public static Pace of(Pairing pairing, Quantity target, Instant asOf, Rates actual) {
    Quantity gap = target.minus(pairing.fulfilled().middle());
    Quantity remaining = gap.isPositive() ? gap : Quantity.zero(gap.unit());
    List<LocalDate> left = pairing.endsLeft();
    int days = FederalHolidays.businessDays(
        later(asOf.atZone(BUSINESS_ZONE).toLocalDate(), pairing.window().first()), pairing.window().last());
    OptionalDouble required = over(remaining, left.size());
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
        lastSafeDate(pairing, remaining, actual.record()),
        feasible(remaining, left.size(), actual.record()));
  }

  /// Whether the actual rate falls short of the required one on both the 4-week and the 12-week window.
  public boolean isBehindOnBothWindows() {
    return requiredPerWeek.isPresent() && actual.w4().isPresent() && actual.w12().isPresent()
        && actual.w4().getAsDouble() < requiredPerWeek.getAsDouble()
        && actual.w12().getAsDouble() < requiredPerWeek.getAsDouble();
  }

  private static boolean feasible(Quantity remaining, int reportsLeft, OptionalDouble record) {
    return record.isEmpty() || remaining.toDouble() <= Math.max(0, record.getAsDouble()) * reportsLeft;
  }

  private static Optional<LocalDate> lastSafeDate(Pairing pairing, Quantity remaining, OptionalDouble record) {
    if (!remaining.isPositive() || record.isEmpty() || record.getAsDouble() <= 0 || pairing.periods().isEmpty()) {
      return Optional.empty();
    }
    long weeks = (long) Math.ceil(remaining.toDouble() / record.getAsDouble());
    return Optional.of(pairing.periods().getLast().period().last().minusDays(weeks * DAYS_A_WEEK));
  }

  private static OptionalDouble over(Quantity remaining, int parts) {
    return parts == 0 ? OptionalDouble.empty() : OptionalDouble.of(remaining.toDouble() / parts);
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
