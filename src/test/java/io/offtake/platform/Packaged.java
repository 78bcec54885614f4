package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.restassured.path.json.JsonPath;

/// Starts the packaged service as its operator does, and ends what it started.
final class Packaged implements AutoCloseable {

  /// Generous: it bounds a hang, it measures nothing.
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /// The port of health and metrics lies so far above that of the API.
  private static final int TO_MANAGEMENT = 1_000;

  private final Path directory;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  /// @param directory  where they run and write their logs
  Packaged(Path directory) {
    this.directory = directory;
  }

  /// A service that is asked over HTTP.
  record Service(Process process, int port) {

    URI at(String path) {
      return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }
  }

  Process start(Map<String, String> environment, String logName) throws IOException {
    return start("-Xmx256m", environment, logName);
  }

  /// @param heap  the option that bounds it
  Process start(String heap, Map<String, String> environment, String logName) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError", heap));
    var jar = Path.of(System.getProperty("offtake.jar"));
    var cache = jar.resolveSibling("app.aot");
    if (Files.exists(cache)) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-jar", jar.toString()));
    var builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(logName).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("OFFTAKE_"));
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("OFFTAKE_FETCH", "off");
    builder.environment().putAll(environment);
    var process = builder.start();
    started.add(process);
    return process;
  }

  /// Starts one on a free port and waits until it is ready.
  Service serve(Map<String, String> environment, String logName) throws Exception {
    return serve("-Xmx256m", environment, logName);
  }

  Service serve(String heap, Map<String, String> environment, String logName) throws Exception {
    int port = freePort();
    var all = new HashMap<>(environment);
    all.put("OFFTAKE_PORT", Integer.toString(port));
    var process = start(heap, all, logName);
    awaitReady(process, port);
    return new Service(process, port);
  }

  void awaitReady(Process process, int port) throws Exception {
    var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/q/health/ready".formatted(managementPort(port))))
        .build();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException _) {
        // Nothing listens yet.
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the service did not become ready; see its log in " + directory);
  }

  /// @return the answer's JSON; null when there is no such resource
  JsonPath get(Service service, String path) throws IOException, InterruptedException {
    var response = client.send(HttpRequest.newBuilder(service.at(path)).build(), BodyHandlers.ofString());
    requireItsDatabase(path, response);
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isIn(200, 404);
    return response.statusCode() == 404 ? null : JsonPath.from(response.body());
  }

  /// @throws IOException  as for a service that is gone: its database is
  static void requireItsDatabase(String path, HttpResponse<String> response) throws IOException {
    if (response.statusCode() == 503 && response.headers().firstValue("Retry-After").isPresent()) {
      throw new IOException("%s is to be asked later: %s".formatted(path, response.body()));
    }
  }

  HttpResponse<String> post(Service service, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(service.at(path)).header("Content-Type", type).header("If-Match", "*")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> delete(Service service, String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(service.at(path)).DELETE().build(), BodyHandlers.ofString());
  }

  String log(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /// A port that is free, and so is the one that health and metrics then have.
  static int freePort() {
    return FreePort.first(TO_MANAGEMENT);
  }

  /// Where a service on that port has its health and metrics.
  static int managementPort(int port) {
    return port + TO_MANAGEMENT;
  }

  @Override
  public void close() throws InterruptedException {
    for (var process : started) {
      process.destroy();
    }
    for (var process : started) {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
