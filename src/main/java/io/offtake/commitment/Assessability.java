package io.offtake.commitment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Whether a reading can be assessed today, and if not, why. What cannot is kept and shown, never scored.
public final class Assessability {

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
    return tranche.target() instanceof Target.UpTo
        ? Optional.of("'Up to' is a ceiling: nothing falls short of it.")
        : whyNotCounted(reading);
  }

  private static Optional<String> whyNotCounted(Reading reading) {
    return reading.sources().isEmpty()
        ? Optional.of("No public source can answer it. Add one to the reading's evidence.")
        : Optional.empty();
  }
}
