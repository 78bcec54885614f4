package io.offtake.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.255.255.255",
    "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "febf::1", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::1", "2001::1", "2001:db8::1", "::127.0.0.1", "fec0::1"
  })
  void nothingIsSentIntoNetworksThatAreNotPublic(String address) {
    assertThat(Addresses.PUBLIC_ONLY.objectionTo("a.test", List.of(InetAddress.ofLiteral(address)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"})
  void publicAddressesAreFine(String address) {
    assertThat(Addresses.PUBLIC_ONLY.objectionTo("a.test", List.of(InetAddress.ofLiteral(address)))).isEmpty();
  }

  @Test
  void oneBadAddressSpoilsTheHost() {
    assertThat(Addresses.PUBLIC_ONLY.objectionTo("a.test",
        List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("10.0.0.1"))))
        .hasValue("the host resolves to 10.0.0.1, which is not a public address");
    assertThat(Addresses.PUBLIC_ONLY.objectionTo("a.test", List.of())).hasValue("the host has no address");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https:///path", "https://user@example.com/",
    "https://user:pw@example.com/", "https://example.com/#part", "https://example.com:0/", "https://example.com:70000/",
    "mailto:a@example.com", "https:opaque", "/relative"
  })
  void onlyPlainHttpsAddressesAreTaken(String url) {
    assertThat(Addresses.PUBLIC_ONLY.objectionTo(URI.create(url))).isPresent();
  }

  @Test
  void theOperatorMayAllowHostsAndRanges() {
    var allowed = Addresses.parse("hooks.internal, 10.1.0.0/16 fd00::/8");
    assertThat(allowed.objectionTo(URI.create("http://Hooks.Internal:8080/x"))).isEmpty();
    assertThat(allowed.objectionTo(URI.create("http://10.1.2.3/"))).isEmpty();
    assertThat(allowed.objectionTo(URI.create("http://[fd00::1]/"))).isEmpty();
    assertThat(allowed.objectionTo(URI.create("http://10.2.0.1/"))).isPresent();
    assertThat(allowed.objectionTo("hooks.internal", List.of(InetAddress.ofLiteral("192.168.0.1")))).isEmpty();
    assertThat(allowed.objectionTo("other.test", List.of(InetAddress.ofLiteral("10.1.255.255")))).isEmpty();
    assertThat(allowed.objectionTo("other.test", List.of(InetAddress.ofLiteral("10.2.0.0")))).isPresent();
    assertThat(allowed.objectionTo("other.test", List.of(InetAddress.ofLiteral("::ffff:10.1.0.1")))).isEmpty();
  }
}
