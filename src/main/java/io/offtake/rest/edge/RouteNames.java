package io.offtake.rest.edge;

import java.util.stream.Collectors;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/// Tells requests apart in metrics by the addresses of the contract and nothing else: what stands in an address may be a
/// secret, and whoever makes addresses up would use up the names that there is room for.
@Singleton
class RouteNames {

  private static final String REQUESTS = "http.server.";
  private static final String ADDRESS = "uri";
  private static final String OTHER = "OTHER";

  @Produces
  @Singleton
  MeterFilter byContract(Contract contract) {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        String address = id.getTag(ADDRESS);
        return !id.getName().startsWith(REQUESTS) || address == null || !address.startsWith("/")
            ? id
            : id.replaceTags(id.getTags().stream()
                .map(tag -> tag.getKey().equals(ADDRESS) ? Tag.of(ADDRESS, name(contract, address)) : tag)
                .collect(Collectors.toList()));
      }
    };
  }

  /// The template that an address is one of, or one word for all others.
  static String name(Contract contract, String address) {
    return contract.operations().stream()
        .map(Contract.Operation::template)
        .filter(template -> template.equals(address))
        .findFirst()
        .or(() -> contract.methodsAt(address).stream().findFirst()
            .flatMap(method -> contract.find(method, address)).map(Contract.Operation::template))
        .orElse(OTHER);
  }
}
