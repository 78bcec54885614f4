package io.offtake.access;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/// What somebody may do, and to what.
///
/// @param commitments  ids of those that may be changed; an empty set is all
/// @param sources  ids of those that documents may be handed in for; an empty set is all
public record Grant(Set<Scope> scopes, Set<String> commitments, Set<String> sources) {

  public Grant {
    scopes = Set.copyOf(scopes);
    commitments = Set.copyOf(commitments);
    sources = Set.copyOf(sources);
  }

  public static Grant of(Scope... scopes) {
    return new Grant(Set.of(scopes), Set.of(), Set.of());
  }

  public boolean covers(Scope wanted) {
    return scopes.stream().anyMatch(scope -> scope.covers(wanted));
  }

  public boolean isRestricted() {
    return !commitments.isEmpty() || !sources.isEmpty();
  }

  /// Whether a change may be made there. What names neither a commitment nor a source concerns all of them.
  ///
  /// @param commitment  that the address of the change names
  /// @param source  that it names
  public boolean reaches(@Nullable String commitment, @Nullable String source) {
    return !isRestricted()
        || commitment != null && commitments.contains(commitment)
        || source != null && sources.contains(source);
  }
}
