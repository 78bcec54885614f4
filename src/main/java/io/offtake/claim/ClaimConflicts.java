package io.offtake.claim;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.offtake.claim.Claim.Role;
import io.offtake.claim.Claim.Word;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimVerdict.Conflict;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// What a claim contradicts besides the figures: the terms, its own workings, what the same speaker said before, and, where
/// no figures are held of its basis, other counts on that basis.
final class ClaimConflicts {

  /// A floor that others had passed by half again says less than was known.
  private static final BigDecimal FAR_BELOW = new BigDecimal("1.5");

  private ClaimConflicts() {}

  /// @param basisHeld  whether figures of the stated basis are held: then they decide, and not what others said
  static List<Conflict> of(
      Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit, List<Claim> others, boolean basisHeld) {
    var conflicts = new ArrayList<>(withTerms(claim, owed, unit));
    conflicts.addAll(withWorkings(claim, owed, unit));
    List<Claim> earlier = others.stream()
        .filter(other -> other.said().at().isBefore(claim.said().at()))
        .sorted(Comparator.comparing(other -> other.said().at()))
        .toList();
    withOwnWords(claim, owed, unit, earlier).ifPresent(conflicts::add);
    if (!basisHeld && claim.basis() != null && repeated(claim, owed, unit, others).isEmpty()) {
      conflicts.addAll(withOthers(claim, owed, unit, others));
    }
    return conflicts;
  }

  /// The terms owe another amount, by another day, or nothing at all.
  static List<Conflict> withTerms(Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit) {
    var conflicts = new ArrayList<Conflict>();
    if (owed.isEmpty() || claim.word() == null) {
      return conflicts;
    }
    AmountsOfTerms terms = owed.get();
    ClaimFigure figure = claim.figure();
    if (claim.word() == Word.PLEDGED && terms.aspiration()) {
      conflicts.add(terms("The terms then in force name an aspiration, which nobody owes."));
    }
    List<BigDecimal> amounts = unit.map(terms::amounts).orElse(List.of());
    if (figure != null && !figure.isPercent() && unit.filter(counted -> counted == figure.unit()).isPresent()
        && !amounts.isEmpty() && amounts.stream().noneMatch(amount -> amount.compareTo(figure.value()) == 0)) {
      conflicts.add(terms("The terms then in force owe %s, and not %s.".formatted(
          String.join(" or ", amounts.stream().map(amount -> Figures.say(amount, figure.unit().id())).toList()),
          Figures.say(figure.value(), figure.unit().id()))));
    }
    if (claim.isAhead() && claim.aboutOn() != null && !terms.deadlines().isEmpty()
        && !terms.deadlines().contains(claim.aboutOn())) {
      conflicts.add(terms("The terms then in force (version %d) name %s as the last day, and not %s.".formatted(
          terms.version(), String.join(", ", terms.deadlines().stream().map(LocalDate::toString).toList()),
          claim.aboutOn())));
    }
    return conflicts;
  }

  private static Conflict terms(String text) {
    return new Conflict(Conflict.Kind.TERMS, text, null, null);
  }

  private static List<Conflict> withWorkings(Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit) {
    var conflicts = new ArrayList<Conflict>();
    Optional<Reach> said = Reaches.inCountedUnit(claim, owed, unit);
    for (Working working : claim.workings()) {
      boolean counted = unit.filter(of -> of == working.amount().unit()).isPresent();
      if (working.as() == Working.As.SAME && counted && said.filter(reach -> !reach.holds(working.amount().value())).isPresent()) {
        conflicts.add(workings("The speaker's own %s is not the same amount.".formatted(Figures.say(working.amount()))));
      }
      if (working.as() == Working.As.WHOLE && counted) {
        owed.flatMap(terms -> terms.denominator(claim.day()))
            .filter(whole -> whole.unit() == working.amount().unit() && whole.compareTo(working.amount()) != 0)
            .ifPresent(whole -> conflicts.add(workings("It is a part of %s, and %s is owed.".formatted(
                Figures.say(working.amount()), Figures.say(whole)))));
      }
    }
    List<Working> parts = claim.workings().stream().filter(each -> each.as() == Working.As.PART).toList();
    if (parts.stream().map(Working::basis).distinct().count() > 1) {
      conflicts.add(workings("It adds up figures of different bases: %s.".formatted(String.join(", ", parts.stream()
          .map(part -> "%s %s".formatted(Figures.say(part.amount()),
              part.basis() == null ? "of no stated basis" : part.basis().id())).toList()))));
    }
    return conflicts;
  }

  private static Conflict workings(String text) {
    return new Conflict(Conflict.Kind.WORKINGS, text, null, null);
  }

  /// What the same speaker had said before: more than now, or that it was done.
  private static Optional<Conflict> withOwnWords(
      Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit, List<Claim> earlier) {
    Optional<Reach> now = isCount(claim) ? Reaches.inCountedUnit(claim, owed, unit) : Optional.empty();
    return earlier.reversed().stream()
        .filter(other -> other.name().equals(claim.name()) && other.subject().equals(claim.subject()))
        .filter(other -> other.word() == Word.MET && claim.word() == Word.ON_TRACK
            || now.isPresent() && isCount(other) && isComparable(claim, other) && !other.day().isAfter(claim.day())
                && Reaches.inCountedUnit(other, owed, unit)
                    .filter(before -> before.low() != null && now.get().isBelow(before.low())).isPresent())
        .findFirst()
        .map(other -> new Conflict(Conflict.Kind.OWN_WORDS,
            "On %s the same speaker said %s.".formatted(other.said().onDay(), inWords(other)), other.id(), null));
  }

  /// Another count of the same day that differs, by those who publish such counts; or a floor far below what others had
  /// counted before.
  private static List<Conflict> withOthers(
      Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit, List<Claim> others) {
    Optional<Reach> own = isCount(claim) ? Reaches.inCountedUnit(claim, owed, unit) : Optional.empty();
    return own.stream().flatMap(reach -> others.stream()
        .filter(other -> isCount(other) && isComparable(claim, other))
        .filter(other -> Reaches.inCountedUnit(other, owed, unit)
            .filter(theirs -> differ(claim, other, reach, theirs)).isPresent())
        .map(other -> new Conflict(Conflict.Kind.OTHER_CLAIM, "%s said %s, on %s of %s, on the same basis.".formatted(
            other.speaker(), inWords(other), other.said().onDay(), other.day()), other.id(), null)))
        .toList();
  }

  private static boolean differ(Claim claim, Claim other, Reach own, Reach theirs) {
    boolean bothPublish = claim.role() == Role.OFFICIAL && other.role() == Role.OFFICIAL;
    boolean sameDay = claim.aboutOn() != null && claim.aboutOn().equals(other.aboutOn());
    boolean floor = claim.figure() != null
        && (claim.figure().bound() == Bound.AT_LEAST || claim.figure().bound() == Bound.MORE_THAN);
    return bothPublish && sameDay && !own.meets(theirs)
        || floor && other.said().at().isBefore(claim.said().at()) && !other.day().isAfter(claim.day())
            && own.low() != null && theirs.low() != null && theirs.low().compareTo(own.low().multiply(FAR_BELOW)) > 0;
  }

  /// The earlier claim of somebody else that it repeats: the same amount of the same day.
  static Optional<Claim> repeated(Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit, List<Claim> others) {
    Optional<Reach> own = isCount(claim) ? Reaches.inCountedUnit(claim, owed, unit) : Optional.empty();
    return own.flatMap(reach -> others.stream()
        .filter(other -> other.said().at().isBefore(claim.said().at()) && !other.name().equals(claim.name()))
        .filter(other -> isCount(other) && destinations(other) == destinations(claim)
            && other.aboutOn() != null && other.aboutOn().equals(claim.aboutOn()))
        .filter(other -> Reaches.amount(other, owed).filter(reach::holds).isPresent())
        .findFirst());
  }

  private static boolean isCount(Claim claim) {
    return claim.figure() != null && claim.figure().scope() == Scope.TOTAL && !claim.isAhead();
  }

  private static boolean isComparable(Claim one, Claim other) {
    return destinations(one) == destinations(other) && one.basis() == other.basis();
  }

  private static Destinations destinations(Claim claim) {
    return claim.figure() == null ? Destinations.BUYER : claim.figure().destinations();
  }

  private static String inWords(Claim claim) {
    ClaimFigure figure = claim.figure();
    String amount = figure == null
        ? ""
        : Figures.say(Quantity.of(figure.value(), figure.unit())).replace(" percent", " %");
    return claim.word() == null
        ? amount
        : "'%s'%s".formatted(Ids.of(claim.word()), amount.isEmpty() ? "" : " of " + amount);
  }
}
