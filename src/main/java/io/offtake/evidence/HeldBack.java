package io.offtake.evidence;

import java.time.Instant;
import java.util.Set;

import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// What a document said of one commodity in one release and is not believed yet: kept, and invisible to every reader
/// until it is released. Never changed or deleted.
///
/// @param id  given by the store
/// @param destination  what it said of one destination alone; of all when null
/// @param measures  of these measures alone; of all when empty
/// @param document  that said it
/// @param detail  what is hard to believe, in words
/// @param since  when it was kept here
/// @param dataVersion  the version of the data that brought it: what the release said of the commodity before counts
public record HeldBack(
    long id,
    Release release,
    CommodityId commodity,
    @Nullable PartyId destination,
    Set<Measure> measures,
    String document,
    Reason reason,
    String detail,
    Instant since,
    long dataVersion) {

  public HeldBack {
    measures = Set.copyOf(measures);
  }

  boolean isOf(Observation figure) {
    return (destination == null || destination.equals(figure.series().destination()))
        && (measures.isEmpty() || measures.contains(figure.series().measure()));
  }

  /// Whether it is all that was said of the destination.
  boolean isWholeOf(PartyId other) {
    return measures.isEmpty() && (destination == null || destination.equals(other));
  }

  /// Whether what is counted as `measure` to `other` needs what is held back.
  public boolean concerns(PartyId other, Measure measure) {
    return (destination == null || destination.equals(other))
        && (measures.isEmpty() || measure == Measure.SOLD || measures.contains(measure));
  }

  /// Why figures are held back.
  public enum Reason {
    /// Nothing at all was sold or shipped in a week of a commodity that moves every week.
    ALL_ZERO("allZero"),
    /// A figure is far beyond everything on record.
    JUMP("jump"),
    /// The row contradicts itself by far: its week's figures are not what its levels moved by since the week before.
    IDENTITY("identity");

    private final String id;

    Reason(String id) {
      this.id = id;
    }

    /// The id used in JSON.
    public String id() {
      return id;
    }
  }

  /// That held-back figures are believed after all: from its data version on they count, from the instant at which they
  /// came out.
  ///
  /// @param heldBack  the id
  /// @param document  that states the same; empty when somebody decided it
  /// @param note  of the one who decided; empty when a document did
  public record Relief(long heldBack, String document, String note, Instant at, long dataVersion) {

    public boolean isByDocument() {
      return !document.isEmpty();
    }
  }
}
