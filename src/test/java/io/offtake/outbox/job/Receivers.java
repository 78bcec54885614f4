package io.offtake.outbox.job;

import java.util.Map;
import java.util.Set;

import io.offtake.alerting.PlainWords;
import io.offtake.fetching.client.Live;
import io.offtake.platform.FreePort;
import io.quarkus.test.junit.QuarkusTestProfile;

/// The service without the starter and with nothing that runs by itself, that tells receivers and asks publishers on
/// this machine when a test says so. Its classes share one, and empty the store first ([io.offtake.answer.FreshStart]).
public final class Receivers implements QuarkusTestProfile {

  private static final String SMTP_PORT = "offtake-test.smtp-port";

  /// The port that the service expects a mail server on.
  public static int smtpPort() {
    return Integer.getInteger(SMTP_PORT);
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(PlainWords.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    System.setProperty(SMTP_PORT, Integer.toString(FreePort.any()));
    Map<String, String> settings = Live.settings(1_000_000);
    settings.put("offtake.starter", "false");
    settings.put("quarkus.scheduler.enabled", "false");
    settings.put("offtake.outbox.secret-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    settings.put("offtake.outbox.webhook-allow", "127.0.0.0/8, hooks.test");
    settings.put("offtake.outbox.timeout", "PT2S");
    settings.put("offtake.outbox.listeners", "3");
    settings.put("offtake.public-url", "https://offtake.example.com");
    settings.put("offtake.outbox.mail-from", "Offtake <alerts@example.com>");
    settings.put("offtake.mail.host", "127.0.0.1");
    settings.put("offtake.mail.port", Integer.toString(smtpPort()));
    settings.put("offtake.mail.tls", "off");
    return settings;
  }
}
