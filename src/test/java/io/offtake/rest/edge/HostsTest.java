package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import io.offtake.rest.edge.Hosts.Authority;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static final Hosts LOCAL = new Hosts("127.0.0.1", Optional.empty(), List.of());
  private static final Hosts PUBLIC = new Hosts("0.0.0.0", Optional.of("https://offtake.example/watch/"),
      List.of("Offtake.trade.svc", "[2001:db8::7]"));

  @ParameterizedTest
  @ValueSource(strings = {
      "localhost", "localhost:8080", "LOCALHOST", "localhost.", "localhost.:8080", "127.0.0.1", "127.0.0.1:1",
      "127.8.8.8", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "127.0.0.1:"})
  void loopbackNamesAndAddressesAreServedAtEveryPort(String host) {
    assertThat(LOCAL.serves(Authority.parse(host).orElseThrow(), "127.0.0.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "localhost..",
      "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0", "0.0.0.0", "[::]", "192.0.2.7", "[2001:db8::1]",
      "offtake.example", "127.0.0.256"})
  void nobodyElseIs(String host) {
    assertThat(LOCAL.serves(Authority.parse(host).orElseThrow(), "127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", ":80", "localhost:abc", "localhost:99999", "localhost:8080:9", "a b", "user@localhost", "[::1", "::1",
      "[:::1]", "[localhost]", "localhost/", "http://localhost", "localhost,evil.example", "ｌocalhost"})
  void whatIsNoHostIsNone(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "offtake.example, true", "offtake.example.:443, true", "OFFTAKE.EXAMPLE, true", "offtake.trade.svc, true",
      "'[2001:db8:0:0::7]', true", "10.1.2.3, true", "'[::ffff:10.1.2.3]', true", "10.1.2.4, false", "0.0.0.0, false",
      "www.offtake.example, false", "trade.svc, false"})
  void boundToEveryAddressItServesTheOneAskedAndTheNamesThatAreGiven(String host, boolean served) {
    assertThat(PUBLIC.serves(Authority.parse(host).orElseThrow(), "10.1.2.3")).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({
      "http://localhost:8080, localhost:8080, true",
      "http://LOCALHOST:8080, localhost:8080, true",
      "http://localhost, localhost:80, true",
      "http://[::1]:8080, '[0:0:0:0:0:0:0:1]:8080', true",
      "https://offtake.example, localhost:8080, true",
      "https://offtake.example:443, 10.1.2.3:8080, true",
      "http://localhost:3000, localhost:8080, false",
      "http://127.0.0.1:8080, localhost:8080, false",
      "https://localhost:8080, localhost:8080, false",
      "http://offtake.example, localhost:8080, false",
      "https://offtake.example:8443, localhost:8080, false",
      "https://evil.example, localhost:8080, false",
      "https://offtake.example.evil.example, localhost:8080, false",
      "null, localhost:8080, false",
      "'', localhost:8080, false",
      "http://, localhost:8080, false",
      "http://localhost:8080@evil.example, localhost:8080, false",
      "chrome-extension://abcdef, localhost:8080, false",
      "file://, localhost:8080, false"})
  void aPageIsOwnByItsWholeOrigin(String origin, String host, boolean own) {
    assertThat(PUBLIC.isOwn(origin, Authority.parse(host).orElseThrow())).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
      "127.0.0.1, true", "127.3.2.1, true", "::1, true", "::ffff:127.0.0.1, true",
      "192.0.2.7, false", "2001:db8::1, false", "10.0.0.1, false", "0.0.0.0, false"})
  void onlyLoopbackPeersAreOfThisMachine(String peer, boolean loopback) {
    assertThat(Door.isLoopback(SocketAddress.inetSocketAddress(40_000, peer))).isEqualTo(loopback);
  }

  @ParameterizedTest
  @CsvSource({
      "Forwarded, true", "X-Forwarded-For, true", "x-forwarded-host, true", "X-FORWARDED-PROTO, true", "Via, true",
      "X-Real-IP, true", "CF-Connecting-IP, true", "True-Client-IP, true", "X-Forward-For, true", "X-Original-URL, true", "CDN-Loop, true", "X-Fort, false", "CF, false", "Accept, false"})
  void proxiesSayThatTheyPassARequestOn(String header, boolean passedOn) {
    assertThat(Door.saysItWasPassedOn(header)).isEqualTo(passedOn);
  }
}
