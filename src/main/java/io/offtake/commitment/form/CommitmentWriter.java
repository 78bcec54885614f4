package io.offtake.commitment.form;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.commitment.Baseline;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Deliverable;
import io.offtake.commitment.Substitution;
import io.offtake.reference.CommodityId;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// Writes the domain's records in the JSON that [CommitmentReader] reads.
final class CommitmentWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CommitmentWriter() {}

  static ObjectNode commitment(Commitment commitment) {
    var node = NODES.objectNode()
        .put("id", commitment.id().value())
        .put("title", commitment.title())
        .put("buyer", commitment.buyer())
        .put("seller", commitment.seller())
        .put("strength", commitment.strength().id())
        .put("refusal", commitment.refusal())
        .put("notes", commitment.notes());
    var parent = commitment.parent();
    node.put("parent", parent == null ? null : parent.value());
    var withdrawal = commitment.withdrawal();
    if (withdrawal != null) {
      node.putObject("withdrawal")
          .put("at", withdrawal.at().toString())
          .put("reason", withdrawal.reason())
          .put("by", withdrawal.by());
    }
    var commodities = node.putArray("commodities");
    commitment.commodities().forEach(commodity -> commodities.addObject().put("id", commodity.value()));
    var terms = node.putArray("terms");
    commitment.terms().forEach(version -> terms.add(terms(version)));
    var readings = node.putArray("readings");
    commitment.readings().forEach(reading -> readings.add(reading(reading)));
    return node;
  }

  static ObjectNode terms(Terms terms) {
    var node = NODES.objectNode()
        .put("version", terms.version())
        .put("announcedBy", terms.announcedBy())
        .put("summary", terms.summary())
        .put("headline", terms.headline());
    putStatement(node, "announced", terms.announced());
    node.set("source", citation(terms.source()));
    var strength = terms.strength();
    node.put("strength", strength == null ? null : strength.id());
    var tranches = node.putArray("tranches");
    terms.tranches().forEach(tranche -> tranches.add(tranche(tranche)));
    return node;
  }

  static ObjectNode reading(Reading reading) {
    var node = NODES.objectNode()
        .put("id", reading.id())
        .put("label", reading.label())
        .put("tranche", reading.tranche())
        .put("measure", reading.measure().id())
        .put("unknownDestinations", reading.unknownDestinations().id());
    if (reading.unknownDestinations() instanceof UnknownDestinations.Share(var min, var max)) {
      node.putObject("share").put("min", min).put("max", max);
    }
    switch (reading.window()) {
      case ReadingWindow.Days(var days) -> putDays(node, days.first(), days.last());
      case ReadingWindow.OfMarketingYear(var year) -> {
        node.put("marketingYear", year.endingYear());
        putDays(node, year.first(), year.last());
      }
      case ReadingWindow.Unstated(var windowStart, var deadline) -> putDays(node, windowStart, deadline);
    }
    putTexts(node.putArray("components"), reading.components());
    putTexts(node.putArray("evidence"), reading.sources().stream().map(source -> source.value()).toList());
    node.put("statedBy", reading.statedBy()).put("checkReason", reading.doubt());
    putStatement(node, "stated", reading.stated());
    var retiredAt = reading.retiredAt();
    return reading.retired()
        ? node.put("retired", true).put("retiredAt", retiredAt == null ? null : retiredAt.toString())
        : node;
  }

  private static ObjectNode tranche(Tranche tranche) {
    var node = NODES.objectNode().put("id", tranche.id());
    putDays(node, tranche.windowStart(), tranche.deadline());
    node.set("target", target(tranche.target()));
    var commodity = tranche.commodity();
    tranche.minimums().forEach(minimum -> node.withArray("subMinimums").add(
        target(minimum.target()).put("commodity", minimum.commodity().value())));
    tranche.substitutions().forEach(each -> node.withArray("substitutions").add(substitution(each)));
    tranche.baselines().forEach(each -> node.withArray("baseline").add(baseline(each)));
    tranche.deliverable().forEach(each -> node.withArray("stillDeliverable").add(deliverable(each)));
    return node
        .put("recurs", tranche.yearly() ? "yearly" : null)
        .put("commodity", commodity == null ? null : commodity.value())
        .put("derived", tranche.derived() ? true : null);
  }

  private static ObjectNode substitution(Substitution substitution) {
    var then = substitution.targetThen();
    var node = amount(substitution.value())
        .put("commodity", substitution.goods())
        .put("discharges", substitution.discharges().value())
        .put("of", substitution.of())
        .put("minimumThen", then == null ? null : then.value());
    putTexts(node.putArray("commodities"), substitution.commodities().stream().map(CommodityId::value).toList());
    return node;
  }

  private static ObjectNode baseline(Baseline baseline) {
    var measure = baseline.measure();
    var knownFrom = baseline.knownFrom();
    var node = amount(baseline.value())
        .put("role", baseline.role().id())
        .put("scope", baseline.scope())
        .put("statistic", baseline.statistic())
        .put("period", baseline.period())
        .put("knownFrom", knownFrom == null ? null : knownFrom.toString())
        .put("derived", baseline.derived())
        .put("measure", measure == null ? null : measure.id());
    putTexts(node.putArray("components"), baseline.components().stream().map(CommodityId::value).toList());
    return node;
  }

  private static ObjectNode deliverable(Deliverable deliverable) {
    var node = amount(deliverable.quantity()).put("statedBy", deliverable.statedBy());
    putStatement(node, "stated", deliverable.stated());
    return node;
  }

  private static ObjectNode amount(Quantity quantity) {
    return NODES.objectNode().put("value", quantity.value()).put("unit", quantity.unit().id());
  }

  private static ObjectNode target(Target target) {
    return switch (target) {
      case Target.AtLeast(var quantity, boolean perYear, boolean additional) ->
          quantity("atLeast", quantity, perYear).put("additional", additional ? true : null);
      case Target.UpTo(var quantity, boolean perYear) -> quantity("upTo", quantity, perYear);
      case Target.Between(var min, var max, boolean perYear) -> operator("between", perYear)
          .put("min", min.value())
          .put("max", max.value())
          .put("unit", min.unit().id());
      case Target.LowerOf(var legs) -> {
        var node = operator("lowerOf", false);
        var array = node.putArray("legs");
        legs.forEach(leg -> array.add(target(leg)));
        yield node;
      }
      case Target.UpliftPercent(var percent) ->
          quantity("upliftPercent", Quantity.of(percent, Unit.PERCENT), false);
      case Target.Undeclared() -> operator("undeclared", false);
    };
  }

  private static ObjectNode quantity(String operator, Quantity quantity, boolean perYear) {
    return operator(operator, perYear).put("value", quantity.value()).put("unit", quantity.unit().id());
  }

  private static ObjectNode operator(String operator, boolean perYear) {
    return NODES.objectNode().put("operator", operator).put("per", perYear ? "year" : null);
  }

  private static ObjectNode citation(Citation citation) {
    var date = citation.date();
    return NODES.objectNode()
        .put("title", citation.title())
        .put("publisher", citation.publisher())
        .put("date", date == null ? null : date.toString())
        .put("url", citation.url());
  }

  /// An estimated statement is known from the midnight after its day.
  private static void putStatement(ObjectNode node, String verb, Statement statement) {
    if (statement.estimated()) {
      node.put(verb + "On", statement.knownFrom().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1).toString());
    } else {
      node.put(verb + "At", statement.knownFrom().toString());
    }
  }

  private static void putDays(ObjectNode node, @Nullable LocalDate windowStart, @Nullable LocalDate deadline) {
    node.put("windowStart", windowStart == null ? null : windowStart.toString());
    node.put("deadline", deadline == null ? null : deadline.toString());
  }

  private static void putTexts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
