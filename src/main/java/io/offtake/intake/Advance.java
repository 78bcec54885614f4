package io.offtake.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.answer.WriterLock;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;

/// The one gate of every change of the data version: it waits for its turn, numbers the version, keeps what changed, grows
/// the snapshot, assesses what that touches, issues the verdicts and moves the alerts in one transaction, and serves the
/// version when that has ended.
///
/// Versions are of ascending instants on all replicas: `now` is taken when the turn has come, and is never before the
/// version that is held, though another clock may have been ahead.
@ApplicationScoped
class Advance {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final WriterLock lock;
  private final Snapshots snapshots;
  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final Clock clock;

  Advance(
      WriterLock lock,
      Snapshots snapshots,
      EvidenceLog evidence,
      IssuedVerdicts issued,
      Alerting alerting,
      Clock clock) {
    this.lock = lock;
    this.snapshots = snapshots;
    this.evidence = evidence;
    this.issued = issued;
    this.alerting = alerting;
    this.clock = clock;
  }

  /// What a change comes to when its turn has come.
  sealed interface Decision<T> {

    /// Nothing is kept.
    record Stay<T>(T answer) implements Decision<T> {}

    /// The version moves.
    ///
    /// @param keep  keeps what changed, under the version
    record Move<T>(DataVersion.Cause cause, String detail, Function<DataVersion, T> keep, Effect effect)
        implements Decision<T> {}
  }

  /// What a kept change brings about.
  ///
  /// @param touched  assesses what it can have moved
  /// @param issues  whether the verdicts are issued
  /// @param tell  holds the alerts against them
  record Effect(
      Function<Snapshot, List<Assessment>> touched, boolean issues, BiConsumer<List<Assessment>, DataVersion> tell) {}

  /// Verdicts are issued, and alerts held against them.
  Effect on(Function<Snapshot, List<Assessment>> touched) {
    return new Effect(touched, true, alerting::look);
  }

  /// For a change of which many come one after the other, the last of which looks at everything.
  static Effect none() {
    return new Effect(_ -> List.of(), false, (_, _) -> {});
  }

  /// Carries out `change` in its turn, for somebody who waits for the answer.
  <T> T carryOut(Actor by, Change<T> change) {
    return carryOut(WriterLock.PATIENCE, by, change);
  }

  /// Carries out `change` in its turn.
  ///
  /// @param patience  how long the turn is waited for
  /// @param by  who does this
  /// @param change  given what is held and the instant
  /// @throws io.offtake.database.TurnedAway  when its turn does not come soon; then nothing was done
  <T> T carryOut(Duration patience, Actor by, Change<T> change) {
    record Carried<T>(T answer, Snapshot newest) {}
    Carried<T> carried = lock.inTurn(patience, Math.toIntExact(LONGEST.toSeconds()), () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      Instant now = later(before.version().at(), clock.instant().truncatedTo(ChronoUnit.MICROS));
      return switch (change.decide(before, now)) {
        case Decision.Stay<T>(T answer) -> new Carried<>(answer, before);
        case Decision.Move<T> move -> {
          var version = new DataVersion(before.version().id() + 1, now, move.cause(), move.detail(), by);
          evidence.append(version);
          T answer = move.keep().apply(version);
          Snapshot after = snapshots.grown(version, before);
          List<Assessment> moved = move.effect().touched().apply(after);
          if (move.effect().issues()) {
            issued.append(moved, version.id());
          }
          move.effect().tell().accept(moved, version);
          yield new Carried<>(answer, after);
        }
      };
    });
    snapshots.serveWhenReady(carried.newest());
    return carried.answer();
  }

  /// Decides what to keep, seeing what is held; the turn is its own until the transaction ends.
  interface Change<T> {
    Decision<T> decide(Snapshot before, Instant now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
