package io.offtake.platform;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.offtake.access.AccessMode;
import io.offtake.access.AccessSettings;
import io.offtake.setting.Form;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// What operators may set about the server and its database.
final class ServerSettings {

  static final String PORT = "OFFTAKE_PORT";
  static final String HOST = "OFFTAKE_HOST";
  static final String MANAGEMENT_PORT = "OFFTAKE_MANAGEMENT_PORT";
  static final String MANAGEMENT_HOST = "OFFTAKE_MANAGEMENT_HOST";
  static final String DATA_DIR = "OFFTAKE_DATA_DIR";
  static final String DATABASE_URL = "OFFTAKE_DATABASE_URL";
  static final String DATABASE_USER = "OFFTAKE_DATABASE_USER";
  static final String DATABASE_PASSWORD = "OFFTAKE_DATABASE_PASSWORD";

  private static final String LOOPBACK = "127.0.0.1";
  private static final String USUAL_PORT = "8080";
  private static final String HOST_ALLOWED = "an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0";
  private static final Pattern HOSTS = Pattern.compile(
      "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])([,\\s]+([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]))*");
  private static final Pattern MAX_BODY = Pattern.compile("[1-9][0-9]{0,3}[KM]|1G");
  /// The port of health and metrics lies so far above that of the API unless it is set.
  private static final int TO_MANAGEMENT = 1_000;
  private static final int MOST_PORT = 65_535;
  private static final String TEXT = "text";
  private static final String JSON = "json";

  static final SettingGroup SERVER = new SettingGroup("Server", List.of(
      Setting.of(PORT, Form.port(), "port of the API").setting("quarkus.http.port").preset(USUAL_PORT),
      Setting.of(HOST, Form.host(HOST_ALLOWED), "address to listen on; another than loopback goes with keys: `OFFTAKE_ACCESS`")
          .setting("quarkus.http.host").preset(LOOPBACK),
      Setting.of("OFFTAKE_HOSTS",
              Form.of(HOSTS, "host names without ports are allowed, such as offtake.example,offtake.trade.svc")
                  .writtenAs(hosts -> hosts.replaceAll("[,\\s]+", ",")),
              "further hosts that requests may be addressed to, without ports: `offtake.example,offtake.trade.svc`. Loopback"
                  + " names, the address listened on and that of `OFFTAKE_PUBLIC_URL` are taken anyhow, any other is refused"
                  + " with 421")
          .setting("offtake.hosts"),
      Setting.of(MANAGEMENT_PORT, Form.port(), "port of health and metrics")
          .setting("quarkus.management.port").usually("1000 above `OFFTAKE_PORT` (`9080`)"),
      Setting.of(MANAGEMENT_HOST, Form.host(HOST_ALLOWED), "address that port listens on")
          .setting("quarkus.management.host").preset(LOOPBACK),
      Setting.of("OFFTAKE_MAX_BODY", Form.of(MAX_BODY, "a size from 1K to 1G is allowed, such as 512K or 32M"),
              "the largest document taken")
          .setting("quarkus.http.limits.max-body-size").preset("32M"),
      Setting.of("OFFTAKE_LOG", Form.word(List.of(TEXT, JSON), "text or json is allowed")
              .writtenAs(form -> Boolean.toString(form.equals(JSON))),
              "`json`: one object a line, for a collector of logs").setting("quarkus.log.console.json.enabled").preset(TEXT),
      Setting.of("OFFTAKE_ROLE", Form.word(List.of("all", "api"), "all or api is allowed"),
              "`api`: answers requests and leaves what is done again and again (asking publishers, jobs, the calendar's steps,"
                  + " telling receivers, scoring) to other replicas, of which one must be `all`")
          .setting("offtake.role").preset("all")),
      ServerSettings::together,
      given -> Map.of("quarkus.management.port", Integer.toString(managementPort(given))));

  static final SettingGroup DATABASE = new SettingGroup("Database", List.of(
      Setting.of(DATA_DIR, Form.of(ServerSettings::isPath, "the path of a directory is allowed"),
          "the embedded PostgreSQL; one instance at a time").usually("`./data`"),
      Setting.of(DATABASE_URL, Form.of(url -> url.startsWith("jdbc:postgresql:"),
                  "a JDBC address of PostgreSQL is allowed, such as jdbc:postgresql://db:5432/offtake"),
              "`jdbc:postgresql://...`: use this server (15 or newer) instead")
          .shownAs(ServerSettings::withoutSecrets),
      Setting.of(DATABASE_USER, Form.of(_ -> true, ""), "for that server"),
      Setting.of(DATABASE_PASSWORD, Form.of(_ -> true, ""), "for that server").secret(),
      Setting.of("OFFTAKE_STARTER", Form.onOrOff(), "`off` starts empty").setting("offtake.starter").preset("on")),
      ServerSettings::withoutAnAddress,
      _ -> Map.of());

  private ServerSettings() {}

  /// An address of a database as it may be told. Parameters may hold a password, and so may what stands before an `@`.
  static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }

  static int managementPort(Map<String, String> given) {
    int api = Integer.parseInt(given.getOrDefault(PORT, USUAL_PORT));
    String written = given.get(MANAGEMENT_PORT);
    return written != null ? Integer.parseInt(written)
        : api + TO_MANAGEMENT <= MOST_PORT ? api + TO_MANAGEMENT : api - TO_MANAGEMENT;
  }

  private static List<String> together(Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    String management = given.get(MANAGEMENT_PORT);
    if (management != null && Integer.parseInt(management) == Integer.parseInt(given.getOrDefault(PORT, USUAL_PORT))) {
      problems.add("%s=%s: another port than that of the API (%s) is allowed".formatted(MANAGEMENT_PORT, management, PORT));
    }
    String host = given.getOrDefault(HOST, LOOPBACK);
    if (!isLoopback(host) && !AccessSettings.needsKeys(given.getOrDefault(AccessSettings.ACCESS, AccessMode.OPEN.id()))) {
      problems.add("%s=%s lets other machines in, and without keys nobody knows who they are: set %s=%s or %s, and make a key"
          .formatted(HOST, host, AccessSettings.ACCESS, AccessMode.READ_OPEN.id(), AccessMode.CLOSED.id())
          + " with ./offtake key; or listen on " + LOOPBACK);
    }
    return problems;
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static List<String> withoutAnAddress(Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    for (String name : List.of(DATABASE_USER, DATABASE_PASSWORD)) {
      if (given.containsKey(name) && !given.containsKey(DATABASE_URL)) {
        problems.add("%s is set without %s; set both, or neither for the embedded PostgreSQL"
            .formatted(name, DATABASE_URL));
      }
    }
    return problems;
  }

  private static boolean isPath(String value) {
    try {
      return !Path.of(value).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
