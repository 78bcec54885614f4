package io.offtake.claim;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.offtake.claim.ClaimLine.Seen;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// How a claim stands against the figures.
///
/// @param low  the least that it says, in the unit that is counted
/// @param high  the most
/// @param nearest  the way of counting that comes nearest to it
/// @param notes  what else is worth knowing, a sentence each
public record ClaimVerdict(
    Outcome outcome,
    String summary,
    Optional<Quantity> low,
    Optional<Quantity> high,
    Optional<Held> nearest,
    List<Held> lines,
    List<Conflict> conflicts,
    List<String> notes) {

  public ClaimVerdict {
    lines = List.copyOf(lines);
    conflicts = List.copyOf(conflicts);
    notes = List.copyOf(notes);
  }

  public enum Outcome {
    /// A figure that was public fits.
    AGREES,
    /// Between what was sold by name and that with all unknown destinations.
    WITHIN_UNKNOWN,
    /// Nothing public fitted, and what was published later does.
    AHEAD_OF_FIGURES,
    /// It holds in some readings and not in others.
    DEPENDS_ON_READING,
    /// The stated measure says otherwise, and another one fits.
    BASIS_CONTRADICTED,
    /// Figures were public, and none fits.
    CONTRADICTED,
    /// Nothing was public, and what came later does not fit.
    NOT_BORNE_OUT,
    /// Far beyond every figure of its day.
    OUTLIER,
    /// No figure is held that could tell.
    NOT_HELD,
    /// A pledge, as the terms have it.
    TERMS_AGREE,
    /// A pledge, and the terms have it otherwise.
    TERMS_DIFFER
  }

  /// What stands out of a claim, by the figures alone.
  public enum Mark { NONE, CONFLICT, OUTLIER }

  public Mark mark() {
    return outcome == Outcome.OUTLIER ? Mark.OUTLIER : conflicts.isEmpty() ? Mark.NONE : Mark.CONFLICT;
  }

  /// A way of counting, held against what was said.
  ///
  /// @param difference  what was said, less what was known
  /// @param fits  whether what was known bears it out; absent when nothing was
  /// @param neededUnknownShare  the share of unknown destinations that would have had to be the buyer's
  /// @param laterFits  whether what came out later bears it out, at a period's end or on the way
  /// @param laterFitsAtEnd  at a period's end
  public record Held(
      ClaimLine line,
      Optional<Quantity> difference,
      Optional<Boolean> fits,
      Optional<BigDecimal> neededUnknownShare,
      Optional<Boolean> laterFits,
      boolean laterFitsAtEnd) {

    public Optional<Seen> laterEnd() {
      return line.later().isEmpty() ? Optional.empty() : Optional.of(line.later().getLast());
    }

    boolean isKnownToFit() {
      return fits.orElse(false);
    }

    boolean isLaterFit() {
      return laterFits.orElse(false);
    }
  }

  /// Something that a claim contradicts.
  ///
  /// @param claim  the other claim
  /// @param reading  the reading
  public record Conflict(Kind kind, String text, @Nullable ClaimId claim, @Nullable String reading) {

    public enum Kind { BASIS, FIGURES, READINGS, OWN_WORDS, OTHER_CLAIM, WORKINGS, TERMS }
  }
}
