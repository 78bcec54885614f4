package io.offtake.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.answer.WriterLock;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.ClaimId;
import io.offtake.claim.ClaimRules;
import io.offtake.claim.ClaimTable;
import io.offtake.claim.Claims;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Problem;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.intake.Advance.Decision;
import io.offtake.reference.Commodities;
import io.offtake.reference.PartyNames;
import org.jspecify.annotations.Nullable;

/// Keeps what people said, amends and withdraws it. Nothing is overwritten, and nothing is assessed: a claim moves no
/// evidence, verdict or projection.
@ApplicationScoped
public class ClaimChanges {

  private static final Actor STARTER = Actor.job("starter");

  private final Advance advance;
  private final Claims claims;
  private final Commodities commodities;
  private final PartyNames parties;
  private final Snapshots snapshots;
  private final Clock clock;

  ClaimChanges(
      Advance advance,
      Claims claims,
      Commodities commodities,
      PartyNames parties,
      Snapshots snapshots,
      Clock clock) {
    this.advance = advance;
    this.claims = claims;
    this.commodities = commodities;
    this.parties = parties;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /// What became of a change.
  public sealed interface Outcome {

    record Done(Claims.Entry entry) implements Outcome {}

    record Invalid(List<Problem> problems) implements Outcome {}

    record IdTaken(ClaimId id) implements Outcome {}

    record NotFound(ClaimId id) implements Outcome {}

    /// It has changed since the version that the caller saw.
    record Stale(int version) implements Outcome {}

    /// It was withdrawn and stays as it is.
    record Withdrawn(Claims.Entry entry) implements Outcome {}
  }

  /// What became of a table.
  public sealed interface Imported {

    /// @param dataVersion  that stands now
    record Done(long dataVersion, List<Row> rows) implements Imported {}

    record Refused(List<ClaimTable.Fault> faults) implements Imported {}
  }

  /// @param held  whether it was held before
  public record Row(int line, Claim claim, boolean held) {}

  /// All that keeps a draft from being a claim; nothing is kept.
  public List<Problem> problems(ClaimDraft draft) {
    return ClaimRules.claim(draft, known(snapshots.newest()), clock.instant()) instanceof ClaimRules.Outcome.Invalid(
        List<Problem> problems) ? problems : List.of();
  }

  /// The claim that a draft would be, or what keeps it from being one; nothing is kept.
  public ClaimRules.Outcome read(ClaimDraft draft) {
    return ClaimRules.claim(draft, known(snapshots.current()), clock.instant());
  }

  public Outcome make(ClaimDraft draft, Actor by) {
    return make(draft, by, _ -> { });
  }

  /// @param with  what is kept in the same transaction
  Outcome make(ClaimDraft draft, Actor by, Consumer<Claims.Entry> with) {
    return advance.carryOut(by, (before, now) -> switch (ClaimRules.claim(draft, known(before), now)) {
      case ClaimRules.Outcome.Invalid(List<Problem> problems) -> new Stay<>(new Outcome.Invalid(problems));
      case ClaimRules.Outcome.Valid(Claim claim) -> newest(before, claim.id()).isPresent()
          ? new Stay<>(new Outcome.IdTaken(claim.id()))
          : keep(claim, 1, Claims.Change.MADE, null, with);
    });
  }

  /// Keeps a new version, whole.
  ///
  /// @param expected  the version that the caller saw; absent when it does not mind
  public Outcome amend(ClaimId id, ClaimDraft draft, Optional<Integer> expected, Actor by) {
    return change(id, expected, by, (held, before) -> {
      var named = new ClaimDraft(id.value(), draft.saidAt(), draft.saidOn(), draft.speaker(), draft.role(), draft.source(),
          draft.commitment(), draft.trade(), draft.word(), draft.figure(), draft.basis(), draft.aboutOn(), draft.summary(),
          draft.workings(), draft.assumed());
      return switch (ClaimRules.claim(named, known(before), clock.instant())) {
        case ClaimRules.Outcome.Invalid(List<Problem> problems) -> new Stay<>(new Outcome.Invalid(problems));
        case ClaimRules.Outcome.Valid(Claim claim) -> keep(claim, held.version() + 1, Claims.Change.AMENDED, null);
      };
    });
  }

  /// @param expected  the version that the caller saw; absent when it does not mind
  public Outcome withdraw(ClaimId id, String reason, Optional<Integer> expected, Actor by) {
    return change(id, expected, by, (held, _) ->
        keep(held.claim(), held.version() + 1, Claims.Change.WITHDRAWN, reason));
  }

  /// Keeps each row of a table that is not held, or, where any is wrong, none.
  public Imported importTable(byte[] table, Actor by) {
    return switch (ClaimTable.read(table)) {
      case ClaimTable.Outcome.Refused(List<ClaimTable.Fault> faults) -> new Imported.Refused(faults);
      case ClaimTable.Outcome.Read(List<ClaimTable.Row> rows) ->
          advance.carryOut(WriterLock.PATIENCE, by, (before, now) -> importRows(rows, before, now));
    };
  }

  /// Keeps those of the starter that are not held. What was withdrawn does not come again.
  ///
  /// @throws IllegalStateException if the table that comes with Offtake is not valid: the build is broken
  public int addMissing(byte[] table) {
    if (!(ClaimTable.read(table) instanceof ClaimTable.Outcome.Read(List<ClaimTable.Row> rows))) {
      throw new IllegalStateException("the starter's claims cannot be read: " + ClaimTable.read(table));
    }
    Snapshot held = snapshots.current();
    boolean all = rows.stream().allMatch(row ->
        ClaimRules.claim(row.draft(), known(held), clock.instant()) instanceof ClaimRules.Outcome.Valid(Claim claim)
            && newest(held, claim.id()).isPresent());
    if (all) {
      return 0;
    }
    Imported imported = advance.carryOut(WriterLock.PATIENCE_OF_WORK, STARTER, (before, now) -> {
      List<ClaimTable.Row> ofHeld = rows.stream().filter(row -> row.draft().commitment() == null
          // A commitment of the starter may have been taken back: then nobody asks what was said of it.
          || known(before).commitments().apply(row.draft().commitment()).isPresent()).toList();
      return importRows(ofHeld, before, now);
    });
    return switch (imported) {
      case Imported.Done done -> (int) done.rows().stream().filter(row -> !row.held()).count();
      case Imported.Refused refused -> throw new IllegalStateException("the starter's claims are not valid: " + refused);
    };
  }

  private Decision<Imported> importRows(List<ClaimTable.Row> rows, Snapshot before, Instant now) {
    var faults = new ArrayList<ClaimTable.Fault>();
    var read = new ArrayList<Row>();
    Set<ClaimId> seen = before.claimsAt(before.version().id()).stream().map(entry -> entry.claim().id())
        .collect(Collectors.toCollection(HashSet::new));
    ClaimRules.Known known = known(before);
    for (ClaimTable.Row row : rows) {
      switch (ClaimRules.claim(row.draft(), known, now)) {
        case ClaimRules.Outcome.Valid(Claim claim) -> read.add(new Row(row.line(), claim, !seen.add(claim.id())));
        case ClaimRules.Outcome.Invalid(List<Problem> problems) -> problems.forEach(problem ->
            faults.add(new ClaimTable.Fault(row.line(), inTable(problem, row.columns()), problem.remedy())));
      }
    }
    if (!faults.isEmpty()) {
      return new Stay<>(new Imported.Refused(faults));
    }
    List<Claim> fresh = read.stream().filter(row -> !row.held()).map(Row::claim).toList();
    return fresh.isEmpty()
        ? new Stay<>(new Imported.Done(before.version().id(), read))
        : new Move<>(DataVersion.Cause.CLAIM, "%d claims of a table".formatted(fresh.size()), version -> {
          claims.append(fresh.stream().map(claim -> new Claims.Entry(
              claim, 1, Claims.Change.MADE, null, version.at(), version.id())).toList());
          return new Imported.Done(version.id(), read);
        }, Advance.none());
  }

  /// What is wrong by the names of the table's columns, in place of pointers.
  private static String inTable(Problem problem, Map<String, String> columns) {
    String column = switch (problem.pointer()) {
      case "/source" -> "sourcePublisher";
      case "/figure" -> "figureValue";
      default -> {
        String[] parts = problem.pointer().substring(1).split("/", -1);
        yield parts.length == 2 && !parts[0].equals("workings")
            ? parts[0] + Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1)
            : parts[0];
      }
    };
    return "%s: %s".formatted(columns.getOrDefault(column, column), problem.detail());
  }

  private Outcome change(
      ClaimId id,
      Optional<Integer> expected,
      Actor by,
      BiFunction<Claims.Entry, Snapshot, Decision<Outcome>> change) {
    return advance.carryOut(by, (before, _) -> {
      Optional<Claims.Entry> found = newest(before, id);
      if (found.isEmpty()) {
        return new Stay<>(new Outcome.NotFound(id));
      }
      Claims.Entry held = found.get();
      if (expected.isPresent() && expected.get() != held.version()) {
        return new Stay<>(new Outcome.Stale(held.version()));
      }
      return held.isWithdrawn() ? new Stay<>(new Outcome.Withdrawn(held)) : change.apply(held, before);
    });
  }

  private Move<Outcome> keep(Claim claim, int version, Claims.Change change, @Nullable String reason) {
    return keep(claim, version, change, reason, _ -> { });
  }

  private Move<Outcome> keep(
      Claim claim, int version, Claims.Change change, @Nullable String reason, Consumer<Claims.Entry> with) {
    return new Move<>(DataVersion.Cause.CLAIM, "%s: %s".formatted(claim.id(), change), at -> {
      var entry = new Claims.Entry(claim, version, change, reason, at.at(), at.id());
      claims.append(List.of(entry));
      with.accept(entry);
      return new Outcome.Done(entry);
    }, Advance.none());
  }

  private static Optional<Claims.Entry> newest(Snapshot of, ClaimId id) {
    List<Claims.Entry> versions = of.versions(id, Long.MAX_VALUE);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
  }

  private ClaimRules.Known known(Snapshot of) {
    return known(id -> of.entry(new CommitmentId(id), Long.MAX_VALUE).map(Catalogue.Entry::commitment));
  }

  /// @param commitments  by a text that is an id in form
  ClaimRules.Known known(Function<String, Optional<Commitment>> commitments) {
    return new ClaimRules.Known(id -> ClaimId.isOne(id) ? commitments.apply(id) : Optional.empty(), commodities::find,
        parties::of);
  }
}
