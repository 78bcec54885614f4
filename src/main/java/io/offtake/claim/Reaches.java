package io.offtake.claim;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.claim.Claim.Word;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// Exact amounts of what was said.
final class Reaches {

  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Reaches() {}

  /// What was said, rounding and words included, in the unit that is counted; empty where it was said in another.
  static Optional<Reach> inCountedUnit(Claim claim, Optional<AmountsOfTerms> owed, Optional<Unit> unit) {
    ClaimFigure figure = claim.figure();
    if (figure == null || claim.word() == Word.MOST && !figure.isPercent()) {
      return claim.word() == Word.MOST
          ? whole(claim, owed).map(whole -> new Reach(whole.multiply(HALF), null))
          : Optional.empty();
    }
    return figure.isPercent()
        ? whole(claim, owed).map(whole -> figure.reach().times(whole.divide(HUNDRED)))
        : Optional.of(figure.reach()).filter(_ -> unit.filter(counted -> counted == figure.unit()).isPresent());
  }

  /// The printed amount itself, in the unit that is counted.
  static Optional<BigDecimal> amount(Claim claim, Optional<AmountsOfTerms> owed) {
    ClaimFigure figure = claim.figure();
    return figure == null
        ? Optional.empty()
        : figure.isPercent()
            ? whole(claim, owed).map(whole -> figure.value().multiply(whole).divide(HUNDRED))
            : Optional.of(figure.value());
  }

  /// What a percentage is of: as the terms have it; as the speaker did where they name no one amount.
  private static Optional<BigDecimal> whole(Claim claim, Optional<AmountsOfTerms> owed) {
    LocalDate day = claim.aboutOn() != null ? claim.aboutOn() : claim.said().onDay();
    return owed.flatMap(terms -> terms.denominator(day)).map(Quantity::value)
        .or(() -> claim.workings().stream().filter(each -> each.as() == Working.As.WHOLE)
            .map(each -> each.amount().value()).findFirst());
  }
}
