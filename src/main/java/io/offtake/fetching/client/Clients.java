package io.offtake.fetching.client;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.offtake.document.Secrets;

/// Makes a client for each publisher, all with the manners that are set.
@ApplicationScoped
public class Clients {

  private final FetchConfig config;
  private final Secrets secrets;
  private final Clock clock;

  Clients(FetchConfig config, Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.config = config;
    this.clock = clock;
  }

  public PublisherClient create() {
    Manners standard = Manners.standard("Offtake/0.1 (watches public commodity figures; contact: %s)"
        .formatted(config.contact().orElse("not set")));
    return new PublisherClient(
        new Manners(standard.userAgent(), standard.connect(), config.deadline(), config.maxBytes(),
            standard.retries(), config.firstDelay(), standard.patience(), config.spacing(), config.perHour(),
            config.breakerAfter(), config.breakerDelay()),
        clock, RandomGenerator.getDefault(), secrets);
  }

  /// The keys of all publishers, by the variables that hold them.
  @Produces
  @Singleton
  static Secrets secrets(FetchConfig config) {
    Map<String, String> keys = new HashMap<>();
    config.fas().key().ifPresent(key -> keys.put("OFFTAKE_FAS_KEY", key));
    config.census().key().ifPresent(key -> keys.put("OFFTAKE_CENSUS_KEY", key));
    config.eia().key().ifPresent(key -> keys.put("OFFTAKE_EIA_KEY", key));
    config.comtrade().key().ifPresent(key -> keys.put("OFFTAKE_COMTRADE_KEY", key));
    return new Secrets(keys);
  }
}
