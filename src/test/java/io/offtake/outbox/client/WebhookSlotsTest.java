package io.offtake.outbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.offtake.outbox.Outcome;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// However an attempt ends, its connection is closed, and the next one to that host finds room. Connections are counted
/// where they arrive.
class WebhookSlotsTest {

  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final int TENANTS = 32;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private ServerSocket server;
  private WebhookClient client;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
    var config = new FixedConfig(TIMEOUT, Duration.ofSeconds(5), TENANTS);
    client = new WebhookClient(new Secrets(config), null, _ -> List.of(InetAddress.getLoopbackAddress()),
        Clock.systemUTC(), config, vertx);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.close();
  }

  @Test
  void tenantsOfOneHostThatNeverAnswerDoNotSilenceTheirNeighbour() throws Exception {
    assertThat(atOnce(TENANTS, "http", "/hangs")).allMatch(Outcome.Failed.class::isInstance);
    assertThat(mostOpen).as("connections at once").hasValue(TENANTS);
    awaitNoneOpen();
    assertThat(post("http", "/well")).isEqualTo(new Outcome.Accepted(204));
  }

  @Test
  void aNeighbourIsHeardWhileTheOthersHang() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < TENANTS; i++) {
        executor.submit(() -> post("http", "/hangs"));
      }
      awaitArrived(TENANTS);
      assertThat(post("http", "/well")).isEqualTo(new Outcome.Accepted(204));
    }
  }

  @Test
  void attemptsBeyondTheSizeOfThePoolGiveTheirPlaceBackToo() throws Exception {
    // The fifth of each must wait for a connection, which comes when its time is over.
    for (int round = 0; round < 2; round++) {
      atOnce(5 * TENANTS, "http", "/hangs");
      awaitNoneOpen();
    }
    assertThat(atOnce(4 * TENANTS, "http", "/well")).containsOnly(new Outcome.Accepted(204));
  }

  @Test
  void whoResetsHalvesOrNeverEndsItsAnswerTakesNoSlotAway() throws Exception {
    for (String manner : List.of("/resets", "/halves", "/never-ends", "/refuses", "/nonsense")) {
      atOnce(2 * TENANTS, "http", manner);
      awaitNoneOpen();
    }
    assertThat(post("http", "/well")).isEqualTo(new Outcome.Accepted(204));
  }

  @Test
  void anInterruptedAttemptClosesItsConnection() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < TENANTS; i++) {
      threads.add(Thread.ofVirtual().start(() -> post("http", "/hangs")));
    }
    awaitArrived(TENANTS);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      assertThat(thread.join(SOON)).isTrue();
    }
    awaitNoneOpen();
    assertThat(post("http", "/well")).isEqualTo(new Outcome.Accepted(204));
  }

  /// Speaks TLS to one who never shakes hands.
  @Test
  void aHandshakeThatNeverEndsIsGivenUp() throws Exception {
    assertThat(atOnce(TENANTS, "https", "/")).allMatch(Outcome.Failed.class::isInstance);
    awaitNoneOpen();
    assertThat(post("http", "/well")).isEqualTo(new Outcome.Accepted(204));
  }

  private List<Outcome> atOnce(int posts, String scheme, String path) throws InterruptedException, ExecutionException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = new ArrayList<Outcome>();
      Callable<Outcome> post = () -> post(scheme, path);
      for (Future<Outcome> each : executor.invokeAll(Collections.nCopies(posts, post))) {
        outcomes.add(each.get());
      }
      return outcomes;
    }
  }

  private Outcome post(String scheme, String path) {
    return client.post(List.of(SECRET), URI.create("%s://127.0.0.1:%d%s".formatted(scheme, server.getLocalPort(), path)),
        "key", "application/json", "{}");
  }

  private void awaitArrived(int connections) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (arrived.get() < connections && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(arrived.get()).as("connections that arrived").isGreaterThanOrEqualTo(connections);
  }

  private void awaitNoneOpen() throws InterruptedException {
    long deadline = System.nanoTime() + SOON.plusSeconds(5).toNanos();
    while (open.get() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(open).as("connections that are still open at the receiver").hasValue(0);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        arrived.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n{}") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      String path = head.toString().split(" ")[1];
      switch (path) {
        case "/well" -> write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        case "/refuses" -> write(socket, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        case "/halves" -> write(socket, "HTTP/1.1 200 OK\r\nContent-Len");
        case "/never-ends" -> write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nand");
        case "/nonsense" -> write(socket, "EHLO\r\n\r\n");
        case "/resets" -> {
          socket.setSoLinger(true, 0);
          return;
        }
        default -> { }
      }
      while (in.read() >= 0) {
        // Until the other side closes.
      }
    } catch (IOException gone) {
      // The other side has closed.
    } finally {
      open.decrementAndGet();
    }
  }

  private static void write(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
