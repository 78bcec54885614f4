package io.offtake.outbox.client;

import java.net.InetAddress;
import java.util.List;

/// Where a host name leads to.
public interface Resolver {

  /// @return empty when it leads nowhere
  List<InetAddress> resolve(String host);
}
