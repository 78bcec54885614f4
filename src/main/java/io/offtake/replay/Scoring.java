package io.offtake.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.answer.WriterLock;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.IssuedProjection;
import io.offtake.assessment.IssuedProjections.Kept;
import io.offtake.assessment.IssuedProjections.Outcome;
import io.offtake.assessment.IssuedProjections;
import io.offtake.evidence.Release;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;

/// Fills in what came about of the projections that were issued, when the evidence for the whole window is known. What
/// is left to score is a query; a run that was cut short leaves it to the next.
@ApplicationScoped
public class Scoring {

  private static final long NOTHING_EXAMINED = -1;

  private final IssuedProjections issued;
  private final Snapshots snapshots;
  private final WriterLock lock;
  private final Assessor assessor;

  /// Outcomes can only come with a new data version.
  private final AtomicLong examined = new AtomicLong(NOTHING_EXAMINED);

  Scoring(IssuedProjections issued, Snapshots snapshots, WriterLock lock, Assessor assessor) {
    this.issued = issued;
    this.snapshots = snapshots;
    this.lock = lock;
    this.assessor = assessor;
  }

  /// Scores what can be scored. Safe to run on every replica, as often as one likes.
  public void run() {
    Snapshot snapshot = snapshots.current();
    if (examined.get() == snapshot.version().id()) {
      return;
    }
    LocalDate day = snapshot.version().at().atZone(ZoneOffset.UTC).toLocalDate();
    if (!issued.withoutOutcome(day).isEmpty()) {
      lock.inTurn(120, () -> {
        issued.append(outcomes(issued.withoutOutcome(day), snapshot));
        return true;
      });
    }
    examined.set(snapshot.version().id());
  }

  private List<Outcome> outcomes(List<Kept> open, Snapshot snapshot) {
    var tracks = new Tracks(snapshot.panel().at(snapshot.version().at()));
    var outcomes = new ArrayList<Outcome>();
    for (Kept kept : open) {
      pairing(kept.projection(), snapshot, tracks)
          .filter(Pairing::isComplete)
          .filter(pairing -> pairing.track().trade().equals(kept.projection().counted().trade())
              && pairing.track().measure() == kept.projection().counted().measure()
              && pairing.unit() == kept.projection().counted().unit())
          .ifPresent(pairing -> outcomes.add(new Outcome(kept.id(), pairing.fulfilled().middle().toDouble(),
              lastFigure(pairing).orElse(snapshot.version().at()), snapshot.version().id())));
    }
    return outcomes;
  }

  private Optional<Pairing> pairing(IssuedProjection projection, Snapshot snapshot, Tracks tracks) {
    return snapshot.entry(projection.commitment(), snapshot.version().id())
        .flatMap(entry -> entry.commitment().reading(projection.reading())
            .flatMap(reading -> assessor.assess(entry.commitment(), reading, tracks, false)))
        .flatMap(Assessment::pairing);
  }

  private static Optional<Instant> lastFigure(Pairing pairing) {
    return pairing.periods().getLast().release().map(Release::releasedAt);
  }
}
