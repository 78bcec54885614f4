package io.offtake.outbox.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.outbox.Message;
import io.offtake.outbox.Subscription.Format;

/// Writes the bodies of webhooks. The same messages always give the same bytes.
@ApplicationScoped
class WebhookBody {

  /// What Standard Webhooks recommends as the most.
  static final int MOST_BYTES = 20_000;

  private static final String DIGEST = "digest";

  /// In bytes, about: what is told to many receivers is the same for all of one form.
  private static final int REMEMBERED = 4_000_000;

  private final MessageWording wording;
  private final ObjectMapper json;
  private final Cache<Key, String> remembered = Caffeine.newBuilder()
      .maximumWeight(REMEMBERED)
      .weigher((Key key, String body) -> 200 + 2 * (key.message().length() + body.length()))
      .expireAfterAccess(Duration.ofMinutes(1))
      .build();

  /// @param zone  where the body has times in words
  private record Key(Format format, Optional<ZoneId> zone, String message) {}

  WebhookBody(MessageWording wording, ObjectMapper json) {
    this.wording = wording;
    this.json = json;
  }

  static String mediaType(Format format) {
    return format == Format.CLOUDEVENTS ? "application/cloudevents+json" : "application/json";
  }

  /// @param messages  one, or those of a digest
  /// @param alone  whether it is a single message and not a digest of one
  String of(Format format, ZoneId zone, String key, List<Message> messages, boolean alone) {
    if (!alone) {
      return fitted(format, zone, key, messages, false);
    }
    Optional<ZoneId> ofTimes = format == Format.SLACK ? Optional.of(zone) : Optional.empty();
    return remembered.get(new Key(format, ofTimes, key), _ -> fitted(format, zone, key, messages, true));
  }

  private String fitted(Format format, ZoneId zone, String key, List<Message> messages, boolean alone) {
    String whole = written(format, zone, key, messages, alone, false);
    return bytes(whole) <= MOST_BYTES ? whole : written(format, zone, key, messages, alone, true);
  }

  boolean fits(Format format, ZoneId zone, String key, List<Message> messages) {
    return bytes(written(format, zone, key, messages, false, false)) <= MOST_BYTES;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String written(
      Format format, ZoneId zone, String key, List<Message> messages, boolean alone, boolean shortened) {
    Message newest = messages.getLast();
    String type = alone ? newest.type() : DIGEST;
    ObjectNode body = json.createObjectNode();
    switch (format) {
      case STANDARD -> body.put("type", type)
          .put("timestamp", instant(newest.occurredAt()))
          .set("data", data(messages, alone, shortened));
      case CLOUDEVENTS -> body.put("specversion", "1.0")
          .put("id", key)
          .put("source", "/v1/events")
          .put("type", "io.offtake." + type)
          .put("subject", alone ? newest.subject() : DIGEST)
          .put("time", instant(newest.occurredAt()))
          .put("datacontenttype", "application/json")
          .set("data", data(messages, alone, shortened));
      case SLACK -> body.put("text", messages.stream()
          .map(message -> slack(message, zone, shortened))
          .collect(Collectors.joining("\n\n")));
    }
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private JsonNode data(List<Message> messages, boolean alone, boolean shortened) {
    if (alone) {
      return data(messages.getFirst(), shortened);
    }
    ObjectNode digest = json.createObjectNode();
    var parts = digest.putArray("messages");
    for (Message message : messages) {
      parts.addObject()
          .put("id", message.key())
          .put("type", message.type())
          .put("timestamp", instant(message.occurredAt()))
          .set("data", data(message, shortened));
    }
    return digest;
  }

  private JsonNode data(Message message, boolean shortened) {
    if (shortened) {
      ObjectNode headline = json.createObjectNode()
          .put("shortened", true)
          .put("title", wording.title(message))
          .put("subject", message.subject())
          .put("sequence", message.sequence())
          .put("commitment", message.commitment())
          .put("rule", message.rule())
          .put("severity", message.severity())
          .put("dataVersion", message.dataVersion());
      return message.reading() == null ? headline : headline.put("reading", message.reading());
    }
    // As it was written: read and written again, a number would come out in another form.
    return json.getNodeFactory().rawValueNode(new RawValue(wording.data(message)));
  }

  /// In Slack's markup only three characters have to be escaped.
  private String slack(Message message, ZoneId zone, boolean shortened) {
    String title = '*' + escaped(wording.title(message)) + '*';
    return shortened ? title : title + '\n' + escaped(wording.text(message, zone));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String instant(Instant at) {
    return at.toString();
  }
}
