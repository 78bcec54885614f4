package io.offtake.rest;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.offtake.api.model.KeyRotationDto;
import io.offtake.api.model.KeyScopeDto;
import io.offtake.api.model.NewKeyDto;
import io.offtake.rest.KnownNames.Named;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ReadBasis;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What makes no sense in a key that is asked for. All of it is told at once.
@Singleton
class KeySense implements BodySense {

  private final KnownNames known;
  private final ReadBasis basis;
  private final Clock clock;

  KeySense(KnownNames known, ReadBasis basis, Clock clock) {
    this.known = known;
    this.basis = basis;
    this.clock = clock;
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewKeyDto.class || type == KeyRotationDto.class;
  }

  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    return switch (sound) {
      case NewKeyDto sent -> ofKey(sent);
      case KeyRotationDto sent -> ofEnd(sent.getExpiresAt());
      default -> List.of();
    };
  }

  List<Fault> ofKey(NewKeyDto sent) {
    var faults = new ArrayList<>(ofEnd(sent.getExpiresAt()));
    faults.addAll(known.faultsInBody(basis.newest(), Named.each("/commitments", sent.getCommitments()), List.of(), List.of()));
    faults.addAll(KnownNames.unknownSources(Named.each("/sources", sent.getSources())));
    boolean narrowed = !empty(sent.getCommitments()) || !empty(sent.getSources());
    if (narrowed && sent.getScopes() != null && sent.getScopes().contains(KeyScopeDto.ADMIN)) {
      faults.add(Fault.inBody("/scopes", "A key that may make others cannot be narrowed: they would not be",
          "leave 'admin' out, or commitments and sources"));
    }
    return faults;
  }

  List<Fault> ofEnd(@Nullable Instant end) {
    return end == null || end.isAfter(clock.instant())
        ? List.of()
        : List.of(Fault.inBody("/expiresAt", "It is past, so that the key could never be used", "give an instant to come"));
  }

  private static boolean empty(@Nullable Collection<?> given) {
    return given == null || given.isEmpty();
  }
}
