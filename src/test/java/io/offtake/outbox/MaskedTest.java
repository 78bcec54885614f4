package io.offtake.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;

import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever may see a receiver can tell which it is, and cannot post to it.
class MaskedTest {

  private static final URI SLACK = URI.create("https://hooks.slack.com/services/T00000000/B11111111/AbCdEfGhIjKlMnOpQrStLu2v");
  private static final Channel WEBHOOK = new Channel.Webhook(SLACK, Format.SLACK);
  private static final Channel MAIL = new Channel.Mail("gretel.mueller@example.com");

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      https://hooks.slack.com/services/T00000000/B11111111/AbCdEfGhIjKlMnOpQrStLu2v | https://hooks.slack.com/***Lu2v
      https://hooks.example.com:8443/in?token=0123456789abcdef                     | https://hooks.example.com:8443/***cdef
      https://hooks.example.com/in?u=desk&pw=short                                 | https://hooks.example.com/***
      https://hooks.example.com/offtake                                            | https://hooks.example.com/***
      https://hooks.example.com/0123456789abcdef/                                  | https://hooks.example.com/***
      https://hooks.example.com/%F0%9F%8C%BE-0123456789%2Fab                       | https://hooks.example.com/***2Fab
      HTTPS://Hooks.Example.com?key=0123456789ab                                   | https://Hooks.Example.com/***89ab
      https://[2606:2800:220:1::1]/0123456789abcdef                                | https://[2606:2800:220:1::1]/***cdef
      https://hooks.example.com/                                                   | https://hooks.example.com/
      https://hooks.example.com                                                    | https://hooks.example.com
      """)
  void ofAWebhookOriginAndLastCharactersAreShown(URI url, String masked) {
    assertThat(Masked.url(url)).isEqualTo(masked);
    assertThat(URI.create(masked).getHost()).as("it is still an address").isEqualToIgnoringCase(url.getHost());
  }

  @ParameterizedTest
  @CsvSource({
    "desk@example.com, d***@example.com", "a@example.com, ***@example.com", "o'neil+grain@example.com, o***@example.com"
  })
  void ofAMailAddressFirstLetterAndDomainAreShown(String address, String masked) {
    assertThat(Masked.mailbox(address)).isEqualTo(masked);
    assertThat(Masked.isMask(masked)).isTrue();
    assertThat(Masked.isMask(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "550 5.1.1 <gretel.mueller@example.com>: Recipient address rejected",
    "recipient address not accepted: Gretel.Mueller@EXAMPLE.com",
    "550 no mailbox here by the name of gretel.mueller",
    "see https://mail.example.com/bounce?rcpt=gretel.mueller%40example.com",
    "user unknown (gretel.mueller=example.com@bounces.example.net)"
  })
  void whatAMailServerAnsweredDoesNotRepeatTheAddress(String answer) {
    assertThat(Masked.text(answer, MAIL)).doesNotContainIgnoringCase("gretel.mueller").doesNotContainIgnoringCase("retel");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "Connection refused: https://hooks.slack.com/services/T00000000/B11111111/AbCdEfGhIjKlMnOpQrStLu2v",
    "Illegal character in path at index 3: /services/T00000000/B11111111/AbCdEfGhIjKlMnOpQrStLu2v",
    "no route AbCdEfGhIjKlMnOpQrStLu2v", "moved to http://HOOKS.slack.com/services/T00000000/B11111111/other-secret"
  })
  void whatWentWrongDoesNotRepeatTheSecretOfAWebhook(String words) {
    assertThat(Masked.text(words, WEBHOOK))
        .doesNotContain("T00000000", "B11111111", "AbCdEfGhIjKl", "other-secret");
  }

  @Test
  void wordsWithoutAnAddressStayAsTheyAre() {
    for (String words : new String[] {"the receiver answered 410 Gone", "no answer within 15 s", "",
        "SSLHandshakeException: No name matching hooks.example.com found", "SMTPException: 421 4.7.0 try later"}) {
      assertThat(Masked.text(words, WEBHOOK)).isEqualTo(words);
      assertThat(Masked.text(words, MAIL)).isEqualTo(words);
    }
  }

  /// From every letter on it was looked for the sign of an address: minutes for half a million of them.
  @Test
  void aLongWordIsGoneThroughOnce() {
    String word = "x".repeat(500_000);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
      assertThat(Masked.text(word)).isEqualTo(word);
      assertThat(Masked.text(word + " to reader@example.com")).isEqualTo(word + " to r***@example.com");
    });
  }

  @Test
  void theWordsOfAChannelMayEndUpInALog() {
    assertThat(WEBHOOK.toString()).doesNotContain("AbCdEf", "T0000").contains("hooks.slack.com");
    assertThat(MAIL.toString()).doesNotContain("gretel").contains("example.com");
  }
}
