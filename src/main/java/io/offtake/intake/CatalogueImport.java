package io.offtake.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshot;
import io.offtake.answer.WriterLock;
import io.offtake.assessment.Assessment;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimId;
import io.offtake.claim.ClaimRules;
import io.offtake.claim.Claims;
import io.offtake.claim.form.CatalogueFile;
import io.offtake.claim.form.CatalogueFile.FileClaim;
import io.offtake.claim.form.CatalogueFile.FileCommitment;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Problem;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.commitment.form.LocatedTree;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.intake.Advance.Decision;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.intake.Advance.Effect;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Takes in a catalogue as a file: all of it, or nothing. What is held already changes nothing, and nothing that is held is
/// overwritten: a commitment grows by versions of its terms and by readings, a claim by versions.
@ApplicationScoped
public class CatalogueImport {

  private final Advance advance;
  private final CatalogueChanges commitments;
  private final ClaimChanges said;
  private final Catalogue catalogue;
  private final Claims claims;
  private final CommitmentJson json;
  private final Touched touched;
  private final Alerting alerting;

  CatalogueImport(
      Advance advance,
      CatalogueChanges commitments,
      ClaimChanges said,
      Catalogue catalogue,
      Claims claims,
      CommitmentJson json,
      Touched touched,
      Alerting alerting) {
    this.advance = advance;
    this.commitments = commitments;
    this.said = said;
    this.catalogue = catalogue;
    this.claims = claims;
    this.json = json;
    this.touched = touched;
    this.alerting = alerting;
  }

  /// What became of a file.
  public sealed interface Outcome {

    /// @param dataVersion  that stands now
    record Done(long dataVersion, List<Row> rows) implements Outcome {}

    /// @param problems  with pointers into the file and lines
    record Refused(List<Problem> problems) implements Outcome {}
  }

  public enum Change { NEW, GROWN, WITHDRAWN, UNCHANGED }

  /// What becomes of one entry of a file.
  ///
  /// @param added  what is new of it, in words
  public record Row(boolean claim, String id, int line, Change change, List<String> added) {
    public Row {
      added = List.copyOf(added);
    }
  }

  /// @param text  YAML or JSON
  public Outcome take(String text, Actor by) {
    try {
      CatalogueFile.Read file = CatalogueFile.read(text, json);
      return advance.carryOut(WriterLock.PATIENCE, by, (before, now) -> new Taking(file, before, now).decision());
    } catch (LocatedTree.Unreadable e) {
      return new Outcome.Refused(List.of(e.problem()));
    }
  }

  /// A commitment to be kept.
  private record Kept(CommitmentJson.Outcome.Valid valid, int revision, Catalogue.Change change) {

    CommitmentId id() {
      return valid.commitment().id();
    }
  }

  /// A version of a claim to be kept.
  private record KeptClaim(Claim claim, int version, Claims.Change change, @Nullable String reason) {}

  /// Holds one file against what is held.
  private final class Taking {

    private final CatalogueFile.Read file;
    private final Snapshot before;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<KeptClaim> keptClaims = new ArrayList<>();
    private final Map<CommitmentId, Commitment> ofFile = new LinkedHashMap<>();

    Taking(CatalogueFile.Read file, Snapshot before, Instant now) {
      this.file = file;
      this.before = before;
      this.now = now;
    }

    Decision<Outcome> decision() {
      problems.addAll(file.problems());
      file.commitments().forEach(this::first);
      file.commitments().forEach(this::take);
      checkParents();
      var seen = new HashSet<ClaimId>();
      file.claims().forEach(each -> take(each, seen));
      if (!problems.isEmpty()) {
        return new Stay<>(new Outcome.Refused(file.tree().withLines(problems)));
      }
      return kept.isEmpty() && keptClaims.isEmpty()
          ? new Stay<>(new Outcome.Done(before.version().id(), rows))
          : new Move<>(kept.isEmpty() ? DataVersion.Cause.CLAIM : DataVersion.Cause.CATALOGUE,
              "%d commitments and %d claims of a file".formatted(kept.size(), keptClaims.size()), this::keep, effect());
    }

    private void first(FileCommitment of) {
      Commitment commitment = commitment(of.outcome());
      if (commitment != null && ofFile.putIfAbsent(commitment.id(), commitment) != null) {
        problems.add(new Problem(of.pointer() + "/id", "'%s' stands twice in the file".formatted(commitment.id()),
            "leave one of them out"));
      }
    }

    private static @Nullable Commitment commitment(CommitmentJson.Outcome of) {
      return switch (of) {
        case CommitmentJson.Outcome.Valid(var commitment, var _) -> commitment;
        case CommitmentJson.Outcome.Invalid(var _, var readSoFar) -> readSoFar;
      };
    }

    private void take(FileCommitment of) {
      if (!(of.outcome() instanceof CommitmentJson.Outcome.Valid valid)) {
        note(of, commitments.problems(of.outcome()));
        return;
      }
      Optional<Catalogue.Entry> held = before.entry(valid.commitment().id(), Long.MAX_VALUE);
      if (held.isEmpty()) {
        note(of, commitments.problems(valid));
        int revisions = before.history(valid.commitment().id()).stream().mapToInt(Catalogue.Entry::revision).max().orElse(0);
        kept.add(new Kept(valid, revisions + 1, Catalogue.Change.CREATED));
        rows.add(new Row(false, valid.commitment().id().value(), of.line(), Change.NEW, List.of()));
      } else if (held.get().document().equals(valid.document())) {
        rows.add(new Row(false, valid.commitment().id().value(), of.line(), Change.UNCHANGED, List.of()));
      } else {
        grow(of, valid, held.get());
      }
    }

    /// What is wrong with a commitment; that its parent is not held is asked of the file as well, in [#checkParents].
    private void note(FileCommitment of, List<Problem> found) {
      found.stream().filter(each -> !each.pointer().equals("/parent") || each.detail().contains("itself"))
          .forEach(each -> problems.add(new Problem(of.pointer() + each.pointer(), each.detail(), each.remedy())));
    }

    private void grow(FileCommitment of, CommitmentJson.Outcome.Valid valid, Catalogue.Entry held) {
      var added = new ArrayList<String>();
      List<Problem> differences = differences(CommitmentJson.tree(held.document()), CommitmentJson.tree(valid.document()), added);
      note(of, differences);
      if (differences.isEmpty()) {
        if (held.commitment().withdrawal() != null) {
          note(of, List.of(new Problem("", "'%s' was withdrawn and does not grow".formatted(valid.commitment().id()),
              "leave it out, or write it as it is held")));
        }
        note(of, commitments.problems(held, valid, ""));
        boolean terms = valid.commitment().terms().size() > held.commitment().terms().size();
        kept.add(new Kept(valid, held.revision() + 1, terms ? Catalogue.Change.AMENDED : Catalogue.Change.READING_ADDED));
        rows.add(new Row(false, valid.commitment().id().value(), of.line(), Change.GROWN, added));
      }
    }

    private static List<Problem> differences(JsonNode held, JsonNode written, List<String> added) {
      var found = new ArrayList<Problem>();
      var names = new HashSet<String>();
      held.fieldNames().forEachRemaining(names::add);
      written.fieldNames().forEachRemaining(names::add);
      for (String name : names.stream().sorted().toList()) {
        if (name.equals("terms") || name.equals("readings")) {
          differencesOfList(name, held.path(name), written.path(name), found, added);
        } else if (!held.path(name).equals(written.path(name))) {
          found.add(new Problem("/" + name, "it is held otherwise, and nothing that is held is overwritten",
              name.equals("withdrawal") ? "withdraw it with POST /v1/commitments/{commitment}/withdrawal"
                  : "write it as GET /v1/catalogue does"));
        }
      }
      return found;
    }

    private static void differencesOfList(
        String name, JsonNode held, JsonNode written, List<Problem> found, List<String> added) {
      for (int i = 0; i < Math.max(held.size(), written.size()); i++) {
        String pointer = "/%s/%d".formatted(name, i);
        if (i >= written.size()) {
          found.add(new Problem("/" + name, "%s that are held are missing".formatted(name), "write all of them, and new ones behind"));
          return;
        }
        if (i >= held.size()) {
          added.add(name.equals("terms") ? "version %d of the terms".formatted(i + 1)
              : "the reading '%s'".formatted(written.get(i).path("id").asText()));
        } else if (!held.get(i).equals(written.get(i))) {
          found.add(new Problem(pointer, "it is held otherwise, and nothing that is held is overwritten",
              "write it as GET /v1/catalogue does, and add what is new behind"));
        }
      }
    }

    /// Each parent is held or in the file, and nothing contains itself by way of others.
    private void checkParents() {
      for (FileCommitment of : file.commitments()) {
        Commitment commitment = commitment(of.outcome());
        if (commitment == null || commitment.parent() == null) {
          continue;
        }
        if (known(commitment.parent()).isEmpty()) {
          problems.add(new Problem(of.pointer() + "/parent", "there is no commitment '%s'".formatted(commitment.parent()),
              "add it to the file, take one that /v1/commitments lists, or leave it out"));
        } else if (isItsOwn(commitment)) {
          problems.add(new Problem(of.pointer() + "/parent", "'%s' contains itself by way of its parents".formatted(commitment.id()),
              "name another parent, or leave it out"));
        }
      }
    }

    private boolean isItsOwn(Commitment commitment) {
      var above = new HashSet<CommitmentId>();
      Optional<Commitment> each = Optional.of(commitment);
      while (each.isPresent() && each.get().parent() != null) {
        if (!above.add(each.get().id())) {
          return true;
        }
        each = known(each.get().parent());
      }
      return false;
    }

    private Optional<Commitment> known(@Nullable CommitmentId id) {
      return id == null ? Optional.empty() : Optional.ofNullable(ofFile.get(id))
          .or(() -> before.entry(id, Long.MAX_VALUE).map(Catalogue.Entry::commitment));
    }

    private void take(FileClaim of, Set<ClaimId> seen) {
      switch (ClaimRules.claim(of.draft(), said.known(id -> known(new CommitmentId(id))), now)) {
        case ClaimRules.Outcome.Invalid(List<Problem> found) -> found.forEach(each -> problems.add(
            new Problem(of.pointer() + each.pointer(), each.detail(), each.remedy())));
        case ClaimRules.Outcome.Valid(Claim claim) -> {
          if (!seen.add(claim.id())) {
            problems.add(new Problem(of.pointer() + "/id", "'%s' stands twice in the file".formatted(claim.id()),
                "leave one of them out, or give it another id"));
          } else {
            take(of, claim);
          }
        }
      }
    }

    private void take(FileClaim of, Claim claim) {
      List<Claims.Entry> versions = before.versions(claim.id(), Long.MAX_VALUE);
      Optional<Claims.Entry> held = versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
      int version = held.map(Claims.Entry::version).orElse(0);
      boolean same = held.filter(entry -> CatalogueFile.areSame(entry.claim(), claim)).isPresent();
      if (held.filter(Claims.Entry::isWithdrawn).isPresent() && !(same && of.withdrawn() != null)) {
        problems.add(new Problem(of.pointer(), "the claim '%s' was withdrawn and stays so".formatted(claim.id()),
            "leave it out, or write it as GET /v1/catalogue does"));
        return;
      }
      if (!same) {
        keptClaims.add(new KeptClaim(claim, ++version, held.isEmpty() ? Claims.Change.MADE : Claims.Change.AMENDED, null));
      }
      boolean withdrawn = of.withdrawn() != null && held.filter(Claims.Entry::isWithdrawn).isEmpty();
      if (withdrawn) {
        keptClaims.add(new KeptClaim(claim, version + 1, Claims.Change.WITHDRAWN, of.withdrawn()));
      }
      rows.add(new Row(true, claim.id().value(), of.line(), held.isEmpty() ? Change.NEW
          : withdrawn ? Change.WITHDRAWN : same ? Change.UNCHANGED : Change.GROWN, List.of()));
    }

    private Outcome keep(DataVersion version) {
      kept.forEach(each -> catalogue.append(new Catalogue.Entry(each.valid().commitment(), each.valid().document(),
          each.revision(), each.change(), version.at(), version.id())));
      claims.append(keptClaims.stream().map(each -> new Claims.Entry(each.claim(), each.version(), each.change(),
          each.reason(), version.at(), version.id())).toList());
      return new Outcome.Done(version.id(), rows);
    }

    private Effect effect() {
      if (kept.isEmpty()) {
        return Advance.none();
      }
      Map<CommitmentId, Catalogue.Change> changes = new HashMap<>();
      kept.forEach(each -> changes.put(each.id(), each.change()));
      return new Effect(after -> kept.stream().flatMap(each -> touched.of(each.valid().commitment(), after).stream()).toList(),
          true, (moved, version) -> {
            alerting.lookAtFirst(of(moved, changes, true).toList(), version);
            alerting.look(of(moved, changes, false).toList(), version);
          });
    }

    private static Stream<Assessment> of(
        List<Assessment> moved, Map<CommitmentId, Catalogue.Change> changes, boolean created) {
      return moved.stream().filter(each ->
          (changes.get(each.commitment().id()) == Catalogue.Change.CREATED) == created);
    }
  }
}
