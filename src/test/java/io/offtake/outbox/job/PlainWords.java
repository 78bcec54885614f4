package io.offtake.outbox.job;

import java.time.ZoneId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.outbox.Message;
import io.offtake.outbox.Rendering;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/// Shows a message as it is kept, whatever it holds: these tests are about its way, not its words.
@Alternative
@ApplicationScoped
public class PlainWords implements Rendering {

  private final ObjectMapper json;

  PlainWords(ObjectMapper json) {
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
    String text = message.content().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<!doctype html><html lang=\"en\"><body><pre>%s</pre></body></html>".formatted(text);
  }

  @Override
  public String data(Message message) {
    try {
      return json.readTree(message.content()).isObject() ? message.content() : wrapped(message);
    } catch (JsonProcessingException notJson) {
      return wrapped(message);
    }
  }

  private String wrapped(Message message) {
    return json.createObjectNode().put("content", message.content()).toString();
  }
}
