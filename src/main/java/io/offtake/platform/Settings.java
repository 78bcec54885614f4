package io.offtake.platform;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the environment variables `OFFTAKE_*` ask for.
///
/// @param port      TCP port of the HTTP server, 1 to 65535
/// @param host      address or name the HTTP server listens on
/// @param dataDir   absolute; holds the embedded PostgreSQL, and is not touched when `database` is present
/// @param database  the PostgreSQL to use in place of the embedded one
/// @param starter   whether a first start loads the starter's evidence and commitments
/// @param maxBody   the largest request body taken: digits and K, M or G, powers of 1024 bytes
/// @param fetching  how publishers are asked
/// @param publicUrl  where receivers of messages find this service; messages have relative addresses without it
public record Settings(
    int port, String host, Path dataDir, Optional<Database> database, boolean starter, String maxBody,
    Fetching fetching, Optional<String> publicUrl) {

  static final String PORT = "OFFTAKE_PORT";
  static final String HOST = "OFFTAKE_HOST";
  static final String DATA_DIR = "OFFTAKE_DATA_DIR";
  static final String DATABASE_URL = "OFFTAKE_DATABASE_URL";
  static final String DATABASE_USER = "OFFTAKE_DATABASE_USER";
  static final String DATABASE_PASSWORD = "OFFTAKE_DATABASE_PASSWORD";
  static final String STARTER = "OFFTAKE_STARTER";
  static final String MAX_BODY = "OFFTAKE_MAX_BODY";
  static final String FETCH = "OFFTAKE_FETCH";
  static final String CONTACT = "OFFTAKE_CONTACT";
  static final String FAS_KEY = "OFFTAKE_FAS_KEY";
  static final String FAS_URL = "OFFTAKE_FAS_URL";
  static final String FGIS_URL = "OFFTAKE_FGIS_URL";
  static final String FGIS_CERTIFICATES = "OFFTAKE_FGIS_CERTIFICATES";
  static final String FGIS_CERTIFICATES_URL = "OFFTAKE_FGIS_CERTIFICATES_URL";
  static final String CENSUS_KEY = "OFFTAKE_CENSUS_KEY";
  static final String CENSUS_URL = "OFFTAKE_CENSUS_URL";
  static final String EIA_KEY = "OFFTAKE_EIA_KEY";
  static final String EIA_URL = "OFFTAKE_EIA_URL";
  static final String COMTRADE_KEY = "OFFTAKE_COMTRADE_KEY";
  static final String COMTRADE_URL = "OFFTAKE_COMTRADE_URL";

  /// The variables that hold a publisher's key, by the property that each sets.
  private static final Map<String, String> KEYS = Map.of(
      "offtake.fetch.fas.key", FAS_KEY,
      "offtake.fetch.census.key", CENSUS_KEY,
      "offtake.fetch.eia.key", EIA_KEY,
      "offtake.fetch.comtrade.key", COMTRADE_KEY);

  /// The variables that hold where a publisher is, by the property that each sets.
  private static final Map<String, String> ADDRESSES = Map.of(
      "offtake.fetch.fas.url", FAS_URL,
      "offtake.fetch.fgis.url", FGIS_URL,
      "offtake.fetch.fgis.certificates-url", FGIS_CERTIFICATES_URL,
      "offtake.fetch.census.url", CENSUS_URL,
      "offtake.fetch.eia.url", EIA_URL,
      "offtake.fetch.comtrade.url", COMTRADE_URL);
  static final String PUBLIC_URL = "OFFTAKE_PUBLIC_URL";

  private static final String PREFIX = "OFFTAKE_";
  private static final List<String> KNOWN =
      List.of(PORT, HOST, DATA_DIR, DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD, STARTER, MAX_BODY,
          FETCH, CONTACT, FAS_KEY, FAS_URL, FGIS_URL, FGIS_CERTIFICATES, FGIS_CERTIFICATES_URL, CENSUS_KEY, CENSUS_URL,
          EIA_KEY, EIA_URL, COMTRADE_KEY, COMTRADE_URL, PUBLIC_URL);
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final Pattern MAX_BODY_FORM = Pattern.compile("[1-9][0-9]{0,3}[KM]|1G");
  private static final Pattern ADDRESS_FORM = Pattern.compile("https?://[^\\s?#@]+");
  private static final Pattern HEADER_FORM = Pattern.compile("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*");
  private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]+");
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

  /// @param on            whether publishers are asked at all
  /// @param contact       an address that they find in the user agent
  /// @param certificates  whether the yearly files of certificates are fetched
  /// @param keys          of publishers, by the property that each sets; a source without its key is off
  /// @param addresses     where publishers lie, if elsewhere than usual, by the property that each sets
  public record Fetching(
      boolean on, Optional<String> contact, boolean certificates, Map<String, String> keys,
      Map<String, String> addresses) {

    public Fetching {
      keys = Map.copyOf(keys);
      addresses = Map.copyOf(addresses);
    }

    /// Without the keys: this text may end up in a log.
    @Override
    public String toString() {
      return "Fetching[on=%s, contact=%s, certificates=%s, keys=%s, addresses=%s]"
          .formatted(on, contact, certificates, new TreeMap<>(keys).keySet(), new TreeMap<>(addresses));
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
    var given = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        given.put(name, value.strip());
      }
    });
    List<String> problems = new ArrayList<>();
    var settings = new Settings(
        port(given.getOrDefault(PORT, "8080"), problems),
        host(given.getOrDefault(HOST, "127.0.0.1"), problems),
        dataDir(given.getOrDefault(DATA_DIR, "data"), problems),
        database(given, problems),
        isOn(STARTER, given.getOrDefault(STARTER, "on"), problems),
        maxBody(given.getOrDefault(MAX_BODY, "32M"), problems),
        fetching(given, problems),
        address(PUBLIC_URL, given, problems));
    for (var name : given.keySet()) {
      if (!KNOWN.contains(name)) {
        problems.add("%s is not a setting of Offtake; the nearest one is %s".formatted(name, nearest(name)));
      }
    }
    return problems.isEmpty() ? new Outcome.Valid(settings) : new Outcome.Invalid(problems);
  }

  private static int port(String value, List<String> problems) {
    var port = PORT_FORM.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (port < 1 || port > 65535) {
      problems.add("%s=%s: a whole number from 1 to 65535 is allowed".formatted(PORT, value));
    }
    return port;
  }

  private static String host(String value, List<String> problems) {
    if (!HOST_FORM.matcher(value).matches()) {
      problems.add("%s=%s: an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0"
          .formatted(HOST, value));
    }
    return value;
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

  private static Fetching fetching(Map<String, String> given, List<String> problems) {
    var contact = Optional.ofNullable(given.get(CONTACT));
    if (contact.filter(each -> !HEADER_FORM.matcher(each).matches()).isPresent()) {
      problems.add("%s: printable ASCII is allowed, such as ops@example.com".formatted(CONTACT));
    }
    return new Fetching(isOn(FETCH, given.getOrDefault(FETCH, "on"), problems), contact,
        isOn(FGIS_CERTIFICATES, given.getOrDefault(FGIS_CERTIFICATES, "off"), problems),
        checked(KEYS, given, KEY_FORM, "the key as the publisher gave it is allowed, without spaces", problems),
        checked(ADDRESSES, given, ADDRESS_FORM, "an http or https address without user, query and fragment is allowed",
            problems));
  }

  /// The values of those variables that are set, by the properties that they set.
  private static Map<String, String> checked(
      Map<String, String> variables, Map<String, String> given, Pattern form, String allowed, List<String> problems) {
    var values = new TreeMap<String, String>();
    variables.forEach((property, variable) -> {
      var value = given.get(variable);
      if (value != null) {
        values.put(property, value);
        if (!form.matcher(value).matches()) {
          problems.add("%s: %s".formatted(variable, allowed));
        }
      }
    });
    return values;
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

  private static String nearest(String name) {
    return KNOWN.stream().min(Comparator.comparingInt(known -> distance(name, known))).orElseThrow();
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
