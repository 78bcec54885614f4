package io.offtake.claim.form;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.claim.Claim;
import io.offtake.claim.Claim.Subject;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft.WorkingDraft;
import io.offtake.claim.ClaimFigure;
import io.offtake.claim.Claims;
import io.offtake.claim.Ids;
import io.offtake.claim.Working;
import io.offtake.commitment.Citation;
import io.offtake.commitment.form.Fields;
import io.offtake.evidence.Measure;
import org.jspecify.annotations.Nullable;

/// Reads and writes a claim with the words of the contract.
final class ClaimForm {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> RUNGS = Arrays.stream(Measure.values()).filter(Measure::isRung).map(Measure::id).toList();

  private ClaimForm() {}

  /// A claim as it is written, and why it was withdrawn.
  record Written(ClaimDraft draft, @Nullable String withdrawn) {}

  static Written read(Fields fields) {
    var id = fields.id("id");
    var saidAt = fields.instant("saidAt");
    var saidOn = fields.day("saidOn");
    var draft = new ClaimDraft(
        id,
        saidAt,
        saidOn,
        fields.text("speaker"),
        word(fields, "role", Claim.Role.class),
        source(fields.object("source")),
        fields.id("commitment"),
        trade(fields.object("trade")),
        word(fields, "word", Claim.Word.class),
        figure(fields.object("figure")),
        basis(fields),
        fields.day("aboutOn"),
        fields.text("summary"),
        fields.objects("workings").stream().map(ClaimForm::working).toList(),
        fields.texts("assumed"));
    var withdrawn = fields.text("withdrawn");
    fields.end();
    return new Written(draft, withdrawn);
  }

  private static <E extends Enum<E>> @Nullable E word(Fields fields, String name, Class<E> type) {
    return fields.word(name, (Function<String, Optional<E>>) id -> Ids.find(type, id),
        Arrays.stream(type.getEnumConstants()).map(Ids::of).toList());
  }

  private static @Nullable Measure basis(Fields fields) {
    return fields.word("basis", id -> Measure.ofId(id).filter(Measure::isRung), RUNGS);
  }

  private static @Nullable Citation source(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var source = new Citation(fields.text("title"), fields.requiredText("publisher"), fields.day("date"), fields.text("url"));
    fields.end();
    return source;
  }

  private static @Nullable TradeDraft trade(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var trade = new TradeDraft(fields.text("commodity"), fields.text("seller"), fields.text("buyer"));
    fields.end();
    return trade;
  }

  private static @Nullable FigureDraft figure(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var figure = new FigureDraft(fields.number("value"), fields.number("from"), fields.text("unit"), fields.number("roundedTo"),
        word(fields, "bound", ClaimFigure.Bound.class), word(fields, "scope", ClaimFigure.Scope.class),
        word(fields, "destinations", ClaimFigure.Destinations.class));
    fields.end();
    return figure;
  }

  private static WorkingDraft working(Fields fields) {
    var working = new WorkingDraft(word(fields, "as", Working.As.class), fields.number("value"), fields.text("unit"),
        basis(fields));
    fields.end();
    return working;
  }

  static ObjectNode write(Claims.Entry entry) {
    ObjectNode node = write(entry.claim());
    put(node, "withdrawn", entry.isWithdrawn() ? entry.reason() : null);
    return node;
  }

  static ObjectNode write(Claim claim) {
    var node = NODES.objectNode().put("id", claim.id().value());
    put(node, claim.said().day() == null ? "saidAt" : "saidOn",
        claim.said().day() == null ? claim.said().at() : claim.said().day());
    node.put("speaker", claim.speaker()).put("role", Ids.of(claim.role()));
    node.set("source", source(claim.source()));
    put(node, "commitment", claim.commitment().orElse(null));
    if (claim.subject() instanceof Subject.OfTrade(var commodity, var seller, var buyer)) {
      node.putObject("trade").put("commodity", commodity.value()).put("seller", seller.value()).put("buyer", buyer.value());
    }
    put(node, "word", claim.word() == null ? null : Ids.of(claim.word()));
    ClaimFigure figure = claim.figure();
    if (figure != null) {
      node.set("figure", figure(figure));
    }
    Measure basis = claim.basis();
    put(node, "basis", basis == null ? null : basis.id());
    put(node, "aboutOn", claim.aboutOn());
    node.put("summary", claim.summary());
    claim.workings().forEach(each -> node.withArray("workings").add(working(each)));
    claim.assumed().forEach(each -> node.withArray("assumed").add(each));
    return node;
  }

  private static ObjectNode source(Citation source) {
    var node = NODES.objectNode();
    put(node, "title", source.title());
    put(node, "publisher", source.publisher());
    put(node, "date", source.date());
    put(node, "url", source.url());
    return node;
  }

  private static ObjectNode figure(ClaimFigure figure) {
    var node = NODES.objectNode().put("value", plain(figure.value())).put("unit", figure.unit().id());
    if (figure.from() != null) {
      node.put("from", plain(figure.from()));
    }
    if (figure.roundedTo() != null) {
      node.put("roundedTo", plain(figure.roundedTo()));
    }
    return node.put("bound", Ids.of(figure.bound())).put("scope", Ids.of(figure.scope()))
        .put("destinations", Ids.of(figure.destinations()));
  }

  private static ObjectNode working(Working working) {
    Measure basis = working.basis();
    var node = NODES.objectNode().put("as", Ids.of(working.as())).put("value", plain(working.amount().value()))
        .put("unit", working.amount().unit().id());
    put(node, "basis", basis == null ? null : basis.id());
    return node;
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  private static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }
}
