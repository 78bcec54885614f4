package io.offtake.alerting;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.alert.Facts;
import io.offtake.alert.Links;
import io.offtake.alert.Notice;
import io.offtake.alert.NoticeJson;
import io.offtake.alert.Wording;
import io.offtake.outbox.Message;
import io.offtake.outbox.Rendering;
import io.offtake.quantity.Figures;
import io.offtake.text.Html;
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
            .formatted(Html.escaped(message.type()), Html.escaped(message.content()));
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
        .put("commitment", facts.subject().commitment())
        .put("reading", facts.subject().reading())
        .put("rule", notice.rule())
        .put("severity", notice.severity().id())
        .put("from", notice.from())
        .put("state", notice.to())
        .put("cause", notice.cause())
        .put("occurredAt", instant(notice.occurredAt()))
        .put("dataVersion", facts.dataVersion());
    data.set("now", seen(facts));
    if (notice.before() != null) {
      data.set("before", seen(notice.before()));
    }
    data.set("links", mapper.createObjectNode()
        .put("page", links.page(facts))
        .put("answer", links.answer(facts))
        .put("alert", links.alert(notice.alert())));
    return written(withoutNulls(data));
  }

  private ObjectNode seen(Facts facts) {
    ObjectNode node = mapper.createObjectNode()
        .put("asOf", instant(facts.asOf()))
        .put("verdict", facts.judged().verdict().id())
        .put("summary", facts.judged().summary())
        .put("clears", facts.judged().clears().isEmpty() ? null : facts.judged().clears())
        .put("deadline", text(facts.balance().deadline()));
    node.set("target", quantity(facts.balance().target(), facts));
    node.set("fulfilled", quantity(facts.balance().fulfilled(), facts));
    node.put("fulfilledAtLeast", facts.balance().fulfilled() == null ? null : facts.balance().fulfilledAtLeast())
        .put("fulfilledShare", fulfilledShare(facts))
        .put("reportsLeft", facts.rates().reportsLeft());
    node.set("requiredPerWeek", estimate(facts.rates().requiredPerWeek(), facts));
    if (facts.rates().actualOf4Weeks() != null || facts.rates().actualOf12Weeks() != null) {
      ObjectNode actual = mapper.createObjectNode();
      actual.set("w4", estimate(facts.rates().actualOf4Weeks(), facts));
      actual.set("w12", estimate(facts.rates().actualOf12Weeks(), facts));
      node.set("actualPerWeek", withoutNulls(actual));
    }
    node.put("lastSafeDate", text(facts.rates().lastSafeDate()))
        .put("shortfallProbability",
            facts.odds().shortfallProbability() == null ? null : Figures.share(facts.odds().shortfallProbability()));
    node.set("p10", estimate(facts.odds().p10(), facts));
    node.set("p50", estimate(facts.odds().p50(), facts));
    node.set("p90", estimate(facts.odds().p90(), facts));
    node.put("source", facts.seen().source())
        .put("newestPeriodEnd", text(facts.seen().newestPeriodEnd()))
        .put("newestRelease", facts.seen().newestRelease() == null ? null : instant(facts.seen().newestRelease()));
    return withoutNulls(node);
  }

  /// As in the answers of the API: a published figure with every digit that it has.
  private @Nullable ObjectNode quantity(@Nullable BigDecimal value, Facts facts) {
    return value == null || facts.balance().unit() == null
        ? null
        : mapper.createObjectNode().put("value", value).put("unit", facts.balance().unit());
  }

  private @Nullable ObjectNode estimate(@Nullable Double value, Facts facts) {
    return value == null ? null : quantity(Figures.whole(value), facts);
  }

  private static @Nullable BigDecimal fulfilledShare(Facts facts) {
    return facts.balance().fulfilled() == null || facts.balance().target() == null || facts.balance().target().signum() <= 0
        ? null
        : Figures.share(facts.balance().fulfilled().doubleValue() / facts.balance().target().doubleValue());
  }

  private static String instant(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /// By the mapper of the API, which writes numbers without an exponent.
  private String written(ObjectNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
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
