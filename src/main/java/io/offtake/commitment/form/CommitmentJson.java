package io.offtake.commitment.form;

import java.time.Instant;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Withdrawal;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Reads and writes commitments as JSON.
///
/// Reading is strict: an unknown field is a problem, and all problems of the form are told at once. Whether the
/// content makes sense is for [io.offtake.commitment.CommitmentRules] to say. The document is kept whole beside
/// the records, because it holds more than is assessed today: minimums, substitutions, baselines, outcomes.
public final class CommitmentJson {

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
      .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final CommitmentReader reader;

  /// @param marketingYearStart  the month whose first day opens a commodity's marketing year; empty when unknown
  public CommitmentJson(Function<CommodityId, Optional<Month>> marketingYearStart) {
    this.reader = new CommitmentReader(marketingYearStart);
  }

  /// What became of a document.
  public sealed interface Outcome {

    /// @param document  the whole document in one canonical form: fields in alphabetical order, absent ones left
    ///     out, numbers in plain digits, no white space
    record Valid(Commitment commitment, String document) implements Outcome {}

    /// @param problems  at least one, in the order of the document
    /// @param readSoFar  what could be read, with stand-ins where there are problems; absent when it is no document at
    ///     all. It is there to look for further problems, and never leaves.
    record Invalid(List<Problem> problems, @Nullable Commitment readSoFar) implements Outcome {
      public Invalid {
        problems = List.copyOf(problems);
      }

      Invalid(List<Problem> problems) {
        this(problems, null);
      }
    }
  }

  public Outcome read(String json) {
    List<Problem> problems = new ArrayList<>();
    var root = parse(json, problems);
    return problems.isEmpty() ? read(root) : new Outcome.Invalid(problems);
  }

  /// A document that is read as a tree already.
  public Outcome read(JsonNode root) {
    List<Problem> problems = new ArrayList<>();
    var commitment = reader.commitment(new Fields(root, "", problems));
    return problems.isEmpty()
        ? new Outcome.Valid(commitment, canonicalText(root))
        : new Outcome.Invalid(problems, commitment);
  }

  /// The tree of a document that was kept.
  ///
  /// @param document  of a [Outcome.Valid]
  public static JsonNode tree(String document) {
    List<Problem> problems = new ArrayList<>();
    JsonNode root = parse(document, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("what was kept cannot be read: " + problems);
    }
    return root;
  }

  /// The kept document with one more version of the terms.
  ///
  /// Pointers of problems lead into `terms`, the document that was handed in; see [Problem#within] for those of
  /// the rules.
  ///
  /// @param document  of a [Outcome.Valid]
  public Outcome amend(String document, String terms) {
    return append(document, "terms", terms);
  }

  /// The kept document with one more reading. Pointers of problems lead into `reading`.
  ///
  /// @param document  of a [Outcome.Valid]
  public Outcome addReading(String document, String reading) {
    return append(document, "readings", reading);
  }

  /// The kept document with its withdrawal.
  ///
  /// @param document  of a [Outcome.Valid]
  public Outcome withdraw(String document, Withdrawal withdrawal) {
    List<Problem> problems = new ArrayList<>();
    var root = parse(document, problems);
    if (!problems.isEmpty()) {
      return new Outcome.Invalid(problems);
    }
    ((ObjectNode) root).putObject("withdrawal")
        .put("at", withdrawal.at().toString())
        .put("reason", withdrawal.reason())
        .put("by", withdrawal.by());
    return read(root);
  }

  /// The kept document with a reading retired, or brought back.
  ///
  /// @param document  of a [Outcome.Valid]
  /// @param at  since when it is retired; absent when it is brought back, or never was current
  public Outcome retire(String document, String readingId, boolean retired, @Nullable Instant at) {
    List<Problem> problems = new ArrayList<>();
    var root = parse(document, problems);
    for (var reading : root.path("readings")) {
      if (reading.path("id").asText().equals(readingId)) {
        var found = (ObjectNode) reading;
        found.remove(List.of("retired", "retiredAt"));
        if (retired) {
          found.put("retired", true).put("retiredAt", at == null ? null : at.toString());
        }
        return read(root);
      }
    }
    problems.add(new Problem("/readings", "there is no reading '" + readingId + "'", "name one that there is"));
    return new Outcome.Invalid(problems);
  }

  /// The document of what the records hold; [#read] gives the same records again.
  public String write(Commitment commitment) {
    return canonicalText(CommitmentWriter.commitment(commitment));
  }

  /// One version of the terms, as it stands in [#write].
  public String write(Terms terms) {
    return canonicalText(CommitmentWriter.terms(terms));
  }

  /// One reading, as it stands in [#write].
  public String write(Reading reading) {
    return canonicalText(CommitmentWriter.reading(reading));
  }

  private Outcome append(String document, String list, String addition) {
    List<Problem> problems = new ArrayList<>();
    var root = parse(document, problems);
    var added = parse(addition, problems);
    if (!problems.isEmpty()) {
      return new Outcome.Invalid(problems);
    }
    var array = ((ObjectNode) root).withArray(list);
    var part = "/" + list + "/" + array.size();
    array.add(added);
    return switch (read(root)) {
      case Outcome.Valid valid -> valid;
      case Outcome.Invalid(var found, var readSoFar) ->
          new Outcome.Invalid(found.stream().map(problem -> problem.within(part)).toList(), readSoFar);
    };
  }

  private static JsonNode parse(String json, List<Problem> problems) {
    try {
      var root = MAPPER.readTree(json);
      if (root.isMissingNode()) {
        problems.add(new Problem("", "the document is empty", "write a JSON object"));
      }
      return root;
    } catch (JsonProcessingException e) {
      problems.add(new Problem("", e.getLocation() == null
          ? "this is not JSON: " + e.getOriginalMessage()
          : "this is not JSON, line %d, column %d: %s".formatted(
              e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()),
          "correct it there"));
      return NODES.missingNode();
    }
  }

  private static String canonicalText(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(canonical(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  private static JsonNode canonical(JsonNode node) {
    if (node.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      for (var field : node.properties()) {
        if (!field.getValue().isNull()) {
          sorted.put(field.getKey(), canonical(field.getValue()));
        }
      }
      return NODES.objectNode().setAll(sorted);
    }
    if (node.isArray()) {
      var array = NODES.arrayNode(node.size());
      node.forEach(item -> array.add(canonical(item)));
      return array;
    }
    // A quantity has plain digits already, whatever its unit.
    return node.isNumber() ? NODES.numberNode(Quantity.of(node.decimalValue(), Unit.NUMBER).value()) : node;
  }
}
