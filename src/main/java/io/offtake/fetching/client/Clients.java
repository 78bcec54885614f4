package io.offtake.fetching.client;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.offtake.document.Secrets;
import io.offtake.setting.ServiceNames;

/// Makes a client for each publisher, all with the manners that are set.
@ApplicationScoped
public class Clients {

  private final FetchConfig config;
  private final PublisherConfig publishers;
  private final Secrets secrets;
  private final Clock clock;

  Clients(FetchConfig config, PublisherConfig publishers, Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.config = config;
    this.publishers = publishers;
    this.clock = clock;
  }

  private PublisherClient client() {
    Manners standard = Manners.standard("Offtake/0.1 (watches public commodity figures; contact: %s)"
        .formatted(config.contact().orElse("not set")));
    return new PublisherClient(
        new Manners(standard.userAgent(), standard.connect(), config.deadline(), config.maxBytes(),
            standard.retries(), config.firstDelay(), standard.patience(), config.spacing(), config.perHour(),
            config.breakerAfter(), config.breakerDelay()),
        clock, RandomGenerator.getDefault(), secrets);
  }

  /// A service that is asked whenever something is due.
  public Access freely(String service, URI usual) {
    return access(service, usual, Optional.empty());
  }

  /// One that wants a key.
  public Access withKey(String service, URI usual) {
    return access(service, usual, set(service).flatMap(PublisherConfig.Service::key).isPresent()
        ? Optional.empty() : Optional.of(ServiceNames.key(service)));
  }

  /// One that is asked when the operator says so.
  public Access ifWanted(String service, URI usual) {
    return access(service, usual, set(service).filter(PublisherConfig.Service::wanted).isPresent()
        ? Optional.empty() : Optional.of(ServiceNames.wanted(service)));
  }

  private Access access(String service, URI usual, Optional<String> missing) {
    URI address = set(service).flatMap(PublisherConfig.Service::url).orElse(usual);
    return new Access(client(), URI.create(address.toString().replaceFirst("/+$", "")),
        ServiceNames.key(service), set(service).flatMap(PublisherConfig.Service::key), missing);
  }

  private Optional<PublisherConfig.Service> set(String service) {
    return Optional.ofNullable(publishers.services().get(service));
  }

  /// The keys of all publishers, by the variables that hold them.
  @Produces
  @Singleton
  static Secrets secrets(PublisherConfig publishers) {
    Map<String, String> keys = new HashMap<>();
    publishers.services().forEach(
        (service, set) -> set.key().ifPresent(key -> keys.put(ServiceNames.key(service), key)));
    return new Secrets(keys);
  }
}
