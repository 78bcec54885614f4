package io.offtake.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.offtake.access.Scope;
import io.offtake.access.Secret;
import org.jspecify.annotations.Nullable;

/// `./offtake key`: makes keys where nobody has one yet, in the database of a service that has been started.
public final class KeyMain {

  private static final int WRONG = 2;
  private static final int REFUSED = 1;
  private static final int LONGEST_OWNER = 200;
  private static final int MOST_DAYS = 3660;
  private static final String UNDEFINED_TABLE = "42P01";

  private static final String USAGE = """
      usage: ./offtake key create --owner NAME [--scope read|write|admin]... [--days N]
             ./offtake key list
             ./offtake key revoke PREFIX

      create prints the key once; it is kept nowhere. Without --scope it allows everything (admin), without --days it has
      no end. The database is that of the settings: OFFTAKE_DATABASE_URL, or the embedded one of a running service.""";

  private KeyMain() {}

  public static void main(String... args) {
    System.exit(run(args, Clock.systemUTC()));
  }

  /// What was written wrong on the command line.
  private static final class Misused extends Exception {

    private static final long serialVersionUID = 1;

    Misused(String message) {
      super(message);
    }
  }

  private static int run(String[] args, Clock clock) {
    try {
      switch (Settings.parse(System.getenv())) {
        case Settings.Outcome.Invalid(var problems) -> {
          problems.forEach(problem -> System.err.println("offtake: " + problem));
          return REFUSED;
        }
        case Settings.Outcome.Valid(var settings) -> {
          try (Connection connection = connect(settings)) {
            carryOut(List.of(args), connection, clock);
          }
        }
      }
      return 0;
    } catch (Misused e) {
      System.err.println("offtake: " + e.getMessage() + System.lineSeparator() + USAGE);
      return WRONG;
    } catch (StartRefused e) {
      System.err.println("offtake: " + e.line());
      return REFUSED;
    } catch (SQLException e) {
      System.err.println("offtake: " + (UNDEFINED_TABLE.equals(e.getSQLState())
          ? "the database holds nothing of this version yet: start the service once, then make keys"
          : "the database says: " + e.getMessage()));
      return REFUSED;
    }
  }

  private static Connection connect(Settings settings) throws StartRefused, SQLException {
    Settings.Database database = settings.database().isPresent()
        ? settings.database().get()
        : EmbeddedPostgres.runningIn(settings.dataDir());
    GivenDatabase.requireUsable(database);
    return DriverManager.getConnection(database.url(), database.user().orElse(null), database.password().orElse(null));
  }

  private static void carryOut(List<String> args, Connection connection, Clock clock) throws Misused, SQLException {
    String command = args.isEmpty() ? "" : args.getFirst();
    List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
    connection.setAutoCommit(false);
    try (PreparedStatement actor = connection.prepareStatement("select set_config('offtake.actor', 'PERSON offtake key', true)")) {
      actor.execute();
    }
    switch (command) {
      case "create" -> create(Asked.of(rest), connection, clock.instant().truncatedTo(ChronoUnit.MICROS));
      case "list" -> list(connection, clock.instant());
      case "revoke" -> revoke(rest, connection, clock.instant());
      default -> throw new Misused(command.isEmpty() ? "say what to do" : "'%s' is none of create, list, revoke".formatted(command));
    }
    connection.commit();
  }

  /// What `create` was given.
  private record Asked(String owner, List<Scope> scopes, @Nullable Duration life) {

    static Asked of(List<String> args) throws Misused {
      String owner = "";
      List<Scope> scopes = new ArrayList<>();
      Duration life = null;
      for (int i = 0; i < args.size(); i += 2) {
        if (i + 1 == args.size()) {
          throw new Misused("%s is given without a value".formatted(args.get(i)));
        }
        String value = args.get(i + 1);
        switch (args.get(i)) {
          case "--owner" -> owner = value.strip();
          case "--scope" -> scopes.add(Scope.of(value).orElseThrow(() -> new Misused("--scope %s: %s is allowed"
              .formatted(value, String.join(", ", Arrays.stream(Scope.values()).map(Scope::id).toList())))));
          case "--days" -> life = Duration.ofDays(days(value));
          default -> throw new Misused("%s is not known".formatted(args.get(i)));
        }
      }
      if (owner.isEmpty() || owner.length() > LONGEST_OWNER || owner.chars().anyMatch(Character::isISOControl)) {
        throw new Misused("--owner says who holds the key, in 1 to %d characters".formatted(LONGEST_OWNER));
      }
      return new Asked(owner, scopes.isEmpty() ? List.of(Scope.ADMIN) : scopes, life);
    }

    private static int days(String value) throws Misused {
      if (!value.matches("[1-9][0-9]{0,3}") || Integer.parseInt(value) > MOST_DAYS) {
        throw new Misused("--days %s: a whole number from 1 to %d is allowed".formatted(value, MOST_DAYS));
      }
      return Integer.parseInt(value);
    }
  }

  private static void create(Asked asked, Connection connection, Instant now) throws SQLException {
    var secret = Secret.make();
    Optional<Instant> end = Optional.ofNullable(asked.life()).map(now::plus);
    try (PreparedStatement insert = connection.prepareStatement("""
        insert into api_key (id, prefix, hash, owner, scopes, commitments, sources, revision, created_at, created_by, expires_at)
          values (?, ?, ?, ?, ?, '{}', '{}', 1, ?, 'offtake key', ?)""")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, secret.prefix());
      insert.setString(3, secret.hash());
      insert.setString(4, asked.owner());
      insert.setArray(5, connection.createArrayOf("varchar", asked.scopes().stream().map(Scope::id).distinct().toArray()));
      insert.setTimestamp(6, Timestamp.from(now));
      insert.setTimestamp(7, end.map(Timestamp::from).orElse(null));
      insert.executeUpdate();
    }
    System.err.println("This key is shown once. It can be used within two seconds"
        + end.map(instant -> ", until " + instant.truncatedTo(ChronoUnit.SECONDS)).orElse("") + ":");
    System.out.println(secret.text());
  }

  private static void list(Connection connection, Instant now) throws SQLException {
    System.out.printf("%-13s %-8s %-18s %s%n", "prefix", "state", "scopes", "owner");
    try (PreparedStatement select = connection.prepareStatement(
            "select prefix, owner, array_to_string(scopes, ','), expires_at, revoked_at from api_key order by number desc");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Timestamp end = rows.getTimestamp(4);
        String state = rows.getTimestamp(5) != null ? "revoked"
            : end != null && !end.toInstant().isAfter(now) ? "expired"
            : "active";
        System.out.printf("%-13s %-8s %-18s %s%n", rows.getString(1), state, rows.getString(3), rows.getString(2));
      }
    }
  }

  private static void revoke(List<String> args, Connection connection, Instant now) throws Misused, SQLException {
    if (args.size() != 1) {
      throw new Misused("name one key by its prefix, as ./offtake key list shows it");
    }
    try (PreparedStatement update = connection.prepareStatement(
        "update api_key set revoked_at = ?, revision = revision + 1 where prefix = ? and revoked_at is null")) {
      update.setTimestamp(1, Timestamp.from(now.truncatedTo(ChronoUnit.MICROS)));
      update.setString(2, args.getFirst());
      if (update.executeUpdate() == 0) {
        throw new Misused("there is no key %s that could be revoked".formatted(args.getFirst()));
      }
    }
    System.out.println(args.getFirst() + " is revoked");
  }
}
