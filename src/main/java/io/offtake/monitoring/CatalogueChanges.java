package io.offtake.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Catalogue.Change;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.CommitmentRules;
import io.offtake.commitment.Problem;
import io.offtake.commitment.store.CommitmentJson;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;

/// Adds commitments to the catalogue and amends them. Nothing is overwritten: each change keeps the commitment anew.
@ApplicationScoped
public class CatalogueChanges {

  private final Catalogue catalogue;
  private final CommitmentJson json;
  private final Commodities commodities;
  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final Snapshots snapshots;
  private final WriterLock lock;
  private final Touched touched;
  private final Clock clock;

  CatalogueChanges(
      Catalogue catalogue,
      CommitmentJson json,
      Commodities commodities,
      EvidenceLog evidence,
      IssuedVerdicts issued,
      Alerting alerting,
      Snapshots snapshots,
      WriterLock lock,
      Touched touched,
      Clock clock) {
    this.catalogue = catalogue;
    this.json = json;
    this.commodities = commodities;
    this.evidence = evidence;
    this.issued = issued;
    this.alerting = alerting;
    this.snapshots = snapshots;
    this.lock = lock;
    this.touched = touched;
    this.clock = clock;
  }

  /// What became of a change.
  public sealed interface Outcome {

    record Done(Catalogue.Entry entry) implements Outcome {}

    record Invalid(List<Problem> problems) implements Outcome {}

    record IdTaken(CommitmentId id) implements Outcome {}

    record NotFound(CommitmentId id) implements Outcome {}

    /// The commitment has changed since the revision that the caller saw.
    record Stale(int revision) implements Outcome {}
  }

  /// Adds a commitment from its JSON document.
  public Outcome create(String document) {
    return switch (json.read(document)) {
      case CommitmentJson.Outcome.Invalid(var problems) -> new Outcome.Invalid(problems);
      case CommitmentJson.Outcome.Valid valid -> {
        List<Problem> problems = CommitmentRules.problems(valid.commitment(), this::unitsOf);
        yield problems.isEmpty()
            ? keep(valid.commitment().id(), Optional.empty(), held -> held.isPresent()
                ? new Prepared(new Outcome.IdTaken(valid.commitment().id()))
                : new Prepared(valid, Change.CREATED))
            : new Outcome.Invalid(problems);
      }
    };
  }

  /// Adds a version of the terms.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome amend(CommitmentId id, String terms, Optional<Integer> expected) {
    return extend(id, expected, Change.AMENDED, document -> json.amend(document, terms));
  }

  /// Adds a reading.
  ///
  /// @param expected  the revision that the caller saw; absent when it does not mind
  public Outcome addReading(CommitmentId id, String reading, Optional<Integer> expected) {
    return extend(id, expected, Change.READING_ADDED, document -> json.addReading(document, reading));
  }

  /// Adds those commitments of a starter catalogue whose ids are not held.
  ///
  /// @throws IllegalStateException if the catalogue that comes with Offtake is not valid: the build is broken
  public int addMissing(String documents) {
    Set<CommitmentId> held = snapshots.current().catalogue().stream()
        .map(entry -> entry.commitment().id())
        .collect(Collectors.toSet());
    var wanted = new ArrayList<CommitmentJson.Outcome.Valid>();
    for (CommitmentJson.Outcome outcome : json.readAll(documents)) {
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
    Snapshot after = lock.inTurn(WriterLock.PATIENCE_OF_WORK, 120, () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      DataVersion version = next(before, wanted.size() + " commitments of the starter");
      evidence.append(version);
      for (CommitmentJson.Outcome.Valid valid : wanted) {
        if (before.entry(valid.commitment().id(), Long.MAX_VALUE).isEmpty()) {
          catalogue.append(new Catalogue.Entry(
              valid.commitment(), valid.document(), 1, Change.CREATED, version.at(), version.id()));
        }
      }
      Snapshot grown = snapshots.grown(version, before);
      issue(wanted.stream().flatMap(valid -> touched.of(valid.commitment(), grown).stream()).toList(), version);
      return grown;
    });
    snapshots.serve(after);
    return wanted.size();
  }

  private Outcome extend(
      CommitmentId id,
      Optional<Integer> expected,
      Change change,
      Function<String, CommitmentJson.Outcome> extension) {
    return keep(id, expected, held -> held
        .map(entry -> switch (extension.apply(entry.document())) {
          case CommitmentJson.Outcome.Invalid(var problems) -> new Prepared(new Outcome.Invalid(problems));
          case CommitmentJson.Outcome.Valid valid -> {
            String added = change == Change.AMENDED
                ? "/terms/" + (valid.commitment().terms().size() - 1)
                : "/readings/" + (valid.commitment().readings().size() - 1);
            List<Problem> problems = CommitmentRules.problems(valid.commitment(), this::unitsOf).stream()
                .map(problem -> problem.within(added))
                .toList();
            yield problems.isEmpty() ? new Prepared(valid, change) : new Prepared(new Outcome.Invalid(problems));
          }
        })
        .orElseGet(() -> new Prepared(new Outcome.NotFound(id))));
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
      CommitmentId id, Optional<Integer> expected, Function<Optional<Catalogue.Entry>, Prepared> change) {
    record Kept(Outcome outcome, Optional<Snapshot> snapshot) {}
    Kept kept = lock.inTurn(60, () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      Optional<Catalogue.Entry> held = before.entry(id, Long.MAX_VALUE);
      if (held.isPresent() && expected.isPresent() && expected.get() != held.get().revision()) {
        return new Kept(new Outcome.Stale(held.get().revision()), Optional.empty());
      }
      Prepared prepared = change.apply(held);
      if (prepared.refusal().isPresent()) {
        return new Kept(prepared.refusal().get(), Optional.empty());
      }
      CommitmentJson.Outcome.Valid valid = prepared.valid().orElseThrow();
      DataVersion version = next(before, "%s: %s".formatted(id, prepared.change().orElseThrow()));
      var entry = new Catalogue.Entry(valid.commitment(), valid.document(),
          held.map(Catalogue.Entry::revision).orElse(0) + 1, prepared.change().orElseThrow(), version.at(),
          version.id());
      evidence.append(version);
      catalogue.append(entry);
      Snapshot after = snapshots.grown(version, before);
      issue(touched.of(valid.commitment(), after), version);
      return new Kept(new Outcome.Done(entry), Optional.of(after));
    });
    kept.snapshot().ifPresent(snapshots::serve);
    return kept.outcome();
  }

  private void issue(List<Assessment> assessments, DataVersion version) {
    issued.append(assessments, version.id());
    alerting.look(assessments, version);
  }

  private DataVersion next(Snapshot before, String detail) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new DataVersion(before.version().id() + 1, now, DataVersion.Cause.CATALOGUE, detail);
  }

  /// Cotton is declared in tonnes and counted in bales; everything else in the unit it is counted in.
  private Set<Unit> unitsOf(CommodityId commodity) {
    return commodities.find(commodity)
        .map(found -> Set.copyOf(List.of(found.unit(), Unit.TONNE).stream().distinct().toList()))
        .orElse(Set.of());
  }
}
