package io.offtake.evidence;

import java.time.Instant;

import io.offtake.reference.CommodityId;

/// What a document said of one commodity in one release and is not believed yet: kept, and invisible to every reader
/// until it is released. Never changed or deleted.
///
/// @param id  given by the store
/// @param document  that said it
/// @param detail  what is hard to believe, in words
/// @param since  when it was kept here
/// @param dataVersion  the version of the data that brought it: what the release said of the commodity before counts
public record HeldBack(
    long id,
    Release release,
    CommodityId commodity,
    String document,
    Reason reason,
    String detail,
    Instant since,
    long dataVersion) {

  /// Why figures are held back.
  public enum Reason {
    /// Nothing at all was sold or shipped in a week of a commodity that moves every week.
    ALL_ZERO("allZero"),
    /// A figure is far beyond everything on record.
    JUMP("jump");

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
