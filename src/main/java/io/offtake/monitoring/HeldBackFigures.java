package io.offtake.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;

/// Releases figures that were held back: keeps the decision, assesses what it touches, and moves the data version, all
/// in one transaction.
@ApplicationScoped
public class HeldBackFigures {

  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final Snapshots snapshots;
  private final WriterLock lock;
  private final Touched touched;
  private final Clock clock;

  HeldBackFigures(
      EvidenceLog evidence,
      IssuedVerdicts issued,
      Alerting alerting,
      Snapshots snapshots,
      WriterLock lock,
      Touched touched,
      Clock clock) {
    this.evidence = evidence;
    this.issued = issued;
    this.alerting = alerting;
    this.snapshots = snapshots;
    this.lock = lock;
    this.touched = touched;
    this.clock = clock;
  }

  /// What became of a decision.
  public sealed interface Outcome {

    record Done(HeldBack heldBack) implements Outcome {}

    record NotFound() implements Outcome {}

    record AlreadyReleased(HeldBack.Relief relief) implements Outcome {}
  }

  /// @param note  why the figures are believed
  public Outcome release(long id, String note) {
    record Kept(Outcome outcome, Optional<Snapshot> snapshot) {}
    Kept kept = lock.inTurn(120, () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      Optional<HeldBack> found = before.panel().heldBack().stream().filter(each -> each.id() == id).findFirst();
      if (found.isEmpty()) {
        return new Kept(new Outcome.NotFound(), Optional.empty());
      }
      HeldBack heldBack = found.get();
      Optional<HeldBack.Relief> relief = before.panel().relief(heldBack);
      if (relief.isPresent()) {
        return new Kept(new Outcome.AlreadyReleased(relief.get()), Optional.empty());
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      var version = new DataVersion(before.version().id() + 1, now, DataVersion.Cause.HELD_BACK_RELEASED,
          "%s: %s of the period to %s".formatted(
              heldBack.release().source(), heldBack.commodity(), heldBack.release().period().last()));
      evidence.append(version);
      evidence.append(new HeldBack.Relief(id, "", note, now, version.id()));
      Snapshot after = snapshots.grown(version, before);
      List<Assessment> moved = touched.by(heldBack.release().source(), Set.of(heldBack.commodity()), after);
      issued.append(moved, version.id());
      alerting.look(moved, version);
      return new Kept(new Outcome.Done(heldBack), Optional.of(after));
    });
    kept.snapshot().ifPresent(snapshots::serveWhenReady);
    return kept.outcome();
  }
}
