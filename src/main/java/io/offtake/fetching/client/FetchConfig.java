package io.offtake.fetching.client;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What may be set about fetching. Operators set it through the variables named here.
@ConfigMapping(prefix = "offtake.fetch")
public interface FetchConfig {

  /// `OFFTAKE_FETCH`: whether publishers are asked at all.
  @WithDefault("true")
  boolean enabled();

  /// `OFFTAKE_CONTACT`: an address that publishers find in the user agent, for instance for complaints.
  Optional<String> contact();

  /// How long a whole answer may take.
  @WithDefault("PT60S")
  Duration deadline();

  /// The largest document in bytes, as sent and once unpacked.
  @WithDefault("67108864")
  int maxBytes();

  /// The longest wait before the first retry of a question.
  @WithDefault("PT1S")
  Duration firstDelay();

  /// Between two questions to one publisher.
  @WithDefault("PT0.25S")
  Duration spacing();

  /// The most questions to one publisher in an hour; a key of api.data.gov allows 1,000.
  @WithDefault("900")
  int perHour();

  /// Questions of which half must have failed before a publisher is left alone.
  @WithDefault("10")
  int breakerAfter();

  /// For how long it is then left alone.
  @WithDefault("PT1M")
  Duration breakerDelay();
}
