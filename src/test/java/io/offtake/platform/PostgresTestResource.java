package io.offtake.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/// Gives each start of Quarkus in tests an empty database of its own.
///
/// The server is the embedded one, started once for all tests of a JVM, or the one that `OFFTAKE_TEST_DATABASE_URL`,
/// `_USER` and `_PASSWORD` name; that user must be allowed to create databases.
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

  private static final String SERVER = "test-postgres.";

  private String database = "";

  @Override
  public Map<String, String> start() {
    var server = server();
    database = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute(server, "create database " + database);
    return Map.of(
        "quarkus.datasource.jdbc.url", server.url(database),
        "quarkus.datasource.username", server.user(),
        "quarkus.datasource.password", server.password());
  }

  @Override
  public void stop() {
    if (!database.isEmpty()) {
      execute(server(), "drop database if exists " + database + " with (force)");
    }
  }

  private record Server(String base, String user, String password) {

    /// The same server with another database: the part before `?` ends in the name of one.
    String url(String name) {
      return base.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
    }
  }

  /// Quarkus loads this class anew for each start, so the server is remembered where all class loaders look.
  private static Server server() {
    var environment = System.getenv();
    var url = environment.get("OFFTAKE_TEST_DATABASE_URL");
    if (url != null) {
      return new Server(url, environment.getOrDefault("OFFTAKE_TEST_DATABASE_USER", "postgres"),
          environment.getOrDefault("OFFTAKE_TEST_DATABASE_PASSWORD", ""));
    }
    synchronized (System.getProperties()) {
      if (System.getProperty(SERVER + "url") == null) {
        startForAll();
      }
      return new Server(System.getProperty(SERVER + "url"), System.getProperty(SERVER + "user"),
          System.getProperty(SERVER + "password"));
    }
  }

  private static void startForAll() {
    try {
      var dataDir = Files.createTempDirectory("offtake-test-");
      var server = EmbeddedPostgres.start(dataDir, Path.of("target", "postgresql").toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        server.close();
        try {
          Directories.delete(dataDir);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }));
      System.setProperty(SERVER + "url", server.url());
      System.setProperty(SERVER + "user", server.user());
      System.setProperty(SERVER + "password", server.password());
    } catch (IOException | StartRefused e) {
      throw new IllegalStateException("no PostgreSQL for the tests", e);
    }
  }

  private static void execute(Server server, String sql) {
    try (var connection = DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
