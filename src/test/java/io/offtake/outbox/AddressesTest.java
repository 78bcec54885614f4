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
    "2002:7f00:1::1", "2001::1", "2001:db8::1", "::127.0.0.1", "fec0::1", "::ffff:0:127.0.0.1", "4000::1", "64:ff9b:1::1",
    "100::1", "5f00::1", "3fff::1"
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

  /// Each of these is 127.0.0.1, or another host than it seems, to somebody.
  @ParameterizedTest
  @ValueSource(strings = {
    "https://0177.0.0.1/", "https://127.0.0.01/", "https://00.0.0.0/", "https://0x7f.0.0.1/", "https://0x7f000001/",
    "https://0x7F.1/", "https://2130706433/", "https://017700000001/", "https://127.1/", "https://127.0.1/",
    "https://127.0.0.1./", "https://localhost./", "https://hooks.example.com./", "https://127.0.0.0x1/",
    "https://hooks.0x7f/", "https://hooks.1/", "https://hooks.example.1x/", "https://256.0.0.1/", "https://1.2.3.4.5/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://[v1.fe80::a+en1]/",
    "https://%31%32%37.0.0.1/", "https://127%2e0.0.1/", "https://hooks%00.example.com/",
    "https://\uFF11\uFF12\uFF17.0.0.1/", "https://127\u30020\u30020\u30021/", "https://\u2460\u2461\u2466.0.0.1/",
    "https://m\u00FCnchen.example/", "https://ex\u00ADample.com/", "https://hooks_1.example.com/", "https://-a.example/",
    "https://a..example/", "https://.example/"
  })
  void aHostThatIsNotWrittenPlainlyIsRefusedWhoeverReadsIt(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException notEvenAnAddress) {
      return;
    }
    // Not even where the operator allows everything.
    for (Addresses allowed : List.of(Addresses.PUBLIC_ONLY, Addresses.parse("0.0.0.0/0, ::/0, localhost, hooks.example.com"))) {
      assertThat(allowed.objectionTo(address)).hasValueSatisfying(objection ->
          assertThat(objection).containsAnyOf("written plainly", "must have a host"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "https://hooks.example.com/", "https://HOOKS.Example.COM:8443/x", "https://93.184.216.34/", "https://0.0.0.0/",
    "https://[2606:2800:220:1::1]/", "https://[::1]/", "https://xn--mnchen-3ya.example/", "https://1password.example/",
    "https://a-b.c-d.example/", "https://localhost/", "https://3com.example.com/"
  })
  void aPlainHostIsNotCalledAmbiguous(String url) {
    assertThat(Addresses.PUBLIC_ONLY.objectionTo(URI.create(url))).isEmpty();
  }

  @Test
  void whatTheOperatorAllowsIsWrittenPlainlyToo() {
    assertThat(Addresses.doubtful("hooks.internal, 10.1.0.0/16 fd00::/8,[fd00::1] 127.0.0.1,localhost")).isEmpty();
    for (String each : List.of("0177.0.0.1", "127.1", "10.0.0.0/33", "::ffff:10.0.0.1", "localhost.", "0x7f.0.0.1", "fe80::1/200")) {
      assertThat(Addresses.doubtful("hooks.internal " + each)).hasValue(each);
    }
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
