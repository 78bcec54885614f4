package io.offtake.assessment;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.offtake.commitment.Owed;
import io.offtake.pace.Rates;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Distribution;
import io.offtake.projection.Projection;
import io.offtake.projection.Projection.FanPoint;

/// Leads a projection along a supposed rate, and lets what is supposed to come later come no sooner.
///
/// The middle of the path becomes the rate's. Around it stays the spread of the projection, made smaller where the rate is
/// below the projected one: what is supposed to stand still does not scatter.
final class SupposedPath {

  private static final double DAYS_A_WEEK = 7;

  private final Supposition supposition;
  private final Pairing pairing;
  private final Owed.Leg leg;

  SupposedPath(Supposition supposition, Pairing pairing, Owed.Leg leg) {
    this.supposition = supposition;
    this.pairing = pairing;
    this.leg = leg;
  }

  /// The rates with the supposed one in place of what was observed. What is supposed is taken to be possible.
  Rates rates(Rates observed) {
    return supposition.rateOf(leg).map(Supposition.Rate::perWeek).map(perWeek -> new Rates(
        OptionalDouble.of(perWeek), OptionalDouble.of(perWeek), OptionalDouble.of(perWeek),
        atLeast(observed.record(), perWeek), atLeast(observed.largest(), perWeek * longestPeriod()))).orElse(observed);
  }

  private static OptionalDouble atLeast(OptionalDouble known, double supposed) {
    return known.isPresent() ? OptionalDouble.of(Math.max(known.getAsDouble(), supposed)) : known;
  }

  private double longestPeriod() {
    return pairing.periods().stream().mapToLong(each -> each.period().days()).max().orElse(0) / DAYS_A_WEEK;
  }

  Projection of(Projection projection) {
    return !supposition.isEmpty() && projection instanceof Projection.Estimated estimated ? along(estimated) : projection;
  }

  private Projection along(Projection.Estimated estimated) {
    Optional<Supposition.Rate> rate = supposition.rateOf(leg).filter(_ -> !pairing.endsToProject().isEmpty());
    List<FanPoint> fan = estimated.fan().stream().map(point -> new FanPoint(point.periodEnd(), moved(
        rate.map(each -> along(point.total(), each, point.periodEnd())).orElse(point.total()),
        -supposition.after(point.periodEnd(), leg)))).toList();
    Distribution total = rate.map(each -> along(estimated.total(), each, pairing.window().last())).orElse(estimated.total());
    double target = leg.target().toDouble();
    return new Projection.Estimated(estimated.method(), estimated.seed(), estimated.seasons(), total, fan,
        rate.isPresent() ? total.probabilityBelow(target) : estimated.shortfallProbability(),
        rate.isPresent() ? total.expectedShortfall(target) : estimated.expectedShortfall(),
        Stream.concat(drivers().stream(), estimated.drivers().stream()).toList());
  }

  private Optional<String> drivers() {
    return supposition.rateOf(leg).map(rate -> "the middle is that of a supposed rate of %s a %s".formatted(
        rate.amount(), rate.per() == Supposition.Per.WEEK ? "week" : "month"));
  }

  /// The outcomes at a day about the middle that the rate leads to.
  private Distribution along(Distribution outcomes, Supposition.Rate rate, LocalDate day) {
    double from = pairing.projectedFrom();
    double middle = outcomes.quantile(0.5);
    double comes = rate.perWeek() * weeksTo(day);
    double projected = middle - from;
    double width = projected > 0 ? Math.clamp(comes / projected, 0, 1) : 1;
    return new Distribution(Arrays.stream(outcomes.sorted()).map(each -> from + comes + (each - middle) * width).toArray());
  }

  private double weeksTo(LocalDate day) {
    List<LocalDate> ends = pairing.endsToProject();
    return pairing.periods().stream().map(CountedPeriod::period)
        .filter(period -> ends.contains(period.last()) && !period.last().isAfter(day))
        .mapToLong(period -> period.days()).sum() / DAYS_A_WEEK;
  }

  private static Distribution moved(Distribution outcomes, double by) {
    return by == 0 ? outcomes : new Distribution(Arrays.stream(outcomes.sorted()).map(each -> each + by).toArray());
  }
}
