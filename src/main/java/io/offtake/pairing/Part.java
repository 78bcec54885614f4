package io.offtake.pairing;

import java.util.Optional;

import io.offtake.evidence.Observation;
import io.offtake.quantity.Quantity;

/// One thing that counts in a reading, with the figure that says so. The parts of a reading sum to its fulfilled total.
///
/// @param effect  what it adds, signed
/// @param figure  where it can be read; absent where a full report says it by not listing the destination
public record Part(As as, Quantity effect, Optional<Observation> figure) {

  /// How a part counts.
  public enum As {
    /// A figure counts by itself: net sales, a week's exports, a correction.
    FIGURE("figure"),
    /// What a marketing year took over from the year before: counted there, and taken off where the year's first net
    /// sales contain it.
    CARRY_OVER("carryOver"),
    /// Sales for a marketing year that come to light in its first row: its level shows them, no week's net sales did.
    JUMP("jump"),
    /// What a level shows beyond the net sales of its week in the middle of a year: weeks missing before it, or a change
    /// to earlier weeks.
    CATCH_UP("catchUp"),
    /// The stock of sales to unknown destinations, by the share of it that the reading counts.
    UNKNOWN_STOCK("unknownStock");

    private final String id;

    As(String id) {
      this.id = id;
    }

    /// As in the contract.
    public String id() {
      return id;
    }

    /// Whether a period brought it of its own: the basis of every rate.
    public boolean isOwn() {
      return this == FIGURE || this == CARRY_OVER;
    }
  }

  static Part figure(Observation figure) {
    return new Part(As.FIGURE, figure.value(), Optional.of(figure));
  }
}
