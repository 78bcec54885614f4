package io.offtake.outbox.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Settings of a test that speaks to receivers on this machine.
record FixedConfig(Duration timeout, Duration connectTimeout, int lanes) implements OutboxConfig {

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
}
