package io.offtake.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL of the machine with a replica that takes every commit before it is confirmed, as operators run them. For
/// tests: made anew in a directory, ended with them.
final class DatabasePair implements AutoCloseable {

  /// Where Debian has the programs of the oldest PostgreSQL that is supported.
  static final Path PROGRAMS = Path.of(System.getProperty("offtake-test.postgresql", "/usr/lib/postgresql/15/bin"));

  static final String USER = "offtake";
  static final String PASSWORD = "made-for-a-test";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  private final Path directory;
  private final Path primary;
  private final Path replica;
  private final int primaryPort = FreePort.any();
  private final int replicaPort = FreePort.any();
  private boolean promoted;

  private DatabasePair(Path directory) {
    this.directory = directory;
    this.primary = directory.resolve("primary");
    this.replica = directory.resolve("replica");
  }

  static DatabasePair start(Path directory) throws IOException, InterruptedException, SQLException {
    var pair = new DatabasePair(Files.createDirectories(directory));
    pair.create();
    return pair;
  }

  private void create() throws IOException, InterruptedException, SQLException {
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    if (ROOT) {
      // PostgreSQL refuses root.
      run(List.of("chown", "-R", "postgres:postgres", directory.toString()));
      run(List.of("chmod", "755", directory.toString(), directory.getParent().toString()));
    }
    postgres("initdb", "--pgdata=" + primary, "--username=" + USER, "--pwfile=" + password, "--auth=scram-sha-256",
        "--encoding=UTF8", "--locale=C.UTF-8");
    launch(primary, primaryPort);
    try (var connection = connect(primaryPort, "postgres"); var statement = connection.createStatement()) {
      statement.execute("create database offtake");
    }
    // It takes part in replication with the same user, from this machine.
    postgres("pg_basebackup", "--pgdata=" + replica, "--write-recovery-conf", "--checkpoint=fast",
        "--dbname=host=127.0.0.1 port=%d user=%s password=%s application_name=replica".formatted(primaryPort, USER, PASSWORD));
    launch(replica, replicaPort);
    try (var connection = connect(primaryPort, "postgres"); var statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = 'replica'");
      statement.execute("select pg_reload_conf()");
    }
  }

  /// @param ports  at which the two are reached, maybe by way of others
  static String url(int... ports) {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/offtake?targetServerType=primary".formatted(ports[0], ports[1]);
  }

  int primaryPort() {
    return primaryPort;
  }

  int replicaPort() {
    return replicaPort;
  }

  /// A connection to whichever takes writes now.
  Connection connect() throws SQLException {
    return connect(promoted ? replicaPort : primaryPort, "offtake");
  }

  private static Connection connect(int port, String database) throws SQLException {
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), USER, PASSWORD);
  }

  /// Ends the primary as a power cut does.
  void kill() throws IOException {
    process(primary).destroyForcibly();
  }

  /// Starts the primary again on what it left.
  void restart() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        launch(primary, primaryPort);
        return;
      } catch (IOException stillThere) {
        // Sessions of the one that was killed end a little later.
        if (System.nanoTime() > deadline) {
          throw stillThere;
        }
        Thread.sleep(200);
      }
    }
  }

  /// The replica takes writes from now on. Nobody follows it, so it waits for nobody.
  void promote() throws IOException, InterruptedException, SQLException {
    postgres("pg_ctl", "promote", "--wait", "--silent", "--pgdata=" + replica);
    promoted = true;
    try (var connection = connect(replicaPort, "postgres"); var statement = connection.createStatement()) {
      statement.execute("alter system reset synchronous_standby_names");
      statement.execute("select pg_reload_conf()");
    }
  }

  /// Writes all of the database to a file, as its operator backs it up.
  void dump(Path file) throws IOException, InterruptedException {
    postgres("pg_dump", "--format=custom", "--file=" + file, "--host=127.0.0.1", "--port=" + primaryPort, "--username=" + USER,
        "offtake");
  }

  /// Reads such a file into an empty database of this server.
  void restore(Path file, String into) throws IOException, InterruptedException, SQLException {
    try (var connection = connect(primaryPort, "postgres"); var statement = connection.createStatement()) {
      statement.execute("create database " + into);
    }
    postgres("pg_restore", "--exit-on-error", "--no-owner", "--host=127.0.0.1", "--port=" + primaryPort, "--username=" + USER,
        "--dbname=" + into, file.toString());
  }

  private void launch(Path data, int port) throws IOException, InterruptedException {
    postgres("pg_ctl", "start", "--wait", "--silent", "--timeout=120", "--pgdata=" + data, "--log=" + data + ".log",
        "--options=-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=120".formatted(port));
  }

  private static ProcessHandle process(Path data) throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("no process " + pid));
  }

  private void postgres(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("postgres", ".log");
    var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().put("PGPASSWORD", PASSWORD);
    int status = builder.start().waitFor();
    String said = Files.readString(log, UTF_8);
    Files.delete(log);
    if (status != 0) {
      throw new IOException("%s ended with %d: %s".formatted(command, status, said));
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Path data : List.of(replica, primary)) {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        try {
          postgres("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate", "--pgdata=" + data);
        } catch (IOException gone) {
          // It was killed before.
          continue;
        }
      }
    }
  }
}
