package io.offtake.outbox.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private final UUID subscription = UUID.randomUUID();
  private final Secrets secrets = under("0123456789abcdef0123456789abcdef");

  @Test
  void whatWasSealedIsOpenedUnderTheSameKeyOnly() {
    String secret = secrets.generate();
    byte[] sealed = secrets.seal(subscription, secret);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
    assertThat(secrets.open(subscription, sealed)).hasValue(secret);
    assertThat(under("another key, also of 32 bytes...").open(subscription, sealed)).isEmpty();
    assertThat(secrets.open(UUID.randomUUID(), sealed)).as("under another subscription").isEmpty();
    sealed[20] ^= 1;
    assertThat(secrets.open(subscription, sealed)).as("tampered with").isEmpty();
  }

  @Test
  void theSameSecretIsNeverSealedTheSameTwice() {
    assertThat(secrets.seal(subscription, "whsec_a")).isNotEqualTo(secrets.seal(subscription, "whsec_a"));
  }

  @Test
  void secretsHaveTheFormOfStandardWebhooks() {
    String secret = secrets.generate();
    assertThat(secret).startsWith("whsec_").isNotEqualTo(secrets.generate());
    assertThat(Base64.getDecoder().decode(secret.substring(6)).length).isBetween(24, 64);
  }

  @Test
  void withoutAKeyNothingIsSealed() {
    Secrets none = new Secrets(config(Map.of()));
    assertThat(none.canSeal()).isFalse();
    assertThatThrownBy(() -> none.seal(subscription, "whsec_a")).isInstanceOf(IllegalStateException.class);
    assertThat(none.open(subscription, secrets.seal(subscription, "whsec_a"))).isEmpty();
  }

  private static Secrets under(String key) {
    return new Secrets(config(Map.of("offtake.outbox.secret-key",
        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII)))));
  }

  private static OutboxConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(OutboxConfig.class)
        .withSources(new PropertiesConfigSource(values, "test", 500))
        .build()
        .getConfigMapping(OutboxConfig.class);
  }
}
