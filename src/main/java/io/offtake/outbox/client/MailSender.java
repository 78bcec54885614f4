package io.offtake.outbox.client;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import java.security.MessageDigest;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.outbox.Message;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.Subscription;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Sends messages by mail, as text and as HTML.
@ApplicationScoped
public class MailSender {

  private static final int LONGEST_SUBJECT = 200;
  private static final String UNSUBSCRIBE = "unsubscribe ";

  private final ReactiveMailer mailer;
  private final MessageWording wording;
  private final Secrets secrets;
  private final Optional<String> from;
  private final Optional<String> publicUrl;
  private final Duration timeout;

  MailSender(
      ReactiveMailer mailer,
      MessageWording wording,
      Secrets secrets,
      OutboxConfig config,
      @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl) {
    this.mailer = mailer;
    this.wording = wording;
    this.secrets = secrets;
    this.from = config.mailFrom();
    this.publicUrl = publicUrl.map(url -> url.replaceFirst("/+$", ""));
    this.timeout = config.timeout();
  }

  /// Whether a host and a sender are set.
  public boolean isOn() {
    return from.isPresent();
  }

  Outcome send(Subscription subscription, String address, String key, List<Message> messages, boolean alone) {
    if (from.isEmpty()) {
      return failed("mail is off: OFFTAKE_MAIL_HOST and OFFTAKE_MAIL_FROM are not set");
    }
    ZoneId zone = subscription.draft().zone();
    String title = alone
        ? wording.title(messages.getFirst())
        : "%d messages, the newest: %s".formatted(messages.size(), wording.title(messages.getLast()));
    var mail = new Mail()
        .setFrom(from.get())
        .addTo(address)
        .setSubject(title.substring(0, Math.min(LONGEST_SUBJECT, title.length())))
        .setText(messages.stream().map(each -> wording.text(each, zone)).collect(Collectors.joining("\n\n---\n\n")))
        .setHtml(alone ? wording.html(messages.getFirst(), zone) : digest(messages, zone))
        .addHeader("Message-ID", "<%s@%s>".formatted(key, domain(from.get())))
        .addHeader("Auto-Submitted", "auto-generated");
    unsubscribe(mail, subscription.id());
    try {
      mailer.send(mail).await().atMost(timeout);
      return new Outcome.Accepted(null);
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed("%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()));
    }
  }

  /// The subscription that a link of ours ends; empty when the link is not one of ours.
  public Optional<UUID> subscriptionOf(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      UUID id = UUID.fromString(parts[0]);
      byte[] given = Base64.getUrlDecoder().decode(parts[1]);
      return secrets.signed(UNSUBSCRIBE + id).filter(right -> MessageDigest.isEqual(right, given)).map(_ -> id);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// What a link that ends the subscription carries; empty when there is no key to prove it with.
  public Optional<String> token(UUID subscription) {
    return secrets.signed(UNSUBSCRIBE + subscription)
        .map(proof -> subscription + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(proof));
  }

  /// RFC 2369 and, where the service can be reached, RFC 8058.
  private void unsubscribe(Mail mail, UUID subscription) {
    Optional<String> link = publicUrl.flatMap(url -> token(subscription).map(each -> url + "/v1/unsubscribe/" + each));
    String byMail = "<mailto:%s?subject=unsubscribe%%20%s>".formatted(bare(from.orElseThrow()), subscription);
    if (link.isPresent()) {
      mail.addHeader("List-Unsubscribe", "<%s>, %s".formatted(link.get(), byMail));
      mail.addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    } else {
      mail.addHeader("List-Unsubscribe", byMail);
    }
  }

  /// The pages of a digest, one after the other; of each only what stands in its body.
  private String digest(List<Message> messages, ZoneId zone) {
    return messages.stream()
        .map(each -> wording.html(each, zone)
            .replaceFirst("(?is)^.*?<body[^>]*>", "")
            .replaceFirst("(?is)</body>.*$", ""))
        .collect(Collectors.joining("\n<hr>\n",
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Offtake</title></head><body>\n",
            "\n</body></html>\n"));
  }

  private static String bare(String mailbox) {
    return mailbox.replaceFirst("^.*<", "").replaceFirst(">.*$", "").strip();
  }

  private static String domain(String mailbox) {
    return bare(mailbox).replaceFirst("^.*@", "");
  }

  private static Outcome failed(String detail) {
    return new Outcome.Failed(null, detail, Optional.empty());
  }
}
