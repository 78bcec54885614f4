package io.offtake.access;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The settings of [AccessSettings], as they are bound.
@ConfigMapping(prefix = "offtake.access")
public interface AccessConfig {

  /// `OFFTAKE_ACCESS`
  @WithDefault("open")
  AccessMode mode();

  /// `OFFTAKE_ADMIN_KEY`
  Optional<String> adminKey();

  /// `OFFTAKE_KEY_REQUESTS`; 0 for as many as it likes
  @WithDefault(AccessSettings.OF_A_KEY)
  int requestsAMinuteOfAKey();

  /// `OFFTAKE_ADDRESS_REQUESTS`; likewise
  @WithDefault(AccessSettings.OF_AN_ADDRESS)
  int requestsAMinuteOfAnAddress();
}
