package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackWritesTest {

  @ParameterizedTest
  @CsvSource({
      "POST,   127.0.0.1,        true",
      "POST,   127.3.2.1,        true",
      "DELETE, ::1,              true",
      "PUT,    ::ffff:127.0.0.1, true",
      "POST,   192.0.2.7,        false",
      "PUT,    2001:db8::1,      false",
      "PATCH,  10.0.0.1,         false",
      "DELETE, 0.0.0.0,          false",
      "GET,    192.0.2.7,        true",
      "HEAD,   2001:db8::1,      true",
  })
  void onlyLoopbackPeersMayWrite(String method, String peer, boolean allowed) {
    assertThat(LoopbackWrites.isAllowed(method, SocketAddress.inetSocketAddress(40_000, peer))).isEqualTo(allowed);
  }
}
