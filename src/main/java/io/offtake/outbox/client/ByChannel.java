package io.offtake.outbox.client;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.outbox.Courier;
import io.offtake.outbox.Masked;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Format;

@ApplicationScoped
class ByChannel implements Courier {

  private final WebhookClient webhooks;
  private final WebhookBody bodies;
  private final MailSender mail;

  ByChannel(WebhookClient webhooks, WebhookBody bodies, MailSender mail) {
    this.webhooks = webhooks;
    this.bodies = bodies;
    this.mail = mail;
  }

  @Override
  public Receiver receiver(Subscription subscription) {
    return switch (subscription.draft().channel()) {
      case Channel.Webhook webhook ->
          new Posted(webhook, subscription.draft().zone(), webhooks.secrets(subscription.id()));
      case Channel.Mail to -> new Mailed(subscription, to);
    };
  }

  /// What a receiver or its server said may repeat the address, which is a secret. An attempt that fails in a way nobody
  /// thought of has an outcome too: else it would be made again and again, and its words go to the log as they are.
  private static Outcome masked(Channel channel, Supplier<Outcome> attempt) {
    Outcome outcome;
    try {
      outcome = attempt.get();
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(null, "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()),
          Optional.empty());
    }
    return switch (outcome) {
      case Outcome.Accepted accepted -> accepted;
      case Outcome.Failed(Integer status, String detail, Optional<Duration> retryAfter) ->
          new Outcome.Failed(status, Masked.text(detail, channel), retryAfter);
      case Outcome.Gone(String detail) -> new Outcome.Gone(Masked.text(detail, channel));
    };
  }

  private static boolean isAlone(String key, List<Message> messages) {
    return messages.size() == 1 && messages.getFirst().key().equals(key);
  }

  private final class Posted implements Receiver {

    private final Channel.Webhook channel;
    private final Format format;
    private final ZoneId zone;
    private final List<String> secrets;

    Posted(Channel.Webhook channel, ZoneId zone, List<String> secrets) {
      this.channel = channel;
      this.format = channel.format();
      this.zone = zone;
      this.secrets = secrets;
    }

    @Override
    public Outcome deliver(String key, List<Message> messages) {
      return masked(channel, () -> webhooks.post(secrets, channel.url(), key, WebhookBody.mediaType(format),
          bodies.of(format, zone, key, messages, isAlone(key, messages))));
    }

    @Override
    public int fitting(List<Message> messages) {
      String key = "digest-" + messages.getFirst().key();
      int fitting = messages.size();
      while (fitting > 1 && !bodies.fits(format, zone, key, messages.subList(0, fitting))) {
        // Halves first, so that few bodies are written in vain.
        fitting = fitting > 8 ? fitting / 2 : fitting - 1;
      }
      return fitting;
    }
  }

  private final class Mailed implements Receiver {

    private final Subscription subscription;
    private final Channel.Mail to;

    Mailed(Subscription subscription, Channel.Mail to) {
      this.subscription = subscription;
      this.to = to;
    }

    @Override
    public Outcome deliver(String key, List<Message> messages) {
      return masked(to, () -> mail.send(subscription, to.address(), key, messages, isAlone(key, messages)));
    }

    @Override
    public int fitting(List<Message> messages) {
      return messages.size();
    }
  }
}
