package io.offtake.rest.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.access.AccessConfig;
import io.offtake.evidence.Actor;
import io.offtake.rest.edge.Allowance.Quota;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// How much who may ask: each key by itself, and without a key each address.
///
/// This machine is not counted without a key: what a proxy here passes on would be counted as one. Of IPv6 a network of 64
/// bits is one address, since whoever has one address there has them all. What is forgotten first has not asked for long,
/// and would have its whole quota again anyhow.
@Singleton
class RateLimits {

  static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  static final CharSequence LEFT = HttpHeaders.createOptimized("RateLimit");

  private static final int MOST_KNOWN = 50_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(2L * Quota.SECONDS);
  private static final int NETWORK_BYTES = 8;
  private static final String ADDRESS_PREFIX = "@";

  private final Optional<Quota> ofKeys;
  private final Optional<Quota> ofAddresses;
  private final LongSupplier nanoTime;
  private final Cache<String, Allowance> allowances = Caffeine.newBuilder()
      .maximumSize(MOST_KNOWN)
      .expireAfterAccess(FORGOTTEN_AFTER)
      .executor(Runnable::run)
      .build();
  /// What an address is counted as; empty for one that is not counted.
  private final Cache<String, String> counted = Caffeine.newBuilder()
      .maximumSize(MOST_KNOWN)
      .executor(Runnable::run)
      .build();

  @Inject
  RateLimits(AccessConfig config) {
    this(config.requestsAMinuteOfAKey(), config.requestsAMinuteOfAnAddress(), System::nanoTime);
  }

  /// @param ofAKey  requests a minute; 0 for as many as it likes
  /// @param ofAnAddress  likewise
  RateLimits(int ofAKey, int ofAnAddress, LongSupplier nanoTime) {
    this.ofKeys = quota("key", ofAKey);
    this.ofAddresses = quota("address", ofAnAddress);
    this.nanoTime = nanoTime;
  }

  private static Optional<Quota> quota(String name, int requests) {
    return requests == 0 ? Optional.empty() : Optional.of(Quota.of(name, requests));
  }

  /// Whether a header of an answer is about him who asked, and nobody else's.
  static boolean isOwn(String header) {
    return header.equalsIgnoreCase("RateLimit") || header.equalsIgnoreCase("RateLimit-Policy");
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /// What whoever asks may ask for; null when that is not counted.
  ///
  /// @param actor  as whom he is known
  /// @param peer  the address of the other end of the connection; null when it has none
  @Nullable Allowance of(@Nullable Actor actor, @Nullable String peer) {
    if (actor != null && actor.kind() == Actor.Kind.KEY) {
      return ofKeys.map(quota -> allowance(actor.name(), quota)).orElse(null);
    }
    if (ofAddresses.isEmpty() || peer == null) {
      return null;
    }
    String as = counted.get(peer, RateLimits::countedAs);
    return as.isEmpty() ? null : allowance(as, ofAddresses.get());
  }

  private Allowance allowance(String of, Quota quota) {
    return allowances.get(of, _ -> new Allowance(quota, now()));
  }

  private static String countedAs(String peer) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(peer);
    } catch (IllegalArgumentException _) {
      return ADDRESS_PREFIX + peer;
    }
    if (address.isLoopbackAddress()) {
      return "";
    }
    byte[] bytes = address.getAddress();
    return ADDRESS_PREFIX + HexFormat.of().formatHex(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
