package io.offtake.outbox.client;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.offtake.outbox.Addresses;
import io.offtake.setting.Form;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// What operators may set about telling receivers.
public final class OutboxSettings {

  private static final int SECRET_KEY_BYTES = 32;
  private static final int FEWEST_DELIVERIES = 20;
  private static final int MOST_DELIVERIES = 999_999;
  private static final Pattern ALLOW = Pattern.compile("[A-Za-z0-9.:/\\[\\]_-]+([,\\s]+[A-Za-z0-9.:/\\[\\]_-]+)*");
  private static final Pattern MAILBOX =
      Pattern.compile("[^<>\\p{Cntrl}]{0,200}<[\\x21-\\x7e&&[^<>@]]{1,64}@[\\x21-\\x7e&&[^<>@]]{1,253}>"
          + "|[\\x21-\\x7e&&[^<>@]]{1,64}@[\\x21-\\x7e&&[^<>@]]{1,253}");

  private static final String HOST = "OFFTAKE_MAIL_HOST";
  private static final String FROM = "OFFTAKE_MAIL_FROM";
  private static final String TLS = "OFFTAKE_MAIL_TLS";
  private static final String PORT = "OFFTAKE_MAIL_PORT";

  public static final SettingGroup GROUP = SettingGroup.of("Telling receivers",
      Setting.of("OFFTAKE_PUBLIC_URL", Form.httpAddress(), "where receivers of alerts reach this service; mail needs it for a"
              + " link that ends a subscription")
          .setting("offtake.public-url").usually("relative addresses").secret(),
      Setting.of("OFFTAKE_SECRET_KEY", Form.of(OutboxSettings::isKey,
                  "%d bytes in Base64 are allowed, such as openssl rand -base64 32 prints them".formatted(SECRET_KEY_BYTES)),
              "32 bytes in Base64 (`openssl rand -base64 32`) that webhooks' secrets are encrypted under; needed with a"
                  + " database of yours, the same for every replica")
          .setting("offtake.outbox.secret-key").usually("made in the data directory").secret(),
      Setting.of("OFFTAKE_WEBHOOK_ALLOW",
              Form.of(ALLOW, "host names and ranges are allowed, such as hooks.internal,10.1.0.0/16")
                  .also(OutboxSettings::doubtful),
              "hosts and ranges that webhooks may reach although they are not public, also over http:"
                  + " `hooks.internal,10.1.0.0/16`")
          .setting("offtake.outbox.webhook-allow"),
      Setting.of("OFFTAKE_DELIVERIES_PER_SECOND", Form.wholeNumber(FEWEST_DELIVERIES, MOST_DELIVERIES),
              "attempts to tell receivers that one replica begins in a second, 20 or more")
          .setting("offtake.outbox.per-second").usually("150 a processor"));

  public static final SettingGroup MAIL = new SettingGroup("Mail", List.of(
      Setting.of(HOST, Form.host("an address or a host name is allowed"),
              "the SMTP server; without it and a sender no mail is sent")
          .setting("offtake.mail.host"),
      Setting.of(FROM, Form.of(MAILBOX, "a mailbox is allowed, its address in ASCII, such as alerts@example.com or Offtake"
              + " <alerts@example.com>"), "the sender, such as `Offtake <alerts@example.com>`")
          .setting("offtake.outbox.mail-from"),
      Setting.of(TLS, Form.word(List.of("starttls", "tls", "off"), "starttls, tls or off is allowed"),
              "`starttls`, `tls` from the first byte, or `off`")
          .setting("offtake.mail.tls").usually("`starttls`"),
      Setting.of(PORT, Form.port(), "its port").setting("offtake.mail.port")
          .usually("`587`, with `tls` `465`"),
      Setting.of("OFFTAKE_MAIL_USER", Form.of(_ -> true, ""), "for that server").setting("offtake.mail.user"),
      Setting.of("OFFTAKE_MAIL_PASSWORD", Form.of(_ -> true, ""), "for that server").setting("offtake.mail.password").secret()),
      OutboxSettings::mailTogether,
      given -> given.containsKey(HOST) && !given.containsKey(PORT) && "tls".equals(given.get(TLS))
          ? Map.of("offtake.mail.port", "465") : Map.of());

  private OutboxSettings() {}

  private static Optional<String> doubtful(String allow) {
    return Addresses.doubtful(allow).map(each -> ("%s is not written plainly; names in ASCII, addresses without leading zeros"
        + " and ranges of them are allowed, such as hooks.internal,10.1.0.0/16").formatted(each));
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == SECRET_KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static List<String> mailTogether(Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    if (!given.containsKey(HOST) || !given.containsKey(FROM)) {
      for (Setting setting : MAIL.settings()) {
        if (given.containsKey(setting.name())) {
          problems.add("%s is set without %s; set %s and %s, or none of them for no mail".formatted(
              setting.name(), given.containsKey(HOST) ? FROM : HOST, HOST, FROM));
        }
      }
    }
    return problems;
  }
}
