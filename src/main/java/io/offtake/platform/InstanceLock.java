package io.offtake.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One running instance per data directory. The system gives the lock back when the process dies, however it dies.
final class InstanceLock implements AutoCloseable {

  private final FileChannel channel;

  private InstanceLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Creates the directory if it is missing, and takes its lock.
  static InstanceLock take(Path dataDir) throws StartRefused {
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      throw new StartRefused("%s=%s is a file; name a directory".formatted(ServerSettings.DATA_DIR, dataDir));
    }
    try {
      Files.createDirectories(dataDir);
      var channel = FileChannel.open(
          dataDir.resolve("instance.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return new InstanceLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new StartRefused("%s=%s cannot be written (%s); name a directory that this user may write"
          .formatted(ServerSettings.DATA_DIR, dataDir, reason(e)), e);
    }
    throw new StartRefused("another running Offtake holds %s=%s; stop it, or name another directory"
        .formatted(ServerSettings.DATA_DIR, dataDir));
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.toString();
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
