package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenDatabaseTest {

  @TempDir
  private Path temporary;

  @Test
  void aServerThatCannotBeReachedIsRefused() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var url = "jdbc:postgresql://127.0.0.1:%d/offtake".formatted(free);

    assertThatThrownBy(() -> GivenDatabase.requireUsable(database(url, "me", "secret"), Duration.ZERO))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("OFFTAKE_DATABASE_URL=%s cannot be used (", url)
        .hasMessageContaining("start that server, or correct OFFTAKE_DATABASE_URL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void onlyTheRightPasswordIsLetIn() throws Exception {
    try (var server = EmbeddedPostgres.start(temporary, Path.of("target", "postgresql").toAbsolutePath())) {
      assertThatCode(() -> GivenDatabase.requireUsable(database(server.url(), server.user(), server.password())))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> GivenDatabase.requireUsable(database(server.url(), server.user(), "guess")))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("password authentication failed")
          .hasMessageNotContaining("guess");
    }
  }

  private static Settings.Database database(String url, String user, String password) {
    return new Settings.Database(url, Optional.of(user), Optional.of(password));
  }
}
