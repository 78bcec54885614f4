package io.offtake.platform;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells where the service is, once it takes requests.
@ApplicationScoped
class StartLine {

  private static final Logger LOG = Logger.getLogger("io.offtake");

  private final String version;
  private final OfftakeConfig config;

  StartLine(@ConfigProperty(name = "quarkus.application.version") String version, OfftakeConfig config) {
    this.version = version;
    this.config = config;
  }

  void tell(@ObservesAsync HttpServerStart started) {
    LOG.infof("Offtake %s serves http://%s:%d with %s", version, bracketed(started.options().getHost()),
        started.options().getPort(), config.databaseDescription());
  }

  /// An IPv6 address stands in brackets in a URL.
  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
