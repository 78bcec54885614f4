package io.offtake.outbox.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What may be set about telling receivers. Operators set it through the variables named here.
@ConfigMapping(prefix = "offtake.outbox")
public interface OutboxConfig {

  /// `OFFTAKE_SECRET_KEY`: 32 bytes in Base64, under which receivers' secrets are kept. The embedded database makes one.
  Optional<String> secretKey();

  /// `OFFTAKE_WEBHOOK_ALLOW`: host names and ranges that may be reached although they are not public, also over http.
  Optional<String> webhookAllow();

  /// `OFFTAKE_MAIL_FROM`: the sender of mail. Without it no mail is sent.
  Optional<String> mailFrom();

  /// How long a receiver may take to answer.
  @WithDefault("PT15S")
  Duration timeout();

  /// How long it may take to connect.
  @WithDefault("PT5S")
  Duration connectTimeout();

  /// Subscriptions that are served at the same time by one replica.
  @WithDefault("32")
  int lanes();

  /// `OFFTAKE_DELIVERIES_PER_SECOND`: attempts that one replica begins in a second, 20 or more; the first second's worth
  /// goes at once. 150 for each processor unless it is set, so that telling many does not slow down those who read.
  OptionalInt perSecond();

  /// Whether no other process relays from this database, as with the embedded one: what a killed process had begun is
  /// then taken up at the next start, without waiting for the end of a lease.
  @WithDefault("false")
  boolean alone();

  /// Open streams of `/v1/events` on one replica.
  @WithDefault("200")
  int listeners();
}
