package io.offtake.platform;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.offtake.fetching.client.PublisherConfig;
import io.offtake.outbox.Addresses;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publishers;

/// What the environment variables `OFFTAKE_*` ask for.
///
/// @param port      TCP port of the HTTP server, 1 to 65535
/// @param host      address or name the HTTP server listens on
/// @param dataDir   absolute; holds the embedded PostgreSQL, and is not touched when `database` is present
/// @param database  the PostgreSQL to use in place of the embedded one
/// @param starter   whether a first start loads the starter's evidence and commitments
/// @param maxBody   the largest request body taken: digits and K, M or G, powers of 1024 bytes
/// @param fetching  how publishers are asked
/// @param telling  how receivers are told
/// @param management  where health and metrics are
/// @param hosts     further host names that requests may be addressed to
public record Settings(
    int port, String host, Path dataDir, Optional<Database> database, boolean starter, String maxBody,
    Fetching fetching, Telling telling, Management management, List<String> hosts) {

  static final String PORT = "OFFTAKE_PORT";
  static final String HOST = "OFFTAKE_HOST";
  static final String MANAGEMENT_PORT = "OFFTAKE_MANAGEMENT_PORT";
  static final String MANAGEMENT_HOST = "OFFTAKE_MANAGEMENT_HOST";
  static final String HOSTS = "OFFTAKE_HOSTS";
  static final String DATA_DIR = "OFFTAKE_DATA_DIR";
  static final String DATABASE_URL = "OFFTAKE_DATABASE_URL";
  static final String DATABASE_USER = "OFFTAKE_DATABASE_USER";
  static final String DATABASE_PASSWORD = "OFFTAKE_DATABASE_PASSWORD";
  static final String STARTER = "OFFTAKE_STARTER";
  static final String MAX_BODY = "OFFTAKE_MAX_BODY";
  static final String FETCH = "OFFTAKE_FETCH";
  static final String CONTACT = "OFFTAKE_CONTACT";

  static final String SECRET_KEY = "OFFTAKE_SECRET_KEY";
  static final String WEBHOOK_ALLOW = "OFFTAKE_WEBHOOK_ALLOW";
  static final String DELIVERIES_PER_SECOND = "OFFTAKE_DELIVERIES_PER_SECOND";
  static final String PUBLIC_URL = "OFFTAKE_PUBLIC_URL";
  static final String MAIL_HOST = "OFFTAKE_MAIL_HOST";
  static final String MAIL_PORT = "OFFTAKE_MAIL_PORT";
  static final String MAIL_USER = "OFFTAKE_MAIL_USER";
  static final String MAIL_PASSWORD = "OFFTAKE_MAIL_PASSWORD";
  static final String MAIL_FROM = "OFFTAKE_MAIL_FROM";
  static final String MAIL_TLS = "OFFTAKE_MAIL_TLS";

  private static final String PREFIX = "OFFTAKE_";
  private static final List<String> OWN = List.of(
      PORT, HOST, MANAGEMENT_PORT, MANAGEMENT_HOST, HOSTS, DATA_DIR, DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD, STARTER,
      MAX_BODY, FETCH, CONTACT, SECRET_KEY, WEBHOOK_ALLOW, DELIVERIES_PER_SECOND, PUBLIC_URL, MAIL_HOST, MAIL_PORT, MAIL_USER,
      MAIL_PASSWORD, MAIL_FROM, MAIL_TLS);
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final Pattern HOSTS_FORM = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
  /// The port of health and metrics lies so far above that of the API unless it is set.
  private static final int TO_MANAGEMENT = 1_000;
  private static final int MOST_PORT = 65_535;
  private static final Pattern MAX_BODY_FORM = Pattern.compile("[1-9][0-9]{0,3}[KM]|1G");
  private static final Pattern ADDRESS_FORM = Pattern.compile("https?://[\\x21-\\x7e&&[^?#@<>\"]]{1,500}");
  private static final String ADDRESS_ALLOWED = "an http or https address without user, query and fragment is allowed";
  private static final Pattern HEADER_FORM = Pattern.compile("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*");
  private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern ALLOW_FORM = Pattern.compile("[A-Za-z0-9.:/\\[\\]_-]+([,\\s]+[A-Za-z0-9.:/\\[\\]_-]+)*");
  private static final Pattern MAILBOX_FORM =
      Pattern.compile("[^<>\\p{Cntrl}]{0,200}<[\\x21-\\x7e&&[^<>@]]{1,64}@[\\x21-\\x7e&&[^<>@]]{1,253}>"
          + "|[\\x21-\\x7e&&[^<>@]]{1,64}@[\\x21-\\x7e&&[^<>@]]{1,253}");
  private static final int SECRET_KEY_BYTES = 32;
  private static final int FEWEST_DELIVERIES = 20;
  private static final Pattern DELIVERIES_FORM = Pattern.compile("[0-9]{1,6}");
  private static final Pattern PORT_FORM = Pattern.compile("[0-9]{1,5}");

  /// @param user      empty when the URL names it
  /// @param password  empty when there is none, or the URL holds it
  public record Database(String url, Optional<String> user, Optional<String> password) {

    /// Without the password: this text may end up in a log.
    @Override
    public String toString() {
      return withoutSecrets(url);
    }
  }

  /// @param host  address or name that health and metrics are served at
  /// @param port  TCP port, another than that of the API
  public record Management(String host, int port) {}

  /// @param on         whether publishers are asked at all
  /// @param contact    an address that they find in the user agent
  /// @param wanted     whether services are asked that are asked only if wanted, by the property that each sets
  /// @param keys       of publishers, by the property that each sets; a source without its key is off
  /// @param addresses  where publishers lie, if elsewhere than usual, by the property that each sets
  public record Fetching(
      boolean on, Optional<String> contact, Map<String, String> wanted, Map<String, String> keys,
      Map<String, String> addresses) {

    public Fetching {
      wanted = Map.copyOf(wanted);
      keys = Map.copyOf(keys);
      addresses = Map.copyOf(addresses);
    }

    /// Without the keys: this text may end up in a log.
    @Override
    public String toString() {
      return "Fetching[on=%s, contact=%s, wanted=%s, keys=%s, addresses=%s]"
          .formatted(on, contact, new TreeMap<>(wanted), new TreeMap<>(keys).keySet(), new TreeMap<>(addresses));
    }
  }

  /// @param secretKey     32 bytes in Base64 that receivers' secrets are kept under
  /// @param webhookAllow  hosts and ranges that webhooks may go to although they are not public
  /// @param perSecond     attempts that this replica begins in a second; by its processors unless it is set
  /// @param publicUrl     where readers of mail reach this service
  /// @param mail          the server that sends mail; without it there is none
  public record Telling(
      Optional<String> secretKey,
      Optional<String> webhookAllow,
      OptionalInt perSecond,
      Optional<String> publicUrl,
      Optional<Mail> mail) {

    /// Without the key: this text may end up in a log.
    @Override
    public String toString() {
      return "Telling[key=%s, webhookAllow=%s, perSecond=%s, publicUrl=%s, mail=%s]"
          .formatted(secretKey.isPresent() ? "set" : "not set", webhookAllow, perSecond, publicUrl, mail);
    }
  }

  /// @param tls  `starttls`, `tls` from the first byte, or `off`
  public record Mail(
      String host, int port, Optional<String> user, Optional<String> password, String from, String tls) {

    /// Without the password: this text may end up in a log.
    @Override
    public String toString() {
      return "Mail[host=%s, port=%d, user=%s, from=%s, tls=%s]".formatted(host, port, user, from, tls);
    }
  }

  /// What became of the variables.
  public sealed interface Outcome {

    record Valid(Settings settings) implements Outcome {}

    /// @param problems  at least one; each is a line that names the variable, its value unless that is secret,
    ///     and what is allowed
    record Invalid(List<String> problems) implements Outcome {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Reads the variables whose names begin with `OFFTAKE_`; an empty one counts as not set.
  public static Outcome parse(Map<String, String> environment) {
    return parse(environment, Publishers.all());
  }

  /// @param publishers  whose services may be set
  static Outcome parse(Map<String, String> environment, List<Publisher> publishers) {
    var given = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        given.put(name, value.strip());
      }
    });
    List<String> problems = new ArrayList<>();
    List<Service> services = publishers.stream().flatMap(publisher -> publisher.services().stream()).toList();
    int port = port(PORT, given.getOrDefault(PORT, "8080"), problems);
    var settings = new Settings(
        port,
        host(HOST, given.getOrDefault(HOST, "127.0.0.1"), problems),
        dataDir(given.getOrDefault(DATA_DIR, "data"), problems),
        database(given, problems),
        isOn(STARTER, given.getOrDefault(STARTER, "on"), problems),
        maxBody(given.getOrDefault(MAX_BODY, "32M"), problems),
        fetching(given, services, problems),
        telling(given, problems),
        management(port, given, problems),
        hosts(given, problems));
    Set<String> known = known(services);
    for (var name : given.keySet()) {
      if (!known.contains(name)) {
        problems.add("%s is not a setting of Offtake; the nearest one is %s".formatted(name, nearest(name, known)));
      }
    }
    return problems.isEmpty() ? new Outcome.Valid(settings) : new Outcome.Invalid(problems);
  }

  private static int port(String name, String value, List<String> problems) {
    var port = PORT_FORM.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (port < 1 || port > MOST_PORT) {
      problems.add("%s=%s: a whole number from 1 to 65535 is allowed".formatted(name, value));
    }
    return port;
  }

  private static String host(String name, String value, List<String> problems) {
    if (!HOST_FORM.matcher(value).matches()) {
      problems.add("%s=%s: an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0"
          .formatted(name, value));
    }
    return value;
  }

  private static Management management(int apiPort, Map<String, String> given, List<String> problems) {
    int usual = apiPort + TO_MANAGEMENT <= MOST_PORT ? apiPort + TO_MANAGEMENT : apiPort - TO_MANAGEMENT;
    String written = given.get(MANAGEMENT_PORT);
    int port = written == null ? usual : port(MANAGEMENT_PORT, written, problems);
    if (written != null && port == apiPort) {
      problems.add("%s=%s: another port than that of the API (%s) is allowed".formatted(MANAGEMENT_PORT, port, PORT));
    }
    return new Management(host(MANAGEMENT_HOST, given.getOrDefault(MANAGEMENT_HOST, "127.0.0.1"), problems), port);
  }

  private static List<String> hosts(Map<String, String> given, List<String> problems) {
    var hosts = List.of(given.getOrDefault(HOSTS, "").split("[,\\s]+")).stream()
        .filter(each -> !each.isEmpty())
        .toList();
    if (!hosts.stream().allMatch(each -> HOSTS_FORM.matcher(each).matches())) {
      problems.add("%s=%s: host names without ports are allowed, such as offtake.example,offtake.trade.svc"
          .formatted(HOSTS, given.getOrDefault(HOSTS, "")));
    }
    return hosts;
  }

  private static Path dataDir(String value, List<String> problems) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      problems.add("%s=%s: the path of a directory is allowed".formatted(DATA_DIR, value));
      return Path.of("");
    }
  }

  private static Optional<Database> database(Map<String, String> given, List<String> problems) {
    var url = given.get(DATABASE_URL);
    if (url == null) {
      for (var name : List.of(DATABASE_USER, DATABASE_PASSWORD)) {
        if (given.containsKey(name)) {
          problems.add("%s is set without %s; set both, or neither for the embedded PostgreSQL"
              .formatted(name, DATABASE_URL));
        }
      }
      return Optional.empty();
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      problems.add("%s=%s: a JDBC address of PostgreSQL is allowed, such as jdbc:postgresql://db:5432/offtake"
          .formatted(DATABASE_URL, withoutSecrets(url)));
    }
    return Optional.of(new Database(
        url, Optional.ofNullable(given.get(DATABASE_USER)), Optional.ofNullable(given.get(DATABASE_PASSWORD))));
  }

  private static boolean isOn(String name, String value, List<String> problems) {
    if (!value.equals("on") && !value.equals("off")) {
      problems.add("%s=%s: on or off is allowed".formatted(name, value));
    }
    return value.equals("on");
  }

  /// The names of all settings, in the order in which they are documented.
  static Set<String> known(List<Service> services) {
    Set<String> known = new LinkedHashSet<>(OWN);
    for (Service service : services) {
      known.add(PublisherConfig.urlVariable(service.id()));
      switch (service.asked()) {
        case FREELY -> { }
        case WITH_A_KEY -> known.add(PublisherConfig.keyVariable(service.id()));
        case IF_WANTED -> known.add(PublisherConfig.wantedVariable(service.id()));
      }
    }
    return known;
  }

  private static Fetching fetching(Map<String, String> given, List<Service> services, List<String> problems) {
    var contact = Optional.ofNullable(given.get(CONTACT));
    if (contact.filter(each -> !HEADER_FORM.matcher(each).matches()).isPresent()) {
      problems.add("%s: printable ASCII is allowed, such as ops@example.com".formatted(CONTACT));
    }
    boolean on = isOn(FETCH, given.getOrDefault(FETCH, "on"), problems);
    var wanted = new TreeMap<String, String>();
    var keys = new TreeMap<String, String>();
    var addresses = new TreeMap<String, String>();
    for (Service service : services) {
      String property = "offtake.publisher.%s.".formatted(service.id());
      checked(PublisherConfig.urlVariable(service.id()), given, ADDRESS_FORM, ADDRESS_ALLOWED, problems)
          .ifPresent(address -> addresses.put(property + "url", address));
      switch (service.asked()) {
        case FREELY -> { }
        case WITH_A_KEY -> checked(PublisherConfig.keyVariable(service.id()), given, KEY_FORM,
            "the key as the publisher gave it is allowed, without spaces", problems)
            .ifPresent(key -> keys.put(property + "key", key));
        case IF_WANTED -> {
          String name = PublisherConfig.wantedVariable(service.id());
          wanted.put(property + "wanted", Boolean.toString(isOn(name, given.getOrDefault(name, "off"), problems)));
        }
      }
    }
    return new Fetching(on, contact, wanted, keys, addresses);
  }

  /// The value of a variable, if it is set. It may be secret, so it is not told.
  private static Optional<String> checked(
      String variable, Map<String, String> given, Pattern form, String allowed, List<String> problems) {
    var value = Optional.ofNullable(given.get(variable));
    if (value.filter(each -> !form.matcher(each).matches()).isPresent()) {
      problems.add("%s: %s".formatted(variable, allowed));
    }
    return value;
  }

  private static Telling telling(Map<String, String> given, List<String> problems) {
    var key = Optional.ofNullable(given.get(SECRET_KEY));
    if (key.filter(each -> !isKey(each)).isPresent()) {
      problems.add("%s: %d bytes in Base64 are allowed, such as openssl rand -base64 32 prints them"
          .formatted(SECRET_KEY, SECRET_KEY_BYTES));
    }
    var allow = Optional.ofNullable(given.get(WEBHOOK_ALLOW));
    if (allow.filter(each -> !ALLOW_FORM.matcher(each).matches()).isPresent()) {
      problems.add("%s=%s: host names and ranges are allowed, such as hooks.internal,10.1.0.0/16"
          .formatted(WEBHOOK_ALLOW, allow.orElseThrow()));
    }
    allow.filter(each -> ALLOW_FORM.matcher(each).matches()).flatMap(Addresses::doubtful)
        .ifPresent(each -> problems.add(("%s: %s is not written plainly; names in ASCII, addresses without leading zeros and"
            + " ranges of them are allowed, such as hooks.internal,10.1.0.0/16").formatted(WEBHOOK_ALLOW, each)));
    return new Telling(
        key, allow, perSecond(given, problems), checked(PUBLIC_URL, given, ADDRESS_FORM, ADDRESS_ALLOWED, problems), mail(given, problems));
  }

  private static OptionalInt perSecond(Map<String, String> given, List<String> problems) {
    var value = given.get(DELIVERIES_PER_SECOND);
    if (value == null) {
      return OptionalInt.empty();
    }
    var number = DELIVERIES_FORM.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (number < FEWEST_DELIVERIES) {
      problems.add("%s=%s: a whole number from %d to 999999 is allowed"
          .formatted(DELIVERIES_PER_SECOND, value, FEWEST_DELIVERIES));
    }
    return OptionalInt.of(number);
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == SECRET_KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static Optional<Mail> mail(Map<String, String> given, List<String> problems) {
    var host = given.get(MAIL_HOST);
    var from = given.get(MAIL_FROM);
    if (host == null || from == null) {
      for (var name : List.of(MAIL_HOST, MAIL_PORT, MAIL_USER, MAIL_PASSWORD, MAIL_FROM, MAIL_TLS)) {
        if (given.containsKey(name)) {
          problems.add("%s is set without %s; set %s and %s, or none of them for no mail"
              .formatted(name, host == null ? MAIL_HOST : MAIL_FROM, MAIL_HOST, MAIL_FROM));
        }
      }
      return Optional.empty();
    }
    if (!HOST_FORM.matcher(host).matches()) {
      problems.add("%s=%s: an address or a host name is allowed".formatted(MAIL_HOST, host));
    }
    if (!MAILBOX_FORM.matcher(from).matches()) {
      problems.add("%s=%s: a mailbox is allowed, its address in ASCII, such as alerts@example.com or Offtake <alerts@example.com>"
          .formatted(MAIL_FROM, from));
    }
    var tls = given.getOrDefault(MAIL_TLS, "starttls");
    if (!List.of("starttls", "tls", "off").contains(tls)) {
      problems.add("%s=%s: starttls, tls or off is allowed".formatted(MAIL_TLS, tls));
    }
    var port = port(MAIL_PORT, given.getOrDefault(MAIL_PORT, tls.equals("tls") ? "465" : "587"), problems);
    return Optional.of(new Mail(host, port, Optional.ofNullable(given.get(MAIL_USER)),
        Optional.ofNullable(given.get(MAIL_PASSWORD)), from, tls));
  }

  private static String maxBody(String value, List<String> problems) {
    if (!MAX_BODY_FORM.matcher(value).matches()) {
      problems.add("%s=%s: a size from 1K to 1G is allowed, such as 512K or 32M".formatted(MAX_BODY, value));
    }
    return value;
  }

  /// Parameters may hold a password, and so may what stands before an `@`.
  private static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }

  private static String nearest(String name, Set<String> known) {
    return known.stream().min(Comparator.comparingInt(each -> distance(name, each))).orElseThrow();
  }

  /// Levenshtein distance, in single-character edits.
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
