package io.offtake.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.offtake.access.AccessSettings;
import io.offtake.fetching.client.FetchSettings;
import io.offtake.outbox.client.OutboxSettings;
import io.offtake.publisher.PublisherSettings;
import io.offtake.publisher.Publishers;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// What the environment variables `OFFTAKE_*` ask for, as the features declare them.
///
/// @param given  the values of those that are set, by name; each is one that its setting allows
/// @param properties  what they set, and what holds where they are not
public record Settings(Map<String, String> given, Map<String, String> properties) {

  public Settings {
    given = Map.copyOf(given);
    properties = Map.copyOf(properties);
  }

  /// All settings, in the order in which they are documented.
  static final List<SettingGroup> GROUPS = List.of(
      ServerSettings.SERVER,
      ServerSettings.DATABASE,
      AccessSettings.GROUP,
      FetchSettings.GROUP,
      PublisherSettings.of(Publishers.all()),
      OutboxSettings.GROUP,
      OutboxSettings.MAIL);

  /// @param user      empty when the URL names it
  /// @param password  empty when there is none, or the URL holds it
  public record Database(String url, Optional<String> user, Optional<String> password) {

    /// Without the password: this text may end up in a log.
    @Override
    public String toString() {
      return ServerSettings.withoutSecrets(url);
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
    return parse(environment, GROUPS);
  }

  static Outcome parse(Map<String, String> environment, List<SettingGroup> groups) {
    var given = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(Setting.PREFIX) && !value.isBlank()) {
        given.put(name, value.strip());
      }
    });
    List<String> problems = new ArrayList<>();
    var properties = new TreeMap<String, String>();
    for (SettingGroup group : groups) {
      List<String> faults = new ArrayList<>();
      for (Setting setting : group.settings()) {
        Optional<String> value = Optional.ofNullable(given.get(setting.name()));
        value.flatMap(setting::fault).ifPresent(faults::add);
        value.or(setting::preset).ifPresent(each -> setting.property().ifPresent(
            property -> properties.put(property, setting.form().property().apply(each))));
      }
      // Of values that are wrong by themselves nothing is said together.
      faults.addAll(faults.isEmpty() ? group.together().apply(given) : List.of());
      if (faults.isEmpty()) {
        properties.putAll(group.derived().apply(given));
      }
      problems.addAll(faults);
    }
    List<String> known = groups.stream().flatMap(group -> group.settings().stream()).map(Setting::name).toList();
    for (var name : given.keySet()) {
      if (!known.contains(name)) {
        problems.add("%s is not a setting of Offtake; the nearest one is %s".formatted(name, nearest(name, known)));
      }
    }
    return problems.isEmpty() ? new Outcome.Valid(new Settings(given, properties)) : new Outcome.Invalid(problems);
  }

  String host() {
    return property("quarkus.http.host");
  }

  int port() {
    return Integer.parseInt(property("quarkus.http.port"));
  }

  String managementHost() {
    return property("quarkus.management.host");
  }

  int managementPort() {
    return Integer.parseInt(property("quarkus.management.port"));
  }

  /// Absolute; holds the embedded PostgreSQL, and is not touched when a database is named.
  Path dataDir() {
    return Path.of(given.getOrDefault(ServerSettings.DATA_DIR, "data")).toAbsolutePath().normalize();
  }

  /// The PostgreSQL to use in place of the embedded one.
  Optional<Database> database() {
    return Optional.ofNullable(given.get(ServerSettings.DATABASE_URL)).map(url -> new Database(url,
        Optional.ofNullable(given.get(ServerSettings.DATABASE_USER)),
        Optional.ofNullable(given.get(ServerSettings.DATABASE_PASSWORD))));
  }

  private String property(String name) {
    String value = properties.get(name);
    if (value == null) {
      throw new IllegalStateException(name + " has a preset");
    }
    return value;
  }

  /// Names alone: values may be secret, and this text may end up in a log.
  @Override
  public String toString() {
    return "Settings" + new TreeMap<>(given).keySet();
  }

  private static String nearest(String name, List<String> known) {
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
