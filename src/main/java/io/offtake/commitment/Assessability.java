package io.offtake.commitment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Whether a reading can be assessed today, and if not, why. What cannot is kept and shown, never scored.
public final class Assessability {

  private static final String ONE_TRANCHE_A_YEAR =
      "That is assessed later; a tranche for each year is assessed now.";

  private Assessability() {}

  /// The part of the terms that a reading is held against.
  ///
  /// @param version  the version whose words count; older than the version in force when that one no longer names
  ///     the tranche
  public record ResolvedTerms(Tranche tranche, Terms version) {}

  /// The reading's tranche as the version in force states it, or else as the newest version before it did: an
  /// amendment that is silent on a part does not end it. Empty when none of them names it.
  public static Optional<ResolvedTerms> resolve(Commitment commitment, Reading reading, Terms inForce) {
    return commitment.terms().reversed().stream()
        .filter(version -> version.version() <= inForce.version())
        .flatMap(version -> version.tranche(reading.tranche()).stream()
            .map(tranche -> new ResolvedTerms(tranche, version)))
        .findFirst();
  }

  /// Likewise, with what was withdrawn or retired since.
  ///
  /// @param asOf  the instant of the answer
  public static Optional<String> whyNot(Commitment commitment, Reading reading, Terms inForce, Instant asOf) {
    return commitment.withdrawnAt(asOf)
        .map(withdrawal -> "It was withdrawn on %s: %s".formatted(dayOf(withdrawal.at()), withdrawal.reason()))
        .or(() -> Optional.ofNullable(reading.isRetiredAt(asOf) ? reading.retiredAt() : null)
            .map(at -> "The reading was retired on %s.".formatted(dayOf(at))))
        .or(() -> whyNot(commitment, reading, inForce));
  }

  private static LocalDate dayOf(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /// The reason, in sentences for a reader; empty when the reading is assessed.
  ///
  /// A version's own strength is the one of the version whose words count.
  ///
  /// @param inForce  the version of `commitment` that is in force at the instant of the answer
  public static Optional<String> whyNot(Commitment commitment, Reading reading, Terms inForce) {
    var refusal = commitment.refusal();
    if (refusal != null) {
      return Optional.of("Not a purchase commitment: " + refusal);
    }
    var resolved = resolve(commitment, reading, inForce);
    if (resolved.isEmpty()) {
      return Optional.of(
          "The terms announced so far do not name the part '%s'. It is assessed from the announcement that does."
              .formatted(reading.tranche()));
    }
    var tranche = resolved.get().tranche();
    var ownStrength = resolved.get().version().strength();
    if ((ownStrength == null ? commitment.strength() : ownStrength) == Strength.ASPIRATION) {
      return Optional.of("An aspiration is shown, never scored.");
    }
    if (reading.window() instanceof ReadingWindow.Unstated(var windowStart, var _)) {
      return Optional.of("The reading has no %s. Add a reading that states it."
          .formatted(windowStart == null ? "first day" : "deadline"));
    }
    return whyNot(tranche.target())
        .or(() -> whyNot(tranche))
        .or(() -> whyNotCounted(commitment, reading, tranche));
  }

  private static Optional<String> whyNot(Target target) {
    return switch (target) {
      case Target.AtLeast(var quantity, boolean perYear, boolean additional) -> {
        if (additional) {
          yield Optional.of("The target comes on top of a baseline. Baselines are assessed later.");
        }
        if (perYear) {
          yield Optional.of("The target is owed anew in each year. " + ONE_TRANCHE_A_YEAR);
        }
        yield switch (quantity.unit().dimension()) {
          case MASS, COUNT -> Optional.empty();
          case MONEY -> Optional.of("The target is in money. Money is assessed later.");
          case VOLUME -> Optional.of("The target is a volume. Volumes are assessed later.");
          case RATIO -> Optional.of("The target is a ratio. State it as a quantity to have it assessed.");
        };
      }
      case Target.UpTo _ -> Optional.of("'Up to' is a ceiling: nothing falls short of it.");
      case Target.Between _ -> Optional.of("The target is a band. Bands are assessed later.");
      case Target.LowerOf _ -> Optional.of("The target is the lower of several. Such targets are assessed later.");
      case Target.UpliftPercent _ -> Optional.of("The target is a rise over a baseline. Baselines are assessed later.");
      case Target.Undeclared _ ->
          Optional.of("No quantity was declared. It is assessed once an amendment declares one.");
    };
  }

  private static Optional<String> whyNot(Tranche tranche) {
    if (tranche.composed()) {
      return Optional.of("The target has minimums, substitutions or a baseline. Composed targets are assessed later.");
    }
    if (tranche.yearly()) {
      return Optional.of("The tranche comes again each year. " + ONE_TRANCHE_A_YEAR);
    }
    return Optional.empty();
  }

  private static Optional<String> whyNotCounted(Commitment commitment, Reading reading, Tranche tranche) {
    if (tranche.commodity() == null && commitment.commodities().size() > 1) {
      return Optional.of("The target spans several commodities. Baskets are assessed later.");
    }
    if (!reading.components().isEmpty()) {
      return Optional.of("The reading counts parts of the target. Components are assessed later.");
    }
    if (reading.sources().isEmpty()) {
      return Optional.of("No public source can answer it. Add one to the reading's evidence.");
    }
    return Optional.empty();
  }
}
