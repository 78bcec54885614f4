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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The life of the packaged service as its operator meets it: processes, signals, files. Runs in `mvn verify`.
class PackagedServiceIT {

  /// Generous: it bounds a hang, it measures nothing.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int TERMINATED = 128 + 15;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private final List<Process> started = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void endAll() throws Exception {
    for (var process : started) {
      process.destroy();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void comesBackAfterAKillAndLeavesNothingRunningWhenTerminated() throws Exception {
    var dataDir = temporary.resolve("data of the service");
    var port = freePort();
    var environment = Map.of(
        "OFFTAKE_PORT", Integer.toString(port), "OFFTAKE_DATA_DIR", dataDir.toString(), "OFFTAKE_STARTER", "off");

    var killed = start(environment, "killed.log");
    awaitReady(killed, port);
    var abandoned = serverProcess(dataDir);
    killed.destroyForcibly().waitFor();

    var next = start(environment, "next.log");
    awaitReady(next, port);
    assertThat(serverProcess(dataDir).pid()).isNotEqualTo(abandoned.pid());

    var second = start(
        Map.of("OFFTAKE_PORT", Integer.toString(freePort()), "OFFTAKE_DATA_DIR", dataDir.toString()), "second.log");
    assertThat(exitCode(second)).isEqualTo(1);
    assertThat(log("second.log")).isEqualToIgnoringNewLines(
        "offtake: another running Offtake holds OFFTAKE_DATA_DIR=%s; stop it, or name another directory"
            .formatted(dataDir));

    var onTheSamePort = start(
        Map.of("OFFTAKE_PORT", Integer.toString(port), "OFFTAKE_DATA_DIR", temporary.resolve("other").toString()),
        "port.log");
    assertThat(exitCode(onTheSamePort)).isEqualTo(1);
    assertThat(log("port.log"))
        .startsWith("offtake: port %d of 127.0.0.1 cannot be taken".formatted(port))
        .contains("set OFFTAKE_PORT to a free port")
        .hasLineCount(1);
    assertThat(temporary.resolve("other")).doesNotExist();

    next.destroy();
    assertThat(exitCode(next)).isEqualTo(TERMINATED);
    assertThat(dataDir.resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(log("next.log")).contains("Offtake ", "serves http://127.0.0.1:" + port, dataDir.toString())
        .doesNotContain("ERROR");
  }

  @Test
  void aWrongSettingIsOneLine() throws Exception {
    var process = start(Map.of("OFFTAKE_PORT", "abc"), "setting.log");

    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(log("setting.log"))
        .isEqualToIgnoringNewLines("offtake: OFFTAKE_PORT=abc: a whole number from 1 to 65535 is allowed");
  }

  private Process start(Map<String, String> environment, String logName) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder = new ProcessBuilder(
        java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", System.getProperty("offtake.jar"))
        .directory(temporary.toFile())
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve(logName).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("OFFTAKE_"));
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("OFFTAKE_FETCH", "off");
    builder.environment().putAll(environment);
    var process = builder.start();
    started.add(process);
    return process;
  }

  private void awaitReady(Process process, int port) throws Exception {
    var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port))).build();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException _) {
        // Nothing listens yet.
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the service did not become ready; see its log in " + temporary);
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String log(String name) throws IOException {
    return Files.readString(temporary.resolve(name));
  }

  private static ProcessHandle serverProcess(Path dataDir) throws IOException {
    var pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
