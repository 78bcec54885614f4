package io.offtake.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.offtake.alert.AlertRules;
import io.offtake.answer.Answers.Basis;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.publisher.Sources;
import io.offtake.reference.Commodities;
import io.offtake.reference.Parties;
import io.offtake.reference.PartyId;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.text.Suggestions.Name;
import io.offtake.text.Suggestions;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Tells a name that nothing here has from one of which there is nothing yet: a list that is empty for a slip would be
/// taken for an answer.
@Singleton
class KnownNames {

  private static final int MOST_SUGGESTIONS = 3;

  private final Commodities commodities;
  private final AlertRules rules;
  private final Parties parties = Parties.standard();

  KnownNames(Commodities commodities, AlertRules rules) {
    this.commodities = commodities;
    this.rules = rules;
  }

  /// Collects what is wrong with the parameters of one request, so that all of it is told at once.
  final class Check {

    private final List<Fault> faults = new ArrayList<>();

    Check source(String parameter, @Nullable String wanted) {
      return that(parameter, "source", wanted,
          () -> Sources.all().stream().map(source -> new Name(source.id().value(), source.name())), "/v1/sources");
    }

    Check commodity(String parameter, @Nullable String wanted) {
      return that(parameter, "commodity", wanted,
          () -> commodities.all().stream().map(each -> new Name(each.id().value(), each.name())), "/v1/commodities");
    }

    /// A party of the reference table, or one that figures are held of.
    Check destination(String parameter, @Nullable String wanted, Basis of) {
      return that(parameter, "destination", wanted,
          () -> Stream.concat(parties(), of.snapshot().panel().trades().stream()
              .map(trade -> trade.destination().value())
              .distinct()
              .filter(id -> parties.find(new PartyId(id)).isEmpty())
              .map(Name::of)), "/v1/parties");
    }

    /// A party of the reference table, or a buyer that a commitment names.
    Check buyer(String parameter, @Nullable String wanted, Basis of) {
      return that(parameter, "buyer", wanted,
          () -> Stream.concat(parties(), commitments(of)
              .map(Commitment::buyer)
              .distinct()
              .filter(id -> parties().noneMatch(party -> party.id().equals(id)))
              .map(Name::of)), "/v1/parties");
    }

    Check commitment(String parameter, @Nullable String wanted, Basis of) {
      return that(parameter, "commitment", wanted,
          () -> commitments(of).map(each -> new Name(each.id().value(), each.title())), "/v1/commitments");
    }

    Check rule(String parameter, @Nullable String wanted) {
      return that(parameter, "rule", wanted,
          () -> rules.all().stream().map(each -> new Name(each.id(), each.title())), "/v1/alert-rules");
    }

    /// @throws ProblemException  400 that tells each name that is not known, and what may have been meant
    void done() {
      if (!faults.isEmpty()) {
        throw ProblemException.of(ProblemType.INVALID_PARAMETER, faults);
      }
    }

    private Check that(
        String parameter, String what, @Nullable String wanted, Supplier<Stream<Name>> known, String list) {
      if (wanted != null && known.get().noneMatch(name -> name.id().equals(wanted))) {
        faults.add(Fault.inParameter(parameter, "There is no %s '%s'".formatted(what, wanted),
            remedy(wanted, known.get().toList(), list)));
      }
      return this;
    }
  }

  Check check() {
    return new Check();
  }

  /// What is wrong with a matcher or a scope that names what there is not, as faults of a body.
  ///
  /// @param readings  as `commitment/reading`, or a reading's bare id of whichever commitment
  List<Fault> faultsInBody(
      Basis of,
      List<Named> commitments,
      List<Named> readings,
      List<Named> wantedRules) {
    List<Fault> faults = new ArrayList<>();
    List<Name> knownCommitments = commitments(of).map(each -> new Name(each.id().value(), each.title())).toList();
    for (Named each : commitments) {
      addUnlessKnown(faults, "commitment", each, knownCommitments, "/v1/commitments");
    }
    List<Name> knownReadings = commitments(of)
        .flatMap(commitment -> commitment.readings().stream().flatMap(reading -> Stream.of(
            new Name(commitment.id() + "/" + reading.id(), reading.label()), new Name(reading.id(), reading.label()))))
        .toList();
    for (Named each : readings) {
      addUnlessKnown(faults, "reading", each, knownReadings, "/v1/commitments/{commitment}");
    }
    List<Name> knownRules = rules.all().stream().map(each -> new Name(each.id(), each.title())).toList();
    for (Named each : wantedRules) {
      addUnlessKnown(faults, "rule", each, knownRules, "/v1/alert-rules");
    }
    return faults;
  }

  /// What is wrong with a list of sources in a body.
  static List<Fault> unknownSources(List<Named> wanted) {
    List<Fault> faults = new ArrayList<>();
    List<Name> known = Sources.all().stream().map(source -> new Name(source.id().value(), source.name())).toList();
    wanted.forEach(each -> addUnlessKnown(faults, "source", each, known, "/v1/sources"));
    return faults;
  }

  /// @param pointer  where in the body it is named
  record Named(String pointer, String id) {

    static List<Named> of(String pointer, @Nullable String id) {
      return id == null ? List.of() : List.of(new Named(pointer, id));
    }

    static List<Named> each(String pointer, @Nullable List<String> ids) {
      var named = new ArrayList<Named>();
      if (ids != null) {
        for (int i = 0; i < ids.size(); i++) {
          named.add(new Named(pointer + "/" + i, ids.get(i)));
        }
      }
      return named;
    }
  }

  private static void addUnlessKnown(
      List<Fault> faults, String what, Named wanted, Collection<Name> known, String list) {
    if (known.stream().noneMatch(name -> name.id().equals(wanted.id()))) {
      faults.add(Fault.inBody(wanted.pointer(), "There is no %s '%s'".formatted(what, wanted.id()),
          remedy(wanted.id(), known, list)));
    }
  }

  private Stream<Name> parties() {
    return parties.all().stream().map(party -> new Name(party.id().value(), party.name()));
  }

  private static Stream<Commitment> commitments(Basis of) {
    return of.snapshot().catalogueAt(of.dataVersion()).stream().map(Catalogue.Entry::commitment);
  }

  private static String remedy(String wanted, Collection<Name> known, String list) {
    List<String> near = Suggestions.nearest(wanted, known, MOST_SUGGESTIONS);
    return near.isEmpty()
        ? "take one of " + list
        : "did you mean %s? %s lists what there is".formatted(String.join(" or ", near), list);
  }
}
