package io.offtake.outbox.client;

import java.net.URI;
import java.time.ZoneId;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.outbox.Courier;
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
  public Outcome deliver(Subscription subscription, String key, List<Message> messages) {
    boolean alone = messages.size() == 1 && messages.getFirst().key().equals(key);
    return switch (subscription.draft().channel()) {
      case Channel.Webhook(URI url, Format format) -> webhooks.post(subscription.id(), url, key,
          WebhookBody.mediaType(format), bodies.of(format, subscription.draft().zone(), key, messages, alone));
      case Channel.Mail(String address) -> mail.send(subscription, address, key, messages, alone);
    };
  }

  @Override
  public int fitting(Subscription subscription, List<Message> messages) {
    if (!(subscription.draft().channel() instanceof Channel.Webhook(URI _, Format format))) {
      return messages.size();
    }
    ZoneId zone = subscription.draft().zone();
    String key = "digest-" + messages.getFirst().key();
    int fitting = messages.size();
    while (fitting > 1 && !bodies.fits(format, zone, key, messages.subList(0, fitting))) {
      // Halves first, so that few bodies are written in vain.
      fitting = fitting > 8 ? fitting / 2 : fitting - 1;
    }
    return fitting;
  }
}
