package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  private static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

  @TempDir
  Path temporary;

  @Test
  void dataOutliveARestart() throws Exception {
    var dataDir = temporary.resolve("data of a name with spaces");
    try (var server = start(dataDir)) {
      execute(server, "create table kept (word text)");
      execute(server, "insert into kept values ('soybeans')");
    }

    try (var server = start(dataDir)) {
      assertThat(query(server, "select word from kept")).isEqualTo("soybeans");
    }
  }

  @Test
  void committedDataReachTheDisk() throws Exception {
    try (var server = start(temporary); var connection = server.connect()) {
      assertThat(EmbeddedPostgres.show(connection, "fsync")).isEqualTo("on");
      assertThat(EmbeddedPostgres.show(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(EmbeddedPostgres.show(connection, "full_page_writes")).isEqualTo("on");
      assertThat(EmbeddedPostgres.show(connection, "max_connections")).isEqualTo("50");
      assertThat(EmbeddedPostgres.show(connection, "server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void onlyTheHolderOfThePasswordGetsIn() throws Exception {
    try (var server = start(temporary)) {
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(query(server, "show listen_addresses")).isEqualTo("127.0.0.1");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("postgres"))))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(
        Files.getPosixFilePermissions(temporary.resolve("postgres/offtake.password")))).isEqualTo("rw-------");
  }

  @Test
  void aSecondHolderOfTheDirectoryIsRefused() throws Exception {
    try (var server = start(temporary)) {
      assertThatThrownBy(() -> start(temporary))
          .isInstanceOf(StartRefused.class)
          .hasMessage("another running Offtake holds OFFTAKE_DATA_DIR=%s; stop it, or name another directory", temporary);
      assertThat(query(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerLeftBehindIsTakenOver() throws Exception {
    var abandoned = start(temporary);
    execute(abandoned, "create table kept (word text)");
    var process = serverProcess(temporary);
    abandoned.abandon();

    try (var server = start(temporary)) {
      assertThat(process.isAlive()).isFalse();
      assertThat(query(server, "select count(*) from kept")).isEqualTo("0");
    }
  }

  @Test
  void aServerThatIsKilledIsStartedAgainWithAllThatWasCommitted() throws Exception {
    try (var server = start(temporary)) {
      server.watch(reason -> {
        throw new AssertionError(reason);
      });
      execute(server, "create table kept (word text)");
      execute(server, "insert into kept values ('soybeans')");
      for (int kill = 0; kill < 2; kill++) {
        var process = serverProcess(temporary);
        // A session at work outlives the server, for as long as its statement takes.
        var busy = Thread.ofVirtual().start(() -> {
          try {
            execute(server, "select count(*) from generate_series(1, 500000000)");
          } catch (SQLException killed) {
            // So it is.
          }
        });
        Thread.sleep(300);
        process.destroyForcibly();
        assertThat(eventually(server, "select word from kept")).isEqualTo("soybeans");
        assertThat(serverProcess(temporary).pid()).isNotEqualTo(process.pid());
        busy.join();
      }
    }
    assertThat(temporary.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void aServerWhoseDataAreGoneIsGivenUpWithItsReason() throws Exception {
    var told = new CompletableFuture<String>();
    try (var server = start(temporary)) {
      server.watch(told::complete);
      var process = serverProcess(temporary);
      Directories.delete(temporary.resolve("postgres"));
      process.destroyForcibly();

      assertThat(told.get(1, TimeUnit.MINUTES)).contains("are gone or cannot be read");
    }
  }

  @Test
  void aServerThatStandsStillIsTakenOver() throws Exception {
    var abandoned = start(temporary);
    execute(abandoned, "create table kept (word text)");
    var process = serverProcess(temporary);
    abandoned.abandon();
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();

    try (var server = start(temporary)) {
      assertThat(query(server, "select count(*) from kept")).isEqualTo("0");
    }
  }

  /// The answer, as soon as there is one.
  private static String eventually(EmbeddedPostgres server, String sql) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      try {
        return query(server, sql);
      } catch (SQLException away) {
        assertThat(System.nanoTime()).as(away.toString()).isLessThan(deadline);
        Thread.sleep(100);
      }
    }
  }

  @Test
  void aNumberOfAProcessThatIsNotTheServerDoesNotKeepItFromStarting() throws Exception {
    start(temporary).close();
    Files.writeString(temporary.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n/elsewhere\n");

    try (var server = start(temporary)) {
      assertThat(query(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void stoppingLeavesNoProcess() throws Exception {
    var server = start(temporary);
    var process = serverProcess(temporary);

    server.close();
    server.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(temporary.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void dataOfAnotherMajorVersionAreRefused() throws Exception {
    start(temporary).close();
    Files.writeString(temporary.resolve("postgres/PG_VERSION"), "17\n");

    assertThatThrownBy(() -> start(temporary))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("holds data of PostgreSQL 17, this Offtake brings PostgreSQL 18")
        .hasMessageContaining("name another OFFTAKE_DATA_DIR");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    var file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> start(file))
        .isInstanceOf(StartRefused.class)
        .hasMessage("OFFTAKE_DATA_DIR=%s is a file; name a directory", file);
    assertThatThrownBy(() -> start(file.resolve("below")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void programsAreUnpackedOnce() throws Exception {
    var first = PostgresBinaries.unpack(PROGRAMS);
    var unpacked = Files.getLastModifiedTime(first);

    assertThat(PostgresBinaries.unpack(PROGRAMS)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(unpacked);
  }

  private static EmbeddedPostgres start(Path dataDir) throws StartRefused {
    return EmbeddedPostgres.start(dataDir, PROGRAMS);
  }

  private static ProcessHandle serverProcess(Path dataDir) throws Exception {
    var pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = server.connect(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = server.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
