package io.offtake.outbox.client;

import java.time.ZoneId;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.outbox.Message;
import io.offtake.outbox.Rendering;
import io.quarkus.arc.DefaultBean;

/// Shows a message as it is kept, where nothing knows better.
@DefaultBean
@ApplicationScoped
class PlainRendering implements Rendering {

  private final ObjectMapper json;

  PlainRendering(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String title(Message message) {
    return message.type() + " " + message.subject();
  }

  @Override
  public String text(Message message, ZoneId zone) {
    return message.content();
  }

  @Override
  public String html(Message message, ZoneId zone) {
    return NoticeRendering.page(title(message), text(message, zone));
  }

  @Override
  public String data(Message message) {
    try {
      JsonNode content = json.readTree(message.content());
      return content.isObject() ? message.content() : wrapped(message);
    } catch (JsonProcessingException notJson) {
      return wrapped(message);
    }
  }

  private String wrapped(Message message) {
    return json.createObjectNode().put("content", message.content()).toString();
  }
}
