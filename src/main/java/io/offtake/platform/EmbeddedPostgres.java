package io.offtake.platform;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A PostgreSQL server of our own, a process beside this one, with its data in one directory.
///
/// It is safe for data: `fsync` and `synchronous_commit` are on. It listens on loopback only, on a free port, and
/// asks for a random password that is kept, readable by the owner alone, in the data directory.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final String USER = "offtake";
  private static final String DATABASE = "offtake";
  private static final String PID_FILE = "postmaster.pid";
  /// In that file, counted from 0.
  private static final int PORT_LINE = 3;
  /// For each manner of asking it to.
  private static final int STOP_SECONDS = 20;
  private static final int START_SECONDS = 120;

  /// Access to the tables, and nothing else, needs the password; there is no Unix socket.
  private static final String ACCESS = """
      host all all 127.0.0.1/32 scram-sha-256
      """;

  /// How long a server that ended is tried to be started again, before that is given up.
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int CONNECT_MILLIS = 2_000;

  private final InstanceLock lock;
  private final Path home;
  private final Path cluster;
  private final String password;
  private int port;
  private String version = "";
  private volatile boolean running;

  private EmbeddedPostgres(InstanceLock lock, Path home, Path cluster, String password) {
    this.lock = lock;
    this.home = home;
    this.cluster = cluster;
    this.password = password;
  }

  /// Starts the server on the data of `dataDir`, creating them at the first start; its programs are unpacked there.
  ///
  /// A server that a killed instance left behind on these data is stopped first.
  ///
  /// @throws StartRefused if another instance holds the directory, or it cannot be used
  public static EmbeddedPostgres start(Path dataDir) throws StartRefused {
    return start(dataDir, dataDir);
  }

  /// @param programs  the directory that the programs are unpacked into
  static EmbeddedPostgres start(Path dataDir, Path programs) throws StartRefused {
    var lock = InstanceLock.take(dataDir);
    try {
      return start(lock, dataDir.toRealPath(), programs);
    } catch (IOException e) {
      release(lock);
      throw new StartRefused("the embedded PostgreSQL in %s could not start: %s".formatted(dataDir, e.getMessage()), e);
    } catch (StartRefused e) {
      release(lock);
      throw e;
    }
  }

  private static EmbeddedPostgres start(InstanceLock lock, Path dataDir, Path programs)
      throws IOException, StartRefused {
    var home = PostgresBinaries.unpack(programs);
    var cluster = dataDir.resolve("postgres");
    var passwordFile = cluster.resolve("offtake.password");
    if (Files.isDirectory(cluster)) {
      refuseOtherMajor(home, cluster);
      stopLeftBehind(home, cluster);
    } else {
      create(home, cluster);
    }
    if (programs.equals(dataDir)) {
      PostgresBinaries.deleteOthers(home);
    }
    var server = new EmbeddedPostgres(lock, home, cluster, Files.readString(passwordFile).strip());
    server.port = freePort();
    server.launch();
    return server;
  }

  /// The server that a running service has on the data of `dataDir`.
  ///
  /// @throws StartRefused  when none runs there
  static Settings.Database runningIn(Path dataDir) throws StartRefused {
    var cluster = dataDir.resolve("postgres");
    try {
      int port = Integer.parseInt(Files.readAllLines(cluster.resolve(PID_FILE)).get(PORT_LINE).strip());
      return new Settings.Database(url(port, DATABASE), Optional.of(USER),
          Optional.of(Files.readString(cluster.resolve("offtake.password")).strip()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new StartRefused("no service runs on %s=%s; start it, or set %s"
          .formatted(ServerSettings.DATA_DIR, dataDir, ServerSettings.DATABASE_URL), e);
    }
  }

  public String url() {
    return url(DATABASE);
  }

  String url(String database) {
    return url(port, database);
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /// As the server tells it, such as "18.6".
  public String version() {
    return version;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, password);
  }

  /// Ends open sessions, writes everything to disk and returns when the process is gone. May be called twice.
  @Override
  public synchronized void close() {
    if (!running) {
      return;
    }
    running = false;
    try {
      stop(home, cluster);
    } catch (IOException | StartRefused e) {
      System.getLogger(EmbeddedPostgres.class.getName())
          .log(System.Logger.Level.ERROR, "the embedded PostgreSQL did not stop cleanly", e);
    }
    release(lock);
  }

  /// Lets go of the server as a killed instance does: it goes on running, and the directory is free.
  void abandon() {
    running = false;
    release(lock);
  }

  /// Starts the server again whenever it ends by itself, at the same address, until this is closed.
  ///
  /// @param givenUp  is told why, once it cannot be started any more
  public void watch(Consumer<String> givenUp) {
    Thread.ofPlatform().daemon().name("postgres-watch").start(() -> {
      try {
        while (running) {
          Thread.sleep(LOOK_EVERY);
          if (running && hasEnded()) {
            startAgain(givenUp);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /// A server that is stopped or busy has its port still; one that is killed has not, even if nobody reaps its process.
  private boolean hasEnded() {
    try {
      if (serverProcess(cluster).filter(process -> process.isAlive() && isServerOf(cluster, process)).isPresent()) {
        return false;
      }
    } catch (IOException | NumberFormatException unreadable) {
      // Its port tells.
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void startAgain(Consumer<String> givenUp) throws InterruptedException {
    var logger = System.getLogger("io.offtake.database");
    logger.log(System.Logger.Level.ERROR, "The embedded PostgreSQL has ended; it is started again");
    long deadline = System.nanoTime() + LONGEST_RESTART.toNanos();
    long pause = LOOK_EVERY.toMillis();
    while (running) {
      String reason;
      try {
        if (relaunch()) {
          logger.log(System.Logger.Level.INFO, "The embedded PostgreSQL runs again");
        }
        return;
      } catch (IOException e) {
        reason = e.toString();
      } catch (StartRefused e) {
        reason = String.valueOf(e.getMessage());
      }
      boolean lost = !Files.isReadable(cluster.resolve("PG_VERSION"));
      if (lost || System.nanoTime() > deadline) {
        givenUp.accept(lost ? "its data in %s are gone or cannot be read".formatted(cluster) : reason);
        return;
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, 10_000);
    }
  }

  /// @return whether it was to be started at all
  private synchronized boolean relaunch() throws IOException, StartRefused {
    if (!running) {
      return false;
    }
    // A server that failed to come up in time, or whose end was its port's alone.
    killLeftBehind(cluster, home);
    stopLeftBehind(home, cluster);
    launch();
    return true;
  }

  private void launch() throws IOException, StartRefused {
    Path log = cluster.resolveSibling("postgres.log");
    boolean again = running;
    if (!again) {
      prepareFiles(log);
    }
    var started = run(home, "pg_ctl", "start", "--wait", "--silent", "--timeout=" + START_SECONDS,
        "--pgdata=" + cluster, "--log=" + log);
    if (!started.successful()) {
      throw new StartRefused("the embedded PostgreSQL did not start: %s; see %s".formatted(started.lastLine(), log));
    }
    running = true;
    try {
      prepare();
    } catch (SQLException e) {
      if (!again) {
        close();
      }
      throw new StartRefused("the embedded PostgreSQL in %s does not let us in: %s".formatted(cluster, e.getMessage()),
          e);
    } catch (StartRefused e) {
      if (!again) {
        close();
      }
      throw e;
    }
  }

  private void prepareFiles(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(cluster.resolve("postgresql.conf"), configuration(port));
    Files.writeString(cluster.resolve("pg_hba.conf"), ACCESS);
    Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
  }

  private void prepare() throws SQLException, StartRefused {
    try (var connection = DriverManager.getConnection(url("postgres"), USER, password);
        var statement = connection.createStatement()) {
      version = show(connection, "server_version");
      for (var safeguard : List.of("fsync", "synchronous_commit")) {
        if (!show(connection, safeguard).equals("on")) {
          throw new StartRefused("the embedded PostgreSQL runs with %s off; data would not be safe"
              .formatted(safeguard));
        }
      }
      var found = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'");
      if (!found.next()) {
        statement.execute("create database " + DATABASE);
      }
    }
  }

  static String show(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement(); var result = statement.executeQuery("show " + setting)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String configuration(int port) {
    return """
        # Written by Offtake at each start.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 50
        fsync = on
        synchronous_commit = on
        password_encryption = 'scram-sha-256'
        timezone = 'UTC'
        log_timezone = 'UTC'
        """.formatted(port);
  }

  /// In a folder aside that is renamed when it is whole: an interrupted first start leaves no half of a cluster.
  private static void create(Path home, Path cluster) throws IOException, StartRefused {
    var partial = cluster.resolveSibling("postgres.partial");
    var passwordFile = cluster.resolveSibling("postgres.partial.password");
    Directories.delete(partial);
    Files.deleteIfExists(passwordFile);
    Files.createFile(passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, newPassword());
    var created = run(home, "initdb", "--pgdata=" + partial, "--username=" + USER, "--pwfile=" + passwordFile,
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    if (!created.successful()) {
      throw new StartRefused("the embedded PostgreSQL could not create its data: " + created.lastLine());
    }
    Files.move(passwordFile, partial.resolve("offtake.password"));
    Files.move(partial, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String newPassword() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void refuseOtherMajor(Path home, Path cluster) throws IOException, StartRefused {
    var kept = Files.readString(cluster.resolve("PG_VERSION")).strip();
    var ours = run(home, "postgres", "--version").lastLine().replaceFirst("\\D*(\\d+).*", "$1");
    if (!kept.equals(ours)) {
      throw new StartRefused(("%s holds data of PostgreSQL %s, this Offtake brings PostgreSQL %s; "
          + "start it with the earlier Offtake, or name another %s").formatted(cluster, kept, ours, ServerSettings.DATA_DIR));
    }
  }

  /// We hold the lock of the directory, so a server on it has lost its instance.
  private static void stopLeftBehind(Path home, Path cluster) throws IOException, StartRefused {
    var process = serverProcess(cluster);
    if (process.isEmpty() || !process.get().isAlive()) {
      // The server itself finds out whether sessions of the dead one are still at work.
      return;
    }
    if (isServerOf(cluster, process.get())) {
      stop(home, cluster);
    } else {
      // The number went to another program since, which the server would take for a living server.
      Files.delete(cluster.resolve(PID_FILE));
    }
  }

  private static boolean isServerOf(Path cluster, ProcessHandle process) {
    var info = process.info();
    var isPostgres = info.command()
        .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
        .orElse(false);
    var isHere = info.arguments().map(arguments -> List.of(arguments).contains(cluster.toString())).orElse(true);
    return isPostgres && isHere;
  }

  private static void stop(Path home, Path cluster) throws IOException, StartRefused {
    var process = serverProcess(cluster);
    for (var mode : List.of("fast", "immediate")) {
      var stopped = run(home, "pg_ctl", "stop", "--wait", "--silent", "--timeout=" + STOP_SECONDS, "--mode=" + mode,
          "--pgdata=" + cluster);
      if (stopped.successful() || !Files.exists(cluster.resolve(PID_FILE))) {
        process.ifPresent(EmbeddedPostgres::awaitExit);
        return;
      }
    }
    // One that stands still obeys nobody. Nothing that was committed is lost by this.
    killLeftBehind(cluster, home);
    if (process.isEmpty() || !process.get().isAlive() || !isServerOf(cluster, process.get())) {
      return;
    }
    throw new StartRefused("a PostgreSQL server on %s does not stop; end the process named in %s there"
        .formatted(cluster, PID_FILE));
  }

  /// Ends what is left of a server on these data, which we hold the lock of: sessions may outlive the server itself for
  /// as long as their statements take, and no other may be started beside them. They are known by where they work.
  private static void killLeftBehind(Path cluster, Path home) {
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid() && worksIn(cluster, home, process))
        .toList()
        .forEach(process -> {
          process.destroyForcibly();
          awaitExit(process);
        });
  }

  private static boolean worksIn(Path cluster, Path home, ProcessHandle process) {
    var proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readSymbolicLink(proc.resolve("cwd")).equals(cluster)
          && Files.readSymbolicLink(proc.resolve("exe")).startsWith(home.toRealPath());
    } catch (IOException | UnsupportedOperationException | SecurityException notOurs) {
      return false;
    }
  }

  private static Optional<ProcessHandle> serverProcess(Path cluster) throws IOException {
    var pidFile = cluster.resolve(PID_FILE);
    return Files.exists(pidFile)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
        : Optional.empty();
  }

  /// The server deletes its file a moment before it ends. One that nobody reaps seems to live on: do not wait long.
  private static void awaitExit(ProcessHandle process) {
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void release(InstanceLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      System.getLogger(EmbeddedPostgres.class.getName())
          .log(System.Logger.Level.WARNING, "the lock of the data directory was not released", e);
    }
  }

  private record Result(int exitCode, String output) {

    boolean successful() {
      return exitCode == 0;
    }

    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("exit code " + exitCode);
    }
  }

  private static Result run(Path home, String program, String... arguments) throws IOException, StartRefused {
    List<String> command = new ArrayList<>(PostgresBinaries.command(home, program));
    command.addAll(List.of(arguments));
    // To a file, not a pipe: the server inherits it and would keep a pipe open.
    var output = Files.createTempFile("offtake-", ".log");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      var process = start(builder);
      process.getOutputStream().close();
      if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StartRefused("%s of the embedded PostgreSQL does not end".formatted(program));
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefused("interrupted while %s of the embedded PostgreSQL ran".formatted(program), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException, StartRefused {
    try {
      return builder.start();
    } catch (IOException e) {
      if (builder.command().getFirst().equals("unshare")) {
        throw new StartRefused(("PostgreSQL does not run as root, and unshare (util-linux), which helps, is missing; "
            + "start Offtake as another user, or set %s").formatted(ServerSettings.DATABASE_URL), e);
      }
      throw e;
    }
  }
}
