package io.offtake.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The key that secrets are kept under where nobody has set one: a file beside the embedded database, for its owner
/// alone.
final class SecretKeyFile {

  private static final String NAME = "secret.key";
  private static final int BYTES = 32;

  private SecretKeyFile() {}

  /// The key in Base64; made at the first start.
  static String in(Path dataDir) throws StartRefused {
    Path file = dataDir.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        // Written aside and renamed: a start that is cut off leaves no half of a key.
        Path aside = dataDir.resolve(NAME + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, Base64.getEncoder().encodeToString(key));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartRefused("the key of secrets in %s cannot be read or made: %s".formatted(file, e.getMessage()), e);
    }
  }
}
