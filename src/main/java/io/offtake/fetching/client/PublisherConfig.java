package io.offtake.fetching.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/// What may be set about each service of a publisher, by the service's id. Operators set it through variables named by
/// [io.offtake.setting.ServiceNames].
@ConfigMapping(prefix = "offtake.publisher")
public interface PublisherConfig {

  @WithParentName
  Map<String, Service> services();

  interface Service {

    /// Where it lies, if elsewhere than usual.
    Optional<URI> url();

    Optional<String> key();

    /// Whether one that is asked only if wanted is.
    @WithDefault("false")
    boolean wanted();
  }
}
