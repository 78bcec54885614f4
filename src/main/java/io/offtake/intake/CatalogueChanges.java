package io.offtake.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.answer.WriterLock;
import io.offtake.assessment.Assessment;
import io.offtake.claim.form.CatalogueFile;
import io.offtake.commitment.Catalogue.Change;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.CommitmentRules;
import io.offtake.commitment.FollowOn;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.commitment.Withdrawal;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.commitment.form.LocatedTree;
import io.offtake.document.Readers;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.intake.Advance.Effect;
import io.offtake.reference.Commodities;
import io.offtake.reference.PartyNames;
import org.jspecify.annotations.Nullable;

/// Adds commitments to the catalogue and amends them. Nothing is overwritten: each change keeps the commitment anew.
@ApplicationScoped
public class CatalogueChanges {

  private static final Actor STARTER = Actor.job("starter");

  private final Advance advance;
  private final Catalogue catalogue;
  private final CommitmentJson json;
  private final Alerting alerting;
  private final Snapshots snapshots;
  private final Touched touched;
  private final Clock clock;
  private final CommitmentRules.Known known;

  CatalogueChanges(
      Advance advance,
      Catalogue catalogue,
      CommitmentJson json,
      Commodities commodities,
      PartyNames parties,
      Readers readers,
      Alerting alerting,
      Snapshots snapshots,
      Touched touched,
      Clock clock) {
    this.advance = advance;
    this.catalogue = catalogue;
    this.json = json;
    this.alerting = alerting;
    this.snapshots = snapshots;
    this.touched = touched;
    this.clock = clock;
    this.known = new CommitmentRules.Known(
        commodity -> commodities.find(commodity).map(found -> Set.of(found.unit())).orElse(Set.of()),
        parties::of,
        commodities.all().stream().map(each -> each.id().value()).collect(Collectors.toCollection(TreeSet::new)),
        readers.sources().entrySet().stream().collect(Collectors.toMap(
            source -> source.getKey().value(), Map.Entry::getValue, (one, _) -> one, TreeMap::new)));
  }

  /// What became of a change.
  public sealed interface Outcome {

    record Done(Catalogue.Entry entry) implements Outcome {}

    record Invalid(List<Problem> problems) implements Outcome {}

    record IdTaken(CommitmentId id) implements Outcome {}

    record NotFound(CommitmentId id) implements Outcome {}

    /// The commitment has changed since the revision that the caller saw.
    record Stale(int revision) implements Outcome {}

    /// The commitment was withdrawn and stays as it is.
    record Withdrawn(Withdrawal withdrawal) implements Outcome {}

    /// It cannot be taken back any more.
    record TooLate(String reason) implements Outcome {}
  }

  /// How long a commitment that was added by a slip can be taken back.
  static final Duration TO_TAKE_BACK = Duration.ofHours(1);

  /// Adds a commitment from its JSON document.
  public Outcome create(String document, Actor by) {
    CommitmentJson.Outcome read = json.read(document);
    List<Problem> problems = problems(read);
    return problems.isEmpty() && read instanceof CommitmentJson.Outcome.Valid valid
        ? keep(valid.commitment().id(), Optional.empty(), by, (held, now) -> {
          if (held.isPresent()) {
            return new Prepared(new Outcome.IdTaken(valid.commitment().id()));
          }
          List<Problem> late = ofTheMoment(valid.commitment(), now);
          return late.isEmpty() ? new Prepared(valid, Change.CREATED) : new Prepared(new Outcome.Invalid(late));
        })
        : new Outcome.Invalid(problems);
  }

  /// All that keeps a document from being added, but whether its id is taken; nothing is kept.
  public List<Problem> problems(String document) {
    return problems(json.read(document));
  }

  /// Likewise of a version of the terms.
  public List<Problem> problemsOfTerms(Catalogue.Entry held, String terms) {
    return problems(held, json.amend(held.document(), terms), placeOfTerms(held.commitment()));
  }

  /// Likewise of a reading.
  public List<Problem> problemsOfReading(Catalogue.Entry held, String reading) {
    return problems(held, json.addReading(held.document(), reading), placeOfReading(held.commitment()));
  }

  List<Problem> problems(CommitmentJson.Outcome read) {
    return switch (read) {
      case CommitmentJson.Outcome.Valid(var commitment, var _) -> ofSense(commitment);
      case CommitmentJson.Outcome.Invalid(var form, var readSoFar) -> readSoFar == null
          ? form
          : with(form, ofSense(readSoFar), form.stream().map(Problem::pointer).toList());
    };
  }

  private List<Problem> ofSense(Commitment commitment) {
    var problems = new ArrayList<>(CommitmentRules.problems(commitment, known));
    problems.addAll(ofTheMoment(commitment, clock.instant()));
    return problems;
  }

  /// What is told because of what is wrong in form alone is left out.
  private static List<Problem> with(List<Problem> form, List<Problem> sense, List<String> wrong) {
    var all = new ArrayList<>(form);
    sense.stream().filter(problem -> !FollowOn.isOf(problem.pointer(), wrong)).forEach(all::add);
    return all;
  }

  /// What depends on the rest of the catalogue, and on the day.
  private List<Problem> ofTheMoment(Commitment commitment, Instant now) {
    var problems = new ArrayList<Problem>();
    if (commitment.parent() != null && snapshots.newest().entry(commitment.parent(), Long.MAX_VALUE).isEmpty()) {
      problems.add(new Problem("/parent", "there is no commitment '%s'".formatted(commitment.parent()),
          "add that one first, take one that /v1/commitments lists, or leave it out"));
    }
    problems.addAll(CommitmentRules.ofTheFuture(commitment, now));
    return problems;
  }

  /// Adds a version of the terms.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome amend(CommitmentId id, String terms, Optional<Integer> expected, Actor by) {
    return extend(id, expected, by, Change.AMENDED, document -> json.amend(document, terms));
  }

  /// Adds a reading.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome addReading(CommitmentId id, String reading, Optional<Integer> expected, Actor by) {
    return extend(id, expected, by, Change.READING_ADDED, document -> json.addReading(document, reading));
  }

  /// Retires a reading: it is assessed no more, and its alerts end. Retiring one that is retired changes nothing.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome retireReading(CommitmentId id, String reading, Optional<Integer> expected, Actor by) {
    return keep(id, expected, by, (held, now) -> changed(id, held, entry -> {
      boolean already = entry.commitment().reading(reading).filter(Reading::retired).isPresent();
      return already
          ? new Prepared(new Outcome.Done(entry))
          : checked(entry, json.retire(entry.document(), reading, true, now), Change.READING_RETIRED, "");
    }));
  }

  /// Ends the following of a commitment: it stays in the catalogue with the reason, is assessed no more, and its alerts
  /// and silences end.
  ///
  /// @param decidedBy  who decided so, as told
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome withdraw(CommitmentId id, String reason, @Nullable String decidedBy, Optional<Integer> expected, Actor by) {
    return keep(id, expected, by, (held, now) -> changed(id, held, entry -> checked(entry,
        json.withdraw(entry.document(), new Withdrawal(now, reason, decidedBy)), Change.WITHDRAWN, "")));
  }

  /// Takes back a commitment that was added by a slip, as if it had never been: within [#TO_TAKE_BACK], and only while
  /// nobody was told anything of it. Earlier data versions still have it.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome takeBack(CommitmentId id, Optional<Integer> expected, Actor by) {
    return keep(id, expected, by, (held, now) -> changed(id, held, entry -> {
      Instant added = snapshots.newest().history(id).stream()
          .filter(each -> each.change() == Change.CREATED)
          .map(Catalogue.Entry::recordedAt)
          .max(Comparator.naturalOrder())
          .orElse(entry.recordedAt());
      if (added.plus(TO_TAKE_BACK).isBefore(now)) {
        return new Prepared(new Outcome.TooLate("it was added at %s, more than an hour ago".formatted(added)));
      }
      return alerting.hasTold(id)
          ? new Prepared(new Outcome.TooLate("an alert of it was sent"))
          : checked(entry, json.withdraw(entry.document(), new Withdrawal(now, "it was added by a slip", null)),
              Change.TAKEN_BACK, "");
    }));
  }

  /// Adds those commitments of a starter catalogue whose ids are not held.
  ///
  /// @throws IllegalStateException if the catalogue that comes with Offtake is not valid: the build is broken
  public int addMissing(String documents) {
    // What was taken back or withdrawn does not come again.
    Set<CommitmentId> held = snapshots.current().entries().stream()
        .map(entry -> entry.commitment().id())
        .collect(Collectors.toSet());
    var wanted = new ArrayList<CommitmentJson.Outcome.Valid>();
    for (CommitmentJson.Outcome outcome : ofStarter(documents)) {
      if (!(outcome instanceof CommitmentJson.Outcome.Valid valid)) {
        throw new IllegalStateException("the starter catalogue is not valid: " + outcome);
      }
      if (!held.contains(valid.commitment().id())) {
        wanted.add(valid);
      }
    }
    if (wanted.isEmpty()) {
      return 0;
    }
    return advance.carryOut(WriterLock.PATIENCE_OF_WORK, STARTER, (before, _) -> new Move<>(
        DataVersion.Cause.CATALOGUE,
        wanted.size() + " commitments of the starter",
        version -> {
          wanted.stream().filter(valid -> before.history(valid.commitment().id()).isEmpty()).forEach(valid ->
              catalogue.append(new Catalogue.Entry(
                  valid.commitment(), valid.document(), 1, Change.CREATED, version.at(), version.id())));
          return wanted.size();
        },
        advance.on(after -> wanted.stream().flatMap(valid -> touched.of(valid.commitment(), after).stream()).toList())));
  }

  private List<CommitmentJson.Outcome> ofStarter(String documents) {
    try {
      return CatalogueFile.read(documents, json).commitments().stream().map(CatalogueFile.FileCommitment::outcome).toList();
    } catch (LocatedTree.Unreadable e) {
      throw new IllegalStateException("the starter catalogue cannot be read", e);
    }
  }

  private Outcome extend(
      CommitmentId id,
      Optional<Integer> expected,
      Actor by,
      Change change,
      Function<String, CommitmentJson.Outcome> extension) {
    return keep(id, expected, by, (held, _) -> changed(id, held, entry -> {
      String added = change == Change.AMENDED ? placeOfTerms(entry.commitment()) : placeOfReading(entry.commitment());
      return checked(entry, extension.apply(entry.document()), change, added);
    }));
  }

  /// A change of a commitment that there is and that was not withdrawn.
  private static Prepared changed(
      CommitmentId id, Optional<Catalogue.Entry> held, Function<Catalogue.Entry, Prepared> change) {
    return held
        .map(entry -> Optional.ofNullable(entry.commitment().withdrawal())
            .map(withdrawal -> new Prepared(new Outcome.Withdrawn(withdrawal)))
            .orElseGet(() -> change.apply(entry)))
        .orElseGet(() -> new Prepared(new Outcome.NotFound(id)));
  }

  /// @param added  where in the document the addition stands, to which the pointers of problems are then told
  private Prepared checked(Catalogue.Entry before, CommitmentJson.Outcome outcome, Change change, String added) {
    List<Problem> problems = problems(before, outcome, added);
    return problems.isEmpty() && outcome instanceof CommitmentJson.Outcome.Valid valid
        ? new Prepared(valid, change)
        : new Prepared(new Outcome.Invalid(problems));
  }

  List<Problem> problems(Catalogue.Entry before, CommitmentJson.Outcome outcome, String added) {
    return switch (outcome) {
      case CommitmentJson.Outcome.Valid(var commitment, var _) -> fresh(before, commitment, List.of(), added);
      // What is wrong in form lies in what is added: the rest was taken before.
      case CommitmentJson.Outcome.Invalid(var form, var readSoFar) -> readSoFar == null
          ? form
          : with(form, fresh(before, readSoFar, form.stream().map(problem -> added + problem.pointer()).toList(), added),
              List.of());
    };
  }

  /// What was taken by an older rule stands, and does not keep a commitment from being amended or withdrawn.
  private List<Problem> fresh(Catalogue.Entry before, Commitment commitment, List<String> wrong, String added) {
    Set<Problem> old = Set.copyOf(CommitmentRules.problems(before.commitment(), known));
    return Stream.concat(
            CommitmentRules.problems(commitment, known).stream(),
            added.isEmpty() ? Stream.of() : CommitmentRules.ofTheFuture(commitment, clock.instant()).stream()
                .filter(problem -> problem.pointer().startsWith(added + "/")))
        .filter(problem -> !old.contains(problem) && !FollowOn.isOf(problem.pointer(), wrong))
        .map(problem -> problem.within(added))
        .toList();
  }

  private static String placeOfTerms(Commitment held) {
    return "/terms/" + held.terms().size();
  }

  private static String placeOfReading(Commitment held) {
    return "/readings/" + held.readings().size();
  }

  /// Either a change to keep, or why there is none.
  private record Prepared(
      Optional<CommitmentJson.Outcome.Valid> valid, Optional<Change> change, Optional<Outcome> refusal) {

    Prepared(CommitmentJson.Outcome.Valid valid, Change change) {
      this(Optional.of(valid), Optional.of(change), Optional.empty());
    }

    Prepared(Outcome refusal) {
      this(Optional.empty(), Optional.empty(), Optional.of(refusal));
    }
  }

  private Outcome keep(
      CommitmentId id,
      Optional<Integer> expected,
      Actor by,
      BiFunction<Optional<Catalogue.Entry>, Instant, Prepared> change) {
    return advance.carryOut(by, (before, now) -> {
      Optional<Catalogue.Entry> held = before.entry(id, Long.MAX_VALUE);
      if (held.isPresent() && expected.isPresent() && expected.get() != held.get().revision()) {
        return new Stay<>(new Outcome.Stale(held.get().revision()));
      }
      Prepared prepared = change.apply(held, now);
      return prepared.refusal().isPresent()
          ? new Stay<>(prepared.refusal().get())
          : next(prepared.valid().orElseThrow(), prepared.change().orElseThrow(), before);
    });
  }

  private Move<Outcome> next(CommitmentJson.Outcome.Valid valid, Change change, Snapshot before) {
    CommitmentId id = valid.commitment().id();
    int revisions = before.history(id).stream().mapToInt(Catalogue.Entry::revision).max().orElse(0);
    return new Move<>(
        DataVersion.Cause.CATALOGUE,
        "%s: %s".formatted(id, change),
        version -> {
          var entry = new Catalogue.Entry(
              valid.commitment(), valid.document(), revisions + 1, change, version.at(), version.id());
          catalogue.append(entry);
          return new Outcome.Done(entry);
        },
        effect(change, valid.commitment()));
  }

  private Effect effect(Change change, Commitment commitment) {
    return switch (change) {
      case CREATED -> new Effect(after -> touched.of(commitment, after), true, alerting::lookAtFirst);
      case AMENDED, READING_ADDED, READING_RETIRED -> advance.on(after -> touched.of(commitment, after));
      case WITHDRAWN -> new Effect(after -> touched.of(commitment, after), true, endingSilencesOf(commitment));
      // It stands in no list any more, and yet its alerts end.
      case TAKEN_BACK -> new Effect(after -> touched.inFull(commitment, after), false, endingSilencesOf(commitment));
    };
  }

  private BiConsumer<List<Assessment>, DataVersion> endingSilencesOf(Commitment commitment) {
    return (moved, version) -> {
      alerting.look(moved, version);
      alerting.endSilences(commitment.id(), version.at());
    };
  }
}
