package io.offtake.access;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.offtake.evidence.Actor;
import org.jspecify.annotations.Nullable;

/// Decides whether somebody may do what he asks for.
@Singleton
public class Access {

  private final AccessMode mode;
  private final KeyRing ring;

  Access(AccessConfig config, KeyRing ring) {
    this.mode = config.mode();
    this.ring = ring;
  }

  /// What a request asks for.
  ///
  /// @param scope  that the contract wants for it; null where it wants none
  /// @param change  whether it is one
  /// @param commitment  that its address names
  /// @param source  that its address names
  public record Wish(@Nullable Scope scope, boolean change, @Nullable String commitment, @Nullable String source) {}

  /// What is to be done with it.
  public sealed interface Decision {

    record Allowed(Actor actor) implements Decision {}

    /// From this machine it is allowed.
    record FromHereOnly() implements Decision {}

    /// Nobody knows who asks: the key is missing, or none that can be used.
    record Unknown(String reason) implements Decision {}

    /// Who asks may not.
    record Refused(String reason, String remedy) implements Decision {}
  }

  public AccessMode mode() {
    return mode;
  }

  /// Whether who was let in still would be, as to his key: an answer that goes on ends with it.
  public boolean stillKnows(Actor actor) {
    return actor.kind() != Actor.Kind.KEY || ring.holds(actor.name());
  }

  /// @param credential  what the request was sent with
  public Decision decide(Wish wish, Optional<String> credential) {
    return credential.isPresent() ? withKey(wish, credential.get()) : withoutKey(wish);
  }

  private Decision withoutKey(Wish wish) {
    if (wish.scope() == null) {
      return new Decision.Allowed(Actor.anybody());
    }
    boolean read = wish.scope() == Scope.READ;
    return switch (mode) {
      case OPEN -> read && !wish.change() ? new Decision.Allowed(Actor.anybody()) : new Decision.FromHereOnly();
      case READ_OPEN -> read ? new Decision.Allowed(Actor.anybody()) : missing(wish.scope());
      case CLOSED -> missing(wish.scope());
    };
  }

  private static Decision missing(Scope wanted) {
    return new Decision.Unknown("This needs a key of the scope '%s', and none was sent".formatted(wanted.id()));
  }

  private Decision withKey(Wish wish, String credential) {
    Optional<ApiKey> found = ring.find(credential);
    if (found.isEmpty()) {
      return new Decision.Unknown("The key is none of this service, or has been revoked, or is over");
    }
    ApiKey key = found.get();
    if (wish.scope() != null && !key.grant().covers(wish.scope())) {
      return new Decision.Refused(
          "The key %s has the scope %s, and this needs '%s'".formatted(key.prefix(), words(key.grant()), wish.scope().id()),
          "use a key of the scope '%s'".formatted(wish.scope().id()));
    }
    // What is sent with POST and needs 'read' alone, such as a series to project, changes nothing.
    if (wish.change() && wish.scope() != null && wish.scope() != Scope.READ && !key.grant().reaches(wish.commitment(), wish.source())) {
      return new Decision.Refused(
          "The key %s may change other things only".formatted(key.prefix()),
          "use one that is not restricted, or change what it is for: %s".formatted(reach(key.grant())));
    }
    return new Decision.Allowed(new Actor(Actor.Kind.KEY, key.prefix()));
  }

  private static String words(Grant grant) {
    return grant.scopes().stream().sorted().map(scope -> "'" + scope.id() + "'").collect(Collectors.joining(", "));
  }

  private static String reach(Grant grant) {
    return Stream.concat(
            grant.commitments().stream().map(each -> "commitment " + each),
            grant.sources().stream().map(each -> "source " + each))
        .sorted().limit(10).collect(Collectors.joining(", "));
  }
}
