package io.offtake.fetching.client;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/// What may be set about each service of a publisher, by the service's id. Operators set it through variables that are
/// named by a rule.
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

  /// The variable that says where a service lies.
  static String urlVariable(String service) {
    return variable(service) + "_URL";
  }

  /// The variable that holds its key.
  static String keyVariable(String service) {
    return variable(service) + "_KEY";
  }

  /// The variable that says whether it is wanted.
  static String wantedVariable(String service) {
    return variable(service);
  }

  private static String variable(String service) {
    return "OFFTAKE_" + service.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
