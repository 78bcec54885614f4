package io.offtake.outbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.offtake.outbox.Outcome;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The connection goes to the address that was looked at; who answers there must prove to be the host of the URL.
class PinnedTlsTest {

  private static final String PASSWORD = "changeit";
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @TempDir
  private Path work;

  private final Vertx vertx = Vertx.vertx();
  /// What the client asked for by name, and the `Host` it wrote.
  private final LinkedBlockingQueue<List<String>> asked = new LinkedBlockingQueue<>();
  private SSLServerSocket server;
  private WebhookClient client;

  @BeforeEach
  void open() throws Exception {
    Path keys = work.resolve("keys.p12");
    keytool("-genkeypair", "-alias", "receiver", "-keyalg", "EC", "-dname", "CN=a receiver", "-ext",
        "san=dns:hooks.test", "-validity", "2", "-keystore", keys.toString());
    keytool("-exportcert", "-alias", "receiver", "-keystore", keys.toString(), "-file", work.resolve("it.cer").toString());
    keytool("-importcert", "-noprompt", "-alias", "receiver", "-file", work.resolve("it.cer").toString(), "-keystore",
        work.resolve("trusted.p12").toString());
    server = (SSLServerSocket) context(keys).getServerSocketFactory()
        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStorePassword");
    if (client != null) {
      client.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.close();
  }

  @Test
  void theNameOfTheUrlIsAskedForAndProven() throws InterruptedException {
    trustTheReceiver();
    assertThat(post("hooks.test")).isEqualTo(new Outcome.Accepted(204));
    assertThat(asked.take()).containsExactly("hooks.test", "hooks.test:" + server.getLocalPort());
  }

  @Test
  void aCertificateOfAnotherNameIsRefusedAlthoughTheAddressIsRight() {
    trustTheReceiver();
    assertThat(post("other.test")).isInstanceOfSatisfying(Outcome.Failed.class, failed ->
        assertThat(failed.detail()).contains("other.test"));
    assertThat(asked).as("requests that were sent").isEmpty();
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() {
    assertThat(post("hooks.test")).isInstanceOfSatisfying(Outcome.Failed.class, failed ->
        assertThat(failed.detail()).contains("certification path"));
    assertThat(asked).isEmpty();
  }

  private void trustTheReceiver() {
    System.setProperty("javax.net.ssl.trustStore", work.resolve("trusted.p12").toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  /// Every name leads to the receiver.
  private Outcome post(String host) {
    var config = new OutboxConfig() {
      @Override
      public Optional<String> secretKey() {
        return Optional.empty();
      }

      @Override
      public Optional<String> webhookAllow() {
        return Optional.of("127.0.0.0/8");
      }

      @Override
      public Optional<String> mailFrom() {
        return Optional.empty();
      }

      @Override
      public Duration timeout() {
        return Duration.ofSeconds(30);
      }

      @Override
      public Duration connectTimeout() {
        return Duration.ofSeconds(30);
      }

      @Override
      public int lanes() {
        return 1;
      }

      @Override
      public OptionalInt perSecond() {
        return OptionalInt.empty();
      }

      @Override
      public boolean alone() {
        return false;
      }

      @Override
      public int listeners() {
        return 1;
      }
    };
    client = new WebhookClient(new Secrets(config), null, _ -> List.of(InetAddress.getLoopbackAddress()),
        Clock.systemUTC(), config, vertx);
    return client.post(List.of(SECRET), URI.create("https://%s:%d/hook".formatted(host, server.getLocalPort())), "key",
        "application/json", "{}");
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        var name = ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames().stream()
            .map(each -> ((SNIHostName) each).getAsciiName()).findFirst().orElse("");
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String host = "";
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
          host = line.toLowerCase(Locale.ROOT).startsWith("host:") ? line.substring(5).strip() : host;
        }
        if (!host.isEmpty()) {
          asked.add(List.of(name, host));
        }
        socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException refused) {
        // The client did not like what it saw.
      }
    }
  }

  private static SSLContext context(Path keys) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(keys)) {
      store.load(stream, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.add(1, arguments[0]);
    command.addAll(List.of(arguments).subList(1, arguments.length));
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(work.resolve("log").toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(work.resolve("log"))).isZero();
  }
}
