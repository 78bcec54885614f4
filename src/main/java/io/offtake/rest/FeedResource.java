package io.offtake.rest;

import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import io.offtake.api.FeedApi;
import io.offtake.outbox.Message;
import io.offtake.outbox.Messages;
import io.offtake.outbox.client.MessageWording;
import io.offtake.rest.edge.Conditional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;

/// Tells the newest messages as an Atom feed (RFC 4287). Its id and those of its entries are this installation's own, so
/// that a reader who follows two of them keeps both.
class FeedResource implements FeedApi {

  private static final int ENTRIES = 100;
  /// What XML 1.0 cannot say, not even escaped.
  private static final String UNSPEAKABLE = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  private final Messages messages;
  private final MessageWording wording;
  private final Conditional conditional;
  /// Where readers reach this service; empty for addresses that are relative.
  private final String base;

  FeedResource(
      Messages messages,
      MessageWording wording,
      Conditional conditional,
      @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl) {
    this.base = publicUrl.map(url -> url.replaceFirst("/+$", "")).orElse("");
    this.messages = messages;
    this.wording = wording;
    this.conditional = conditional;
  }

  @Override
  public RestResponse<String> getAlertsAtom() {
    return conditional.answer("newest " + messages.newestId(), false, () -> feed(messages.newest(ENTRIES)));
  }

  private String feed(List<Message> newest) {
    UUID installation = messages.installation();
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("feed");
      xml.writeDefaultNamespace("http://www.w3.org/2005/Atom");
      element(xml, "title", "Offtake");
      element(xml, "id", "urn:uuid:" + installation);
      element(xml, "updated", newest.isEmpty() ? Instant.EPOCH.toString() : newest.getFirst().occurredAt().toString());
      xml.writeEmptyElement("link");
      xml.writeAttribute("rel", "self");
      xml.writeAttribute("href", base + "/v1/alerts.atom");
      xml.writeStartElement("author");
      element(xml, "name", "Offtake");
      xml.writeEndElement();
      for (Message message : newest) {
        entry(xml, message, installation);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a feed cannot be written", e);
    }
    return text.toString();
  }

  private void entry(XMLStreamWriter xml, Message message, UUID installation) throws XMLStreamException {
    xml.writeStartElement("entry");
    element(xml, "title", wording.title(message));
    element(xml, "id", "urn:uuid:" + UUID.nameUUIDFromBytes(
        (installation + " " + message.key()).getBytes(StandardCharsets.UTF_8)));
    element(xml, "updated", message.occurredAt().toString());
    for (String term : List.of(message.type(), message.severity())) {
      xml.writeEmptyElement("category");
      xml.writeAttribute("term", term);
    }
    if (!message.commitment().isEmpty()) {
      xml.writeEmptyElement("link");
      xml.writeAttribute("rel", "related");
      xml.writeAttribute("href", "%s/v1/commitments/%s/status?asOf=%s&dataVersion=%d".formatted(base, message.commitment(),
          URLEncoder.encode(message.occurredAt().toString(), StandardCharsets.UTF_8), message.dataVersion()));
    }
    element(xml, "content", wording.text(message, ZoneOffset.UTC));
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text.replaceAll(UNSPEAKABLE, " "));
    xml.writeEndElement();
  }
}
