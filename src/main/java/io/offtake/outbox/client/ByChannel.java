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
  public Receiver receiver(Subscription subscription) {
    return switch (subscription.draft().channel()) {
      case Channel.Webhook(URI url, Format format) -> new Posted(
          url, format, subscription.draft().zone(), webhooks.secrets(subscription.id()));
      case Channel.Mail(String address) -> new Mailed(subscription, address);
    };
  }

  private static boolean isAlone(String key, List<Message> messages) {
    return messages.size() == 1 && messages.getFirst().key().equals(key);
  }

  private final class Posted implements Receiver {

    private final URI url;
    private final Format format;
    private final ZoneId zone;
    private final List<String> secrets;

    Posted(URI url, Format format, ZoneId zone, List<String> secrets) {
      this.url = url;
      this.format = format;
      this.zone = zone;
      this.secrets = secrets;
    }

    @Override
    public Outcome deliver(String key, List<Message> messages) {
      return webhooks.post(secrets, url, key, WebhookBody.mediaType(format),
          bodies.of(format, zone, key, messages, isAlone(key, messages)));
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
    private final String address;

    Mailed(Subscription subscription, String address) {
      this.subscription = subscription;
      this.address = address;
    }

    @Override
    public Outcome deliver(String key, List<Message> messages) {
      return mail.send(subscription, address, key, messages, isAlone(key, messages));
    }

    @Override
    public int fitting(List<Message> messages) {
      return messages.size();
    }
  }
}
