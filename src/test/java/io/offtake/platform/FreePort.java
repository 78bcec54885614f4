package io.offtake.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that tests start later. They lie below those that systems give to whoever wants any, so that nobody
/// who connects somewhere takes one meanwhile.
public final class FreePort {

  private static final int FIRST = 11_000;
  private static final int LAST = 31_000;
  private static final int MOST_ATTEMPTS = 200;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private FreePort() {}

  /// One that is free on this machine.
  public static int any() {
    return first(0);
  }

  /// One that is free, and so is the one that lies so far above it.
  public static int first(int above) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port) && (above == 0 || isFree(port + above))) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("no port is free"));
  }

  /// A server on a port that was chosen earlier: whoever has it meanwhile, if only for a look, is waited for.
  public static ServerSocket server(int port, int backlog) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
      } catch (BindException taken) {
        if (System.nanoTime() > deadline) {
          throw taken;
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
