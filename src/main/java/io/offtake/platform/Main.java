package io.offtake.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts the service: reads the settings, starts the embedded PostgreSQL unless another one is named, then Quarkus.
@QuarkusMain
public final class Main {

  private static final int REFUSED = 1;
  private static final int DATABASE_LOST = 3;
  private static final String SECRET_KEY = "offtake.outbox.secret-key";
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  /// Set when the build lets the service start once to learn which classes it loads, for the cache of its start.
  private static final String TRAINING = "quarkus.appcds.generate";

  Main() {}

  public static void main(String... args) {
    if (System.getProperty(TRAINING) != null) {
      Quarkus.run(args);
      return;
    }
    switch (Settings.parse(System.getenv())) {
      case Settings.Outcome.Invalid(var problems) -> refuse(String.join(System.lineSeparator(), problems));
      case Settings.Outcome.Valid(var settings) -> {
        try {
          start(settings, args);
        } catch (StartRefused e) {
          refuse(e.line());
        }
      }
    }
  }

  private static void start(Settings settings, String... args) throws StartRefused {
    requireFreePort(ServerSettings.HOST, settings.host(), ServerSettings.PORT, settings.port());
    requireFreePort(ServerSettings.MANAGEMENT_HOST, settings.managementHost(), ServerSettings.MANAGEMENT_PORT,
        settings.managementPort());
    set(settings.properties());
    if (settings.database().isPresent()) {
      GivenDatabase.requireUsable(settings.database().get());
      bind(settings.database().get());
    } else {
      var postgres = EmbeddedPostgres.start(settings.dataDir());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfterQuarkus(postgres), "stop PostgreSQL"));
      postgres.watch(Main::endWithoutDatabase);
      bind(new Settings.Database(
          postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password())));
      set(Map.of("offtake.data-dir", settings.dataDir().toString()));
      // The lock of the data directory is ours: nobody else is on this database.
      set(Map.of("offtake.outbox.alone", "true"));
      if (!settings.properties().containsKey(SECRET_KEY)) {
        set(Map.of(SECRET_KEY, SecretKeyFile.in(settings.dataDir())));
      }
      describe("the embedded PostgreSQL %s in %s"
          .formatted(postgres.version().replaceFirst("\\..*", ""), settings.dataDir()));
    }
    Quarkus.run(args);
  }

  /// Whoever runs the service starts it again, and reads why it ended.
  private static void endWithoutDatabase(String reason) {
    System.err.println("offtake: the embedded PostgreSQL has ended and cannot be started again: " + reason);
    Thread.ofPlatform().daemon().start(() -> {
      try {
        Thread.sleep(LONGEST_END);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(DATABASE_LOST);
    });
    System.exit(DATABASE_LOST);
  }

  /// Hooks of the JVM run side by side, and Quarkus stops in one of them: the database goes after its users.
  private static void stopAfterQuarkus(EmbeddedPostgres postgres) {
    var quarkus = Application.currentApplication();
    if (quarkus != null && quarkus.isStarted()) {
      quarkus.awaitShutdown();
    }
    postgres.close();
  }

  /// Quarkus would tell the same in many lines, and only after the database has started.
  private static void requireFreePort(String hostSetting, String host, String portSetting, int port)
      throws StartRefused {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new StartRefused("%s=%s is not known as a host".formatted(hostSetting, host));
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new StartRefused("port %d of %s cannot be taken (%s); set %s to a free port"
          .formatted(port, host, e.getMessage(), portSetting), e);
    }
  }

  private static void bind(Settings.Database database) {
    set(Map.of("quarkus.datasource.jdbc.url", database.url()));
    database.user().ifPresent(user -> set(Map.of("quarkus.datasource.username", user)));
    database.password().ifPresent(password -> set(Map.of("quarkus.datasource.password", password)));
    describe("the database " + database);
  }

  private static void describe(String database) {
    set(Map.of("offtake.database-description", database));
  }

  private static void set(Map<String, String> properties) {
    properties.forEach(System::setProperty);
  }

  private static void refuse(String lines) {
    lines.lines().forEach(line -> System.err.println("offtake: " + line));
    System.exit(REFUSED);
  }
}
