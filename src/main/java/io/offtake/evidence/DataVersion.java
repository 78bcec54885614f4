package io.offtake.evidence;

import java.time.Instant;

/// Where the data stand. Answers that name one are the same for ever.
///
/// @param id  ascending, without gaps
/// @param at  when it came about: an answer without an `asOf` is given for this instant
/// @param cause  what moved it
/// @param by  who did
public record DataVersion(long id, Instant at, Cause cause, String detail, Actor by) {

  /// Before anything was kept.
  public static final DataVersion NONE =
      new DataVersion(0, Instant.EPOCH, Cause.EMPTY, "nothing is held", new Actor(Actor.Kind.UNRECORDED, ""));

  public enum Cause {
    /// Before anything was kept.
    EMPTY,
    /// A document was read.
    DOCUMENT,
    /// The catalogue of commitments changed.
    CATALOGUE,
    /// A publisher withdrew a release.
    RETRACTION,
    /// Figures that were held back count after all.
    HELD_BACK_RELEASED,
    /// What was said in public was kept, amended or withdrawn.
    CLAIM,
    /// The calendar passed a step that can change a verdict.
    CALENDAR
  }
}
