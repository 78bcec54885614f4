package io.offtake.rest;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.api.model.BaselineDto;
import io.offtake.api.model.CitationDto;
import io.offtake.api.model.MinimumDto;
import io.offtake.api.model.NewCommitmentDto;
import io.offtake.api.model.NewReadingDto;
import io.offtake.api.model.NewTermsDto;
import io.offtake.api.model.NewTrancheDto;
import io.offtake.api.model.StillDeliverableDto;
import io.offtake.api.model.SubstitutionDto;
import io.offtake.api.model.TargetDto;
import io.offtake.api.model.TargetLegDto;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.commitment.Terms;
import io.offtake.rest.edge.Fault;
import org.jspecify.annotations.Nullable;

/// Turns what is sent to be added into the catalogue's own document, and the places of its problems back into those of
/// what was sent.
///
/// The catalogue's form holds more: every version of the terms, commodities with their headings, targets that were not
/// declared.
final class CommitmentBody {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern COMMODITY = Pattern.compile("^(/commodities/\\d+)/id$");
  private static final Pattern FIRST_TERMS = Pattern.compile("^/terms/0(?=/|$)");
  private static final Pattern OF_A_READING = Pattern.compile("^/readings/(\\d+)/(windowStart|deadline|statedOn|statedAt|statedBy)$");
  private static final Pattern RECURS = Pattern.compile("(/tranches/\\d+)/recurs$");
  private static final Pattern GOODS = Pattern.compile("(/substitutions/\\d+)/commodity$");
  private static final Pattern CHECK_REASON = Pattern.compile("/checkReason$");
  private static final Set<String> FIELDS_OF_TERMS = Set.of(
      "announcedAt", "announcedOn", "announcedBy", "summary", "source", "headline", "strength", "tranches");
  private static final Set<String> FIELDS_OF_READING = Set.of(
      "id", "label", "tranche", "measure", "unknownDestinations", "share", "windowStart", "deadline", "marketingYear",
      "components", "evidence", "statedBy", "statedAt", "statedOn", "source", "doubt");

  private CommitmentBody() {}

  static String document(NewCommitmentDto sent) {
    var node = NODES.objectNode();
    put(node, "id", sent.getId());
    put(node, "title", sent.getTitle());
    put(node, "buyer", sent.getBuyer());
    put(node, "seller", sent.getSeller());
    put(node, "strength", sent.getStrength());
    put(node, "parent", sent.getParent());
    put(node, "notes", sent.getNotes());
    var commodities = node.putArray("commodities");
    listed(sent.getCommodities()).forEach(commodity -> commodities.addObject().put("id", commodity));
    var terms = sent.getTerms() == null ? NODES.objectNode() : terms(sent.getTerms());
    var readings = node.putArray("readings");
    listed(sent.getReadings()).forEach(reading -> readings.add(reading(reading)));
    if (!terms.has("headline") && readings.size() == 1) {
      copy(readings.get(0), "id", terms, "headline");
    }
    for (JsonNode reading : readings) {
      complete((ObjectNode) reading, terms);
    }
    node.putArray("terms").add(terms);
    return node.toString();
  }

  /// @param held  the commitment that it is added to
  static String document(NewTermsDto sent, Commitment held) {
    ObjectNode terms = terms(sent);
    List<Reading> current = held.readings().stream().filter(reading -> !reading.retired()).toList();
    if (!terms.has("headline")) {
      put(terms, "headline", current.size() == 1
          ? current.getFirst().id()
          : held.terms().isEmpty() ? null : held.terms().getLast().headline());
    }
    return terms.toString();
  }

  /// @param held  the commitment that it is added to
  static String document(NewReadingDto sent, Commitment held) {
    ObjectNode reading = reading(sent);
    if (!held.terms().isEmpty()) {
      complete(reading, said(held.terms().getLast()));
    }
    return reading.toString();
  }

  /// What of the terms a reading can leave out.
  private static ObjectNode said(Terms terms) {
    var node = NODES.objectNode();
    put(node, "announcedBy", terms.announcedBy());
    if (terms.announced().estimated()) {
      put(node, "announcedOn", terms.announced().knownFrom().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1));
    } else {
      put(node, "announcedAt", terms.announced().knownFrom());
    }
    var tranches = node.putArray("tranches");
    terms.tranches().forEach(tranche -> {
      var each = tranches.addObject();
      put(each, "id", tranche.id());
      put(each, "windowStart", tranche.windowStart());
      put(each, "deadline", tranche.deadline());
    });
    return node;
  }

  /// Fills in what a reading leaves out and its terms say: the only tranche there is, that tranche's window, and who said
  /// so and when.
  private static void complete(ObjectNode reading, ObjectNode terms) {
    JsonNode tranches = terms.path("tranches");
    if (!reading.has("tranche") && tranches.size() == 1) {
      copy(tranches.get(0), "id", reading, "tranche");
    }
    boolean windowless = Stream.of("windowStart", "deadline", "marketingYear").noneMatch(reading::has);
    for (JsonNode tranche : tranches) {
      if (windowless && tranche.has("id") && tranche.path("id").equals(reading.path("tranche"))) {
        copy(tranche, "windowStart", reading, "windowStart");
        copy(tranche, "deadline", reading, "deadline");
      }
    }
    if (!reading.has("statedBy")) {
      copy(terms, "announcedBy", reading, "statedBy");
    }
    if (!reading.has("statedAt") && !reading.has("statedOn")) {
      copy(terms, "announcedAt", reading, "statedAt");
      copy(terms, "announcedOn", reading, "statedOn");
    }
  }

  private static void copy(JsonNode from, String field, ObjectNode to, String name) {
    if (from.hasNonNull(field)) {
      to.set(name, from.get(field));
    }
  }

  /// The problems of [#document(NewCommitmentDto)].
  static List<Fault> faultsOfCommitment(NewCommitmentDto sent, List<Problem> problems) {
    Set<String> places = problems.stream().map(Problem::pointer).collect(Collectors.toCollection(HashSet::new));
    return problems.stream()
        // What is wrong with the terms is told once.
        .filter(problem -> placeInTerms(sent, problem.pointer()).equals(problem.pointer())
            || places.add(placeInTerms(sent, problem.pointer())))
        .map(problem -> Fault.inBody(
            FIRST_TERMS.matcher(
                COMMODITY.matcher(sentPointer(placeInTerms(sent, problem.pointer()))).replaceFirst("$1"))
                .replaceFirst("/terms"),
            problem.detail(), problem.remedy()))
        .toList();
  }

  /// What a reading does not say it has of its terms, where it is wrong then.
  private static String placeInTerms(NewCommitmentDto sent, String pointer) {
    var place = OF_A_READING.matcher(pointer);
    if (!place.matches()) {
      return pointer;
    }
    NewReadingDto reading = sent.getReadings().get(Integer.parseInt(place.group(1)));
    return switch (place.group(2)) {
      case "windowStart", "deadline" -> reading.getWindowStart() == null && reading.getDeadline() == null
          ? "/terms/0/tranches/%d/%s".formatted(tranche(sent, reading.getTranche()), place.group(2))
          : pointer;
      case "statedOn", "statedAt" -> reading.getStatedOn() == null && reading.getStatedAt() == null
          ? "/terms/0/" + place.group(2).replace("stated", "announced")
          : pointer;
      default -> reading.getStatedBy() == null ? "/terms/0/announcedBy" : pointer;
    };
  }

  private static int tranche(NewCommitmentDto sent, @Nullable String id) {
    List<NewTrancheDto> tranches = sent.getTerms() == null ? List.of() : listed(sent.getTerms().getTranches());
    return IntStream.range(0, tranches.size()).filter(i -> id != null && id.equals(tranches.get(i).getId())).findFirst().orElse(0);
  }

  /// What a retirement breaks in the commitment.
  static List<Fault> faultsOfRetirement(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.pointer().endsWith("/headline")
            ? Fault.inBody("/retired", "The reading is the headline of the newest terms",
                "amend the terms with another headline first")
            : within(problem, Set.of()))
        .toList();
  }

  /// The problems of [#document(NewTermsDto, Commitment)]; what they break in the rest of the commitment has no place in
  /// the body.
  static List<Fault> faultsOfTerms(List<Problem> problems) {
    return problems.stream().map(problem -> within(problem, FIELDS_OF_TERMS)).toList();
  }

  /// The problems of [#document(NewReadingDto, Commitment)], likewise.
  static List<Fault> faultsOfReading(List<Problem> problems) {
    return problems.stream().map(problem -> within(problem, FIELDS_OF_READING)).toList();
  }

  /// What a withdrawal breaks in the commitment.
  static List<Fault> faultsOfWithdrawal(List<Problem> problems) {
    return problems.stream().map(problem -> within(problem, Set.of())).toList();
  }

  private static Fault within(Problem problem, Set<String> fields) {
    String pointer = sentPointer(problem.pointer());
    boolean inside = pointer.isEmpty() || fields.contains(pointer.split("/", 3)[1]);
    return inside
        ? Fault.inBody(pointer, problem.detail(), problem.remedy())
        : new Fault(null, null, "%s of the commitment: %s".formatted(problem.pointer(), problem.detail()),
            problem.remedy());
  }

  private static String sentPointer(String given) {
    String pointer = GOODS.matcher(given).replaceFirst("$1/goods");
    return CHECK_REASON.matcher(RECURS.matcher(pointer).replaceFirst("$1/yearly")).replaceFirst("/doubt");
  }

  private static ObjectNode terms(NewTermsDto sent) {
    var node = NODES.objectNode();
    put(node, "announcedAt", sent.getAnnouncedAt());
    put(node, "announcedOn", sent.getAnnouncedOn());
    put(node, "announcedBy", sent.getAnnouncedBy());
    put(node, "summary", sent.getSummary());
    put(node, "source", citation(sent.getSource()));
    put(node, "headline", sent.getHeadline());
    put(node, "strength", sent.getStrength());
    var tranches = node.putArray("tranches");
    listed(sent.getTranches()).forEach(tranche -> tranches.add(tranche(tranche)));
    return node;
  }

  private static ObjectNode tranche(NewTrancheDto sent) {
    var node = NODES.objectNode();
    put(node, "id", sent.getId());
    put(node, "windowStart", sent.getWindowStart());
    put(node, "deadline", sent.getDeadline());
    put(node, "target", target(sent.getTarget()));
    put(node, "commodity", sent.getCommodity());
    put(node, "recurs", Boolean.TRUE.equals(sent.getYearly()) ? "yearly" : null);
    put(node, "derived", Boolean.TRUE.equals(sent.getDerived()) ? true : null);
    putAll(node, "subMinimums", sent.getSubMinimums(), CommitmentBody::minimum);
    putAll(node, "substitutions", sent.getSubstitutions(), CommitmentBody::substitution);
    putAll(node, "baseline", sent.getBaseline(), CommitmentBody::baseline);
    putAll(node, "stillDeliverable", sent.getStillDeliverable(), CommitmentBody::deliverable);
    return node;
  }

  private static <T> void putAll(ObjectNode node, String name, @Nullable List<T> sent, Function<T, ObjectNode> each) {
    if (sent != null && !sent.isEmpty()) {
      var array = node.putArray(name);
      sent.forEach(one -> array.add(each.apply(one)));
    }
  }

  private static ObjectNode minimum(MinimumDto sent) {
    var node = NODES.objectNode().put("operator", "atLeast");
    put(node, "commodity", sent.getCommodity());
    put(node, "value", sent.getValue());
    put(node, "unit", sent.getUnit());
    put(node, "per", sent.getPer());
    put(node, "additional", Boolean.TRUE.equals(sent.getAdditional()) ? true : null);
    return node;
  }

  private static ObjectNode substitution(SubstitutionDto sent) {
    var node = NODES.objectNode();
    put(node, "commodity", sent.getGoods());
    var commodities = node.putArray("commodities");
    listed(sent.getCommodities()).forEach(commodities::add);
    put(node, "value", sent.getValue());
    put(node, "unit", sent.getUnit());
    put(node, "discharges", sent.getDischarges());
    put(node, "of", sent.getOf());
    put(node, "minimumThen", sent.getMinimumThen());
    return node;
  }

  private static ObjectNode baseline(BaselineDto sent) {
    var node = NODES.objectNode();
    put(node, "role", sent.getRole());
    put(node, "scope", sent.getScope());
    put(node, "statistic", sent.getStatistic());
    put(node, "period", sent.getPeriod());
    put(node, "value", sent.getValue());
    put(node, "unit", sent.getUnit());
    put(node, "knownFrom", sent.getKnownFrom());
    put(node, "derived", sent.getDerived());
    put(node, "measure", sent.getMeasure());
    var components = node.putArray("components");
    listed(sent.getComponents()).forEach(components::add);
    return node;
  }

  private static ObjectNode deliverable(StillDeliverableDto sent) {
    var node = NODES.objectNode();
    put(node, "value", sent.getValue());
    put(node, "unit", sent.getUnit());
    put(node, "statedOn", sent.getStatedOn());
    put(node, "statedAt", sent.getStatedAt());
    put(node, "statedBy", sent.getStatedBy());
    return node;
  }

  private static ObjectNode target(@Nullable TargetDto sent) {
    var node = NODES.objectNode();
    if (sent == null) {
      return node.put("operator", "undeclared");
    }
    put(node, "operator", sent.getOperator());
    put(node, "value", sent.getValue());
    put(node, "min", sent.getMin());
    put(node, "max", sent.getMax());
    put(node, "unit", sent.getUnit());
    put(node, "per", sent.getPer());
    put(node, "additional", Boolean.TRUE.equals(sent.getAdditional()) ? true : null);
    if (sent.getLegs() != null) {
      var legs = node.putArray("legs");
      sent.getLegs().forEach(leg -> legs.add(leg(leg)));
    }
    return node;
  }

  private static ObjectNode leg(TargetLegDto sent) {
    var node = NODES.objectNode().put("operator", "atLeast");
    put(node, "value", sent.getValue());
    put(node, "unit", sent.getUnit());
    put(node, "per", sent.getPer());
    put(node, "additional", Boolean.TRUE.equals(sent.getAdditional()) ? true : null);
    return node;
  }

  private static ObjectNode reading(NewReadingDto sent) {
    var node = NODES.objectNode();
    put(node, "id", sent.getId());
    put(node, "label", sent.getLabel());
    put(node, "tranche", sent.getTranche());
    put(node, "measure", sent.getMeasure());
    put(node, "unknownDestinations", sent.getUnknownDestinations());
    if (sent.getShare() != null) {
      var share = node.putObject("share");
      put(share, "min", sent.getShare().getMin());
      put(share, "max", sent.getShare().getMax());
    }
    put(node, "windowStart", sent.getWindowStart());
    put(node, "deadline", sent.getDeadline());
    put(node, "marketingYear", sent.getMarketingYear());
    var components = node.putArray("components");
    listed(sent.getComponents()).forEach(components::add);
    var evidence = node.putArray("evidence");
    listed(sent.getEvidence()).forEach(evidence::add);
    put(node, "statedBy", sent.getStatedBy());
    put(node, "statedAt", sent.getStatedAt());
    put(node, "statedOn", sent.getStatedOn());
    put(node, "source", citation(sent.getSource()));
    put(node, "checkReason", sent.getDoubt());
    return node;
  }

  private static @Nullable ObjectNode citation(@Nullable CitationDto sent) {
    if (sent == null) {
      return null;
    }
    var node = NODES.objectNode();
    put(node, "title", sent.getTitle());
    put(node, "publisher", sent.getPublisher());
    put(node, "date", sent.getDate());
    put(node, "url", sent.getUrl());
    return node;
  }

  /// A body that has faults of form may lack what it must have.
  private static <T> List<T> listed(@Nullable List<T> sent) {
    return sent == null ? List.of() : sent;
  }

  /// Leaves out what is absent. Words of an enumeration and days are written as they are told in the contract.
  private static void put(ObjectNode node, String name, @Nullable Object value) {
    switch (value) {
      case null -> { }
      case ObjectNode part -> node.set(name, part);
      case String text -> node.put(name, text);
      case BigDecimal number -> node.put(name, number);
      case Integer number -> node.put(name, number);
      case Boolean flag -> node.put(name, flag);
      case TemporalAccessor time -> node.put(name, time.toString());
      case Enum<?> word -> node.put(name, word.toString());
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }
}
