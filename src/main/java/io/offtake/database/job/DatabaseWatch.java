package io.offtake.database.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

import io.agroal.api.AgroalDataSource;
import io.offtake.database.Outage;
import io.offtake.database.Outage.Kind;
import io.offtake.database.Troubles;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Asks the database every second, on a connection of its own and never for long, so that whoever wants to know whether
/// it is there need not ask it: readiness, and answers from memory that say how old they are.
///
/// A server that stands still keeps who has asked it waiting. After [#PATIENCE] their connections are closed, so that
/// they are told at once, and the next ones wait no longer than the pool lets them.
@Startup
@ApplicationScoped
public class DatabaseWatch {

  /// Longer than a server is away that is busy only.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration GIVE_UP = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String ANSWER_SECONDS = "2";
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  /// Two segments of the database's log: with less, the next one may fail to be made, and then the server ends.
  private static final long LEAST_SPACE = 32L * 1024 * 1024;

  private final AgroalDataSource pool;
  private final Optional<String> url;
  private final Properties properties = new Properties();
  private final Optional<Path> dataDir;
  private final Thread thread = Thread.ofPlatform().daemon().name("database-watch").unstarted(this::run);

  /// In the time of [System#nanoTime].
  private volatile long answeredAt = System.nanoTime();
  private volatile String reason = "";
  private volatile boolean stopping;
  private volatile @Nullable Long spaceLeft;

  DatabaseWatch(
      AgroalDataSource pool,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") Optional<String> url,
      @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
      @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
      @ConfigProperty(name = "offtake.data-dir") Optional<String> dataDir) {
    this.pool = pool;
    this.url = url;
    this.dataDir = dataDir.map(Path::of);
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret));
    for (String bound : new String[] {"connectTimeout", "socketTimeout", "loginTimeout"}) {
      properties.setProperty(bound, ANSWER_SECONDS);
    }
    properties.setProperty("ApplicationName", "offtake watch");
    if (url.isPresent()) {
      thread.start();
    }
  }

  /// For how long the database has not answered.
  public Duration silence() {
    return url.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - answeredAt);
  }

  /// Whether it has not answered for longer than one that is busy only.
  public boolean isAway() {
    return silence().compareTo(PATIENCE) > 0;
  }

  /// What keeps the service from taking and keeping anything; empty when nothing does. Asks nobody.
  public Optional<Outage> trouble() {
    if (isAway()) {
      return Optional.of(new Outage(Kind.UNREACHABLE,
          "it has not answered for %d seconds: %s".formatted(silence().toSeconds(), reason)));
    }
    Long space = spaceLeft;
    if (space != null && space < LEAST_SPACE) {
      return Optional.of(new Outage(Kind.FULL, "the disk of the database is full: %d MiB are left in %s"
          .formatted(space >> 20, dataDir.map(Path::toString).orElse(""))));
    }
    return Troubles.full();
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping = true;
    thread.interrupt();
  }

  private void run() {
    Connection connection = null;
    boolean told = false;
    int failures = 0;
    while (!stopping) {
      try {
        connection = connection == null ? connect() : connection;
        ask(connection);
        Duration silence = silence();
        answeredAt = System.nanoTime();
        if (told) {
          Log.infof("The database answers again, after %d seconds", silence.toSeconds());
        }
        told = false;
        failures = 0;
        lookAtTheDisk(connection);
      } catch (SQLException e) {
        close(connection);
        connection = null;
        failures++;
        reason = Outage.of(e).map(Outage::reason).orElseGet(e::toString);
        Troubles.met(new Outage(Kind.UNREACHABLE, reason));
        if (isAway() && !told) {
          told = true;
          Log.errorf("The database does not answer: %s. What is in memory is served meanwhile, and says how old it is",
              reason);
        }
        if (failures > 1 && silence().compareTo(GIVE_UP) > 0) {
          // Whoever waits for an answer on one of these waits in vain.
          pool.flush(AgroalDataSource.FlushMode.ALL);
        }
      }
      if (!pause()) {
        break;
      }
    }
    close(connection);
  }

  private Connection connect() throws SQLException {
    Connection made = new Driver().connect(url.orElseThrow(), properties);
    if (made == null) {
      throw new SQLException("the address of the database is none of PostgreSQL's", "08001");
    }
    return made;
  }

  private static void ask(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  private void lookAtTheDisk(Connection connection) {
    spaceLeft = dataDir.map(DatabaseWatch::usable).orElse(null);
    if (Troubles.full().isPresent() && Troubles.sinceFull().compareTo(TRY_AGAIN) > 0) {
      try {
        write(connection);
        Troubles.writtenAgain();
        Log.info("The disk of the database takes something again");
      } catch (SQLException e) {
        Outage.of(e).ifPresent(Troubles::met);
      }
    }
  }

  /// Takes half a megabyte of the disk, and gives it back.
  private static void write(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("create temporary table room (filler text) on commit drop");
      statement.execute("""
          insert into room select string_agg(md5(cast(part * 1000 + line as text)), '')
          from generate_series(1, 64) as part, generate_series(1, 250) as line group by part""");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static @Nullable Long usable(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return null;
    }
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException _) {
        // It is gone already.
      }
    }
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
}
