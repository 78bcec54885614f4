package io.offtake.outbox.client;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.outbox.Message;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Rendering;
import io.offtake.text.Html;

/// Puts the notices of the service itself into words.
final class ServiceNoticeRendering implements Rendering {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss '('VV')'", Locale.ENGLISH);

  private final ObjectMapper json;

  ServiceNoticeRendering(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String title(Message message) {
    return switch (message.type()) {
      case ServiceNotice.PING -> "A test message of Offtake";
      case ServiceNotice.CONFIRMATION -> "Do you want messages of Offtake?";
      default -> "A subscription is disabled";
    };
  }

  @Override
  public String text(Message message, ZoneId zone) {
    return message.content() + "\n\n" + LOCAL.format(message.occurredAt().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }

  @Override
  public String html(Message message, ZoneId zone) {
    return page(title(message), text(message, zone));
  }

  @Override
  public String data(Message message) {
    return json.createObjectNode()
        .put("subscription", message.subject().substring("subscription-".length()))
        .put("sequence", message.sequence())
        .put("severity", message.severity())
        .put("text", message.content())
        .toString();
  }

  /// A page of plain paragraphs.
  static String page(String title, String text) {
    var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(Html.escaped(title)).append("</title></head><body>\n<h1>").append(Html.escaped(title)).append("</h1>\n");
    for (String paragraph : text.split("\n\n", 0)) {
      page.append("<p>").append(Html.escaped(paragraph).replace("\n", "<br>")).append("</p>\n");
    }
    return page.append("</body></html>\n").toString();
  }
}
