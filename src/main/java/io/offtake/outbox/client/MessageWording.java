package io.offtake.outbox.client;

import java.time.ZoneId;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.outbox.Message;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Rendering;

/// The words of every message: notices of the service itself have their own, all others those of the feature that
/// made them.
@ApplicationScoped
public class MessageWording {

  private final Rendering alerts;
  private final Rendering notices;

  MessageWording(Rendering alerts, ObjectMapper json) {
    this.alerts = alerts;
    this.notices = new ServiceNoticeRendering(json);
  }

  /// One line: whatever it was made of, no line break is left that could end a mail's header.
  public String title(Message message) {
    return of(message).title(message).replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }

  public String text(Message message, ZoneId zone) {
    return of(message).text(message, zone);
  }

  public String html(Message message, ZoneId zone) {
    return of(message).html(message, zone);
  }

  public String data(Message message) {
    return of(message).data(message);
  }

  private Rendering of(Message message) {
    return ServiceNotice.TYPES.contains(message.type()) ? notices : alerts;
  }
}
