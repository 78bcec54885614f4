package io.offtake.commitment;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;

/// What a commitment must satisfy beyond its form, when it is created or amended. All problems are told at once.
///
/// What the records cannot even hold is for the reader of the document to find: a reading whose deadline lies
/// before its first day, a share without bounds, a measure that is no rung. Whether an id is taken is the store's.
public final class CommitmentRules {

  private final Function<CommodityId, Set<Unit>> units;
  private final List<Problem> problems = new ArrayList<>();

  private CommitmentRules(Function<CommodityId, Set<Unit>> units) {
    this.units = units;
  }

  /// The problems of a commitment with all its versions and readings; the pointers are those of its document.
  ///
  /// @param units  the physical units in which a target for a commodity may be stated; empty when not known, and
  ///     then none is doubted. Money may always be.
  public static List<Problem> problems(Commitment commitment, Function<CommodityId, Set<Unit>> units) {
    var rules = new CommitmentRules(units);
    rules.check(commitment);
    return List.copyOf(rules.problems);
  }

  private void check(Commitment commitment) {
    if (commitment.buyer().equalsIgnoreCase(commitment.seller())) {
      problem("/seller", "buyer and seller are both " + commitment.buyer(), "name two parties");
    }
    if (commitment.id().equals(commitment.parent())) {
      problem("/parent", "a commitment cannot contain itself", "name another commitment, or leave it out");
    }
    if (commitment.commodities().isEmpty()) {
      problem("/commodities", "there is no commodity", "name at least one");
    }
    checkUnique("/commodities", "commodity", commitment.commodities().stream().map(CommodityId::value).toList());
    if (commitment.terms().isEmpty()) {
      problem("/terms", "there are no terms", "add the version that was announced first");
    }
    for (int i = 0; i < commitment.terms().size(); i++) {
      check(commitment, i);
    }
    checkReadings(commitment);
    if (commitment.refusal() == null && isCeiling(commitment)) {
      problem("/terms",
          "every target is 'up to' some quantity: a ceiling, such as a tariff quota, obliges nobody to buy",
          "state what is owed as atLeast or between, or give a refusal to keep it as a case that is not assessed");
    }
  }

  private void check(Commitment commitment, int i) {
    var version = commitment.terms().get(i);
    var pointer = "/terms/" + i;
    if (i > 0) {
      var before = commitment.terms().get(i - 1);
      if (version.announced().knownFrom().isBefore(before.announced().knownFrom())) {
        problem(pointer + (version.announced().estimated() ? "/announcedOn" : "/announcedAt"),
            "it is announced before version %d, which is known from %s"
                .formatted(before.version(), before.announced().knownFrom()),
            "order versions by announcement; an amendment is never backdated");
      }
    }
    checkHeadline(commitment, version, i == commitment.terms().size() - 1, pointer + "/headline");
    if (version.tranches().isEmpty()) {
      problem(pointer + "/tranches", "there is no tranche", "add one with its target");
    }
    checkUnique(pointer + "/tranches", "tranche", version.tranches().stream().map(Tranche::id).toList());
    for (int j = 0; j < version.tranches().size(); j++) {
      check(commitment, version.tranches().get(j), pointer + "/tranches/" + j);
    }
  }

  private void checkHeadline(Commitment commitment, Terms version, boolean newest, String pointer) {
    var headline = version.headline();
    if (headline == null) {
      if (commitment.refusal() == null) {
        problem(pointer, "the version names no headline reading", readingsToName(commitment));
      }
      return;
    }
    var reading = commitment.reading(headline);
    if (reading.isEmpty()) {
      problem(pointer, "there is no reading '" + headline + "'", readingsToName(commitment));
    } else if (newest && reading.get().retired()) {
      problem(pointer, "the reading '" + headline + "' is retired", readingsToName(commitment));
    }
  }

  private void check(Commitment commitment, Tranche tranche, String pointer) {
    var windowStart = tranche.windowStart();
    var deadline = tranche.deadline();
    if (windowStart != null && deadline != null && deadline.isBefore(windowStart)) {
      problem(pointer + "/deadline", "the deadline %s lies before the first day %s".formatted(deadline, windowStart),
          "exchange them, or correct one");
    }
    var commodity = tranche.commodity();
    if (commodity != null && !commitment.commodities().contains(commodity)) {
      problem(pointer + "/commodity", "'" + commodity + "' is not one of the commitment's commodities",
          "use one of: " + join(commitment.commodities()));
    }
    var counted = commodity == null ? commitment.commodities() : List.of(commodity);
    check(tranche.target(), counted, pointer + "/target");
  }

  private void check(Target target, List<CommodityId> counted, String pointer) {
    switch (target) {
      case Target.AtLeast(var quantity, var _, var _) -> checkQuantity(quantity, counted, pointer, "/value");
      case Target.UpTo(var quantity, var _) -> checkQuantity(quantity, counted, pointer, "/value");
      case Target.Between(var min, var max, var _) -> {
        checkQuantity(min, counted, pointer, "/min");
        if (min.unit() == max.unit() && min.compareTo(max) > 0) {
          problem(pointer + "/max", "max (%s) is below min (%s)".formatted(max, min), "exchange them");
        }
      }
      case Target.LowerOf(var legs) -> {
        if (legs.size() < 2) {
          problem(pointer + "/legs", "the lower of fewer than two is no choice", "add a leg, or use atLeast");
        }
        for (int i = 0; i < legs.size(); i++) {
          check(legs.get(i), counted, pointer + "/legs/" + i);
        }
      }
      case Target.UpliftPercent(var percent) -> {
        if (percent.signum() <= 0) {
          problem(pointer + "/value", "a rise by %s %% is none".formatted(percent), "write a number above 0");
        }
      }
      case Target.Undeclared _ -> { }
    }
  }

  private void checkQuantity(Quantity quantity, List<CommodityId> counted, String pointer, String field) {
    if (!quantity.isPositive()) {
      problem(pointer + field, "a target of " + quantity + " owes nothing", "write a number above 0");
    }
    var unit = quantity.unit();
    if (unit.dimension() == Unit.Dimension.MONEY) {
      return;
    }
    for (var commodity : counted) {
      var fitting = units.apply(commodity);
      if (!fitting.isEmpty() && !fitting.contains(unit)) {
        problem(pointer + "/unit", "%s is not stated in %s".formatted(commodity, unit.id()),
            "use one of: " + fitting.stream().sorted().map(Unit::id).collect(joining(", ")) + ", USD");
        return;
      }
    }
  }

  private void checkReadings(Commitment commitment) {
    var readings = commitment.readings();
    if (readings.isEmpty() && commitment.refusal() == null) {
      problem("/readings", "there is no reading, so nothing can be assessed", "add at least one");
    }
    checkUnique("/readings", "reading", readings.stream().map(Reading::id).toList());
    for (int i = 0; i < readings.size(); i++) {
      check(commitment, readings.get(i), "/readings/" + i);
    }
  }

  private void check(Commitment commitment, Reading reading, String pointer) {
    if (commitment.terms().stream().noneMatch(version -> version.tranche(reading.tranche()).isPresent())) {
      problem(pointer + "/tranche", "no version of the terms has a tranche '" + reading.tranche() + "'",
          "use one of: " + commitment.terms().stream()
              .flatMap(version -> version.tranches().stream())
              .map(Tranche::id)
              .distinct()
              .collect(joining(", ")));
    }
    if (!(reading.unknownDestinations() instanceof UnknownDestinations.None)
        && reading.measure() != Measure.SOLD) {
      problem(pointer + "/unknownDestinations",
          "only what is sold can have an unknown destination, not what is " + reading.measure().id(),
          "write 'none', or count what is sold");
    }
    for (int i = 0; i < reading.components().size(); i++) {
      var component = reading.components().get(i);
      if (commitment.commodities().stream().noneMatch(commodity -> commodity.value().equals(component))) {
        problem(pointer + "/components/" + i, "'" + component + "' is not one of the commitment's commodities",
            "use one of: " + join(commitment.commodities()));
      }
    }
  }

  /// A commitment that is "up to" in one version and a floor in another is an undertaking all the same.
  private static boolean isCeiling(Commitment commitment) {
    var targets = commitment.terms().stream()
        .flatMap(version -> version.tranches().stream())
        .map(Tranche::target)
        .toList();
    return !targets.isEmpty() && targets.stream().allMatch(Target.UpTo.class::isInstance);
  }

  private void checkUnique(String pointer, String what, List<String> ids) {
    var seen = new HashSet<String>();
    for (int i = 0; i < ids.size(); i++) {
      if (!seen.add(ids.get(i))) {
        problem(pointer + "/" + i + "/id",
            "the %s '%s' stands twice".formatted(what, ids.get(i)), "rename or remove one");
      }
    }
  }

  private static String readingsToName(Commitment commitment) {
    var current = commitment.readings().stream().filter(reading -> !reading.retired()).map(Reading::id).toList();
    return current.isEmpty() ? "add a reading, then name it" : "name one of: " + String.join(", ", current);
  }

  private static String join(List<CommodityId> commodities) {
    return commodities.stream().map(CommodityId::value).collect(joining(", "));
  }

  private void problem(String pointer, String detail, String remedy) {
    problems.add(new Problem(pointer, detail, remedy));
  }
}
