package io.offtake.outbox;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which hosts and network addresses webhooks may go to. Without an allowance, only public ones, over https: a
/// receiver's address comes from outside and must not lead into the network that Offtake stands in.
///
/// @param hosts  names that may lie anywhere, and be asked over http, in lower case
/// @param networks  ranges that may be reached, and be asked over http
public record Addresses(List<String> hosts, List<Network> networks) {

  public static final Addresses PUBLIC_ONLY = new Addresses(List.of(), List.of());

  /// Ranges that are not the public Internet: IANA's special-purpose registries, and 240.0.0.0/4.
  private static final List<Network> NOT_PUBLIC = networks(
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
      "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
      "224.0.0.0/4", "240.0.0.0/4",
      // Only 2000::/3 is given out to the Internet.
      "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /// An IPv4 address inside an IPv6 one, by a translator (RFC 6052).
  private static final Network TRANSLATED = network("64:ff9b::/96").orElseThrow();

  /// Digits and colons: an IPv4 address inside would have dots, a zone a percent sign.
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  /// Labels of letters, digits and hyphens. The last one begins with a letter, else it is taken for a number somewhere.
  private static final Pattern NAME = Pattern.compile(
      "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final int LONGEST_NAME = 253;

  public Addresses {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /// A range of addresses of one family.
  ///
  /// @param base  4 or 16 octets
  /// @param bits  how many of them count, from the left
  @SuppressWarnings("ArrayRecordComponent") // asked, never compared
  public record Network(byte[] base, int bits) {

    public boolean contains(InetAddress address) {
      byte[] octets = address.getAddress();
      if (octets.length != base.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(octets, 0, whole, base, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || ((octets[whole] ^ base[whole]) & 0xff) >>> (8 - rest) == 0;
    }
  }

  /// A range in the form `10.1.0.0/16`, or a single address; empty for anything else, also for a host name.
  public static Optional<Network> network(String text) {
    String[] parts = text.split("/", -1);
    try {
      byte[] base = InetAddress.ofLiteral(parts[0].replaceAll("^\\[|]$", "")).getAddress();
      int bits = parts.length == 1 ? base.length * 8 : Integer.parseInt(parts[1]);
      return parts.length > 2 || bits < 0 || bits > base.length * 8
          ? Optional.empty()
          : Optional.of(new Network(base, bits));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /// Reads names and ranges separated by commas or blanks; whatever is not a range is taken for a name.
  public static Addresses parse(String allowed) {
    var hosts = new ArrayList<String>();
    var networks = new ArrayList<Network>();
    for (String each : allowed.split("[,\\s]+", -1)) {
      if (!each.isEmpty()) {
        network(each).ifPresentOrElse(networks::add, () -> hosts.add(each.toLowerCase(Locale.ROOT)));
      }
    }
    return new Addresses(hosts, networks);
  }

  /// The first of some names and ranges that is not written plainly, so that nobody can say what it allows.
  public static Optional<String> doubtful(String allowed) {
    return Arrays.stream(allowed.split("[,\\s]+")).filter(each -> !each.isEmpty()).filter(each -> {
      String host = each.replaceFirst("/\\d{1,3}$", "");
      boolean plain = isPlain(host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host);
      return !plain || !host.equals(each) && network(each).isEmpty();
    }).findFirst();
  }

  /// Why nothing is sent there, before the name is even resolved; empty when there is no reason.
  public Optional<String> objectionTo(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("only https addresses are taken");
    }
    String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    if (authority.isEmpty() || authority.contains("@") || url.getRawFragment() != null) {
      return Optional.of("the address must have a host, and neither user nor fragment");
    }
    if (url.getHost() == null || !isPlain(url.getHost())) {
      return Optional.of("the host must be written plainly: a name in ASCII such as hooks.example.com, without a dot at "
          + "its end; an IPv4 address of four decimal numbers without leading zeros; or an IPv6 address in brackets that "
          + "has no zone and no IPv4 address inside");
    }
    if (url.getPort() == 0 || url.getPort() > 65535) {
      return Optional.of("the port must lie between 1 and 65535");
    }
    if (scheme.equals("http") && !allowsName(url.getHost())
        && network(url.getHost()).filter(host -> allowsNetwork(host.base())).isEmpty()) {
      return Optional.of("only https addresses are taken, unless the operator allows the host");
    }
    return Optional.empty();
  }

  /// Why nothing is sent to a host that resolves so; empty when there is no reason. One address that is not allowed
  /// spoils the host, for the next answer of its name server may be that one alone.
  public Optional<String> objectionTo(String host, List<InetAddress> resolved) {
    if (resolved.isEmpty()) {
      return Optional.of("the host has no address");
    }
    if (allowsName(host)) {
      return Optional.empty();
    }
    return resolved.stream().map(Addresses::bare)
        .filter(address -> !isPublic(address) && !allowsNetwork(address.getAddress()))
        .findFirst()
        .map(address -> "the host resolves to %s, which is not a public address".formatted(address.getHostAddress()));
  }

  /// Whether everybody who reads the host reads the same: resolvers differ in what they make of octal, hexadecimal and
  /// short forms of an address, and one who looks at a text differs from one who connects.
  ///
  /// @param host  a name, an IPv4 address, or an IPv6 address in brackets
  static boolean isPlain(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      String address = host.substring(1, host.length() - 1);
      return IPV6.matcher(address).matches() && network(address)
          .filter(parsed -> parsed.base().length == 16 && !TRANSLATED.contains(InetAddress.ofLiteral(address)))
          .isPresent();
    }
    return host.length() <= LONGEST_NAME && (IPV4.matcher(host).matches() || NAME.matcher(host).matches());
  }

  private boolean allowsName(String host) {
    return hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  private boolean allowsNetwork(byte[] octets) {
    try {
      InetAddress address = InetAddress.getByAddress(octets);
      return networks.stream().anyMatch(network -> network.contains(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  private static boolean isPublic(InetAddress address) {
    return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
  }

  /// The IPv4 address that an IPv6 one stands for, or the address itself.
  private static InetAddress bare(InetAddress address) {
    if (address instanceof Inet4Address || !(address instanceof Inet6Address v6)) {
      return address;
    }
    byte[] octets = v6.getAddress();
    boolean mapped = true;
    for (int i = 0; i < 12; i++) {
      mapped &= octets[i] == (i >= 10 ? (byte) 0xff : 0);
    }
    if (!mapped && !TRANSLATED.contains(address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  private static List<Network> networks(String... ranges) {
    return Arrays.stream(ranges).map(range -> network(range).orElseThrow()).toList();
  }
}
