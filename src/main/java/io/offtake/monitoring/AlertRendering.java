package io.offtake.monitoring;

import java.time.ZoneId;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.alert.Facts;
import io.offtake.alert.Links;
import io.offtake.alert.Notice;
import io.offtake.alert.NoticeJson;
import io.offtake.alert.Wording;
import io.offtake.outbox.Message;
import io.offtake.outbox.Rendering;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Puts messages of alerts into their receivers' form. What is no notice of an alert, such as a trial of a receiver, is
/// told by its type and content.
@ApplicationScoped
class AlertRendering implements Rendering {

  private static final String OF_ALERTS = "alert.";

  private final NoticeJson json;
  private final ObjectMapper mapper;
  private final Links links;
  private final Wording wording;

  AlertRendering(
      NoticeJson json, ObjectMapper mapper, @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl) {
    this.json = json;
    this.mapper = mapper;
    this.links = new Links(publicUrl.map(address -> address.replaceAll("/+$", "")).orElse(""));
    this.wording = new Wording(links);
  }

  @Override
  public String title(Message message) {
    return isNotice(message) ? wording.title(notice(message)) : message.type();
  }

  @Override
  public String text(Message message, ZoneId zone) {
    return isNotice(message)
        ? wording.text(notice(message), zone)
        : "%s\n\n%s\n".formatted(message.type(), message.content());
  }

  @Override
  public String html(Message message, ZoneId zone) {
    return isNotice(message)
        ? wording.html(notice(message), zone)
        : "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head><body><pre>%s</pre></body></html>"
            .formatted(Wording.escaped(message.type()), Wording.escaped(message.content()));
  }

  @Override
  public String data(Message message) {
    if (!isNotice(message)) {
      return message.content();
    }
    Notice notice = notice(message);
    Facts facts = notice.facts();
    ObjectNode data = mapper.createObjectNode()
        .put("alert", notice.alert())
        .put("sequence", notice.sequence())
        .put("title", wording.title(notice))
        .put("commitment", facts.commitment())
        .put("reading", facts.reading())
        .put("rule", notice.rule())
        .put("severity", notice.severity().id())
        .put("from", notice.from())
        .put("state", notice.to())
        .put("cause", notice.cause())
        .put("occurredAt", notice.occurredAt().toString())
        .put("dataVersion", facts.dataVersion());
    data.set("now", seen(facts));
    if (notice.before() != null) {
      data.set("before", seen(notice.before()));
    }
    data.set("links", mapper.createObjectNode()
        .put("page", links.page(facts))
        .put("answer", links.answer(facts))
        .put("alert", links.alert(notice.alert())));
    return withoutNulls(data).toString();
  }

  private ObjectNode seen(Facts facts) {
    ObjectNode node = mapper.createObjectNode()
        .put("asOf", facts.asOf().toString())
        .put("verdict", facts.verdict().id())
        .put("summary", facts.summary())
        .put("clears", facts.clears())
        .put("deadline", text(facts.deadline()))
        .put("target", facts.target())
        .put("fulfilled", facts.fulfilled())
        .put("fulfilledAtLeast", facts.fulfilled() == null ? null : facts.fulfilledAtLeast())
        .put("unit", facts.unit())
        .put("reportsLeft", facts.reportsLeft())
        .put("requiredPerWeek", facts.requiredPerWeek())
        .put("actualOf4Weeks", facts.actualOf4Weeks())
        .put("actualOf12Weeks", facts.actualOf12Weeks())
        .put("lastSafeDate", text(facts.lastSafeDate()))
        .put("shortfallProbability", facts.shortfallProbability())
        .put("p10", facts.p10())
        .put("p50", facts.p50())
        .put("p90", facts.p90())
        .put("source", facts.source())
        .put("newestPeriodEnd", text(facts.newestPeriodEnd()))
        .put("newestRelease", text(facts.newestRelease()));
    return withoutNulls(node);
  }

  /// What is not known is absent, never null.
  private static ObjectNode withoutNulls(ObjectNode node) {
    node.properties().removeIf(field -> field.getValue().isNull());
    return node;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static boolean isNotice(Message message) {
    return message.type().startsWith(OF_ALERTS);
  }

  private Notice notice(Message message) {
    return json.read(message.content());
  }
}
