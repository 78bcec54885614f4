package io.offtake.source.client;

import java.time.Clock;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;

/// Makes a client for each publisher, all with the manners that are set.
@ApplicationScoped
public class Clients {

  private final FetchConfig config;
  private final Clock clock;

  Clients(FetchConfig config, Clock clock) {
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
        clock, RandomGenerator.getDefault());
  }
}
