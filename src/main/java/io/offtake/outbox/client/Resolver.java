package io.offtake.outbox.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.DefaultBean;

/// Where a host name leads to.
public interface Resolver {

  /// @return empty when it leads nowhere
  List<InetAddress> resolve(String host);

  /// As this machine resolves names.
  @DefaultBean
  @ApplicationScoped
  class OfThisMachine implements Resolver {

    @Override
    public List<InetAddress> resolve(String host) {
      try {
        return List.of(InetAddress.getAllByName(host));
      } catch (UnknownHostException e) {
        return List.of();
      }
    }
  }
}
