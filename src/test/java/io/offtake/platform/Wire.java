package io.offtake.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What lies between a service and its database, to be cut and mended by a test.
final class Wire implements AutoCloseable {

  private final ServerSocket server;
  private final int to;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Wire(int to) throws IOException {
    this.to = to;
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Nothing passes any more: what is open stands still, and who connects is not answered.
  void cut() {
    cut = true;
  }

  /// What stood still is broken off, and who connects from now on gets through.
  void mend() throws IOException {
    cut = false;
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        open.add(from);
        if (cut) {
          continue;
        }
        var onward = new Socket();
        open.add(onward);
        try {
          onward.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
        } catch (IOException refused) {
          close(from, onward);
          continue;
        }
        Thread.ofVirtual().start(() -> pass(from, onward));
        Thread.ofVirtual().start(() -> pass(onward, from));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket onward) {
    try {
      byte[] some = new byte[16_384];
      for (int read = from.getInputStream().read(some); read >= 0; read = from.getInputStream().read(some)) {
        while (cut) {
          Thread.sleep(50);
        }
        onward.getOutputStream().write(some, 0, read);
        onward.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // So is the other side, below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from, onward);
    }
  }

  private void close(Socket... ends) {
    for (Socket end : ends) {
      open.remove(end);
      try {
        end.close();
      } catch (IOException gone) {
        // As it should be.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    mend();
  }
}
