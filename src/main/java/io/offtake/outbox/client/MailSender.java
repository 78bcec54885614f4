package io.offtake.outbox.client;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.outbox.Confirmations;
import io.offtake.outbox.MailHeader;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Subscription;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Sends messages by mail, as text and as HTML.
@ApplicationScoped
public class MailSender {

  private static final int LONGEST_SUBJECT = 200;
  private static final String UNSUBSCRIBE = "unsubscribe ";
  private static final Pattern NOT_IN_A_MESSAGE_ID = Pattern.compile("[^A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]");

  private final MailServer server;
  private final MessageWording wording;
  private final Secrets secrets;
  private final Confirmations confirmations;
  private final Optional<String> from;
  private final Optional<String> publicUrl;
  private final Duration timeout;

  MailSender(
      MailServer server,
      MessageWording wording,
      Secrets secrets,
      Confirmations confirmations,
      OutboxConfig config,
      @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl) {
    this.server = server;
    this.wording = wording;
    this.secrets = secrets;
    this.confirmations = confirmations;
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
    var mail = new MailMessage();
    if (alone && messages.getFirst().type().equals(ServiceNotice.CONFIRMATION)) {
      Optional<String> token = confirmations.newToken(subscription.id(), address);
      if (token.isEmpty()) {
        // Its reader has answered in the meantime, or the address is another one: there is nothing to ask any more.
        return new Outcome.Accepted(null);
      }
      Consent question = new Consent(publicUrl, token.get());
      mail.setText(question.text()).setHtml(question.html());
    } else {
      mail.setText(messages.stream().map(each -> wording.text(each, zone)).collect(Collectors.joining("\n\n---\n\n")))
          .setHtml(alone ? wording.html(messages.getFirst(), zone) : digest(messages, zone));
    }
    String title = alone
        ? wording.title(messages.getFirst())
        : "%d messages, the newest: %s".formatted(messages.size(), wording.title(messages.getLast()));
    // The envelope is the library's; every header that holds words or may be long is written here.
    MultiMap headers = MultiMap.caseInsensitiveMultiMap()
        .add("From", MailHeader.mailbox("From", from.get()))
        .add("To", address)
        .add("Subject", MailHeader.text("Subject", shortened(title)))
        .add("Message-ID", "<%s@%s>".formatted(NOT_IN_A_MESSAGE_ID.matcher(key).replaceAll("-"), domain(from.get())))
        .add("Auto-Submitted", "auto-generated");
    unsubscribe(headers, subscription.id());
    mail.setFrom(MailHeader.address(from.get())).setTo(address).setHeaders(headers);
    try {
      server.hand(mail);
      return new Outcome.Accepted(null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed("%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()));
    } catch (TimeoutException e) {
      return failed("no answer within %d s".formatted(Math.max(1, timeout.toSeconds())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the service was stopping");
    }
  }

  /// A whole number of characters, also of those that Java writes as two.
  private static String shortened(String title) {
    return title.codePointCount(0, title.length()) <= LONGEST_SUBJECT
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "\u2026";
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
  private void unsubscribe(MultiMap headers, UUID subscription) {
    Optional<String> link = publicUrl.flatMap(url -> token(subscription).map(each -> url + "/v1/unsubscribe/" + each));
    String byMail = "mailto:%s?subject=unsubscribe%%20%s".formatted(MailHeader.address(from.orElseThrow()), subscription);
    headers.add("List-Unsubscribe", MailHeader.list("List-Unsubscribe",
        Stream.concat(link.stream(), Stream.of(byMail)).toList()));
    if (link.isPresent()) {
      headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
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

  private static String domain(String mailbox) {
    return MailHeader.address(mailbox).replaceFirst("^.*@", "");
  }

  private static Outcome failed(String detail) {
    return new Outcome.Failed(null, detail, Optional.empty());
  }
}
