package io.offtake.commitment;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyNames.Meaning;
import org.jspecify.annotations.Nullable;

/// What a commitment must satisfy beyond its form, when it is created or amended. All problems are told at once.
///
/// What the records cannot even hold is for the reader of the document to find: a reading whose deadline lies
/// before its first day, a share without bounds, a measure that is no rung. Whether an id is taken is the store's.
public final class CommitmentRules {

  private static final int LONGEST_WINDOW_YEARS = 50;

  private final Known known;
  private final List<Problem> problems = new ArrayList<>();

  /// What the words of a commitment are held against.
  ///
  /// @param units  the physical units in which a target for a commodity may be stated; empty when not known, and
  ///     then none is doubted. Money may always be.
  /// @param parties  what a buyer or seller is
  /// @param commodities  the ids of all commodities; empty when not known, and then none is doubted
  /// @param sources  the ids of the sources that evidence can come from, likewise, each with the measures that a reading can
  ///     count by it
  public record Known(
      Function<CommodityId, Set<Unit>> units,
      Function<String, Meaning> parties,
      SortedSet<String> commodities,
      SortedMap<String, Set<Measure>> sources) {}

  private CommitmentRules(Known known) {
    this.known = known;
  }

  /// The problems of a commitment with all its versions and readings; the pointers are those of its document.
  public static List<Problem> problems(Commitment commitment, Known known) {
    var rules = new CommitmentRules(known);
    rules.check(commitment);
    return List.copyOf(rules.problems);
  }

  /// Likewise where parties and sources are not doubted.
  public static List<Problem> problems(Commitment commitment, Function<CommodityId, Set<Unit>> units) {
    return problems(commitment, new Known(units, Meaning.Firm::new, new TreeSet<>(), new TreeMap<>()));
  }

  /// What is said to have been announced or stated at a time to come.
  ///
  /// Terms are found from the instant on from which they are known, and of a day alone that is its end in UTC. So terms of
  /// the present day need their hour: they would be taken and then not be found.
  public static List<Problem> ofTheFuture(Commitment commitment, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < commitment.terms().size(); i++) {
      Statement announced = commitment.terms().get(i).announced();
      if (announced.estimated() && day(announced).equals(today)) {
        problems.add(new Problem("/terms/%d/announcedOn".formatted(i),
            "a day alone is known when it is over in UTC, at %s, and could not be found until then"
                .formatted(announced.knownFrom()),
            "write the hour as announcedAt, up to now, or add it tomorrow"));
      } else {
        ofTheFuture("/terms/%d/announced".formatted(i), "announced", announced, today, now).ifPresent(problems::add);
      }
    }
    for (int i = 0; i < commitment.readings().size(); i++) {
      ofTheFuture("/readings/%d/stated".formatted(i), "stated", commitment.readings().get(i).stated(), today, now)
          .ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> ofTheFuture(
      String pointer, String verb, Statement statement, LocalDate today, Instant now) {
    if (statement.estimated()) {
      return day(statement).isAfter(today)
          ? Optional.of(new Problem(pointer + "On",
              "it is said to be %s on %s, and today is %s in UTC".formatted(verb, day(statement), today),
              "write the day it was %s, before today, or the instant as %sAt".formatted(verb, verb)))
          : Optional.empty();
    }
    return statement.knownFrom().isAfter(now)
        ? Optional.of(new Problem(pointer + "At",
            "it is said to be %s at %s, which is yet to come".formatted(verb, statement.knownFrom()),
            "write the instant it was %s, up to now".formatted(verb)))
        : Optional.empty();
  }

  private static LocalDate day(Statement statement) {
    return LocalDate.ofInstant(statement.knownFrom(), ZoneOffset.UTC).minusDays(1);
  }

  private void check(Commitment commitment) {
    checkParty("/buyer", commitment.buyer());
    checkParty("/seller", commitment.seller());
    if (commitment.buyer().equalsIgnoreCase(commitment.seller())) {
      problem("/seller", "buyer and seller are both " + commitment.buyer(), "name two parties");
    }
    if (commitment.id().equals(commitment.parent())) {
      problem("/parent", "a commitment cannot contain itself", "name another commitment, or leave it out");
    }
    if (commitment.commodities().isEmpty()) {
      problem("/commodities", "there is no commodity", known.commodities().isEmpty()
          ? "name at least one"
          : "name at least one, such as %s; /v1/commodities lists them".formatted(
              known.commodities().stream().limit(3).collect(joining(", "))));
    }
    for (int i = 0; i < commitment.commodities().size(); i++) {
      var commodity = commitment.commodities().get(i).value();
      if (!known.commodities().isEmpty() && !known.commodities().contains(commodity)) {
        var alike = known.commodities().stream()
            .filter(each -> each.startsWith(commodity.split("-", 2)[0]) || commodity.contains(each))
            .toList();
        problem("/commodities/" + i + "/id", "there is no commodity '" + commodity + "'",
            alike.isEmpty()
                ? "write an id that /v1/commodities lists"
                : "did you mean " + String.join(" or ", alike) + "?");
      }
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
          "state what is owed as atLeast or between; a ceiling alone is not followed here");
    }
  }

  private void checkParty(String pointer, String written) {
    if (known.parties().apply(written) instanceof Meaning.Slip slip) {
      problem(pointer, slip.detail(), slip.remedy());
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
      check(commitment, i, version.tranches().get(j), pointer + "/tranches/" + j);
      checkOverlap(version.tranches().subList(0, j), version.tranches().get(j), pointer + "/tranches/" + j + "/windowStart");
    }
  }

  /// A whole contains its parts, and parts follow each other; what cuts another one would count twice.
  private void checkOverlap(List<Tranche> before, Tranche tranche, String pointer) {
    before.stream().filter(each -> Objects.equals(each.commodity(), tranche.commodity()) && cuts(each, tranche)).findFirst()
        .ifPresent(other -> problem(pointer, "the window from %s to %s cuts that of '%s', %s to %s: what is bought in both would count twice"
            .formatted(tranche.windowStart(), tranche.deadline(), other.id(), other.windowStart(), other.deadline()),
            "let one begin after the other has ended, or contain it"));
  }

  private static boolean cuts(Tranche one, Tranche other) {
    LocalDate start = one.windowStart();
    LocalDate end = one.deadline();
    LocalDate otherStart = other.windowStart();
    LocalDate otherEnd = other.deadline();
    return start != null && end != null && otherStart != null && otherEnd != null
        && (start.isBefore(otherStart) && !otherStart.isAfter(end) && end.isBefore(otherEnd)
            || otherStart.isBefore(start) && !start.isAfter(otherEnd) && otherEnd.isBefore(end));
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

  private void check(Commitment commitment, int version, Tranche tranche, String pointer) {
    var windowStart = tranche.windowStart();
    var deadline = tranche.deadline();
    if (windowStart != null && deadline != null && deadline.isBefore(windowStart)) {
      problem(pointer + "/deadline", "the deadline %s lies before the first day %s".formatted(deadline, windowStart),
          "exchange them, or correct one");
    }
    checkLength(windowStart, deadline, pointer + "/deadline");
    var commodity = tranche.commodity();
    if (commodity != null && !commitment.commodities().contains(commodity)) {
      problem(pointer + "/commodity", "'" + commodity + "' is not one of the commitment's commodities",
          oneOf(commitment.commodities()));
    }
    var counted = commodity == null ? commitment.commodities() : List.of(commodity);
    // What is declared in a unit may be amended in it.
    Set<Unit> declared = commitment.terms().subList(0, version).stream()
        .flatMap(before -> before.tranches().stream())
        .flatMap(each -> units(each.target()))
        .collect(toSet());
    check(tranche.target(), counted, declared, pointer + "/target");
    checkParts(commitment, tranche, pointer);
    if (version == commitment.terms().size() - 1) {
      checkBaselines(tranche, pointer);
    }
  }

  /// Only amounts of one unit are added and compared.
  private void checkParts(Commitment commitment, Tranche tranche, String pointer) {
    List<Unit> stated = units(tranche.target()).distinct().toList();
    for (int i = 0; i < tranche.minimums().size(); i++) {
      Minimum minimum = tranche.minimums().get(i);
      String place = pointer + "/subMinimums/" + i;
      checkCommodity(commitment, minimum.commodity(), place + "/commodity");
      checkUnit(minimum.target().quantity(), stated, place + "/unit");
      checkQuantity(minimum.target().quantity(), List.of(minimum.commodity()), Set.of(), place, "/value");
    }
    for (int i = 0; i < tranche.substitutions().size(); i++) {
      Substitution substitution = tranche.substitutions().get(i);
      String place = pointer + "/substitutions/" + i;
      for (int j = 0; j < substitution.commodities().size(); j++) {
        checkCommodity(commitment, substitution.commodities().get(j), place + "/commodities/" + j);
      }
      checkUnit(substitution.value(), stated, place + "/unit");
      if (stated.size() == 1 && substitution.discharges().unit() == stated.getFirst()
          && tranche.target() instanceof Target.AtLeast(var owed, var _, var _)
          && substitution.discharges().compareTo(owed) >= 0) {
        problem(place + "/discharges", "it would discharge all of the target", "write less than %s".formatted(owed));
      }
    }
    for (int i = 0; i < tranche.deliverable().size(); i++) {
      checkUnit(tranche.deliverable().get(i).quantity(), stated, pointer + "/stillDeliverable/" + i + "/unit");
    }
    if (tranche.target() instanceof Target.LowerOf(var legs) && legs.size() > 1 && stated.size() < 2) {
      problem(pointer + "/target/legs", "the legs are in one unit, so that the lower of them is plain",
          "state the lower one as atLeast");
    }
  }

  private void checkCommodity(Commitment commitment, CommodityId commodity, String pointer) {
    if (!commitment.commodities().contains(commodity)) {
      problem(pointer, "'" + commodity + "' is not one of the commitment's commodities", oneOf(commitment.commodities()));
    }
  }

  private void checkUnit(Quantity quantity, List<Unit> stated, String pointer) {
    if (!stated.isEmpty() && !stated.contains(quantity.unit())) {
      problem(pointer, "it is in %s, and the target is in %s".formatted(
          quantity.unit().id(), stated.stream().map(Unit::id).collect(joining(", "))), "write it in the target's unit");
    }
  }

  /// What a target is built on is of its unit, and of one vintage.
  private void checkBaselines(Tranche tranche, String pointer) {
    List<Unit> stated = units(tranche.target()).distinct().toList();
    for (int i = 0; i < tranche.baselines().size(); i++) {
      Baseline baseline = tranche.baselines().get(i);
      String place = pointer + "/baseline/" + i;
      if (baseline.role() == Baseline.Role.ADDITIVE) {
        checkUnit(baseline.value(), stated, place + "/unit");
      }
      if (baseline.isBuiltOn() && baseline.knownFrom() == null) {
        problem(place + "/knownFrom", "a target that is built on a baseline needs its vintage",
            "write the day on which the figure was public");
      }
    }
    if (isAdditional(tranche.target()) && !has(tranche, Baseline.Role.ADDITIVE)) {
      problem(pointer + "/baseline", "the target comes on top of a baseline that is not stated", "add one with the role 'additive'");
    }
    if (tranche.target() instanceof Target.UpliftPercent && !has(tranche, Baseline.Role.UPLIFT_BASE)) {
      problem(pointer + "/baseline", "the target is a rise over a baseline that is not stated", "add one with the role 'upliftBase'");
    }
  }

  private static boolean isAdditional(Target target) {
    return switch (target) {
      case Target.AtLeast least -> least.additional();
      case Target.LowerOf(var legs) -> legs.stream().anyMatch(Target.AtLeast::additional);
      case Target.UpTo _, Target.Between _, Target.UpliftPercent _, Target.Undeclared _ -> false;
    };
  }

  private static boolean has(Tranche tranche, Baseline.Role role) {
    return tranche.baselines().stream().anyMatch(each -> each.role() == role);
  }

  private static Stream<Unit> units(Target target) {
    return switch (target) {
      case Target.AtLeast(var quantity, var _, var _) -> Stream.of(quantity.unit());
      case Target.UpTo(var quantity, var _) -> Stream.of(quantity.unit());
      case Target.Between(var min, var _, var _) -> Stream.of(min.unit());
      case Target.LowerOf(var legs) -> legs.stream().flatMap(CommitmentRules::units);
      case Target.UpliftPercent _, Target.Undeclared _ -> Stream.empty();
    };
  }

  private void check(Target target, List<CommodityId> counted, Set<Unit> declared, String pointer) {
    switch (target) {
      case Target.AtLeast(var quantity, var _, var _) -> checkQuantity(quantity, counted, declared, pointer, "/value");
      case Target.UpTo(var quantity, var _) -> checkQuantity(quantity, counted, declared, pointer, "/value");
      case Target.Between(var min, var max, var _) -> {
        checkQuantity(min, counted, declared, pointer, "/min");
        checkSize(max, pointer + "/max");
        if (min.unit() == max.unit() && min.compareTo(max) > 0) {
          problem(pointer + "/max", "max (%s) is below min (%s)".formatted(max, min), "exchange them");
        }
      }
      case Target.LowerOf(var legs) -> {
        if (legs.size() < 2) {
          problem(pointer + "/legs", "the lower of fewer than two is no choice", "add a leg, or use atLeast");
        }
        for (int i = 0; i < legs.size(); i++) {
          check(legs.get(i), counted, declared, pointer + "/legs/" + i);
        }
      }
      case Target.UpliftPercent(var percent) -> {
        if (percent.signum() <= 0) {
          problem(pointer + "/value", "a rise by %s %% is none".formatted(percent), "write a number above 0");
        } else {
          checkSize(Quantity.of(percent, Unit.PERCENT), pointer + "/value");
        }
      }
      case Target.Undeclared _ -> { }
    }
  }

  private void checkQuantity(
      Quantity quantity, List<CommodityId> counted, Set<Unit> declared, String pointer, String field) {
    checkSize(quantity, pointer + field);
    var unit = quantity.unit();
    if (unit.dimension() == Unit.Dimension.MONEY || declared.contains(unit)) {
      return;
    }
    for (var commodity : counted) {
      var fitting = known.units().apply(commodity);
      if (!fitting.isEmpty() && !fitting.contains(unit)) {
        problem(pointer + "/unit", "%s is not stated in %s".formatted(commodity, unit.id()),
            "use one of: " + fitting.stream().sorted().map(Unit::id).collect(joining(", ")) + ", USD");
        return;
      }
    }
  }

  private void checkSize(Quantity quantity, String pointer) {
    var largest = TargetBounds.largest(quantity.unit());
    if (!quantity.isPositive()) {
      problem(pointer, "a target of " + quantity + " owes nothing", "write a number above 0");
    } else if (quantity.value().compareTo(largest) > 0) {
      problem(pointer, "a target of %s is above the largest there can be".formatted(quantity),
          "write at most %s %s".formatted(largest.toPlainString(), quantity.unit().id()));
    } else if (quantity.value().compareTo(TargetBounds.SMALLEST) < 0) {
      problem(pointer, "a target of %s is below the smallest there can be".formatted(quantity),
          "write at least %s %s".formatted(TargetBounds.SMALLEST.toPlainString(), quantity.unit().id()));
    }
  }

  private void checkLength(@Nullable LocalDate windowStart, @Nullable LocalDate deadline, String pointer) {
    if (windowStart != null && deadline != null && deadline.isAfter(windowStart.plusYears(LONGEST_WINDOW_YEARS))) {
      problem(pointer, "the window from %s to %s is longer than %d years".formatted(
          windowStart, deadline, LONGEST_WINDOW_YEARS), "correct a day, or state it in parts");
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
      String tranches = commitment.terms().stream()
          .flatMap(version -> version.tranches().stream())
          .map(Tranche::id)
          .distinct()
          .collect(joining(", "));
      problem(pointer + "/tranche", "no version of the terms has a tranche '" + reading.tranche() + "'",
          tranches.isEmpty() ? "add the tranche to the terms first" : "use one of: " + tranches);
    }
    if (reading.window() instanceof ReadingWindow.Days(var days)) {
      checkLength(days.first(), days.last(), pointer + "/deadline");
    }
    if (!(reading.unknownDestinations() instanceof UnknownDestinations.None)
        && reading.measure() != Measure.SOLD) {
      problem(pointer + "/unknownDestinations",
          "only what is sold can have an unknown destination, not what is " + reading.measure().id(),
          "write 'none', or count what is sold");
    }
    for (int i = 0; i < reading.sources().size(); i++) {
      var source = reading.sources().get(i).value();
      if (!known.sources().isEmpty() && !known.sources().containsKey(source)) {
        problem(pointer + "/evidence/" + i, "there is no source '" + source + "'",
            "use one of: " + String.join(", ", known.sources().keySet()));
      }
      if (reading.sources().subList(0, i).contains(reading.sources().get(i))) {
        problem(pointer + "/evidence/" + i, "'" + source + "' stands twice", "name each source once");
      }
    }
    checkMeasure(reading, pointer + "/measure");
    checkMoney(commitment, reading, pointer + "/measure");
    for (int i = 0; i < reading.components().size(); i++) {
      var component = reading.components().get(i);
      if (commitment.commodities().stream().noneMatch(commodity -> commodity.value().equals(component))) {
        problem(pointer + "/components/" + i, "'" + component + "' is not one of the commitment's commodities",
            oneOf(commitment.commodities()));
      }
    }
  }

  /// What is inspected is weighed, and no price makes money of it.
  private void checkMoney(Commitment commitment, Reading reading, String pointer) {
    List<Unit> units = commitment.terms().reversed().stream()
        .flatMap(version -> version.tranche(reading.tranche()).stream()).findFirst().stream()
        .flatMap(tranche -> units(tranche.target())).toList();
    if (!units.isEmpty() && units.stream().allMatch(unit -> unit.dimension() == Unit.Dimension.MONEY)
        && reading.measure() == Measure.INSPECTED) {
      problem(pointer, "what is inspected is weighed, and the target is in %s".formatted(units.getFirst().id()),
          "count what is exported or landed, of which values are published, or state the target in a quantity");
    }
  }

  /// One source at least must tell what the reading counts; the others may stand beside it.
  private void checkMeasure(Reading reading, String pointer) {
    List<String> named = reading.sources().stream().map(SourceId::value)
        .filter(each -> known.sources().containsKey(each))
        .toList();
    if (named.isEmpty() || named.stream().anyMatch(source -> countable(source).contains(reading.measure()))) {
      return;
    }
    String told = named.stream().flatMap(source -> countable(source).stream()).sorted().distinct().map(Measure::id)
        .collect(joining(", "));
    String telling = known.sources().keySet().stream().filter(source -> countable(source).contains(reading.measure()))
        .collect(joining(", "));
    problem(pointer, "%s does not tell what is %s".formatted(String.join(", ", named), reading.measure().id()),
        Stream.of(told.isEmpty() ? "" : "count one of: " + told,
                telling.isEmpty() ? "" : "name a source that tells it: " + telling)
            .filter(part -> !part.isEmpty())
            .collect(joining("; or ")));
  }

  private Set<Measure> countable(String source) {
    return known.sources().getOrDefault(source, Set.of());
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

  private static String oneOf(List<CommodityId> commodities) {
    return commodities.isEmpty()
        ? "name it among the commitment's commodities first, or leave it out"
        : "use one of: " + commodities.stream().map(CommodityId::value).collect(joining(", "));
  }

  private void problem(String pointer, String detail, String remedy) {
    problems.add(new Problem(pointer, detail, remedy));
  }
}
