package io.offtake.claim;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// What the terms in force at an instant owe, by tranche.
///
/// @param version  of the terms
/// @param aspiration  nobody owes it
public record AmountsOfTerms(int version, boolean aspiration, List<Part> parts) {

  /// A tranche that owes one amount.
  public record Part(Quantity amount, Optional<LocalDate> windowStart, Optional<LocalDate> deadline) {

    private boolean holds(LocalDate day) {
      return windowStart.filter(start -> !day.isBefore(start)).isPresent()
          && deadline.filter(end -> !day.isAfter(end)).isPresent();
    }
  }

  public AmountsOfTerms {
    parts = List.copyOf(parts);
  }

  /// The terms that were in force; the first ones for what was said of them on the day before they were known here. Empty
  /// where a commitment has none.
  public static Optional<AmountsOfTerms> at(Commitment commitment, Instant instant) {
    return commitment.termsAsOf(instant)
        .or(() -> commitment.terms().stream().findFirst())
        .map(terms -> of(commitment, terms));
  }

  private static AmountsOfTerms of(Commitment commitment, Terms terms) {
    Strength strength = terms.strength() == null ? commitment.strength() : terms.strength();
    return new AmountsOfTerms(terms.version(), strength == Strength.ASPIRATION,
        terms.tranches().stream().flatMap(tranche -> part(tranche).stream()).toList());
  }

  private static Optional<Part> part(Tranche tranche) {
    Target target = tranche.target();
    Optional<Quantity> amount = target instanceof Target.AtLeast owed && !owed.additional()
        ? Optional.of(owed.quantity())
        : target instanceof Target.UpTo upTo
            ? Optional.of(upTo.quantity())
            : target instanceof Target.Between band ? Optional.of(band.min()) : Optional.empty();
    return amount.map(owed -> new Part(
        owed, Optional.ofNullable(tranche.windowStart()), Optional.ofNullable(tranche.deadline())));
  }

  /// What a percentage of that day is of: the tranche whose window holds the day, else the only one.
  public Optional<Quantity> denominator(LocalDate day) {
    return parts.stream().filter(part -> part.holds(day)).findFirst()
        .or(() -> parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty())
        .map(Part::amount);
  }

  /// Every amount that the terms name, and their sum.
  public List<BigDecimal> amounts(Unit unit) {
    List<BigDecimal> each = parts.stream().filter(part -> part.amount().unit() == unit)
        .map(part -> part.amount().value()).toList();
    return each.size() < 2
        ? each
        : Stream.concat(each.stream(), Stream.of(each.stream().reduce(BigDecimal.ZERO, BigDecimal::add)))
            .distinct().toList();
  }

  public List<LocalDate> deadlines() {
    return parts.stream().flatMap(part -> part.deadline().stream()).distinct().sorted().toList();
  }
}
