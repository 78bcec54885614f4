package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jar as it is handed out, in a process of its own.
class PackagedServiceIT {

  /// What the system makes of a process that a SIGTERM ended.
  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir
  Path temporary;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path dataDir;
  private Path log;
  private int port;
  private Process service;

  @BeforeEach
  void chooseAPlace() throws IOException {
    dataDir = temporary.resolve("the data");
    log = temporary.resolve("service.log");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void leaveNoServerBehind() throws Exception {
    if (service != null && service.isAlive()) {
      service.destroy();
      service.waitFor(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void theServiceRecoversFromAKillAndStopsCleanly() throws Exception {
    service = start(Map.of());
    awaitReady();
    assertThat(log).content().contains("serves http://127.0.0.1:" + port + " with the embedded PostgreSQL 18 in");
    var database = database();

    service.destroyForcibly().waitFor();
    assertThat(database.isAlive()).isTrue();

    service = start(Map.of());
    awaitReady();
    assertThat(database.isAlive()).isFalse();
    database = database();

    service.destroy();
    assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(service.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    assertThat(database.isAlive()).isFalse();
    assertThat(dataDir.resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(dataDir.resolve("postgres.log")).content().contains("database system is shut down");
  }

  @Test
  void aWrongSettingEndsTheStartWithALine() throws Exception {
    service = start(Map.of("OFFTAKE_STARTER", "maybe"));

    assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(service.exitValue()).isEqualTo(1);
    assertThat(log).content().isEqualToIgnoringNewLines("offtake: OFFTAKE_STARTER=maybe: on or off is allowed");
    assertThat(dataDir).doesNotExist();
  }

  @Test
  void aPortInUseEndsTheStartWithALine() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      service = start(Map.of());

      assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(service.exitValue()).isEqualTo(1);
      assertThat(log).content().startsWith("offtake: port " + taken.getLocalPort() + " of 127.0.0.1 cannot be taken");
    }
  }

  private Process start(Map<String, String> settings) throws IOException {
    var builder = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("offtake.jar")));
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OFFTAKE_"));
    environment.put("OFFTAKE_PORT", Integer.toString(port));
    environment.put("OFFTAKE_DATA_DIR", dataDir.toString());
    environment.put("OFFTAKE_STARTER", "off");
    environment.putAll(settings);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private ProcessHandle database() throws IOException {
    var pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private void awaitReady() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (service.isAlive() && System.nanoTime() < deadline) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException _) {
        // Nothing listens yet.
      }
      Thread.sleep(200);
    }
    throw new AssertionError("the service is not ready:\n" + Files.readString(log));
  }
}
