package io.offtake.outbox.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;

/// Hands mail over by SMTP.
@ApplicationScoped
class MailServer {

  private final MailClient client;
  // One event loop for all connections: the library gives a socket its reader only after it is open, and a greeting that comes
  // on another loop before that is lost.
  private final Context context;
  private final long timeout;

  MailServer(MailServerConfig server, OutboxConfig config, Vertx vertx) {
    this.timeout = config.timeout().toMillis();
    var options = new MailConfig()
        .setHostname(server.host())
        .setPort(server.port())
        .setSsl(server.tls().equals("tls"))
        .setStarttls(server.tls().equals("starttls") ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
        .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
        // A connection of its own for each mail: one that is kept may have been closed by the server, and the next mail on
        // it fails only when its time is over.
        .setKeepAlive(false)
        // A server that says nothing for so long is not waited for: its connection would keep one of few places for ever.
        .setIdleTimeout(Math.toIntExact(timeout))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setMetricsName("mail");
    server.user().ifPresent(options::setUsername);
    server.password().ifPresent(options::setPassword);
    this.client = MailClient.create(vertx, options);
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /// @throws ExecutionException  if the server does not take it
  /// @throws TimeoutException  if it does not answer in time
  void hand(MailMessage mail) throws ExecutionException, TimeoutException, InterruptedException {
    var handed = new CompletableFuture<Void>();
    context.runOnContext(now -> client.sendMail(mail).onComplete(sent -> {
      if (sent.succeeded()) {
        handed.complete(null);
      } else {
        handed.completeExceptionally(sent.cause());
      }
    }));
    handed.get(timeout, TimeUnit.MILLISECONDS);
  }
}
