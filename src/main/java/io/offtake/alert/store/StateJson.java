package io.offtake.alert.store;

import java.time.Instant;

import io.offtake.alert.AlertState;
import io.offtake.alert.AlertState.Acknowledged;
import io.offtake.alert.AlertState.Firing;
import io.offtake.alert.AlertState.Frozen;
import io.offtake.alert.AlertState.Pending;
import io.offtake.alert.AlertState.Resolved;
import io.offtake.alert.AlertState.Silenced;
import org.jspecify.annotations.Nullable;

/// A state as it is kept; what a state has no use for is absent.
record StateJson(
    String state,
    @Nullable Integer releases,
    @Nullable String who,
    @Nullable String note,
    @Nullable Instant until,
    @Nullable Long silence,
    @Nullable StateJson was) {

  static @Nullable StateJson of(@Nullable AlertState state) {
    return switch (state) {
      case null -> null;
      case Pending(int releases) -> new StateJson(state.id(), releases, null, null, null, null, null);
      case Acknowledged(String who, String note, Instant until) ->
          new StateJson(state.id(), null, who, note, until, null, null);
      case Silenced(long silence, String owner, String reason, Instant end) ->
          new StateJson(state.id(), null, owner, reason, end, silence, null);
      case Frozen(AlertState was) -> new StateJson(state.id(), null, null, null, null, null, of(was));
      case Firing _, Resolved _ -> new StateJson(state.id(), null, null, null, null, null, null);
    };
  }

  static @Nullable AlertState toState(@Nullable StateJson json) {
    return json == null ? null : json.toState();
  }

  AlertState toState() {
    return switch (state) {
      case "pending" -> new Pending(releases == null ? 0 : releases);
      case "firing" -> new Firing();
      case "acknowledged" -> new Acknowledged(given(who), given(note), until);
      case "silenced" -> new Silenced(given(silence), given(who), given(note), given(until));
      case "frozen" -> new Frozen(toState(was));
      case "resolved" -> new Resolved();
      default -> throw new IllegalStateException("no state of an alert is called " + state);
    };
  }

  private static <T> T given(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a kept state lacks a part");
    }
    return part;
  }
}
