package io.offtake.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alert.Facts;
import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshot;
import io.offtake.assessment.Assessment;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.Retraction;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.intake.Advance.Effect;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Takes in that a publisher withdrew a release.
@ApplicationScoped
public class Retractions {

  private final Advance advance;
  private final EvidenceLog evidence;
  private final Alerting alerting;
  private final Touched touched;

  Retractions(Advance advance, EvidenceLog evidence, Alerting alerting, Touched touched) {
    this.advance = advance;
    this.evidence = evidence;
    this.alerting = alerting;
    this.touched = touched;
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
  /// @param by  who took it in
  public Outcome retract(
      long release, Optional<Instant> retractedAt, String reason, @Nullable String sourceUrl, Actor by) {
    return advance.carryOut(by, (before, now) -> {
      Instant at = retractedAt.map(instant -> instant.truncatedTo(ChronoUnit.MICROS)).orElse(now);
      Optional<Outcome> objection = objection(before.panel(), release, at, now);
      return objection.isPresent()
          ? new Stay<>(objection.get())
          : withdraw(before, before.panel().release(release).orElseThrow(), at, reason, sourceUrl);
    });
  }

  private Move<Outcome> withdraw(
      Snapshot before, Release withdrawn, Instant at, String reason, @Nullable String sourceUrl) {
    Set<CommodityId> commodities = before.panel().commoditiesOf(withdrawn);
    List<Assessment> were = touched.by(withdrawn.source(), commodities, before);
    var kept = new AtomicReference<Retraction>();
    return new Move<>(
        DataVersion.Cause.RETRACTION,
        "%s: the release for the period to %s".formatted(withdrawn.source(), withdrawn.period().last()),
        version -> {
          kept.set(new Retraction(withdrawn, at, reason, sourceUrl, version.at(), version.id()));
          evidence.append(kept.get());
          return new Outcome.Done(kept.get());
        },
        new Effect(
            after -> touched.by(withdrawn.source(), commodities, after),
            true,
            (moved, version) ->
                alerting.look(moved, version, assessment -> toldOf(kept.get(), assessment, were))));
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
