package io.offtake.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alert.Facts;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Takes in that a publisher withdrew a release: keeps the retraction, assesses what it touches, and moves the data
/// version, all in one transaction.
@ApplicationScoped
public class Retractions {

  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final Snapshots snapshots;
  private final WriterLock lock;
  private final Touched touched;
  private final Clock clock;

  Retractions(
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

  /// What became of a retraction.
  public sealed interface Outcome {

    record Done(Retraction retraction) implements Outcome {}

    record NotFound() implements Outcome {}

    record AlreadyRetracted(Retraction retraction) implements Outcome {}

    /// It cannot have been retracted before it was out.
    record BeforeRelease(Instant releasedAt) implements Outcome {}

    record InFuture() implements Outcome {}
  }

  /// @param retractedAt  when the public was told; now when absent
  /// @param sourceUrl  where it was told
  public Outcome retract(long release, Optional<Instant> retractedAt, String reason, @Nullable String sourceUrl) {
    record Kept(Outcome outcome, Optional<Snapshot> snapshot) {}
    Kept kept = lock.inTurn(120, () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Instant at = retractedAt.map(instant -> instant.truncatedTo(ChronoUnit.MICROS)).orElse(now);
      Optional<Outcome> objection = objection(before.panel(), release, at, now);
      if (objection.isPresent()) {
        return new Kept(objection.get(), Optional.empty());
      }
      Release withdrawn = before.panel().release(release).orElseThrow();
      var version = new DataVersion(before.version().id() + 1, now, DataVersion.Cause.RETRACTION,
          "%s: the release for the period to %s".formatted(withdrawn.source(), withdrawn.period().last()));
      var retraction = new Retraction(withdrawn, at, reason, sourceUrl, now, version.id());
      evidence.append(version);
      evidence.append(retraction);
      Snapshot after = snapshots.grown(version, before);
      Set<CommodityId> commodities = before.panel().commoditiesOf(withdrawn);
      List<Assessment> were = touched.by(withdrawn.source(), commodities, before);
      List<Assessment> moved = touched.by(withdrawn.source(), commodities, after);
      issued.append(moved, version.id());
      alerting.look(moved, version, assessment -> toldOf(retraction, assessment, were));
      return new Kept(new Outcome.Done(retraction), Optional.of(after));
    });
    kept.snapshot().ifPresent(snapshots::serveWhenReady);
    return kept.outcome();
  }

  /// The retraction, where figures of the reading's own trade rested on the release.
  ///
  /// @param were  the readings before it
  private static List<Facts.Retraction> toldOf(Retraction retraction, Assessment reading, List<Assessment> were) {
    Release withdrawn = retraction.release();
    return were.stream()
        .filter(was -> was.commitment().id().equals(reading.commitment().id())
            && was.reading().id().equals(reading.reading().id()))
        .flatMap(was -> was.pairing().stream())
        .filter(pairing -> pairing.track().periods().stream().anyMatch(point -> point.restsOn(withdrawn)))
        .map(pairing -> new Facts.Retraction(withdrawn.source().value(), withdrawn.period().last(),
            withdrawn.releasedAt(), retraction.retractedAt(), retraction.reason(),
            pairing.periods().stream().anyMatch(period -> period.restsOn(withdrawn))))
        .toList();
  }

  private static Optional<Outcome> objection(Panel held, long id, Instant at, Instant now) {
    Optional<Release> found = held.release(id);
    if (found.isEmpty()) {
      return Optional.of(new Outcome.NotFound());
    }
    Optional<Retraction> before = held.at(Instant.MAX).retraction(found.get());
    if (before.isPresent()) {
      return Optional.of(new Outcome.AlreadyRetracted(before.get()));
    }
    if (at.isAfter(now)) {
      return Optional.of(new Outcome.InFuture());
    }
    return at.isBefore(found.get().releasedAt())
        ? Optional.of(new Outcome.BeforeRelease(found.get().releasedAt()))
        : Optional.empty();
  }
}
