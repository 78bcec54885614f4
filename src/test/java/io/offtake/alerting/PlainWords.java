package io.offtake.alerting;

import java.time.ZoneId;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.alert.NoticeJson;
import io.offtake.outbox.Message;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Shows a message as it is kept, whatever it holds, to tests that are about its way and not its words; to others in the
/// words that alerts really have.
@Alternative
@Singleton
public class PlainWords extends AlertRendering {

  private final ObjectMapper json;
  private volatile boolean plain = true;

  PlainWords(
      NoticeJson notices, ObjectMapper json, @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl) {
    super(notices, json, publicUrl);
    this.json = json;
  }

  public void plain(boolean isWanted) {
    plain = isWanted;
  }

  @Override
  public String title(Message message) {
    return plain ? message.type() + " " + message.subject() : super.title(message);
  }

  @Override
  public String text(Message message, ZoneId zone) {
    return plain ? message.content() : super.text(message, zone);
  }

  @Override
  public String html(Message message, ZoneId zone) {
    if (!plain) {
      return super.html(message, zone);
    }
    String text = message.content().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<!doctype html><html lang=\"en\"><body><pre>%s</pre></body></html>".formatted(text);
  }

  @Override
  public String data(Message message) {
    if (!plain) {
      return super.data(message);
    }
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
