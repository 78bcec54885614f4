package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyFileTest {

  @TempDir
  Path dataDir;

  @Test
  void theKeyIsMadeOnceForItsOwnerAlone() throws Exception {
    String key = SecretKeyFile.in(dataDir);
    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("secret.key"))))
        .isEqualTo("rw-------");
    assertThat(SecretKeyFile.in(dataDir)).isEqualTo(key);
    assertThat(dataDir.toFile().list()).containsExactly("secret.key");
  }

  @Test
  void aDirectoryThatCannotHoldItRefusesTheStart() {
    assertThatThrownBy(() -> SecretKeyFile.in(dataDir.resolve("missing"))).isInstanceOf(StartRefused.class)
        .hasMessageContaining("secret.key");
  }
}
