package io.offtake.access;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

/// The keys that can be used, in memory: a poll asks no database who it is from.
///
/// A key that another replica has ended is taken for a second or two more.
@ApplicationScoped
public class KeyRing {

  private final ApiKeys keys;
  private final Clock clock;
  private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
  private final Optional<ApiKeys.Hashed> first;
  private volatile Held held;
  private volatile String state = "";

  KeyRing(ApiKeys keys, Clock clock, AccessConfig config) {
    this.keys = keys;
    this.clock = clock;
    this.first = config.adminKey().flatMap(Secret::parse).map(secret -> new ApiKeys.Hashed(
        new ApiKey(new UUID(0, 0), secret.prefix(), AccessSettings.ADMIN_KEY, Grant.of(Scope.ADMIN), Optional.empty(),
            Instant.EPOCH, AccessSettings.ADMIN_KEY, Optional.empty(), Optional.empty(), Optional.empty()),
        secret.hash()));
    this.held = with(Map.of());
  }

  /// The key that a text is, when it can be used now.
  public Optional<ApiKey> find(String text) {
    Instant now = clock.instant();
    Optional<ApiKey> found = Secret.parse(text)
        .map(secret -> held.byHash().get(secret.hash()))
        .filter(key -> key.stateAt(now) == ApiKey.State.ACTIVE);
    found.ifPresent(key -> used.put(key.id(), now.truncatedTo(ChronoUnit.MINUTES)));
    return found;
  }

  /// Whether the key with this prefix can be used now. It is not noted as a use.
  boolean holds(String prefix) {
    return Optional.ofNullable(held.byPrefix().get(prefix))
        .filter(key -> key.stateAt(clock.instant()) == ApiKey.State.ACTIVE)
        .isPresent();
  }

  /// Looks whether keys were made or have ended, and notes which were used.
  public synchronized void refresh() {
    String newest = keys.state();
    if (!newest.equals(state)) {
      var all = new HashMap<String, ApiKey>();
      keys.usable(clock.instant()).forEach(each -> all.put(each.hash(), each.key()));
      held = with(all);
      state = newest;
    }
  }

  /// Keeps when keys were used last.
  public void keepUses() {
    Map<UUID, Instant> noted = Map.copyOf(used);
    if (!noted.isEmpty()) {
      keys.used(noted);
      // One that was used again meanwhile stays.
      noted.forEach(used::remove);
    }
  }

  private Held with(Map<String, ApiKey> made) {
    var all = new HashMap<>(made);
    first.ifPresent(each -> all.put(each.hash(), each.key()));
    return new Held(Map.copyOf(all),
        all.values().stream().collect(Collectors.toUnmodifiableMap(ApiKey::prefix, key -> key, (one, _) -> one)));
  }

  private record Held(Map<String, ApiKey> byHash, Map<String, ApiKey> byPrefix) {}
}
