package io.offtake.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What the engine must know of an alert: where it stands and what brought it there.
///
/// @param state  absent before it ever had one
/// @param movedBy  the newest release in the facts that moved it last; what froze it, and what people did, is no move
/// @param movedFrom  where it stood before that move
public record Standing(@Nullable AlertState state, @Nullable Instant movedBy, @Nullable AlertState movedFrom) {

  public static final Standing NONE = new Standing(null, null, null);
}
