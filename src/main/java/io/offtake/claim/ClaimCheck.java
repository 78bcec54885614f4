package io.offtake.claim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.offtake.claim.Claim.Word;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimLine.Seen;
import io.offtake.claim.ClaimVerdict.Conflict;
import io.offtake.claim.ClaimVerdict.Held;
import io.offtake.claim.ClaimVerdict.Outcome;
import io.offtake.evidence.Measure;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.UnitValues;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// Holds a claim against the figures: exact amounts in, an outcome with its reasons out.
///
/// What was said is a range: the printed figure with what it was rounded to, opened or cut by words such as "at least" or
/// "nearly". It *fits* a figure that lies in the range. Where nothing public fits, what was published later of the time
/// between is looked at as well: somebody who talks to traders may know on Monday what is printed a month later.
public final class ClaimCheck {

  /// Beyond the highest figure of its day by half again, unknown destinations included, nobody's count comes near.
  private static final BigDecimal FAR = new BigDecimal("1.5");
  private static final int DIGITS = 12;
  private static final int DIGITS_OF_SHARE = 4;
  private static final int PERCENT = 2;

  private final Case of;
  private final Claim claim;
  private final Optional<Reach> reach;
  private final List<Held> lines;

  /// All that a claim is held against.
  ///
  /// @param owed  by the terms in force when it was made
  /// @param unit  in which its commodity is counted; absent where the trade has no one unit
  /// @param lines  the ways of counting
  /// @param others  further claims about the same that stand, whenever they were made
  /// @param unitValues  what a unit of the commodity can cost
  public record Case(
      Claim claim,
      Optional<AmountsOfTerms> owed,
      Optional<Unit> unit,
      List<ClaimLine> lines,
      List<Claim> others,
      Optional<UnitValues.Range> unitValues) {
    public Case {
      lines = List.copyOf(lines);
      others = List.copyOf(others);
    }
  }

  private ClaimCheck(Case of) {
    this.of = of;
    this.claim = of.claim();
    this.reach = Reaches.inCountedUnit(claim, of.owed(), of.unit());
    this.lines = of.lines().stream().map(this::held).toList();
  }

  public static ClaimVerdict verdict(Case of) {
    return new ClaimCheck(of).verdict();
  }

  private ClaimVerdict verdict() {
    Found found = found();
    var conflicts = new ArrayList<>(found.conflicts());
    conflicts.addAll(ClaimConflicts.of(claim, of.owed(), of.unit(), of.others(), isBasisHeld()));
    var notes = new ArrayList<String>();
    ClaimConflicts.repeated(claim, of.owed(), of.unit(), of.others()).ifPresent(other -> notes.add(
        "It repeats what %s said on %s.".formatted(other.speaker(), other.said().onDay())));
    needs(found).ifPresent(notes::add);
    notes.addAll(claim.assumed());
    return new ClaimVerdict(found.outcome(), found.summary(), end(reach.map(Reach::low)), end(reach.map(Reach::high)),
        found.nearest(), lines, conflicts, notes);
  }

  /// What of the unknown destinations it would have needed, where no figure by name was enough.
  private Optional<String> needs(Found found) {
    boolean asks = found.outcome() == Outcome.AHEAD_OF_FIGURES || found.outcome() == Outcome.CONTRADICTED
        || found.outcome() == Outcome.AGREES && found.nearest().filter(held -> !held.line().isByName()).isPresent();
    return asks
        ? lines.stream().filter(held -> isStated(held) && held.neededUnknownShare().isPresent()).findFirst().map(held ->
            "By name %s was public; it would have needed %s of the %s to unknown destinations.".formatted(
                value(held), inWords(held.neededUnknownShare().orElseThrow()),
                Figures.say(held.line().unknownLevel().orElseThrow())))
        : Optional.empty();
  }

  private record Found(Outcome outcome, String summary, Optional<Held> nearest, List<Conflict> conflicts) {

    Found(Outcome outcome, String summary, Optional<Held> nearest) {
      this(outcome, summary, nearest, List.of());
    }
  }

  private Optional<Quantity> end(Optional<BigDecimal> amount) {
    return amount.flatMap(value -> of.unit().map(unit -> Quantity.of(value, unit)));
  }

  private Found found() {
    if (claim.word() == Word.PLEDGED) {
      return pledge();
    }
    if (claim.word() == Word.ON_TRACK || claim.word() == Word.MET) {
      return word(claim.word());
    }
    ClaimFigure figure = claim.figure();
    if (figure != null && !figure.isPercent() && of.unit().filter(unit -> unit != figure.unit()).isPresent()) {
      return otherUnit(figure);
    }
    if (reach.isEmpty()) {
      return new Found(Outcome.NOT_HELD, "No figure is held in a unit that could tell.", Optional.empty());
    }
    return switch (figure == null ? Scope.TOTAL : figure.scope()) {
      case TOTAL -> total(reach.get());
      case ADDITION -> addition(reach.get());
      case PERIOD -> period();
    };
  }

  // What is said of a total.

  private Found total(Reach said) {
    Optional<Held> outlier = outlier(said);
    if (outlier.isPresent()) {
      return new Found(Outcome.OUTLIER, "It is more than half again beyond the highest figure of its day: %s, all unknown destinations included."
          .formatted(Figures.say(upper(outlier.get()).orElseThrow())), outlier);
    }
    List<Held> stated = lines.stream().filter(this::isStated).toList();
    Optional<Held> fits = nearest(stated, Held::isKnownToFit);
    if (fits.isPresent()) {
      return new Found(Outcome.AGREES, "It agrees with %s: %s at %s.".formatted(
          name(fits.get()), value(fits.get()), periodEnd(fits.get())), fits);
    }
    Optional<Held> laterAtEnd = stated.stream().filter(Held::laterFitsAtEnd).findFirst();
    if (laterAtEnd.isPresent()) {
      return ahead(laterAtEnd.get());
    }
    Optional<Held> within = stated.stream()
        .filter(held -> held.neededUnknownShare().filter(share -> share.compareTo(BigDecimal.ONE) <= 0).isPresent())
        .findFirst();
    if (within.isPresent()) {
      return within(within.get());
    }
    Optional<Held> later = stated.stream().filter(Held::isLaterFit).findFirst();
    return later.isPresent() ? ahead(later.get()) : none(stated);
  }

  private Found within(Held held) {
    BigDecimal share = held.neededUnknownShare().orElseThrow();
    return new Found(Outcome.WITHIN_UNKNOWN,
        "By name %s was public. It would need %s of the %s to unknown destinations to be the buyer's.".formatted(
            value(held), inWords(share), Figures.say(held.line().unknownLevel().orElseThrow())), Optional.of(held));
  }

  private static Found ahead(Held held) {
    Seen end = held.laterEnd().orElseThrow();
    String then = held.line().known()
        .map(seen -> "%s was public, at %s".formatted(Figures.say(seen.value()), seen.periodEnd()))
        .orElse("nothing was public");
    return new Found(Outcome.AHEAD_OF_FIGURES, held.laterFitsAtEnd()
        ? "That day %s. What was published later bears it out: %s.".formatted(then, name(held))
        : "That day %s. What was published later passed through it on the way to %s at %s: %s.".formatted(
            then, Figures.say(end.value()), end.periodEnd(), name(held)), Optional.of(held));
  }

  private Found none(List<Held> stated) {
    boolean told = stated.stream().anyMatch(held -> held.line().known().isPresent() || held.laterEnd().isPresent());
    if (!told) {
      String what = claim.basis() == null ? "that could tell" : "of what is " + claim.basis().id();
      return new Found(Outcome.NOT_HELD, "No figure is held %s.".formatted(what), nearest(lines, _ -> true));
    }
    Optional<Held> known = nearest(stated, held -> held.line().known().isPresent());
    Optional<Held> other = nearest(lines.stream().filter(this::isOfDestinations).toList(), Held::isKnownToFit);
    if (claim.basis() != null && known.isPresent() && other.isPresent()) {
      String text = "It contradicts %s (%s) and agrees with %s (%s).".formatted(
          claim.basis().id(), value(known.get()), other.get().line().measure().id(), value(other.get()));
      return new Found(Outcome.BASIS_CONTRADICTED, text, other, List.of(
          new Conflict(Conflict.Kind.BASIS, text, null, known.get().line().reading())));
    }
    if (known.isPresent()) {
      String text = "Figures were public and none fits. The nearest is %s, %s at %s.".formatted(
          value(known.get()), name(known.get()), periodEnd(known.get()));
      return new Found(Outcome.CONTRADICTED, text, known, List.of(
          new Conflict(Conflict.Kind.FIGURES, text, null, known.get().line().reading())));
    }
    Held later = stated.stream().filter(held -> held.laterEnd().isPresent()).findFirst().orElseThrow();
    return new Found(Outcome.NOT_BORNE_OUT, "Nothing was public. Later reports had %s at %s (%s), which does not fit."
        .formatted(Figures.say(later.laterEnd().orElseThrow().value()), later.laterEnd().orElseThrow().periodEnd(),
            name(later)), Optional.of(later));
  }

  /// The highest figure of that day, all unknown destinations included, when the claim is far beyond it.
  private Optional<Held> outlier(Reach said) {
    Optional<Held> highest = lines.stream()
        .filter(held -> upper(held).filter(Quantity::isPositive).isPresent())
        .max(Comparator.comparing(held -> upper(held).orElseThrow()));
    return highest.filter(held -> said.isAbove(upper(held).orElseThrow().value().multiply(FAR)));
  }

  private static Optional<Quantity> upper(Held held) {
    return held.line().known().map(seen -> held.line().isByName()
        ? held.line().unknownLevel().map(seen.value()::plus).orElse(seen.value())
        : seen.value());
  }

  // What is said of a part.

  /// A few cargoes fit where the weeks in which they can have been reported brought as much.
  private Found addition(Reach said) {
    List<Held> stated = lines.stream().filter(this::isStated).toList();
    Optional<Held> room = stated.stream()
        .filter(held -> held.laterEnd().filter(seen -> !said.isAbove(seen.value().value())).isPresent())
        .findFirst();
    if (room.isPresent()) {
      return new Found(Outcome.AHEAD_OF_FIGURES, "There is room for it: the reports of these weeks brought %s (%s)."
          .formatted(Figures.say(room.get().laterEnd().orElseThrow().value()), name(room.get())), room);
    }
    Optional<Held> less = stated.stream().filter(held -> held.laterEnd().isPresent()).findFirst();
    return less.map(held -> new Found(Outcome.NOT_BORNE_OUT, "The reports of these weeks brought %s by name, less than that (%s)."
            .formatted(Figures.say(held.laterEnd().orElseThrow().value()), name(held)), less))
        .orElseGet(() -> new Found(Outcome.NOT_HELD, "No figure is held that could tell.", Optional.empty()));
  }

  private Found period() {
    List<Held> stated = lines.stream().filter(this::isStated).toList();
    Optional<Held> fits = nearest(stated, Held::isKnownToFit);
    if (fits.isPresent()) {
      return new Found(Outcome.AGREES, "It agrees with %s: %s in the period to %s.".formatted(
          name(fits.get()), value(fits.get()), periodEnd(fits.get())), fits);
    }
    return none(stated);
  }

  // What is said in a word.

  private Found word(Word word) {
    List<Held> judged = ofDeadline().stream()
        .filter(held -> held.line().verdict().isPresent() && isStated(held))
        .toList();
    List<Held> holds = judged.stream().filter(Held::isKnownToFit).toList();
    List<Held> denies = judged.stream().filter(held -> held.fits().filter(fits -> !fits).isPresent()).toList();
    String what = word == Word.MET ? "met" : "on track";
    if (holds.isEmpty() && denies.isEmpty()) {
      return new Found(Outcome.NOT_HELD, "That day nobody could see whether it was %s: no reading could be judged."
          .formatted(what), judged.stream().findFirst());
    }
    List<Conflict> conflicts = denies.stream().map(held -> new Conflict(
        holds.isEmpty() ? Conflict.Kind.FIGURES : Conflict.Kind.READINGS,
        "%s: %s.".formatted(name(held), standing(held)), null, held.line().reading())).toList();
    if (denies.isEmpty()) {
      return new Found(Outcome.AGREES, "Every reading that could be judged says so. %s: %s.".formatted(
          name(holds.getFirst()), standing(holds.getFirst())), holds.stream().findFirst());
    }
    if (!holds.isEmpty()) {
      return new Found(Outcome.DEPENDS_ON_READING, "%s: %s. %s: %s.".formatted(
          name(denies.getFirst()), standing(denies.getFirst()), name(holds.getFirst()), standing(holds.getFirst())),
          denies.stream().findFirst(), conflicts);
    }
    Optional<Held> later = judged.stream().filter(Held::isLaterFit).findFirst();
    return later.isPresent()
        ? new Found(Outcome.AHEAD_OF_FIGURES, "No reading said so that day. What was published later does: %s, %s at %s.".formatted(
            name(later.get()), Figures.say(later.get().laterEnd().orElseThrow().value()),
            later.get().laterEnd().orElseThrow().periodEnd()), later, conflicts)
        : new Found(Outcome.CONTRADICTED, "No reading that could be judged says so. %s: %s.".formatted(
            name(denies.getFirst()), standing(denies.getFirst())), denies.stream().findFirst(), conflicts);
  }

  /// The readings with the deadline that was named; all where none has it, or none was.
  private List<Held> ofDeadline() {
    LocalDate named = claim.isAhead() ? claim.aboutOn() : null;
    List<Held> same = lines.stream().filter(held -> held.line().reading() != null
        && named != null && named.equals(held.line().deadline())).toList();
    return same.isEmpty() ? lines.stream().filter(held -> held.line().reading() != null).toList() : same;
  }

  private static Optional<Boolean> bears(Word word, Verdict verdict) {
    return switch (verdict) {
      case MET -> Optional.of(true);
      case ON_TRACK -> Optional.of(word == Word.ON_TRACK);
      case AT_RISK, SHORTFALL_LIKELY, MISSED -> Optional.of(false);
      case NOT_ASSESSABLE, NOT_STARTED, UNOBSERVED -> Optional.empty();
    };
  }

  private static String standing(Held held) {
    ClaimLine line = held.line();
    var words = new StringBuilder(line.verdict().orElseThrow().id());
    line.known().ifPresent(seen -> words.append(", ").append(Figures.say(seen.value())));
    share(line).ifPresent(share -> words.append(" (").append(Figures.percent(share.doubleValue())).append(')'));
    boolean open = line.verdict().filter(verdict -> verdict == Verdict.MET || verdict == Verdict.MISSED).isEmpty();
    line.shortfallProbability().stream().filter(_ -> open).forEach(probability ->
        words.append(", probability of a shortfall ").append(Figures.share(probability).setScale(2, RoundingMode.HALF_EVEN)));
    return words.toString();
  }

  /// What was known, as a part of the target.
  public static Optional<BigDecimal> share(ClaimLine line) {
    return line.known().flatMap(seen -> line.target().filter(Quantity::isPositive)
        .filter(target -> target.unit() == seen.value().unit())
        .map(target -> seen.value().value().divide(target.value(), DIGITS, RoundingMode.HALF_EVEN)));
  }

  private Found pledge() {
    return ClaimConflicts.withTerms(claim, of.owed(), of.unit()).isEmpty()
        ? new Found(Outcome.TERMS_AGREE, "It is what the terms then in force say.", Optional.empty())
        : new Found(Outcome.TERMS_DIFFER, "The terms then in force say otherwise.", Optional.empty());
  }

  /// An amount of money against a weight: what a unit would have had to cost.
  private Found otherUnit(ClaimFigure figure) {
    Optional<Held> highest = lines.stream().filter(held -> upper(held).filter(Quantity::isPositive).isPresent())
        .max(Comparator.comparing(held -> upper(held).orElseThrow()));
    if (highest.isEmpty() || of.unitValues().isEmpty() || figure.unit() != of.unitValues().get().money()) {
      return new Found(Outcome.NOT_HELD, "No figure is held in %s.".formatted(figure.unit().id()), Optional.empty());
    }
    UnitValues.Range range = of.unitValues().get();
    Quantity most = upper(highest.get()).orElseThrow();
    BigDecimal each = figure.value().divide(most.value(), PERCENT, RoundingMode.HALF_EVEN);
    boolean beyond = figure.reach().isAbove(most.value().multiply(range.high()).multiply(FAR));
    String text = "Over %s, the highest figure of its day, it would be %s each; the commodity costs %s to %s.".formatted(
        Figures.say(most), Figures.say(each.setScale(0, RoundingMode.HALF_EVEN), figure.unit().id()),
        Figures.say(range.low(), ""), Figures.say(range.high(), figure.unit().id()));
    return new Found(beyond ? Outcome.OUTLIER : Outcome.NOT_HELD, text, highest);
  }

  // Lines.

  private Held held(ClaimLine line) {
    if (claim.word() == Word.ON_TRACK || claim.word() == Word.MET) {
      Word word = claim.word();
      Optional<Boolean> later = line.later().isEmpty() ? Optional.empty() : line.target()
          .map(target -> line.later().stream().anyMatch(seen -> seen.value().compareTo(target) >= 0));
      return new Held(line, Optional.empty(), line.verdict().flatMap(verdict -> bears(word, verdict)), Optional.empty(),
          later, later.orElse(false));
    }
    if (reach.isEmpty() || of.unit().isEmpty()
        || claim.figure() != null && !claim.figure().isPercent() && claim.figure().unit() != of.unit().get()) {
      return new Held(line, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
    Reach said = reach.get();
    Optional<BigDecimal> amount = Reaches.amount(claim, of.owed());
    Optional<Quantity> difference = line.known().flatMap(seen ->
        amount.map(value -> Quantity.of(value, seen.value().unit()).minus(seen.value())));
    List<BigDecimal> path = Stream.concat(line.known().stream(), line.later().stream())
        .map(seen -> seen.value().value()).toList();
    Optional<Boolean> later = line.later().isEmpty() ? Optional.empty() : Optional.of(said.meets(
        path.stream().min(Comparator.naturalOrder()).orElseThrow(),
        path.stream().max(Comparator.naturalOrder()).orElseThrow()));
    return new Held(line, difference, line.known().map(seen -> said.holds(seen.value().value())), needed(line, amount),
        later, line.later().stream().anyMatch(seen -> said.holds(seen.value().value())));
  }

  private static Optional<BigDecimal> needed(ClaimLine line, Optional<BigDecimal> amount) {
    return line.known().flatMap(seen -> line.unknownLevel().filter(Quantity::isPositive)
        .flatMap(level -> amount.map(value -> value.subtract(seen.value().value())
            .divide(level.value(), DIGITS_OF_SHARE, RoundingMode.HALF_EVEN))))
        .filter(share -> share.signum() > 0);
  }

  private boolean isStated(Held held) {
    Measure measure = held.line().measure();
    // What is announced is a part of what is sold.
    boolean announced = claim.basis() == Measure.ANNOUNCED && measure == Measure.SOLD
        && claim.figure() != null && claim.figure().scope() == Scope.ADDITION;
    return isOfDestinations(held) && (claim.basis() == null || measure == claim.basis() || announced);
  }

  private boolean isOfDestinations(Held held) {
    Destinations destinations = claim.figure() == null ? Destinations.BUYER : claim.figure().destinations();
    return switch (destinations) {
      case BUYER, UNKNOWN -> true;
      case BOTH -> !held.line().isByName();
    };
  }

  private boolean isBasisHeld() {
    Measure basis = claim.basis();
    return basis == null || of.lines().stream().anyMatch(line -> line.measure() == basis
        && (line.known().isPresent() || !line.later().isEmpty()));
  }

  private static Optional<Held> nearest(List<Held> of, Predicate<Held> wanted) {
    return of.stream().filter(wanted).min(Comparator.comparing(held ->
        held.difference().map(Quantity::value).map(BigDecimal::abs).orElse(BigDecimal.TEN.pow(20))));
  }

  private static String name(Held held) {
    return held.line().label();
  }

  private static String value(Held held) {
    return held.line().known().map(seen -> Figures.say(seen.value())).orElse("nothing");
  }

  private static @Nullable LocalDate periodEnd(Held held) {
    return held.line().known().map(Seen::periodEnd).orElse(null);
  }

  /// A share as people say it.
  private static String inWords(BigDecimal share) {
    return "%s %%".formatted(Objects.requireNonNull(share).movePointRight(PERCENT).setScale(0, RoundingMode.HALF_EVEN));
  }
}
