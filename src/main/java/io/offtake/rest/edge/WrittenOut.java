package io.offtake.rest.edge;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;

/// Sends what is written already as it is, with its length and coding.
///
/// The framework would look for a writer by the type that the operation declares, and the server would compress the bytes
/// anew for each who asks; it leaves alone what names its coding.
class WrittenOut {

  @ServerResponseFilter
  void sendAsItIs(ContainerResponseContext response) {
    if (response.getEntity() instanceof Written written) {
      response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, written.bytes().length());
      if (written.isCoded()) {
        response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, written.coding());
      }
      CurrentRequestManager.get().setEntityWriter(WrittenOut::write);
    }
  }

  private static void write(ResteasyReactiveRequestContext exchange, Object written) {
    ServerSerialisers.encodeResponseHeaders(exchange);
    exchange.serverResponse().end(((Written) written).bytes().getBytes());
  }
}
