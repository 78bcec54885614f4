package io.offtake.platform;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import io.offtake.text.Sha256;

/// The programs of PostgreSQL, unpacked from the class path once and kept.
final class PostgresBinaries {

  private static final String FOLDER = "postgresql-";

  private PostgresBinaries() {}

  /// Unpacks the archive for this system into a folder of `cache` named after its content, unless it is there.
  ///
  /// @return the folder that holds `bin`, `lib` and `share`
  /// @throws StartRefused if the class path has no archive for this system
  static Path unpack(Path cache) throws IOException, StartRefused {
    var archive = archive();
    var home = cache.resolve(FOLDER + Sha256.hex(archive).substring(0, 16));
    if (!Files.isDirectory(home)) {
      var partial = cache.resolve(home.getFileName() + ".partial");
      Directories.delete(partial);
      extract(archive, partial);
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return home;
  }

  /// Deletes what other versions of Offtake unpacked. Only safe once no server runs from there.
  static void deleteOthers(Path home) throws IOException {
    try (Stream<Path> siblings = Files.list(home.resolveSibling(""))) {
      for (var other : siblings.filter(path -> path.getFileName().toString().startsWith(FOLDER)).toList()) {
        if (!other.equals(home)) {
          Directories.delete(other);
        }
      }
    }
  }

  private static byte[] archive() throws IOException, StartRefused {
    var system = systemName();
    var architecture = architectureName();
    var name = "postgres-%s-%s.txz".formatted(system, architecture);
    try (var in = PostgresBinaries.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new StartRefused("no PostgreSQL comes with Offtake for this system (%s, %s); set %s to use another one"
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), ServerSettings.DATABASE_URL));
      }
      return in.readAllBytes();
    }
  }

  private static String systemName() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("mac os x", "darwin");
  }

  private static String architectureName() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }

  private static void extract(byte[] archive, Path folder) throws IOException {
    try (var tar = new TarArchiveInputStream(
        new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var target = entry.resolveIn(folder);
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(target, folder.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, target);
          var executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  /// A program of PostgreSQL as a command; PostgreSQL refuses root, so root runs it in a user namespace of its own,
  /// where it is nobody and yet owns root's files.
  static List<String> command(Path home, String program) {
    var path = home.resolve("bin").resolve(program).toString();
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "--user", "--", path) : List.of(path);
  }
}
