package io.offtake.outbox.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;

/// Makes receivers' secrets and seals them for keeping: AES-256 in Galois/Counter Mode, bound to the subscription.
@ApplicationScoped
public class Secrets {

  static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Optional<byte[]> key;
  private final SecureRandom random = new SecureRandom();

  Secrets(OutboxConfig config) {
    this.key = config.secretKey().map(Base64.getDecoder()::decode);
  }

  /// Whether there is a key to seal with.
  public boolean canSeal() {
    return key.isPresent();
  }

  /// A new secret in the form of Standard Webhooks.
  public String generate() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /// @throws IllegalStateException if there is no key
  public byte[] seal(UUID subscription, String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, subscription, nonce).doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret cannot be sealed", e);
    }
  }

  /// The secret that was sealed; empty when the key is another one now, or none.
  Optional<String> open(UUID subscription, byte[] sealed) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      byte[] secret = cipher(Cipher.DECRYPT_MODE, subscription, nonce)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return Optional.of(new String(secret, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /// Proves that a link was made here; empty without a key.
  Optional<byte[]> signed(String text) {
    return key.map(bytes -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has HMAC with SHA-256", e);
      }
    });
  }

  private Cipher cipher(int mode, UUID subscription, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode,
        new SecretKeySpec(key.orElseThrow(() -> new IllegalStateException("there is no key to seal with")), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(subscription.toString().getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
