package io.offtake.pairing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.pairing.Part.As;
import io.offtake.pairing.Track.CarryIn;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Track.YearRow;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// What counts of one period, taken apart into the figures that say so.
///
/// @param whole  whether nothing that would count with them is not held
record Parts(List<Part> list, boolean whole) {

  /// What a period brings to a sum over days.
  ///
  /// @param levelAtStartHeld  whether all that the level brings was sold inside the window
  static Parts ofDays(Measure measure, Point point, boolean levelAtStartHeld) {
    if (!point.members().isEmpty()) {
      return together(point.members().stream().map(member -> ofDays(measure, member, levelAtStartHeld)).toList());
    }
    if (measure != Measure.SOLD) {
      return new Parts(figures(point.observations(), measure), true);
    }
    boolean carryInHeld = point.carryIns().allMatch(carryIn -> carryIn.value().isPresent()
        || (!carryIn.inNetSales() && point.caughtUp().isZero()));
    var list = new ArrayList<Part>();
    for (Observation observation : point.observations()) {
      if (countsInDays(point, observation)) {
        list.add(Part.figure(observation));
      }
    }
    if (!carryInHeld || !(levelAtStartHeld || point.caughtUp().isZero())) {
      point.carryIns().forEach(carryIn -> addCarryOver(list, carryIn));
      return new Parts(list, false);
    }
    point.carryIns().forEach(carryIn -> addCarryOver(list, carryIn));
    addCaughtUp(list, point.caughtUp(), point.firstOfMarketingYear(), point.observations());
    return new Parts(list, true);
  }

  /// What a row brings to a sum over its marketing year.
  ///
  /// @throws IllegalArgumentException if the year has no row in the period
  static Parts ofYear(Measure measure, Point point, int year) {
    if (!point.members().isEmpty()) {
      return together(point.members().stream()
          .filter(member -> member.years().containsKey(year)).map(member -> ofYear(measure, member, year)).toList());
    }
    YearRow row = point.years().get(year);
    if (row == null) {
      throw new IllegalArgumentException("the marketing year %d has no row in %s".formatted(year, point.period()));
    }
    List<Observation> observations = ofYear(point, year);
    if (measure != Measure.SOLD) {
      return new Parts(figures(observations, measure), true);
    }
    boolean carryInHeld = row.carryIn().filter(carryIn -> carryIn.value().isEmpty()).isEmpty();
    boolean netSalesCount = carryInHeld || row.carryIn().filter(CarryIn::inNetSales).isEmpty();
    var list = new ArrayList<Part>(netSalesCount ? figures(observations, Measure.NET_SALES) : List.of());
    row.carryIn().ifPresent(carryIn -> addCarryOver(list, carryIn));
    addCaughtUp(list, row.counted().minus(row.flow()), row.carryIn().isPresent(), observations);
    return new Parts(list, carryInHeld);
  }

  /// The figures of a period that are of one marketing year.
  static List<Observation> ofYear(Point point, int year) {
    return point.observations().stream().filter(observation -> Objects.equals(observation.marketYear(), year)).toList();
  }

  private static Parts together(List<Parts> each) {
    return new Parts(each.stream().flatMap(parts -> parts.list().stream()).toList(), each.stream().allMatch(Parts::whole));
  }

  Quantity sum(Unit unit) {
    return list.stream().map(Part::effect).reduce(Quantity.zero(unit), Quantity::plus);
  }

  /// What the period brought by its own figures.
  Quantity own(Unit unit) {
    return list.stream().filter(part -> part.as().isOwn()).map(Part::effect).reduce(Quantity.zero(unit), Quantity::plus);
  }

  private static List<Part> figures(List<Observation> observations, Measure measure) {
    return observations.stream()
        .filter(observation -> observation.series().measure() == measure)
        .map(Part::figure)
        .toList();
  }

  /// In the boundary week the old year's row states the new year's sales as well: they count once, in the new row.
  private static boolean countsInDays(Point point, Observation observation) {
    Integer year = observation.marketYear();
    if (observation.series().measure() == Measure.NEXT_YEAR_NET_SALES) {
      return point.years().lastKey().equals(year);
    }
    YearRow row = year == null ? null : point.years().get(year);
    return observation.series().measure() == Measure.NET_SALES && row != null
        && row.carryIn().filter(carryIn -> carryIn.inNetSales() && carryIn.value().isEmpty()).isEmpty();
  }

  private static void addCarryOver(List<Part> list, CarryIn carryIn) {
    carryIn.value().filter(value -> !value.isZero()).ifPresent(value -> carryIn.figures().forEach(figure -> list.add(
        new Part(As.CARRY_OVER, carryIn.inNetSales() ? negated(figure.value()) : Quantity.zero(value.unit()),
            Optional.of(figure)))));
  }

  /// A level is read from what is outstanding, and else from any level that the row states.
  private static void addCaughtUp(
      List<Part> list, Quantity caughtUp, boolean opensYear, List<Observation> observations) {
    if (!caughtUp.isZero()) {
      Optional<Observation> level = newest(observations, Measure.OUTSTANDING_SALES)
          .or(() -> newest(observations, Measure.NEXT_YEAR_OUTSTANDING_SALES))
          .or(() -> newest(observations, Measure.ACCUMULATED_EXPORTS));
      list.add(new Part(opensYear ? As.JUMP : As.CATCH_UP, caughtUp, level));
    }
  }

  /// Of the newest marketing year's row, and there the last word.
  private static Optional<Observation> newest(List<Observation> observations, Measure measure) {
    return observations.reversed().stream().filter(observation -> observation.series().measure() == measure).findFirst();
  }

  private static Quantity negated(Quantity value) {
    return Quantity.zero(value.unit()).minus(value);
  }
}
