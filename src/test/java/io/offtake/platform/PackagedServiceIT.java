package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The life of the packaged service as its operator meets it: processes, signals, files. Runs in `mvn verify`.
class PackagedServiceIT {

  private static final int TERMINATED = 128 + 15;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private Packaged packaged;

  @BeforeEach
  void open() {
    packaged = new Packaged(temporary);
  }

  @AfterEach
  void endAll() throws InterruptedException {
    packaged.close();
  }

  @Test
  void comesBackAfterAKillAndLeavesNothingRunningWhenTerminated() throws Exception {
    var dataDir = temporary.resolve("data of the service");
    var port = Packaged.freePort();
    var environment = Map.of(
        "OFFTAKE_PORT", Integer.toString(port), "OFFTAKE_DATA_DIR", dataDir.toString(), "OFFTAKE_STARTER", "off");

    var killed = packaged.start(environment, "killed.log");
    packaged.awaitReady(killed, port);
    var abandoned = serverProcess(dataDir);
    killed.destroyForcibly().waitFor();

    var next = packaged.start(environment, "next.log");
    packaged.awaitReady(next, port);
    assertThat(serverProcess(dataDir).pid()).isNotEqualTo(abandoned.pid());

    var second = packaged.start(
        Map.of("OFFTAKE_PORT", Integer.toString(Packaged.freePort()), "OFFTAKE_DATA_DIR", dataDir.toString()),
        "second.log");
    assertThat(Packaged.exitCode(second)).isEqualTo(1);
    assertThat(packaged.log("second.log")).isEqualToIgnoringNewLines(
        "offtake: another running Offtake holds OFFTAKE_DATA_DIR=%s; stop it, or name another directory"
            .formatted(dataDir));

    var onTheSamePort = packaged.start(
        Map.of("OFFTAKE_PORT", Integer.toString(port), "OFFTAKE_DATA_DIR", temporary.resolve("other").toString()),
        "port.log");
    assertThat(Packaged.exitCode(onTheSamePort)).isEqualTo(1);
    assertThat(packaged.log("port.log"))
        .startsWith("offtake: port %d of 127.0.0.1 cannot be taken".formatted(port))
        .contains("set OFFTAKE_PORT to a free port")
        .hasLineCount(1);
    assertThat(temporary.resolve("other")).doesNotExist();

    next.destroy();
    assertThat(Packaged.exitCode(next)).isEqualTo(TERMINATED);
    assertThat(dataDir.resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(packaged.log("next.log")).contains("Offtake ", "serves http://127.0.0.1:" + port, dataDir.toString())
        .doesNotContain("ERROR");
  }

  @Test
  void aWrongSettingIsOneLine() throws Exception {
    var process = packaged.start(Map.of("OFFTAKE_PORT", "abc"), "setting.log");

    assertThat(Packaged.exitCode(process)).isEqualTo(1);
    assertThat(packaged.log("setting.log"))
        .isEqualToIgnoringNewLines("offtake: OFFTAKE_PORT=abc: a whole number from 1 to 65535 is allowed");
  }

  private static ProcessHandle serverProcess(Path dataDir) throws IOException {
    var pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
