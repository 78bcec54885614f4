package io.offtake.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// The PostgreSQL that the settings name, tried before the service starts on it.
final class GivenDatabase {

  /// What the SQL needs of the server.
  private static final int LEAST_MAJOR = 15;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private GivenDatabase() {}

  /// Connects once; a server that cannot be reached yet is tried again for ten seconds.
  ///
  /// @throws StartRefused if it cannot be reached, does not let us in, or is too old
  static void requireUsable(Settings.Database database) throws StartRefused {
    requireUsable(database, PATIENCE);
  }

  static void requireUsable(Settings.Database database, Duration patience) throws StartRefused {
    var properties = new Properties();
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("loginTimeout", Long.toString(Math.max(1, patience.toSeconds())));
    try (var connection = connect(database, properties, System.nanoTime() + patience.toNanos())) {
      var major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < LEAST_MAJOR) {
        throw new StartRefused("%s=%s is PostgreSQL %d; %d or newer is needed"
            .formatted(ServerSettings.DATABASE_URL, database, major, LEAST_MAJOR));
      }
    } catch (SQLException e) {
      throw new StartRefused("%s=%s cannot be used (%s); start that server, or correct %s, %s or %s".formatted(
          ServerSettings.DATABASE_URL, database, firstLine(e), ServerSettings.DATABASE_URL, ServerSettings.DATABASE_USER,
          ServerSettings.DATABASE_PASSWORD), e);
    }
  }

  private static Connection connect(Settings.Database database, Properties properties, long deadline)
      throws SQLException {
    while (true) {
      try {
        return DriverManager.getConnection(database.url(), properties);
      } catch (SQLException e) {
        if (!mayPass(e) || System.nanoTime() + PAUSE.toNanos() >= deadline || !pause()) {
          throw e;
        }
      }
    }
  }

  /// Classes of SQLSTATE: 08 is a connection that fails, 57P03 a server that is starting.
  private static boolean mayPass(SQLException e) {
    var state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.equals("57P03"));
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
