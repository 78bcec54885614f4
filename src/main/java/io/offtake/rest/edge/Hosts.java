package io.offtake.rest.edge;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The hosts that requests may be addressed to.
///
/// A page whose own name has been pointed at this service (DNS rebinding) speaks to it as to its own origin, and only
/// the header `Host` tells. So names are taken that nobody else can point here: loopback names and addresses, the
/// address that the connection came in at, the host of the public address, and those that the operator names.
final class Hosts {

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>[0-9]{0,5}))?");
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final int MOST_PORT = 65_535;

  private static final Pattern ADDRESS = Pattern.compile("(?<scheme>[A-Za-z]+)://(?<authority>[^/?#]*)(?:[/?#].*)?");

  private final Set<String> names;
  private final Optional<Origin> publicOrigin;

  /// @param bound      the name or address that the service listens on
  /// @param publicUrl  where readers reach it
  /// @param further    host names or addresses that the operator names, without ports
  Hosts(String bound, Optional<String> publicUrl, Collection<String> further) {
    this.publicOrigin = publicUrl.flatMap(Origin::parse);
    var all = new HashSet<String>(Set.of("localhost"));
    further.forEach(each -> all.add(plain(each)));
    all.add(plain(bound));
    publicOrigin.ifPresent(each -> all.add(each.host()));
    // A wildcard is what is listened on, and nobody's address.
    all.removeAll(Set.of("0.0.0.0", "::"));
    this.names = all.stream().map(Hosts::canonical).collect(Collectors.toUnmodifiableSet());
  }

  /// A host with the port that was written with it.
  ///
  /// @param host  in lower case, without brackets and without the dot of the root
  /// @param port  -1 when none was written
  record Authority(String host, int port) {

    /// @return empty when the text is no authority without a user
    static Optional<Authority> parse(String text) {
      Matcher parts = AUTHORITY.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      String port = parts.group("port");
      int number = port == null || port.isEmpty() ? -1 : Integer.parseInt(port);
      String host = plain(parts.group("host"));
      if (number > MOST_PORT || host.contains(":") && address(host).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Authority(canonical(host), number));
    }
  }

  /// Whether requests to `host` are answered. Its port does not matter: it may be forwarded from another.
  ///
  /// @param local  the address of this end of the connection
  boolean serves(Authority host, String local) {
    if (names.contains(host.host())) {
      return true;
    }
    Optional<InetAddress> address = address(host.host());
    return address.filter(InetAddress::isLoopbackAddress).isPresent()
        || address.isPresent() && address.equals(address(local));
  }

  /// Whether a page of `origin` is one of this service, asked at `host`: the same host and port by plain HTTP, as this
  /// service speaks it, or the public address.
  boolean isOwn(String origin, Authority host) {
    return Origin.parse(origin)
        .filter(page -> page.equals(Origin.of("http", host)) || publicOrigin.filter(page::equals).isPresent())
        .isPresent();
  }

  /// What a browser calls an origin, its port always told.
  private record Origin(String scheme, String host, int port) {

    static Optional<Origin> parse(String address) {
      Matcher parts = ADDRESS.matcher(address);
      return parts.matches()
          ? Authority.parse(parts.group("authority")).map(authority -> of(parts.group("scheme"), authority))
          : Optional.empty();
    }

    static Origin of(String scheme, Authority authority) {
      String lower = scheme.toLowerCase(Locale.ROOT);
      return new Origin(lower, authority.host(),
          authority.port() >= 0 ? authority.port() : lower.equals("https") ? 443 : 80);
    }
  }

  private static String plain(String host) {
    String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    String lower = bare.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// One way to write an address; names stay as they are.
  private static String canonical(String host) {
    return address(host).map(InetAddress::getHostAddress).orElse(host);
  }

  /// An address as it is usually written; `127.1` and the like are ambiguous and none.
  private static Optional<InetAddress> address(String host) {
    if (!host.contains(":") && !IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
