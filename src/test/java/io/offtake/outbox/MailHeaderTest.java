package io.offtake.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes over the wire can be read by others, here by Jakarta Mail, as it was meant.
class MailHeaderTest {

  static Stream<String> anyText() {
    var random = new SplittableRandom(42);
    return Stream.concat(
        Stream.of("Notice: The terms were amended, Shipped (Türkiye wheat)", "short", "", "ü".repeat(200),
            "🌾 wheat to 中国 by 28 February ".repeat(7).strip(), "a".repeat(300), "word ".repeat(60).strip(),
            "=?UTF-8?Q?not_encoded?=", "100 % = all", "ends with a blank, then é"),
        Stream.generate(() -> random.ints(random.nextInt(1, 200), 0x20, 0x1F9FF)
                .filter(each -> Character.isLetter(each) || each == ' ' || Character.isEmoji(each))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString()
                .replaceAll("\\s+", " ").strip())
            .limit(200));
  }

  @ParameterizedTest
  @MethodSource("anyText")
  void textIsFoldedByCrlfInAsciiAndReadAsItWas(String text) throws Exception {
    String value = MailHeader.text("Subject", text);
    assertWire("Subject: " + value);
    assertThat(MimeUtility.decodeText(MimeUtility.unfold(value))).isEqualTo(text);
  }

  @Test
  void aLineBreakInATextMakesNoHeader() {
    for (String cut : List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u0000", "\r\n\r\n")) {
      assertWire("Subject: " + MailHeader.text("Subject", "a" + cut + "Bcc: victim@example.com"));
    }
    assertThat(MailHeader.text("Subject", "a\r\nBcc: b")).isEqualTo("a Bcc: b");
  }

  @Test
  void halfACharacterDoesNotSpoilTheRest() throws Exception {
    assertThat(MimeUtility.decodeText(MailHeader.text("Subject", "a\uD83Cb"))).isEqualTo("a\uFFFDb");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      alerts@example.com                              | alerts@example.com |
      Offtake <alerts@example.com>                    | alerts@example.com | Offtake
      Größe & Söhne <alerts@example.com>              | alerts@example.com | Größe & Söhne
      "Grain, Ltd." <alerts@example.com>              | alerts@example.com | Grain, Ltd.
      Grain, Ltd. (desk) <alerts@example.com>         | alerts@example.com | Grain, Ltd. (desk)
      Ein Verein zur Beobachtung von Zusagen über den Kauf von Getreide und Ölsaaten in aller Welt <a@b.example> | a@b.example | Ein Verein zur Beobachtung von Zusagen über den Kauf von Getreide und Ölsaaten in aller Welt
      An association for watching what was promised to be bought of grain and oilseeds all over the world <a@b.example> | a@b.example | An association for watching what was promised to be bought of grain and oilseeds all over the world
      """)
  void aMailboxKeepsItsNameAndItsAddress(String mailbox, String address, String name) throws Exception {
    String value = MailHeader.mailbox("From", mailbox);
    assertWire("From: " + value);
    var read = new InternetAddress(MimeUtility.unfold(value), true);
    assertThat(read.getAddress()).isEqualTo(address);
    assertThat(read.getPersonal()).isEqualTo(name);
  }

  @Test
  void aListIsFoldedBetweenItsAddresses() {
    String value = MailHeader.list("List-Unsubscribe", List.of("https://offtake.example.com/" + "x".repeat(90), "mailto:a@b.example"));
    assertWire("List-Unsubscribe: " + value);
    assertThat(List.of(value.split("\r\n "))).hasSize(2).first().asString().endsWith(">,");
  }

  private static void assertWire(String header) {
    assertThat(header).matches("(?s)[\\x20-\\x7e]*(\r\n [\\x20-\\x7e]*)*");
    assertThat(header.split("\r\n")).allSatisfy(line -> {
      assertThat(line).isNotBlank();
      assertThat(line.length()).isLessThanOrEqualTo(line.contains("=?UTF-8?B?") || !line.contains("x") ? 76 + 24 : 998);
    });
    assertThat(header.split("[ \r\n]+")).filteredOn(word -> word.startsWith("=?") && word.endsWith("?="))
        .allSatisfy(word -> assertThat(word.length()).isLessThanOrEqualTo(75));
  }
}
