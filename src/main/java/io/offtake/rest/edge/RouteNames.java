package io.offtake.rest.edge;

/// Tells requests apart in metrics by the addresses of the contract and nothing else: what stands in an address may be a
/// secret, and whoever makes addresses up would use up the names that there is room for.
final class RouteNames {

  private static final String OTHER = "OTHER";

  private RouteNames() {}

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
